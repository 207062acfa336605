-- What is configured: experiments and keys. Small, and apart from the traces so that it never fills up.

CREATE TABLE experiments (
  experiment_id INTEGER PRIMARY KEY, -- decimal digits that fit int32, as the clients of MLflow require
  name TEXT NOT NULL UNIQUE,
  lifecycle_stage TEXT NOT NULL DEFAULT 'active' CHECK (lifecycle_stage IN ('active', 'deleted')),
  retention_days INTEGER, -- null: the default of the deployment
  tags TEXT NOT NULL DEFAULT '{}', -- JSON object of strings
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
);

INSERT INTO experiments (experiment_id, name, created_at_ms, updated_at_ms) VALUES (0, 'Default', 0, 0);

CREATE TABLE api_keys (
  key_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE, -- SHA-256 of the key, hex, the key itself is never stored
  hint TEXT NOT NULL, -- the last four characters, to recognise it
  scopes TEXT NOT NULL, -- JSON array of proxy, feedback, read, write, admin
  experiment_id TEXT, -- null: all experiments
  created_at_ms INTEGER NOT NULL,
  revoked_at_ms INTEGER
) WITHOUT ROWID;
