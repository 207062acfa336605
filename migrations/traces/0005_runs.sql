-- Runs: what an evaluation, an optimisation or a training run logged. Beside the traces that they are linked with.

CREATE TABLE runs (
  run_id TEXT PRIMARY KEY, -- 32 hex digits
  experiment_id TEXT NOT NULL,
  name TEXT NOT NULL,
  user_id TEXT NOT NULL,
  status TEXT NOT NULL, -- RUNNING, SCHEDULED, FINISHED, FAILED, KILLED
  start_time_ms INTEGER NOT NULL,
  end_time_ms INTEGER, -- null while it runs
  lifecycle_stage TEXT NOT NULL -- active, deleted
) WITHOUT ROWID;

CREATE INDEX runs_by_time ON runs (experiment_id, start_time_ms);

-- Parameters, tags, and the latest value of each metric: what searches look at.
CREATE TABLE run_values (
  run_id TEXT NOT NULL,
  kind TEXT NOT NULL, -- param, tag, metric
  key TEXT NOT NULL,
  value TEXT, -- of parameters and tags
  number REAL, -- of metrics, null is NaN
  timestamp_ms INTEGER, -- of metrics
  step INTEGER, -- of metrics
  PRIMARY KEY (run_id, kind, key)
) WITHOUT ROWID;

-- Every value of every metric.
CREATE TABLE run_metrics (
  run_id TEXT NOT NULL,
  key TEXT NOT NULL,
  timestamp_ms INTEGER NOT NULL,
  step INTEGER NOT NULL,
  value TEXT NOT NULL, -- the number as text: NaN is one too
  PRIMARY KEY (run_id, key, timestamp_ms, step, value)
) WITHOUT ROWID;

-- Datasets and models a run used, and models it made.
CREATE TABLE run_inputs (
  run_id TEXT NOT NULL,
  kind TEXT NOT NULL, -- dataset, model_input, model_output
  name TEXT NOT NULL, -- of the dataset, or the id of the model
  digest TEXT NOT NULL, -- of the dataset, empty for models
  value TEXT NOT NULL, -- JSON
  PRIMARY KEY (run_id, kind, name, digest)
) WITHOUT ROWID;
