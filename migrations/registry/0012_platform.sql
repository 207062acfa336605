-- How often an exchange that waits in the spool was sent back to the queue. Only what was swept has a row: one that is never
-- stored, because it breaks whatever reads it, is set aside instead of coming back for ever.
CREATE TABLE spool_sweeps (
  key TEXT PRIMARY KEY, -- in the spool
  sweeps INTEGER NOT NULL,
  swept_at_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX spool_sweeps_by_time ON spool_sweeps (swept_at_ms);

-- Where sweeps that look at a part of what is stored go on.
CREATE TABLE sweep_places (
  sweep TEXT PRIMARY KEY,
  after TEXT NOT NULL -- the key that was looked at last
) WITHOUT ROWID;
