-- One call that was seen more than once: by the proxy and by what instruments the application, by two instrumentations, or
-- because its answer was retrieved again. One span counts, the others name it and are left out of every sum.

-- Who tells of the call: empty for the proxy, otherwise the scope of the instrumentation, null where it is no call of a model.
ALTER TABLE spans ADD COLUMN observer TEXT;
-- The id of the answer, as the provider gave it: what all who saw the call have in common.
ALTER TABLE spans ADD COLUMN response_id TEXT;
-- Digest of what was asked, for calls whose answer has no id that both sides know.
ALTER TABLE spans ADD COLUMN call_digest TEXT;
ALTER TABLE spans ADD COLUMN duplicate_of TEXT; -- trace id/span id of the span that counts, null counts
ALTER TABLE traces ADD COLUMN duplicate_of TEXT; -- trace id: all calls in it count elsewhere, null counts

CREATE INDEX spans_by_response ON spans (response_id, observer, start_ns) WHERE response_id IS NOT NULL;
-- Of what instrumentations left without one, proxied calls are found by their time.
CREATE INDEX spans_by_digest ON spans (call_digest, start_ns)
  WHERE call_digest IS NOT NULL AND response_id IS NULL AND observer > '';
CREATE INDEX spans_by_duplicate ON spans (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX traces_by_duplicate ON traces (duplicate_of) WHERE duplicate_of IS NOT NULL;
