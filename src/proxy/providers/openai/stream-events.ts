/**
 * The events of an answer streamed in this dialect: server-sent events whose data is a JSON object, the `[DONE]` marker,
 * and errors sent inside a stream that began with status 200. The assemblers and readers build on it.
 */
import { asObject, asString, isObject, parseJson, type JsonObject } from '../../../core/json.ts';
import type { ReadError, Segment } from '../contract.ts';
import { readErrorBody } from '../wire/reading.ts';
import { readSse } from '../wire/sse.ts';

/** One event with JSON data, and when it had arrived. */
export interface StreamEvent {
  data: JsonObject;
  atMs: number;
}

/** A whole stream, as far as it came. */
export interface StreamEvents {
  events: StreamEvent[];
  /** `[DONE]` was seen. */
  done: boolean;
  /** The first error the stream carried. */
  error: ReadError | null;
}

/** Reads the events of a stream; data that is not a JSON object is skipped, as a cut or a stray line leaves it. */
export function readStreamEvents(segments: readonly Segment[]): StreamEvents {
  const events: StreamEvent[] = [];
  let done = false;
  let error: ReadError | null = null;
  for (const { event, data, atMs } of readSse(segments)) {
    if (data.trim() === '[DONE]') {
      done = true;
      continue;
    }
    const value = parseJson(data);
    if (isObject(value)) {
      // Clients stop reading at the marker: what a server sends behind it is no part of their answer.
      if (!done) error ??= errorIn(value, event);
      if (!isBareError(value, event)) events.push({ data: value, atMs });
    } else if (event === 'error' && !done) {
      error ??= { type: 'error', message: asString(value) ?? data };
    }
  }
  return { events, done, error };
}

/** The arrival of the first event that satisfies the predicate; null when none does. */
export function firstArrival(
  events: readonly StreamEvent[],
  matches: (data: JsonObject) => boolean,
): number | null {
  return events.find(({ data }) => matches(data))?.atMs ?? null;
}

function errorIn(value: JsonObject, event: string | null): ReadError | null {
  if (value.error !== undefined && value.error !== null) return readErrorBody(value);
  const stopped = asString(asObject(value.x_groq).error);
  if (stopped !== null) return { type: 'error', message: stopped };
  if (event !== 'error' && value.type !== 'error' && value.object !== 'error') return null;
  // The Responses form is flat, and its `type` only repeats that it is an error: the code says more.
  const said = readErrorBody(value);
  const code = value.code;
  const type = typeof code === 'string' || typeof code === 'number' ? String(code) : (said?.type ?? 'error');
  return { type, message: said?.message ?? JSON.stringify(value) };
}

/** True for an event that is an error and nothing else, so that its members do not end up in the answer. */
function isBareError(value: JsonObject, event: string | null): boolean {
  if (event === 'error' || value.type === 'error' || value.object === 'error') return true;
  return value.error !== undefined && value.error !== null && !('choices' in value) && !('type' in value);
}
