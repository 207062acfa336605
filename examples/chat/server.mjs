/**
 * The backend of the example: serves the page, and answers `POST /chat`. Every model call goes through Weir with a prompt
 * by name; the trace id and the feedback token come back beside the answer and are handed on.
 *
 *   npm start                 in the repository's root: Weir on 127.0.0.1:8787
 *   npm start                 here: the chat on 127.0.0.1:3000
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { registerPrompt } from './register-prompt.mjs';
import { createWeir } from './weir.mjs';

const port = Number(process.env.PORT ?? 3000);
const weir = createWeir({
  origin: process.env.WEIR_URL ?? 'http://127.0.0.1:8787',
  key: process.env.WEIR_KEY ?? null,
  path: process.env.MODEL_PATH ?? '/demo/v1',
  model: process.env.MODEL ?? 'demo',
});
const prompt = await registerPrompt(weir);
process.stdout.write(
  prompt === null
    ? 'This Weir has no prompt registry: the system message travels with each call.\n'
    : `Prompt: ${prompt.header} (${prompt.note})\n`,
);

const MOST_BODY_BYTES = 64 * 1024;
const FILES = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/chat.js': ['chat.js', 'text/javascript; charset=utf-8'],
  '/chat.css': ['chat.css', 'text/css; charset=utf-8'],
};
/** As strict as pages get: the widget needs its script's origin and nothing else. */
const POLICY = [
  "default-src 'none'",
  `script-src 'self' ${weir.origin}`,
  "style-src 'self'",
  `connect-src 'self' ${weir.origin}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const server = createServer((request, response) => {
  answer(request, response).catch((cause) => {
    process.stderr.write(`${cause.stack}\n`);
    if (!response.headersSent) sendJson(response, 500, { error: 'Something went wrong.' });
    else response.destroy();
  });
});
server.listen(port, '127.0.0.1', () => {
  process.stdout.write(`Chat on http://127.0.0.1:${server.address().port}\n`);
});
for (const signal of ['SIGTERM', 'SIGINT'])
  process.once(signal, () => server.close(() => process.exit(0)).closeAllConnections());

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (request.method === 'GET' && pathname in FILES) return sendFile(response, FILES[pathname]);
  // Where the page finds Weir, and how it asks for the prompt when it calls Weir itself.
  if (request.method === 'GET' && pathname === '/config.json') {
    return sendJson(response, 200, { weir: weir.origin, ...weir.describe(prompt) });
  }
  if (request.method === 'POST' && pathname === '/chat') return chat(request, response);
  return sendJson(response, 404, { error: 'There is nothing here.' });
}

/** `{message, session_id}`: as JSON with all there is to say, or as a stream for those who accept one. */
async function chat(request, response) {
  const asked = await readJson(request);
  if (
    typeof asked?.message !== 'string' ||
    asked.message.trim() === '' ||
    typeof asked.session_id !== 'string'
  ) {
    return sendJson(response, 400, { error: 'Expected {"message": "…", "session_id": "…"}.' });
  }
  const turn = { message: asked.message, session: asked.session_id.slice(0, 200), prompt };
  if (request.headers.accept?.includes('text/event-stream')) return streamChat(response, turn);
  const said = await weir.complete(turn);
  if (said.error !== null) return sendJson(response, 502, { error: said.error, trace_id: said.traceId });
  return sendJson(response, 200, {
    response: said.text,
    trace_id: said.traceId,
    feedback_token: said.feedbackToken,
    evaluation_metrics: { ...said.metrics, scores: await weir.scores(said.traceId) },
  });
}

/** The bytes pass as they come; the page's widget finds the handle in the headers. */
async function streamChat(response, turn) {
  const abort = new AbortController();
  response.once('close', () => abort.abort());
  const upstream = await weir.stream(turn, abort.signal);
  response.writeHead(upstream.status, {
    'content-type': upstream.headers.get('content-type') ?? 'text/event-stream',
    'cache-control': 'no-store',
    ...weir.handle(upstream),
  });
  await pipeline(Readable.from(upstream.body), response).catch((cause) => {
    if (!abort.signal.aborted) throw cause;
  });
}

async function readJson(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MOST_BODY_BYTES) return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function sendFile(response, [name, type]) {
  let body = await readFile(fileURLToPath(new URL(`public/${name}`, import.meta.url)), 'utf8');
  if (name === 'index.html') body = body.replaceAll('{{weir}}', weir.origin);
  response.writeHead(200, {
    'content-type': type,
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
  });
  response.end(body);
}

function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
