-- Entries of the trail that count refusals, the oldest first: what bounds them reads only what it takes away.
CREATE INDEX audit_entries_counted ON audit_entries (entry_id) WHERE tally IS NOT NULL;
