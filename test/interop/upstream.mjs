/**
 * OpenAI's chat completions and responses, and Anthropic's messages, plain and streamed: what the suite's proxied calls
 * reach. It asks for a tool when it is given one, and counts what it bills, by credential: `GET /billed/{credential}`.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/** What the judge says of everything. */
const VERDICT = JSON.stringify({ rationale: 'As it should be.', result: 'yes' });
const SENTENCE = ['It left ', 'the ', 'warehouse.'];

/** Calls and tokens by credential. */
const billed = new Map();

/** Listens on a free port; resolves with its URL and a way to stop it. */
export async function startUpstream() {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => answer(request, body, response));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

function answer({ method, url, headers }, text, response) {
  if (method === 'GET') return tell(url, response);
  const body = JSON.parse(text === '' ? '{}' : text);
  const bill = ({ input, output }) => {
    const credential = headers['x-api-key'] ?? headers.authorization?.replace('Bearer ', '') ?? '';
    const before = billed.get(credential) ?? { calls: 0, tokens: 0 };
    billed.set(credential, { calls: before.calls + 1, tokens: before.tokens + input + output });
  };
  if (url.endsWith('/chat/completions'))
    return body.stream ? streamChat(body, response, bill) : chat(body, response, bill);
  if (url.endsWith('/responses')) return respond(body, response, bill);
  if (url.endsWith('/messages'))
    return body.stream ? streamMessage(body, response, bill) : message(body, response, bill);
  send(response, 404, { error: { message: `nothing at ${url}`, type: 'not_found' } });
}

function tell(url, response) {
  const [, credential] = /\/billed\/(.+)$/.exec(url) ?? [];
  if (credential === undefined) send(response, 404, { error: { message: `nothing at ${url}` } });
  else send(response, 200, billed.get(credential) ?? { calls: 0, tokens: 0 });
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendEvents(response, events) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const { name, data } of events) {
    response.write(`${name === undefined ? '' : `event: ${name}\n`}data: ${data}\n\n`);
  }
  response.end();
}

const idOf = (prefix) => prefix + randomUUID().replaceAll('-', '');

/** What is said, or the tool that is asked for while none has answered, and what that takes. */
function turnOf({ model, tools = [], messages }) {
  const hasAnswered = messages.some(
    ({ role, content }) =>
      role === 'tool' || (Array.isArray(content) && content.some(({ type }) => type === 'tool_result')),
  );
  const tool = hasAnswered ? undefined : tools[0];
  if (tool === undefined)
    return { pieces: model === 'judge' ? [VERDICT] : SENTENCE, use: null, usage: { input: 12, output: 5 } };
  const use = { name: tool.function?.name ?? tool.name, arguments: { city: 'Oslo' } };
  return { pieces: [], use, usage: { input: 31, output: 9 } };
}

const chatUsage = ({ input, output }) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
});

function toolCallOf(use) {
  const { name } = use;
  return {
    id: idOf('call_'),
    type: 'function',
    function: { name, arguments: JSON.stringify(use.arguments) },
  };
}

function chat(body, response, bill) {
  if (body.model === 'refused') {
    send(response, 429, { error: { message: 'slow down', type: 'rate_limit_exceeded', code: 'rate' } });
    return;
  }
  const { pieces, use, usage } = turnOf(body);
  bill(usage);
  const said = use === null ? { content: pieces.join('') } : { content: null, tool_calls: [toolCallOf(use)] };
  send(response, 200, {
    id: idOf('chatcmpl-'),
    object: 'chat.completion',
    created: 1792065600,
    model: body.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', ...said },
        finish_reason: use === null ? 'stop' : 'tool_calls',
      },
    ],
    usage: chatUsage(usage),
  });
}

function streamChat(body, response, bill) {
  const { pieces, use, usage } = turnOf(body);
  bill(usage);
  const id = idOf('chatcmpl-');
  const chunk = (delta, more = {}) => ({
    data: JSON.stringify({
      id,
      object: 'chat.completion.chunk',
      created: 1792065600,
      model: body.model,
      choices: [{ index: 0, delta, finish_reason: null }],
      ...more,
    }),
  });
  const calls = use === null ? [] : [{ index: 0, ...toolCallOf(use) }];
  const finish_reason = use === null ? 'stop' : 'tool_calls';
  sendEvents(response, [
    ...pieces.map((content) => chunk({ role: 'assistant', content })),
    ...calls.map((call) => chunk({ role: 'assistant', content: null, tool_calls: [call] })),
    chunk({}, { choices: [{ index: 0, delta: {}, finish_reason }] }),
    ...(body.stream_options?.include_usage ? [chunk({}, { choices: [], usage: chatUsage(usage) })] : []),
    { data: '[DONE]' },
  ]);
}

function respond(body, response, bill) {
  const usage = { input: 14, output: 5 };
  bill(usage);
  const text = { type: 'output_text', text: SENTENCE.join(''), annotations: [] };
  const said = { type: 'message', id: idOf('msg_'), status: 'completed', role: 'assistant', content: [text] };
  send(response, 200, {
    id: idOf('resp_'),
    object: 'response',
    created_at: 1792065600,
    status: 'completed',
    model: body.model,
    output: [said],
    parallel_tool_calls: true,
    tool_choice: 'auto',
    tools: [],
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    metadata: {},
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.input + usage.output,
    },
  });
}

function messageOf(body, { content, usage, isBegun = false }) {
  const stop_reason = isBegun
    ? null
    : content.some(({ type }) => type === 'tool_use')
      ? 'tool_use'
      : 'end_turn';
  return {
    id: idOf('msg_'),
    type: 'message',
    role: 'assistant',
    model: body.model,
    content,
    stop_reason,
    stop_sequence: null,
    usage: { input_tokens: usage.input, output_tokens: isBegun ? 1 : usage.output },
  };
}

const toolUseOf = (use, input) => ({ type: 'tool_use', id: idOf('toolu_'), name: use.name, input });

function message(body, response, bill) {
  const { pieces, use, usage } = turnOf(body);
  bill(usage);
  const content = use === null ? [{ type: 'text', text: pieces.join('') }] : [toolUseOf(use, use.arguments)];
  send(response, 200, messageOf(body, { content, usage }));
}

function streamMessage(body, response, bill) {
  const { pieces, use, usage } = turnOf(body);
  bill(usage);
  const event = (name, data) => ({ name, data: JSON.stringify({ type: name, ...data }) });
  const deltas =
    use === null
      ? pieces.map((text) => ({ type: 'text_delta', text }))
      : [{ type: 'input_json_delta', partial_json: JSON.stringify(use.arguments) }];
  sendEvents(response, [
    event('message_start', { message: messageOf(body, { content: [], usage, isBegun: true }) }),
    event('content_block_start', {
      index: 0,
      content_block: use === null ? { type: 'text', text: '' } : toolUseOf(use, {}),
    }),
    ...deltas.map((delta) => event('content_block_delta', { index: 0, delta })),
    event('content_block_stop', { index: 0 }),
    event('message_delta', {
      delta: { stop_reason: use === null ? 'end_turn' : 'tool_use', stop_sequence: null },
      usage: { output_tokens: usage.output },
    }),
    event('message_stop', {}),
  ]);
}
