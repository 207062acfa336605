-- The experiment that the calls of the judge are filed in, null is that of all judges.
ALTER TABLE scoring_tasks ADD COLUMN judges_filed_in TEXT;
