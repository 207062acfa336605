-- Odd once the client stated the trace as a whole: what it stated outranks what spans tell, whichever comes first. The other
-- bits say which columns it stated (FACTS in trace-write-sql.ts, whose order must stay), in tokens_summed and costs_summed 2
-- says that it stated those.
ALTER TABLE traces ADD COLUMN info_finalized INTEGER NOT NULL DEFAULT 0;
