/** Reads calls that Mistral alone has. */
import { asObject, asString, isObject } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCounted } from '../openai/read-other.ts';
import { withoutTexts } from '../wire/reading.ts';

/** Reads text recognition: billed by the page, more where pages are annotated (docs.mistral.ai/models/ocr-4-1). */
export function readRecognition(call: ReadableCall): Reading {
  const reading = withoutTexts(readCounted(call));
  const request = asObject(call.request.json);
  const annotated = [request.document_annotation_format, request.bbox_annotation_format].some(isObject);
  if (reading.usage === null || !annotated) return reading;
  const { pages_processed: pages, ...extra } = reading.usage.extra;
  return pages === undefined
    ? reading
    : { ...reading, usage: { ...reading.usage, extra: { ...extra, annotated_pages: pages } } };
}

/** Reads a turn of a conversation that Mistral keeps; its tokens include those of its connectors. */
export function readAgentConversation(call: ReadableCall): Reading {
  const reading = withoutTexts(readCounted(call));
  return { ...reading, session: asString(asObject(call.response.json).conversation_id) ?? reading.session };
}
