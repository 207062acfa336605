-- What a number is not: a fact told by the provider, or a price of everything that was used.
ALTER TABLE spans ADD COLUMN usage_estimated INTEGER NOT NULL DEFAULT 0; -- 1: some of its tokens are an estimate
ALTER TABLE spans ADD COLUMN estimated_cost_usd REAL; -- the price of an estimate, then its costs are null
ALTER TABLE spans ADD COLUMN unpriced TEXT; -- JSON array: what it used that has no known price, null is nothing

-- Sums over the spans that count.
ALTER TABLE traces ADD COLUMN estimated_tokens INTEGER; -- the part of total_tokens that is an estimate, null is none
ALTER TABLE traces ADD COLUMN estimated_cost_usd REAL; -- not part of total_cost_usd
ALTER TABLE traces ADD COLUMN unpriced_spans INTEGER NOT NULL DEFAULT 0; -- spans that used something without a price
