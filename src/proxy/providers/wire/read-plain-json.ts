/** The reader for calls that are JSON and no model's answer: token counts, batches, lists. */
import { asObject, asString } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCall } from './read-call.ts';
import { describeBody, toldError } from './reading.ts';

/** Reads such a call: request and answer as they are. */
export function readPlainJson(call: ReadableCall): Reading {
  return readCall(call, {
    readRequest: () => ({}),
    readAnswer: ({ response }) => ({
      outputs: describeBody(response),
      responseModel: asString(asObject(response.json).model),
      responseId: asString(asObject(response.json).id),
      error: toldError(response.json),
    }),
  });
}
