-- Scorers as MLflow registers them: an immutable text per version, and how many traces the newest version judges.

CREATE TABLE scorers (
  scorer_id TEXT PRIMARY KEY,
  experiment_id TEXT NOT NULL,
  name TEXT NOT NULL,
  sampling_id TEXT, -- online_scoring_config_id, null until a rate was set
  sample_rate REAL, -- 0 to 1
  filter TEXT, -- a trace filter, null is every trace
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

-- Scorers that run by the clock.
CREATE TABLE scorer_schedules (
  schedule_id TEXT PRIMARY KEY,
  experiment_id TEXT NOT NULL,
  name TEXT NOT NULL,
  cron TEXT NOT NULL, -- five fields, UTC
  source TEXT NOT NULL, -- JSON: traces by filter, or a dataset
  scorers TEXT NOT NULL, -- JSON: as a caller asks for them
  paused INTEGER NOT NULL,
  scored_until_ms INTEGER NOT NULL, -- traces stored before this have been taken: the checkpoint
  next_run_at_ms INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  UNIQUE (experiment_id, name)
) WITHOUT ROWID;

CREATE INDEX scorer_schedules_due ON scorer_schedules (next_run_at_ms) WHERE paused = 0;

-- A run of a schedule, or a back-fill over a time of the choice of the caller.
CREATE TABLE schedule_runs (
  run_id TEXT PRIMARY KEY,
  schedule_id TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  state TEXT NOT NULL, -- collecting, running, finished, failed
  page_token TEXT, -- where collecting goes on
  found INTEGER NOT NULL, -- traces that matched
  added INTEGER NOT NULL, -- pieces of work that had not been done before
  evaluation_id TEXT, -- of a dataset: who does it
  error TEXT,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX schedule_runs_by_schedule ON schedule_runs (schedule_id, created_at_ms);
CREATE INDEX schedule_runs_open ON schedule_runs (updated_at_ms) WHERE state IN ('collecting', 'running');

-- Rules that tell of what changed for the worse.
CREATE TABLE quality_alerts (
  alert_id TEXT PRIMARY KEY,
  experiment_id TEXT NOT NULL,
  name TEXT NOT NULL,
  rule TEXT NOT NULL, -- JSON
  webhook_url TEXT NOT NULL,
  state TEXT NOT NULL, -- ok, firing, unknown
  detail TEXT, -- what was last seen
  checked_at_ms INTEGER,
  -- The message that is still to be delivered, and how often that was tried.
  undelivered TEXT,
  attempts INTEGER NOT NULL,
  next_attempt_at_ms INTEGER,
  last_error TEXT,
  created_at_ms INTEGER NOT NULL,
  UNIQUE (experiment_id, name)
) WITHOUT ROWID;
