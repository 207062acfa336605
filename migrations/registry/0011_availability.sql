-- Calls counted for metrics: totals that only grow, whatever retention deletes. One row per series, its numbers as JSON.
CREATE TABLE call_counters (
  experiment_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  operation TEXT NOT NULL,
  status TEXT NOT NULL, -- of HTTP, empty where there was no answer
  error_type TEXT NOT NULL, -- empty is none
  numbers TEXT NOT NULL,
  PRIMARY KEY (experiment_id, provider, model, operation, status, error_type)
) WITHOUT ROWID;

-- How far traces are counted, in one row.
CREATE TABLE call_counters_state (
  id INTEGER PRIMARY KEY,
  counted_row INTEGER NOT NULL, -- trace_row of the index of traces: those up to here are in the totals
  counted_at_ms INTEGER NOT NULL,
  writer TEXT -- whoever moved it last: only its totals are kept
);
INSERT INTO call_counters_state (id, counted_row, counted_at_ms) VALUES (1, 0, 0);
