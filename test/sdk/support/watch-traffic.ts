/**
 * Watches every answer that reaches this process, below the SDKs, through Node's diagnostics channels: no SDK needs an
 * option or a hook for a test to learn the trace id that Weir answered with.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** An answer's head. */
export interface SeenAnswer {
  origin: string;
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
}

const answers: SeenAnswer[] = [];

interface FetchHeaders {
  request: { origin: string | URL };
  response: { statusCode: number; headers: Buffer[] };
}

subscribe('undici:request:headers', (message) => {
  const { request, response } = message as FetchHeaders;
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < response.headers.length; index += 2) {
    const name = String(response.headers[index]).toLowerCase();
    const value = String(response.headers[index + 1]);
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  answers.push({ origin: String(request.origin), status: response.statusCode, headers });
});

subscribe('http.client.response.finish', (message) => {
  const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
  answers.push({
    origin: `${request.protocol}//${request.getHeader('host')}`,
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
  });
});

/**
 * Answers that came from `origin` while `run` ran.
 *
 * @param run the calls to watch; nothing else may call at the same time
 */
export async function watching<Result>(
  origin: string,
  run: () => Promise<Result>,
): Promise<{ result: Result; answers: SeenAnswer[] }> {
  const start = answers.length;
  const result = await run();
  return { result, answers: answers.slice(start).filter((answer) => answer.origin === origin) };
}
