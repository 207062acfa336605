-- What is to be scored, written in the step that stores the trace: the queue only says when, this says what. A row is
-- also the answer to why a scorer said nothing.

CREATE TABLE scoring_tasks (
  task_id TEXT PRIMARY KEY, -- hash of scorer, version and trace, for a scorer of sessions, of scorer, version and session
  scorer_id TEXT NOT NULL,
  scorer_name TEXT NOT NULL,
  scorer_version INTEGER NOT NULL,
  experiment_id TEXT NOT NULL,
  trace_id TEXT NOT NULL, -- of a session: its latest
  session TEXT, -- set for scorers of sessions
  job_id TEXT, -- the run of a schedule that asked for it, null for traces as they come
  state TEXT NOT NULL, -- pending, scored, skipped, failed
  reason TEXT, -- why it waits, was skipped or failed
  attempts INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  due_at_ms INTEGER NOT NULL,
  leased_until_ms INTEGER NOT NULL, -- 0: nobody works on it
  updated_at_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX scoring_tasks_due ON scoring_tasks (due_at_ms) WHERE state = 'pending';
CREATE INDEX scoring_tasks_by_trace ON scoring_tasks (trace_id);
CREATE INDEX scoring_tasks_by_job ON scoring_tasks (job_id, state) WHERE job_id IS NOT NULL;
CREATE INDEX scoring_tasks_by_age ON scoring_tasks (updated_at_ms);

-- Evaluations: a job whose rows lie here, so that it goes on after a crash where it was.
CREATE TABLE evaluations (
  evaluation_id TEXT PRIMARY KEY,
  experiment_id TEXT NOT NULL,
  run_id TEXT NOT NULL, -- its results are those of the run
  name TEXT NOT NULL,
  state TEXT NOT NULL, -- preparing, running, finished, failed, cancelled
  plan TEXT NOT NULL, -- JSON: scorers with their versions, target, concurrency, where the rows are from
  summary TEXT, -- JSON: metrics by name, once it ended
  error TEXT,
  row_count INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  leased_until_ms INTEGER NOT NULL -- 0: nobody works on it
) WITHOUT ROWID;

CREATE INDEX evaluations_by_time ON evaluations (experiment_id, created_at_ms);
CREATE INDEX evaluations_open ON evaluations (created_at_ms) WHERE state IN ('preparing', 'running');

CREATE TABLE evaluation_rows (
  evaluation_id TEXT NOT NULL,
  row_number INTEGER NOT NULL,
  row_key TEXT NOT NULL, -- hash of the inputs, or the id of the trace: the same row of another run
  state TEXT NOT NULL, -- pending, done, failed
  content TEXT NOT NULL, -- JSON: inputs, outputs, expectations
  trace_id TEXT, -- of the row, before it is done, of the trace it is to judge
  verdicts TEXT, -- JSON
  error TEXT,
  PRIMARY KEY (evaluation_id, row_number)
) WITHOUT ROWID;

CREATE INDEX evaluation_rows_open ON evaluation_rows (evaluation_id, row_number) WHERE state = 'pending';
