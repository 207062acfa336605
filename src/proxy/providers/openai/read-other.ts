/**
 * Reads the calls that run no model or answer in plain JSON only: files, batches, models, moderations. The answer is kept
 * as it is.
 */
import { asObject, asString, isObject } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { describeBody } from '../wire/reading.ts';
import { amountOf } from '../wire/usage.ts';
import { errorInBody, readCall } from './begin-reading.ts';
import { countedUsage, readUsage, usageIn } from './usage.ts';

/** Reads management calls: what a batch used is told of its own calls, and is not this call's usage. */
export function readOther(call: ReadableCall): Reading {
  return readCall(call, ({ response }) => {
    const body = asObject(response.json);
    return {
      outputs: describeBody(response),
      error: errorInBody(response.json),
      responseModel: asString(body.model),
      responseId: asString(body.id),
    };
  });
}

/** Reads what is done with a conversation that the provider keeps; its responses are calls of their own in that session. */
export function readConversation(call: ReadableCall): Reading {
  const reading = readOther(call);
  const named = /\/conversations\/([^/]+)/.exec(call.path)?.[1];
  return { ...reading, session: named ?? reading.responseId };
}

/** Reads calls that answer in plain JSON and may tell a usage: moderations of servers that bill them, reranking. */
export function readCounted(call: ReadableCall): Reading {
  const reading = readOther(call);
  if (!isObject(call.response.json) || reading.error !== null) return reading;
  return { ...reading, usage: readUsage(usageIn(call.response.json), call.usageRules) };
}

/** Reads the order of a video: billed by the second, as the answer says it is to become. */
export function readVideos(call: ReadableCall): Reading {
  const reading = readOther(call);
  const seconds = Number(asObject(call.response.json).seconds);
  const usage = countedUsage('video_seconds', Number.isFinite(seconds) ? amountOf(seconds) : null);
  return { ...reading, usage: reading.error === null ? usage : null };
}
