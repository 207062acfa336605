/**
 * Fills an index with traces as the store writes them, straight in SQL: a million in a minute or two. Everything is
 * spread by a hash of the trace's number, so that any share of the traces has the same share of everything.
 */
import { addTagEntries, addWords } from '../../src/tracing/store/trace-write-sql.ts';

/** The newest trace begins here. */
export const newestMs = Date.UTC(2026, 9, 15, 12);
/** Time between two traces: a million of them are a month. */
const spacingMs = 2500;
export const experimentId = '7';

const CHUNK = 10_000;
const WORDS = 3000;

/** A number below `count`, spread over the traces; `salt` makes another one. The modulus is prime. */
const pick = (count, salt) => {
  const spread = `(n + 7) * ${1_103_515_245 + salt * 65_537} % 4294967291`;
  return `((${spread} / 1013 + ${spread}) * 69069 % 4294967291 / 127 % ${count})`;
};
const id = `printf('tr-%032x', n)`;
const timeMs = `${newestMs} - n * ${spacingMs}`;
const word = (salt) => `'word' || ${pick(WORDS, salt)}`;
const state = `iif(${pick(33, 1)} = 0, 'ERROR', 'OK')`;
const tags = `json_object('env', iif(${pick(2, 2)} = 0, 'prod', 'dev'), 'team', 't' || ${pick(50, 3)})`;
const request = `'where is my order ' || ${word(4)} || ' ' || ${word(5)} || iif(${pick(50, 6)} = 0, ' refund please', '')`;
const response = `'it left the warehouse ' || ${word(7)} || ' ' || ${word(8)} || ' and arrives ' || ${word(9)}`;

const insertTraces = `
INSERT INTO traces (trace_id, experiment_id, request_time_ms, end_time_ms, state, has_root, name, source, provider, model,
  session, user, status, first_token_ms, tokens_summed, input_tokens, output_tokens, total_tokens, costs_summed,
  input_cost_usd, output_cost_usd, total_cost_usd, span_count, size_bytes, request_preview, response_preview, metadata, tags)
SELECT ${id}, '${experimentId}', ${timeMs}, ${timeMs} + 900 + ${pick(4000, 10)}, ${state}, 1, 'chat gpt-4.1-mini', 'proxy',
  'openai', 'gpt-4.1-mini', 'session-' || (n / 10), 'user-' || ${pick(50, 11)}, 200, 240, 1, 1200, 90, 1290, 1,
  0.0004, 0.0001, 0.0005, 1, 2048, ${request}, ${response}, '{"weir.end":"complete"}', ${tags}
FROM numbers`;

const insertSpans = `
INSERT INTO spans (trace_id, span_id, name, type, start_ns, end_ns, status, provider, model, input_tokens, output_tokens,
  total_tokens, input_cost_usd, output_cost_usd, total_cost_usd, size_bytes, content_object, content_offset, content_length,
  content_key, attributes)
SELECT ${id}, printf('%016x', n + 1), 'chat gpt-4.1-mini', 'CHAT_MODEL', (${timeMs}) || '000000',
  (${timeMs} + 900) || '000000', iif(${state} = 'OK', 'OK', 'ERROR'), 'openai', 'gpt-4.1-mini', 1200, 90, 1290,
  0.0004, 0.0001, 0.0005, 2048, 'content/v1/none', 0, 0, '',
  json_object('gen_ai.operation.name', 'chat', 'gen_ai.request.model', 'gpt-4.1-mini', 'http.response.status_code', '200',
    'gen_ai.response.id', 'chatcmpl-' || n, 'weir.end', 'complete', 'tier', 'tier-' || ${pick(200, 12)})
FROM numbers`;

/** Every fourth trace has feedback; one in five of those is a "no". */
const insertAssessments = `
INSERT INTO assessments (trace_id, assessment_id, experiment_id, request_time_ms, name, kind, value, value_key, numeric_value,
  source_type, source_id, metadata, valid, create_time_ms, last_update_time_ms)
SELECT ${id}, printf('a-%032x', n), '${experimentId}', ${timeMs}, 'correctness', 'feedback',
  iif(${pick(5, 13)} = 0, '"no"', '"yes"'), iif(${pick(5, 13)} = 0, 'no', 'yes'), iif(${pick(5, 13)} = 0, 0, 1),
  'LLM_JUDGE', 'openai:/gpt-4.1-mini', '{}', 1, ${timeMs} + 5000, ${timeMs} + 5000
FROM numbers WHERE ${pick(4, 14)} = 0`;

const insertLinks = `
INSERT INTO trace_links (trace_id, kind, target, experiment_id, request_time_ms, linked_at_ms)
SELECT ${id}, 'prompt', 'greeting/' || ${pick(9, 15)}, '${experimentId}', ${timeMs}, ${timeMs} FROM numbers`;

/**
 * Adds traces to an index that has none, the oldest first as they would have come.
 *
 * @param {import('miniflare').D1Database} database
 * @param {number} count
 */
export async function fillTraces(database, count) {
  for (let first = count; first > 0; first -= CHUNK) {
    const low = Math.max(0, first - CHUNK);
    const numbers = `WITH RECURSIVE down (n) AS (SELECT ${first - 1} UNION ALL SELECT n - 1 FROM down WHERE n > ${low}),
      numbers AS MATERIALIZED (SELECT n FROM down)`;
    const ids = JSON.stringify(
      Array.from({ length: first - low }, (_, index) => `tr-${(low + index).toString(16).padStart(32, '0')}`),
    );
    await database.batch([
      ...[insertTraces, insertSpans, insertAssessments, insertLinks].map((insert) =>
        // SQLite wants WITH before INSERT.
        database.prepare(`${numbers} ${insert}`),
      ),
      database.prepare(addTagEntries).bind(ids),
      database.prepare(addWords).bind(ids),
    ]);
  }
}
