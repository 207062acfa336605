-- Tags of traces that never came are found by their age: without it each sweep reads all that wait.
CREATE INDEX early_tags_by_age ON early_tags (set_at_ms);
