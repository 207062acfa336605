-- Scorers as MLflow registers them: an immutable text per version, and how many traces the newest version judges.

CREATE TABLE scorers (
  scorer_id TEXT PRIMARY KEY,
  experiment_id TEXT NOT NULL,
  name TEXT NOT NULL,
  sampling_id TEXT, -- online_scoring_config_id; null until a rate was set
  sample_rate REAL, -- 0 to 1
  filter TEXT, -- a trace filter; null is every trace
  created_at_ms INTEGER NOT NULL,
  UNIQUE (experiment_id, name)
) WITHOUT ROWID;

CREATE TABLE scorer_versions (
  scorer_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  serialized TEXT NOT NULL, -- JSON, verbatim
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (scorer_id, version)
) WITHOUT ROWID;

-- What judges cost, for the limit per day.
CREATE TABLE judge_spend (
  day TEXT PRIMARY KEY, -- 2026-10-15, UTC
  cost_usd REAL NOT NULL
) WITHOUT ROWID;
