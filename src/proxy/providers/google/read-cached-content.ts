/**
 * Reads the making of a cache (ai.google.dev/api/caching): its tokens are billed by the hour they are kept, which is not
 * known when it is made.
 */
import { asObject, asString } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readPlainJson } from '../wire/read-plain-json.ts';
import { tokenCount, unknownUsage } from '../wire/usage.ts';

/** Reads the call. */
export function readCachedContent(call: ReadableCall): Reading {
  const reading = readPlainJson(call);
  const body = asObject(call.response.json);
  const stored = tokenCount(asObject(body.usageMetadata).totalTokenCount);
  const model = (asString(body.model) ?? asString(asObject(call.request.json).model))?.replace(
    /^models\//,
    '',
  );
  return {
    ...reading,
    requestModel: model ?? null,
    responseId: asString(body.name),
    usage: stored === null ? null : { ...unknownUsage(), extra: { cached_content_tokens: stored } },
  };
}
