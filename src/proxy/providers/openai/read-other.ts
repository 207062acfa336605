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

/** Reads calls that answer in plain JSON with a usage: moderations of servers that bill them, agents' conversations. */
export function readCounted(call: ReadableCall): Reading {
  const reading = readOther(call);
  if (!isObject(call.response.json) || reading.error !== null) return reading;
  return { ...reading, usage: readUsage(usageIn(call.response.json), call.usageRules) };
}

/** Reads text recognition (docs.mistral.ai/api, POST /v1/ocr): billed by the page, more where pages are annotated. */
export function readRecognition(call: ReadableCall): Reading {
  const reading = readCounted(call);
  const request = asObject(call.request.json);
  const annotated = [request.document_annotation_format, request.bbox_annotation_format].some(isObject);
  if (reading.usage === null || !annotated) return reading;
  const { pages_processed: pages, ...extra } = reading.usage.extra;
  return pages === undefined
    ? reading
    : { ...reading, usage: { ...reading.usage, extra: { ...extra, annotated_pages: pages } } };
}

/** Reads the order of a video: billed by the second, as the answer says it is to become. */
export function readVideos(call: ReadableCall): Reading {
  const reading = readOther(call);
  const seconds = Number(asObject(call.response.json).seconds);
  const usage = countedUsage('video_seconds', Number.isFinite(seconds) ? amountOf(seconds) : null);
  return { ...reading, usage: reading.error === null ? usage : null };
}
