-- Who changed what, when and from where. Refused keys are counted together, by address and ten minutes.

CREATE TABLE audit_entries (
  entry_id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL, -- of what was counted together, the last
  action TEXT NOT NULL, -- such as key.create
  actor_kind TEXT NOT NULL, -- key, admin, open or nobody
  actor_key_id TEXT,
  target TEXT NOT NULL, -- JSON object of strings, never a secret
  address TEXT, -- null: not known
  user_agent TEXT,
  request_id TEXT,
  count INTEGER NOT NULL DEFAULT 1,
  tally TEXT -- what is counted together, null: by itself
);
CREATE UNIQUE INDEX audit_entries_by_tally ON audit_entries (tally) WHERE tally IS NOT NULL;
CREATE INDEX audit_entries_by_time ON audit_entries (at_ms);
CREATE INDEX audit_entries_by_action ON audit_entries (action, entry_id);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor_key_id, entry_id) WHERE actor_key_id IS NOT NULL;
