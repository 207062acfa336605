/** Calls to the worker: one way to ask, one kind of failure. */
import { prefix } from './place.ts';

/** A failed call, in the API's own words. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

/** Parameters of a query; empty ones are left out, lists are repeated. */
export type Parameters = Record<string, string | number | readonly string[] | undefined | null>;

/** What a call sends. */
export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Parameters | undefined;
  /** Sent as JSON; a Blob as it is. */
  body?: unknown;
  /** Further headers; their values are ASCII. */
  headers?: Record<string, string> | undefined;
  signal?: AbortSignal | undefined;
}

/** The address of a call, below the prefix the app lies at. */
export function addressOf(path: string, query: Parameters = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  return prefix + (parameters.size === 0 ? path : `${path}?${parameters}`);
}

/**
 * Asks the worker.
 *
 * @returns the answer as the type the route promises
 * @throws ApiError
 */
export async function call<Answer>(path: string, options: CallOptions = {}): Promise<Answer> {
  const response = await send(path, options);
  const text = await response.text();
  const answer: unknown = text === '' ? {} : parse(text);
  if (!response.ok) throw toApiError(response.status, answer);
  // The route's schema is the promise; its types are taken from there.
  return answer as Answer;
}

/** Sends a call; whatever answers is the caller's to read. */
export async function send(path: string, options: CallOptions = {}): Promise<Response> {
  const { method = 'GET', query, body, headers: further, signal } = options;
  const isFile = body instanceof Blob;
  const headers: Record<string, string> = { ...further, 'x-weir-dashboard': '1' };
  if (body !== undefined && !isFile) headers['content-type'] = 'application/json';
  if (isFile) headers['content-type'] = body.type === '' ? 'application/octet-stream' : body.type;
  try {
    return await fetch(addressOf(path, query), {
      method,
      headers,
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
      signal: signal ?? null,
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, 'UNREACHABLE', 'Weir cannot be reached. Is it running?');
  }
}

/** What went wrong, for people. */
export function describeFailure(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'Something went wrong.';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function toApiError(status: number, answer: unknown): ApiError {
  const body = typeof answer === 'object' && answer !== null ? answer : {};
  const message = 'message' in body && typeof body.message === 'string' ? body.message : messageInside(body);
  const code = 'error_code' in body && typeof body.error_code === 'string' ? body.error_code : 'UNKNOWN';
  return new ApiError(status, code, message ?? `The call failed with status ${status}.`);
}

/** Providers put their message one level deeper. */
function messageInside(body: object): string | null {
  if (!('error' in body) || typeof body.error !== 'object' || body.error === null) return null;
  return 'message' in body.error && typeof body.error.message === 'string' ? body.error.message : null;
}
