-- What is masked in traces and feedback before they are stored.

CREATE TABLE redaction_rules (
  rule_id TEXT PRIMARY KEY, -- rr- and 32 hex digits
  experiment_id TEXT, -- null: every experiment
  name TEXT NOT NULL,
  enabled INTEGER NOT NULL, -- 0 or 1
  masks TEXT NOT NULL, -- JSON: what is looked for and what it is replaced by, see rule.ts
  includes_identifiers INTEGER NOT NULL, -- 0 or 1: whether user, session and request id are masked too
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE UNIQUE INDEX redaction_rules_by_name ON redaction_rules (COALESCE(experiment_id, ''), name);
