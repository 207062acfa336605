-- What is to be scored, written in the step that stores the trace: the queue only says when, this says what. A row is
-- also the answer to why a scorer said nothing.

CREATE TABLE scoring_tasks (
  task_id TEXT PRIMARY KEY, -- hash of scorer, version and trace; for a scorer of sessions, of scorer, version and session
  scorer_id TEXT NOT NULL,
  scorer_name TEXT NOT NULL,
  scorer_version INTEGER NOT NULL,
  experiment_id TEXT NOT NULL,
  trace_id TEXT NOT NULL, -- of a session: its latest
  session TEXT, -- set for scorers of sessions
  job_id TEXT, -- the run of a schedule that asked for it; null for traces as they come
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
