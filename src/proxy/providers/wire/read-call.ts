/**
 * The frame every reader shares: the request is read, an answer that failed by status is told in the provider's words,
 * and only an answer that succeeded is read further.
 */
import type { ReadableCall, Reading } from '../contract.ts';
import { describeBody, readFailedStatus, startReading } from './reading.ts';

/** What a reader adds: the members it sets. */
export type ReadingPart = Partial<Reading>;

/** The two halves of a reader. */
export interface CallReaders {
  readRequest(call: ReadableCall): ReadingPart;
  /** Not asked when the call failed or was never answered. */
  readAnswer(call: ReadableCall): ReadingPart;
}

/** Reads a call by its halves. */
export function readCall(call: ReadableCall, readers: CallReaders): Reading {
  const reading: Reading = { ...startReading(call), ...readers.readRequest(call) };
  if (call.status === null) return reading;
  if (call.status < 200 || call.status > 299) {
    return { ...reading, outputs: describeBody(call.response), error: readFailedStatus(call) };
  }
  return { ...reading, ...readers.readAnswer(call) };
}

/** True when the answer came as server-sent events. */
export function isEventStream(call: ReadableCall): boolean {
  return call.response.mediaType === 'text/event-stream';
}

/** The text, or null when it is empty: for previews. */
export function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}

/** Percent-decoded, or as it is when that cannot be. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
