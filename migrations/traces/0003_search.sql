-- What the filter grammar asks for: attributes of spans, users, states other than OK, and links to prompts and runs.

-- Short attributes as text, a JSON object, the rest is content and lies encrypted in R2.
ALTER TABLE spans ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';

CREATE INDEX traces_by_user ON traces (experiment_id, user, request_time_ms) WHERE user IS NOT NULL;

-- Failures and what is under way are what people look for, and are few: this costs nothing for the rest.
DROP INDEX traces_by_error;
CREATE INDEX traces_by_state ON traces (experiment_id, state, request_time_ms) WHERE state <> 'OK';

-- Which traces used a prompt version (name/version) or belong to a run, a link may come before its trace.
CREATE TABLE trace_links (
  trace_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('prompt', 'run')),
  target TEXT NOT NULL,
  experiment_id TEXT, -- of the trace, null until it has come
  request_time_ms INTEGER, -- likewise
  linked_at_ms INTEGER NOT NULL,
  PRIMARY KEY (trace_id, kind, target)
) WITHOUT ROWID;
CREATE INDEX trace_links_by_target ON trace_links (experiment_id, kind, target, request_time_ms)
  WHERE experiment_id IS NOT NULL;
CREATE INDEX trace_links_early ON trace_links (linked_at_ms) WHERE experiment_id IS NULL;

-- What is said of whole sessions is little, it is found by value, and from a trace by its session.
DROP INDEX assessments_by_session;
CREATE INDEX assessments_by_session ON assessments (session, name, kind) WHERE session IS NOT NULL;
CREATE INDEX assessments_of_sessions ON assessments (experiment_id, name, kind, value_key)
  WHERE session IS NOT NULL AND valid = 1;
