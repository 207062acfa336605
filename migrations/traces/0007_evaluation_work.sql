-- Which worker holds an evaluation, so that it may go on with it after a fault of its own.
ALTER TABLE evaluations ADD COLUMN leased_by TEXT; -- the instance of the workflow

-- An evaluation is also found by the run that its results are.
CREATE INDEX evaluations_by_run ON evaluations (run_id);
