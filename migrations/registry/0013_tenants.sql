-- Who set up what goes on by itself. A key that is bound to an experiment sets up for that experiment alone: what runs later
-- sees no more than the key, and files the calls of its judges where the key can see them. Null is a key that sees all, and
-- what was set up before this was kept.
ALTER TABLE scorers ADD COLUMN sampled_within TEXT;
ALTER TABLE scorer_schedules ADD COLUMN within TEXT;
ALTER TABLE schedule_runs ADD COLUMN judges_filed_in TEXT;
