-- What people, judges and code say of traces. Kept by trace, so that a page of traces reads them in passing, an
-- assessment may come before its trace and joins it when it arrives.

CREATE TABLE assessments (
  trace_id TEXT NOT NULL,
  assessment_id TEXT NOT NULL,
  experiment_id TEXT, -- of the trace, null until it has come
  request_time_ms INTEGER, -- likewise
  span_id TEXT,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('feedback', 'expectation')),
  value TEXT NOT NULL, -- JSON
  value_key TEXT NOT NULL, -- what searches compare: a string as it is, else the JSON, no longer than an index likes
  numeric_value REAL, -- for aggregates: a number, 1 for true and yes, 0 for false and no
  error TEXT, -- JSON object with code, message, stackTrace
  source_type TEXT NOT NULL,
  source_id TEXT NOT NULL,
  rationale TEXT,
  metadata TEXT NOT NULL, -- JSON object of strings
  session TEXT AS (json_extract(metadata, '$."mlflow.trace.session"')) VIRTUAL, -- set: it speaks of the whole session
  overrides TEXT, -- the assessment of the same trace that this one corrects
  valid INTEGER NOT NULL, -- 0 once another one overrides it
  create_time_ms INTEGER NOT NULL,
  last_update_time_ms INTEGER NOT NULL,
  PRIMARY KEY (trace_id, assessment_id)
) WITHOUT ROWID;

-- Finds traces by what was said of them, newest first, only what is valid takes part.
CREATE INDEX assessments_by_value ON assessments (experiment_id, name, kind, value_key, request_time_ms)
  WHERE valid = 1 AND experiment_id IS NOT NULL;
CREATE INDEX assessments_by_session ON assessments (session, name) WHERE session IS NOT NULL;
CREATE INDEX assessments_early ON assessments (create_time_ms) WHERE experiment_id IS NULL;
