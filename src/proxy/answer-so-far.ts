/**
 * Whether a caller who leaves has had the answer. Most SDKs close their connection at the last event they care for and do
 * not wait for the end of the body; what came is then read once, as it will be for the trace.
 */
import { asArray, asNumber, asObject } from '../core/json.ts';
import { decodeBody } from './decode-body.ts';
import type { CapturedBody } from './exchange.ts';
import type { CallKind, DecodedBody, Reading } from './providers/contract.ts';

/** A call as far as it came. */
export interface CallSoFar {
  /** Null when nothing particular is known of the call. */
  kind: CallKind | null;
  method: string;
  /** Path at the provider without query. */
  path: string;
  status: number;
  /** As its provider announced it; null when it did not. */
  lengthBytes: number | null;
  request: CapturedBody;
  response: CapturedBody;
}

/**
 * How much of the answer is in the bytes that came: `whole` with its end, `said` when the model has stopped and only usage
 * and the end may follow, else `part`.
 */
export type AnswerSoFar = 'whole' | 'said' | 'part';

/** Reads how much of the answer has come. */
export function answerSoFar(call: CallSoFar): AnswerSoFar {
  if (call.lengthBytes !== null && call.response.byteLength >= call.lengthBytes) return 'whole';
  if (call.response.bytes.byteLength === 0) return 'part';
  const response = decodeBody(call.response, []);
  if (isWholeJson(response)) return 'whole';
  if (call.kind === null) return DONE.test(response.text) ? 'whole' : 'part';
  const reading = call.kind.read({
    ...call,
    request: decodeBody(call.request, []),
    response,
    responseHeaders: {},
    usageRules: { reasoningOutsideOutput: false },
  });
  if (!saysAll(reading)) return 'part';
  return reading.complete || reading.error !== null ? 'whole' : 'said';
}

/**
 * True when a stream's reading has the end of what was said: the dialect's own mark, the reason why the model stopped, or
 * an error.
 */
export function saysAll(reading: Reading): boolean {
  if (!reading.streamed) return false;
  if (reading.complete || reading.error !== null) return true;
  const choices = asArray(asObject(reading.outputs).choices).length;
  const wished = asNumber(reading.parameters['choice.count']) ?? 1;
  return reading.finishReasons.length >= Math.max(choices, wished, 1);
}

/** Lines of JSON are streams, and Ollama's begin with an object that says it is not the last. */
function isWholeJson({ mediaType, json }: DecodedBody): boolean {
  if (json === undefined || asObject(json).done === false) return false;
  return mediaType === '' || /^application\/(?!stream\+)(?:[\w.-]+\+)?json$/.test(mediaType);
}

/** The last event of streams whose call is not known. */
const DONE = /\ndata: ?\[DONE\]\s*$/;
