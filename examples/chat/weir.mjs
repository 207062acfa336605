/** Model calls through Weir: nothing but `fetch`, a base URL and a few headers. Conversations are kept by session. */

const SYSTEM = 'You are the support desk of a bookshop. Answer in at most three sentences.';
const MOST_SESSIONS = 200;
const MOST_MESSAGES = 40;
const SCORES_WAIT_MS = 1500;

/**
 * @param {{origin: string, key: string | null, path: string, model: string}} options
 *   origin of Weir, a Weir key if it asks for one, the provider's path and the model's name
 */
export function createWeir({ origin, key, path, model }) {
  const sessions = new Map();
  const authorization = key === null ? {} : { 'x-weir-key': key };

  const call = (turn, { stream, signal }) => {
    const history = historyOf(sessions, turn.session);
    const said = [...history, { role: 'user', content: turn.message }];
    const system = turn.prompt === null ? [{ role: 'system', content: SYSTEM }] : [];
    sessions.set(turn.session, said.slice(-MOST_MESSAGES));
    return fetch(`${origin}${path}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-weir-experiment': 'chat-example',
        'x-weir-session': turn.session,
        ...(turn.prompt === null ? {} : { 'x-weir-prompt': turn.prompt.header }),
        ...authorization,
      },
      body: JSON.stringify({ model, messages: [...system, ...said], stream }),
      signal,
    });
  };

  return {
    origin,
    authorization,
    /** What the page needs to make the same call itself. */
    describe: (prompt) => ({
      path,
      model,
      system: prompt === null ? SYSTEM : null,
      prompt: prompt === null ? null : prompt.header,
    }),
    /** The answer as it streams; what it spells becomes part of the conversation when it has passed. */
    async stream(turn, signal) {
      const answer = await call(turn, { stream: true, signal });
      const remember = (content) => sessions.get(turn.session)?.push({ role: 'assistant', content });
      return { status: answer.status, headers: answer.headers, body: listenTo(answer.body, remember) };
    },
    /** The answer as a whole, with what Weir says of it. */
    async complete(turn) {
      const begunAtMs = performance.now();
      const answer = await call(turn, { stream: false });
      const body = await answer.json().catch(() => null);
      const text = body?.choices?.[0]?.message?.content ?? null;
      if (text !== null) sessions.get(turn.session)?.push({ role: 'assistant', content: text });
      return {
        error: answer.ok
          ? null
          : (body?.error?.message ?? `The model answered with status ${answer.status}.`),
        text,
        traceId: answer.headers.get('x-weir-trace-id'),
        feedbackToken: answer.headers.get('x-weir-feedback-token'),
        metrics: {
          duration_ms: Math.round(performance.now() - begunAtMs),
          input_tokens: body?.usage?.prompt_tokens ?? null,
          output_tokens: body?.usage?.completion_tokens ?? null,
        },
      };
    },
    /** The headers by which a page's widget finds the trace. */
    handle(answer) {
      const names = ['x-weir-trace-id', 'x-weir-feedback-token'];
      const held = names
        .map((name) => [name, answer.headers.get(name)])
        .filter(([, value]) => value !== null);
      return Object.fromEntries(held);
    },
    /** What judges said of the trace so far, by name; null when there is nothing yet. */
    async scores(traceId) {
      if (traceId === null) return null;
      const until = Date.now() + SCORES_WAIT_MS;
      for (;;) {
        const answer = await fetch(`${origin}/api/v1/traces/${traceId}`, { headers: authorization });
        const trace = answer.ok ? await answer.json() : null;
        const judged = (trace?.assessments ?? []).filter(({ source }) => source?.source_type !== 'HUMAN');
        if (judged.length > 0) {
          return Object.fromEntries(
            judged.map((assessment) => [assessment.assessment_name, assessment.feedback?.value ?? null]),
          );
        }
        if (trace !== null || Date.now() > until) return null;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    },
  };
}

/** The same bytes; `onText` is told what the chunks spell, at the end. */
async function* listenTo(body, onText) {
  const decoder = new TextDecoder();
  let pending = '';
  let text = '';
  for await (const bytes of body) {
    yield bytes;
    const lines = (pending + decoder.decode(bytes, { stream: true })).split('\n');
    pending = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data: {')) text += JSON.parse(line.slice(6)).choices?.[0]?.delta?.content ?? '';
    }
  }
  if (text !== '') onText(text);
}

function historyOf(sessions, session) {
  const history = sessions.get(session) ?? [];
  // The session used last is the last to go.
  sessions.delete(session);
  if (sessions.size >= MOST_SESSIONS) sessions.delete(sessions.keys().next().value);
  return history;
}
