/** OpenAI's chat completions and Anthropic's messages, plain and streamed: what the suite's proxied calls reach. */
import { createServer } from 'node:http';

const SENTENCE = ['It left ', 'the ', 'warehouse.'];

/** Listens on a free port; resolves with its URL and a way to stop it. */
export async function startUpstream() {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => answer(request.url ?? '', JSON.parse(body === '' ? '{}' : body), response));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

function answer(url, body, response) {
  if (url.endsWith('/chat/completions'))
    return body.stream ? streamChat(body, response) : chat(body, response);
  if (url.endsWith('/messages')) return body.stream ? streamMessage(body, response) : message(body, response);
  send(response, 404, { error: { message: `nothing at ${url}`, type: 'not_found' } });
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

const chatUsage = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 };

function chat(body, response) {
  if (body.model === 'refused') {
    send(response, 429, { error: { message: 'slow down', type: 'rate_limit_exceeded', code: 'rate' } });
    return;
  }
  send(response, 200, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1792065600,
    model: body.model,
    choices: [
      { index: 0, message: { role: 'assistant', content: SENTENCE.join('') }, finish_reason: 'stop' },
    ],
    usage: chatUsage,
  });
}

function streamChat(body, response) {
  const chunk = (delta, more = {}) => ({
    data: JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1792065600,
      model: body.model,
      choices: [{ index: 0, delta, finish_reason: null }],
      ...more,
    }),
  });
  sendEvents(response, [
    ...SENTENCE.map((content) => chunk({ role: 'assistant', content })),
    chunk({}, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    ...(body.stream_options?.include_usage ? [chunk({}, { choices: [], usage: chatUsage })] : []),
    { data: '[DONE]' },
  ]);
}

function message(body, response) {
  send(response, 200, {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: body.model,
    content: [{ type: 'text', text: SENTENCE.join('') }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 12, output_tokens: 5 },
  });
}

function streamMessage(body, response) {
  const event = (name, data) => ({ name, data: JSON.stringify({ type: name, ...data }) });
  const begun = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: body.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 12, output_tokens: 1 },
  };
  sendEvents(response, [
    event('message_start', { message: begun }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...SENTENCE.map((text) =>
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
    ),
    event('content_block_stop', { index: 0 }),
    event('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 5 },
    }),
    event('message_stop', {}),
  ]);
}
