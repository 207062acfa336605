-- What alerts count, kept by minute, hour and day, so that a look at thirty days reads some hundred rows however many traces
-- there are. The store makes the triggers that leave marks when the first alert is made, and drops them with the last:
-- the endpoint that applies migrations cuts their bodies.

-- Experiments with alerts. Only their changes leave marks.
CREATE TABLE rollup_watch (
  experiment_id TEXT PRIMARY KEY
) WITHOUT ROWID;

-- Minutes in which something changed since they were counted: whatever way a trace or a verdict came, changed or went.
CREATE TABLE rollup_marks (
  experiment_id TEXT NOT NULL,
  minute_ms INTEGER NOT NULL,
  PRIMARY KEY (experiment_id, minute_ms)
) WITHOUT ROWID;

-- The stretch of whole minutes that was counted, for each series.
CREATE TABLE rollup_reach (
  experiment_id TEXT NOT NULL,
  series TEXT NOT NULL, -- calls, or verdicts/ and the name of a scorer
  from_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  PRIMARY KEY (experiment_id, series)
) WITHOUT ROWID;

-- Counts and sums. Hours and days are sums of the minutes in the reach, and an empty bucket has no row.
CREATE TABLE rollups (
  experiment_id TEXT NOT NULL,
  series TEXT NOT NULL,
  width_ms INTEGER NOT NULL, -- of a minute, an hour or a day
  bucket_ms INTEGER NOT NULL,
  count INTEGER NOT NULL, -- calls, or verdicts with a value
  errors INTEGER NOT NULL, -- calls or verdicts that failed
  number_sum REAL, -- of latencies in milliseconds, or of the values that are numbers
  numbers INTEGER NOT NULL, -- how many those are
  cost_usd REAL, -- null is unknown
  others INTEGER NOT NULL, -- calls without a known price, or verdicts that say nothing
  PRIMARY KEY (experiment_id, series, width_ms, bucket_ms)
) WITHOUT ROWID;
