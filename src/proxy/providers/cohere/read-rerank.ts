/** Reads a rerank call. It is billed by search units. */
import { asObject, asString } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCall } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { readCohereUsage } from './usage.ts';

/** Reads the call. */
export function readRerank(call: ReadableCall): Reading {
  return readCall(call, {
    readRequest: ({ request }) => ({ requestPreview: asString(asObject(request.json).query) }),
    readAnswer: ({ response }) => ({
      outputs: describeBody(response),
      responseId: asString(asObject(response.json).id),
      usage: readCohereUsage(asObject(response.json).meta),
    }),
  });
}
