-- Evaluation datasets: test cases, in the shape of MLflow. With what is configured and not with the traces, because they are
-- made by hand and outlive the traces they came from.

CREATE TABLE datasets (
  dataset_id TEXT PRIMARY KEY, -- d- and 32 hex digits
  name TEXT NOT NULL, -- not unique, as in MLflow, may have dots or slashes
  tags TEXT NOT NULL DEFAULT '{}', -- JSON object of strings
  schema TEXT NOT NULL DEFAULT '{}', -- JSON: the types seen per member of inputs, outputs, expectations
  style TEXT, -- turns or session, null while empty: MLflow does not mix them
  record_count INTEGER NOT NULL DEFAULT 0,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  created_by TEXT,
  updated_by TEXT
) WITHOUT ROWID;

CREATE INDEX datasets_by_name ON datasets (name, created_at_ms);

CREATE TABLE dataset_experiments (
  dataset_id TEXT NOT NULL,
  experiment_id TEXT NOT NULL,
  PRIMARY KEY (dataset_id, experiment_id)
) WITHOUT ROWID;

CREATE INDEX dataset_experiments_by_experiment ON dataset_experiments (experiment_id, dataset_id);

CREATE TABLE dataset_records (
  record_row INTEGER PRIMARY KEY, -- order of arrival
  record_id TEXT NOT NULL UNIQUE, -- dr- and 32 hex digits
  dataset_id TEXT NOT NULL,
  inputs_hash TEXT NOT NULL, -- SHA-256 of the inputs as JSON with sorted keys: the identity of a record
  inputs TEXT NOT NULL, -- JSON object
  outputs TEXT, -- any JSON, null when there are none
  expectations TEXT NOT NULL, -- JSON object
  tags TEXT NOT NULL, -- JSON object
  source_type TEXT NOT NULL, -- TRACE, HUMAN, DOCUMENT or CODE
  source TEXT NOT NULL, -- JSON object: what the source type needs, such as a trace id
  revision INTEGER NOT NULL, -- counts the writes: two writers never overwrite each other unseen
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  created_by TEXT,
  updated_by TEXT
);

CREATE UNIQUE INDEX dataset_records_by_inputs ON dataset_records (dataset_id, inputs_hash);

-- Which record a trace became by the rule for negative feedback: once per trace, also after the record was deleted.
CREATE TABLE test_cases (
  trace_id TEXT PRIMARY KEY,
  dataset_id TEXT NOT NULL,
  record_id TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) WITHOUT ROWID;

-- When feedback makes a trace a test case, per experiment, without a row the defaults of the rule hold.
CREATE TABLE test_case_rules (
  experiment_id TEXT PRIMARY KEY,
  rule TEXT NOT NULL, -- JSON, see test-case-rule.ts
  updated_at_ms INTEGER NOT NULL
) WITHOUT ROWID;
