/** What the review suite sets up: an experiment with conversations, a session on them, links for its reviewers. */
import { randomBytes } from 'node:crypto';
import { weirUrl } from './weir.mjs';

/** Calls Weir's REST surface; what it answers, or an error with it. */
export async function call(method, path, body) {
  const answer = await fetch(weirUrl() + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** Sends a conversation as an OpenTelemetry SDK does; its trace id. `links` are of its first span. */
export async function sendConversation(experimentId, conversation) {
  const { traceId, wire } = toWire(conversation);
  await sendSpans(experimentId, wire);
  return `tr-${traceId}`;
}

/** Sends many in one request. */
export async function sendConversations(experimentId, conversations) {
  await sendSpans(
    experimentId,
    conversations.flatMap((conversation) => toWire(conversation).wire),
  );
}

async function sendSpans(experimentId, spans) {
  const answer = await fetch(`${weirUrl()}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-mlflow-experiment-id': experimentId },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}

/** A conversation as spans of OTLP's JSON, with the id of their trace. */
function toWire({ inputs, outputs, spans = [], links = [] }) {
  const traceId = randomBytes(16).toString('hex');
  const rootId = randomBytes(8).toString('hex');
  const atNs = BigInt(Date.now()) * 1_000_000n;
  const toSpan = ({ name, type, given, made, spanId, parentSpanId = '' }, index) => ({
    links: parentSpanId === '' ? links : [],
    traceId,
    spanId,
    parentSpanId,
    name,
    kind: 1,
    startTimeUnixNano: String(atNs + BigInt(index)),
    endTimeUnixNano: String(atNs + 900_000_000n),
    attributes: [
      ['mlflow.spanType', JSON.stringify(type)],
      ['mlflow.spanInputs', JSON.stringify(given)],
      ['mlflow.spanOutputs', JSON.stringify(made)],
    ].map(([key, stringValue]) => ({ key, value: { stringValue } })),
    status: {},
  });
  const all = [
    { name: 'chat', type: 'CHAT_MODEL', given: inputs, made: outputs, spanId: rootId },
    ...spans.map((span) => ({ ...span, spanId: randomBytes(8).toString('hex'), parentSpanId: rootId })),
  ];
  return { traceId, wire: all.map(toSpan) };
}

/** A parcel with a tear, 96 by 64. */
const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAGAAAABACAIAAABqVuVZAAABAUlEQVR42u3asQ0CQQxE0auEmLIog1qoh0oICaiBBrhDul17x+Mv/XSTpw0m8PZ6f+igDQKAAAIIIIAAAgggAggggAACqA3Q83Hb6369/OzgSUJCQJpGWkCCRnJAakaKQFJGokB7RgDJfSJdIBEjaSAFI3Wg5UYFgNYa1QBaaFQGaJVRJaAlRsWA8o3qASWPbB+gIKOSQJlGVYHSjAoD5RjVBkowKg8UbeQAFGpkAhRn5AMUZGQFFDGyWwCNGLkBTTcyBJpr5Ak00cgWaJaRM9AUI3OgcSN/oEGjFkAjRl2ATo/s7kB/jRoBnTPqBXTCiDtpDskBAggggAAigAACKK8vK01mLl2x5MAAAAAASUVORK5CYII=';

/** A conversation with everything a reviewer may meet. */
export const richConversation = {
  inputs: {
    model: 'shop-1',
    messages: [
      { role: 'system', content: 'You answer for a bookshop. Be brief and kind.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Where is my order 4711? The parcel in the picture arrived damaged.' },
          { type: 'image_url', image_url: { url: picture } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'find_order', arguments: '{"order":4711}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: '{"order":4711,"state":"shipped","day":"Monday"}' },
    ],
  },
  outputs: {
    choices: [
      {
        message: {
          role: 'assistant',
          content:
            'Your order **4711** left the warehouse on Monday.\n\n1. We send a new copy *today*.\n2. Keep the damaged one.\n\n| Title | Copies |\n|---|---|\n| Walden | 1 |\n\n```js\ntrack("4711");\n```\n\nTrack it [here](https://post.example/4711), and read [this](javascript:alert(1)).',
        },
      },
    ],
  },
};

/** A plain conversation. */
export const plainConversation = (index) => ({
  inputs: { messages: [{ role: 'user', content: `Do you have book number ${index}?` }] },
  outputs: {
    choices: [
      { message: { role: 'assistant', content: `Yes, book number **${index}** is on the second shelf.` } },
    ],
  },
});

/** A session over new conversations, with the questions and reviewers most tests use. */
export async function setUpReview({ conversations = [], reviewers = ['ada', 'bo'], session = {} } = {}) {
  const unique = randomBytes(4).toString('hex');
  const { experiment } = await call('POST', '/api/v1/experiments', { name: `review ${unique}` });
  const experimentId = experiment.experiment_id;
  const schemas = [];
  for (const schema of [
    {
      name: 'is_correct',
      title: 'Is the answer correct?',
      instruction: 'Compare it with what the tool found.',
      enable_comment: true,
      input: { pass_fail: { positive_label: 'Correct', negative_label: 'Incorrect' } },
    },
    {
      name: 'tone',
      title: 'How does it sound?',
      input: { categorical: { options: ['Kind', 'Neutral', 'Rude'], multi_select: true } },
    },
    { name: 'helpfulness', title: 'How helpful is it?', input: { numeric: { min_value: 1, max_value: 5 } } },
  ]) {
    schemas.push(
      (await call('POST', '/api/v1/label-schemas', { experiment: experimentId, ...schema })).label_schema,
    );
  }
  const traceIds = [];
  for (const conversation of conversations) traceIds.push(await sendConversation(experimentId, conversation));
  const { labeling_session: made } = await call('POST', '/api/v1/labeling-sessions', {
    experiment: experimentId,
    name: `Bookshop answers, week 42 (${unique})`,
    description: 'Are the answers right, and are they kind?',
    reviewers,
    label_schemas: schemas.map(({ schema_id }) => schema_id),
    items: traceIds.length === 0 ? undefined : { trace_ids: traceIds },
    ...session,
  });
  const { links } = await call('POST', `/api/v1/labeling-sessions/${made.session_id}/links`, {});
  return {
    experimentId,
    sessionId: made.session_id,
    traceIds,
    schemas,
    links: Object.fromEntries(links.map(({ reviewer, url }) => [reviewer, url])),
  };
}

/** What a person said of a trace and still says, by name; with comments. */
export async function saidBy(traceId, reviewer) {
  const { assessments } = await call('GET', `/api/v1/traces/${traceId}/assessments`);
  const own = assessments.filter((one) => one.valid && one.source.source_id === reviewer);
  return Object.fromEntries(
    own.map((one) => {
      const { value } = one.feedback ?? one.expectation;
      return [one.name, one.rationale === null ? value : [value, one.rationale]];
    }),
  );
}

/** How far the session is. */
export const progressOf = (sessionId) => call('GET', `/api/v1/labeling-sessions/${sessionId}/progress`);
