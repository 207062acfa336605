-- A trace belongs to the experiment that wrote it first. What another experiment writes under the same id is a trace of
-- its own, kept under an id of its own: which one that is stands here.
CREATE TABLE trace_aliases (
  experiment_id TEXT NOT NULL,
  caller_trace_id TEXT NOT NULL, -- the id as the caller gave it
  trace_id TEXT NOT NULL, -- the id under which the trace is kept, a write without one is refused, see trace-aliases.ts
  PRIMARY KEY (experiment_id, caller_trace_id)
) WITHOUT ROWID;
CREATE INDEX trace_aliases_by_trace ON trace_aliases (trace_id);

-- Models without a price by experiment, so that a key sees its own alone.
CREATE TABLE unpriced_uses (
  experiment_id TEXT NOT NULL, -- empty for what was noted before it was kept
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  first_seen_at_ms INTEGER NOT NULL,
  last_seen_at_ms INTEGER NOT NULL,
  PRIMARY KEY (experiment_id, provider, model)
) WITHOUT ROWID;
INSERT INTO unpriced_uses (experiment_id, provider, model, first_seen_at_ms, last_seen_at_ms)
SELECT '', provider, model, first_seen_at_ms, last_seen_at_ms FROM unpriced_models;
DROP TABLE unpriced_models;
