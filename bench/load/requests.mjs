/** The calls that are made, as bytes on the wire: what an OpenAI SDK sends, reduced to the headers that matter. */

const messages = [
  { role: 'system', content: 'You answer briefly.' },
  { role: 'user', content: 'Explain what a weir does to a river. '.repeat(6) },
];
const plainBody = JSON.stringify({ model: 'gpt-4.1-mini', messages, temperature: 0.2 });
const streamedBody = JSON.stringify({ model: 'gpt-4.1-mini', messages, temperature: 0.2, stream: true });

/**
 * A chat call to a contender.
 *
 * @param {{address: URL, prefix: string, headers: Record<string, string>}} contender
 * @param {{streamed: boolean, query?: string, bodyBytes?: number}} wish `bodyBytes`: the least length of the body
 */
export function chatRequest(contender, { streamed, query = '', bodyBytes = 0 }) {
  const body = padded(streamed ? streamedBody : plainBody, bodyBytes);
  const path = `${contender.prefix}/v1/chat/completions${query}`;
  return requestHead(contender, { path, contentLength: Buffer.byteLength(body) }) + body;
}

/** A body with a longer last message. */
function padded(body, bytes) {
  return body.replace('to a river. "', `to a river. ${'And to its fish? '.repeat(Math.ceil(bytes / 17))}"`);
}

/** The head of a POST. */
export function requestHead(contender, { path, contentLength, contentType = 'application/json' }) {
  const headers = {
    host: contender.address.host,
    authorization: 'Bearer sk-fixture-key',
    'user-agent': 'OpenAI/JS 6.0.0',
    accept: 'application/json',
    'content-type': contentType,
    'content-length': contentLength,
    ...contender.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Where a contender listens, as the load generator takes it. */
export function targetOf({ address }) {
  return { host: address.hostname, port: Number(address.port) };
}
