/** The reader for calls nothing particular is known of: JSON and text as they are, usage where it is found. */
import { asObject, asString } from '../core/json.ts';
import type { ReadableCall, Reading } from '../proxy/providers/contract.ts';
import { describeBody, readFailedStatus, startReading, toldError } from '../proxy/providers/wire/reading.ts';

/** Reads any call. */
export function readUnknown(call: ReadableCall): Reading {
  const answer = asObject(call.response.json);
  return {
    ...startReading(call),
    outputs: describeBody(call.response),
    responseModel: asString(answer.model),
    streamed: call.response.mediaType === 'text/event-stream',
    error: readFailedStatus(call) ?? toldError(answer),
  };
}
