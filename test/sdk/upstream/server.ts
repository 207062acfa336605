/**
 * The fixture upstream: one HTTP server that speaks every provider's wire under a path of its own and notes what it
 * received. Tests read the notes at `/fixture/calls`, because the server lives in another process than they do.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { WebSocketServer } from 'ws';
import { answerCount, answerMessages } from './anthropic.ts';
import { answerBedrock } from './bedrock.ts';
import { answerCohereChat, answerCohereEmbed } from './cohere.ts';
import { answerEmbeddings } from './embeddings.ts';
import { answerGemini } from './google.ts';
import { answerOllamaChat, answerOllamaEmbed } from './ollama.ts';
import { answerOpenaiCall } from './openai-calls.ts';
import { answerChat } from './openai-chat.ts';
import { answerChatElsewhere } from './openai-elsewhere.ts';
import { answerResponses } from './openai-responses.ts';
import { realtimeTruth, serveRealtime } from './realtime.ts';
import { checkSignature, type SignatureCheck } from './verify-signature.ts';
import { ask, refusal, type Answer, type ReceivedCall, type Truth } from './wire.ts';

/** A received call as tests see it. */
export interface CallNote {
  /** The `x-request-id` of the answer. */
  requestId: string;
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  bodyBase64: string;
  /** `hungUp`: the connection was closed before the answer was complete. */
  end: 'open' | 'complete' | 'hungUp';
  /** What the answer used; null when nothing was generated, or not to its end. */
  truth: Truth | null;
  /** Of calls to Bedrock. */
  signature: SignatureCheck | null;
}

type Answering = (call: ReceivedCall) => Answer;

const routes: readonly (readonly [RegExp, Answering])[] = [
  [/^\/openai\/v1\/chat\/completions$/, (call) => answerChat(call, 'openai')],
  [/^\/openai\/v1\/responses$/, answerResponses],
  [/^\/openai\/v1\/embeddings$/, (call) => answerEmbeddings(call, 'openai')],
  [/^\/openai\/v1\/(?:images|audio|moderations|files|batches|models)(?:\/|$)/, answerOpenaiCall],
  [/^\/azure\/openai\/deployments\/[^/]+\/chat\/completions$/, (call) => answerChatElsewhere(call, 'azure')],
  [/^\/google\/v1beta\/openai\/chat\/completions$/, (call) => answerChatElsewhere(call, 'google')],
  [/^\/groq\/openai\/v1\/chat\/completions$/, (call) => answerChat(call, 'groq')],
  [/^\/mistral\/v1\/chat\/completions$/, (call) => answerChat(call, 'mistral')],
  [/^\/mistral\/v1\/embeddings$/, (call) => answerEmbeddings(call, 'mistral')],
  [/^\/anthropic\/v1\/messages$/, answerMessages],
  [/^\/anthropic\/v1\/messages\/count_tokens$/, answerCount],
  [/^\/google\/v1(?:beta)?\/models\/[^/]+$/, answerGemini],
  [/^\/cohere\/v2\/chat$/, answerCohereChat],
  [/^\/cohere\/v2\/embed$/, answerCohereEmbed],
  [/^\/ollama\/api\/chat$/, answerOllamaChat],
  [/^\/ollama\/api\/embed$/, answerOllamaEmbed],
  [/^\/bedrock\/model\/[^/]+\/(?:converse|invoke)(?:-\w+)*$/, answerBedrock],
];

/** The same for all calls, so that a direct one and one through Weir are alike; below `/after/` they are numbered. */
const REQUEST_ID = 'req_fixture_1';

/** A path that asks for the end of the answer so many milliseconds after its last byte, as providers' servers are late. */
const LATE_END = /^\/after\/(\d+)(?=\/)/;

/** Sizes in which bodies are written, in turn: none falls on the end of an event or of a character. */
const WRITES = [1, 61, 7, 113, 29];

/** A running fixture. */
export interface FixtureUpstream {
  origin: string;
  close: () => Promise<void>;
}

/** Starts the server on a free port of loopback. */
export async function startUpstream(secretAccessKey: string): Promise<FixtureUpstream> {
  const notes: CallNote[] = [];
  const server = createServer((request, response) => {
    void serve({ request, response, notes, secretAccessKey });
  });
  acceptRealtime(server, notes);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Serving {
  request: IncomingMessage;
  response: ServerResponse;
  notes: CallNote[];
  secretAccessKey: string;
}

async function serve({ request, response, notes, secretAccessKey }: Serving): Promise<void> {
  const call = await receive(request);
  if (call.path === '/fixture/calls') {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(notes));
    return;
  }
  const note = noteOf(call, call.endDelayMs === undefined ? REQUEST_ID : `${REQUEST_ID}_${notes.length}`);
  if (call.path.startsWith('/bedrock/')) note.signature = checkSignature(call, secretAccessKey);
  notes.push(note);
  const route = routes.find(([path]) => path.test(call.path));
  response.on('close', () => {
    note.end = response.writableFinished ? 'complete' : 'hungUp';
  });
  if (call.text.includes(ask.silent)) return;
  const answer = route === undefined ? refusal(404, { error: `nothing at ${call.path}` }) : route[1](call);
  note.truth = answer.truth ?? null;
  response.setHeader('x-request-id', note.requestId);
  await send(answer, call, response);
}

async function receive(request: IncomingMessage): Promise<ReceivedCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://fixture');
  const body = Buffer.concat(chunks);
  const text = body.toString('utf8');
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  return {
    method: request.method ?? '',
    path: path.replace(LATE_END, ''),
    ...lateness(path),
    query: url.search,
    headers: headersOf(request),
    body,
    text,
    json: parseObject(text),
  };
}

function lateness(path: string): { endDelayMs?: number } {
  const asked = LATE_END.exec(path)?.[1];
  return asked === undefined ? {} : { endDelayMs: Number(asked) };
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function noteOf(call: ReceivedCall, requestId: string): CallNote {
  const { method, path, query, headers, body } = call;
  return {
    requestId,
    method,
    path,
    query,
    headers,
    bodyBase64: body.toString('base64'),
    end: 'open',
    truth: null,
    signature: null,
  };
}

/** Whole bodies are compressed for whoever accepts it, as the providers do; streams are written in small pieces. */
async function send(answer: Answer, call: ReceivedCall, response: ServerResponse): Promise<void> {
  const compresses =
    typeof answer.body === 'string' && /\bgzip\b/.test(call.headers['accept-encoding'] ?? '');
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(compresses ? { 'content-encoding': 'gzip' } : {}),
  });
  if (typeof answer.body === 'string') {
    response.end(compresses ? gzipSync(answer.body) : answer.body);
    return;
  }
  const whole = Buffer.concat([answer.body].flat().map((piece) => Buffer.from(piece)));
  let start = 0;
  for (let turn = 0; start < whole.length && !response.destroyed; turn++) {
    const size = WRITES[turn % WRITES.length] ?? 1;
    response.write(whole.subarray(start, start + size));
    start += size;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if ((call.endDelayMs ?? 0) > 0) await new Promise((resolve) => setTimeout(resolve, call.endDelayMs));
  if (answer.hold !== true) response.end();
}

function acceptRealtime(server: Server, notes: CallNote[]): void {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => [...offered][0] ?? false,
  });
  server.on('upgrade', (request, socket, head) => {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    if (path !== '/openai/v1/realtime') {
      socket.destroy();
      return;
    }
    const call = { method: 'GET', path, query: query === '' ? '' : `?${query}`, headers: headersOf(request) };
    const received = { ...call, body: Buffer.alloc(0), text: '', json: {} };
    const note = noteOf(received, REQUEST_ID);
    note.truth = realtimeTruth;
    notes.push(note);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('close', (code) => {
        note.end = code === 1006 ? 'hungUp' : 'complete';
      });
      serveRealtime(webSocket);
    });
  });
}
