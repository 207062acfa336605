-- What each model of a trace used, over the spans that count: statistics by model and by provider read it. JSON array of
-- arrays, in the order of modelShareMembers, null for traces without such spans, and for those written before.
ALTER TABLE traces ADD COLUMN model_shares TEXT;
