/**
 * Reads images, transcriptions, translations and speech. What they bill is not always tokens: seconds of audio, images or
 * characters go to `extra`. Binary answers are left to the recorder, which describes them by size.
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { wholeTextLength } from '../../../core/shortened.ts';
import type { ReadableCall, Reading, Usage } from '../contract.ts';
import { describeBody } from '../wire/reading.ts';
import { amountOf } from '../wire/usage.ts';
import { errorInBody, isStream, readCall, without, type Answer } from './begin-reading.ts';
import { textOrNull } from './content-text.ts';
import { firstArrival, readStreamEvents, type StreamEvent } from './stream-events.ts';
import { countedUsage, readUsage, usageIn } from './usage.ts';

/** Members of an image event that the plain answer has at its top. */
const IMAGE_SETTINGS = ['background', 'output_format', 'quality', 'size', 'usage'];

/** Reads image generations, edits and variations. */
export function readImages(call: ReadableCall): Reading {
  return readCall(call, (answered) =>
    readMedia(answered, { assemble: assembleImages, describe: describeImages }),
  );
}

/** Reads transcriptions and translations. */
export function readTranscription(call: ReadableCall): Reading {
  return readCall(call, (answered) =>
    readMedia(answered, { assemble: assembleTranscript, describe: describeTranscript }),
  );
}

/** Reads speech: the answer is audio, or events with audio in them; only its usage is told. */
export function readSpeech(call: ReadableCall): Reading {
  return readCall(call, (answered) => {
    const input = asString(asObject(call.request.json).input) ?? '';
    const byLength = countedUsage('characters', wholeTextLength(input));
    if (!isStream(answered)) {
      const body = answered.response.json;
      return { outputs: body ?? null, error: errorInBody(body), usage: byLength };
    }
    const { events, done, error } = readStreamEvents(answered.response.segments);
    const end = eventOf(events, /^speech\.audio\.done$/);
    return {
      streamed: true,
      complete: done || end !== null,
      firstTokenAtMs: firstArrival(events, (event) => event.type === 'speech.audio.delta'),
      error,
      usage: readUsage(end?.usage, call.usageRules) ?? byLength,
    };
  });
}

interface MediaForm {
  /** The plain answer out of a stream, and whether its end was seen. */
  assemble(events: readonly StreamEvent[]): { body: JsonObject | null; ended: boolean };
  describe(body: JsonObject, call: ReadableCall): Answer;
}

function readMedia(call: ReadableCall, form: MediaForm): Answer {
  if (isStream(call)) {
    const { events, done, error } = readStreamEvents(call.response.segments);
    const { body, ended } = form.assemble(events);
    return {
      ...(body === null ? {} : form.describe(body, call)),
      outputs: body,
      streamed: true,
      complete: done || ended,
      firstTokenAtMs: firstArrival(events, ({ type }) =>
        /\.(?:delta|partial_image|segment|completed)$/.test(asString(type) ?? ''),
      ),
      error,
    };
  }
  const body = call.response.json;
  if (!isObject(body)) {
    // Subtitles and `response_format: text` are plain text.
    const { text } = call.response;
    return { outputs: describeBody(call.response), responsePreview: textOrNull(text), outputText: text };
  }
  const told = without(body, ['logprobs']);
  return { ...form.describe(told, call), outputs: told, error: errorInBody(body) };
}

function assembleImages(events: readonly StreamEvent[]): { body: JsonObject | null; ended: boolean } {
  const completed = events
    .map(({ data }) => data)
    .filter(({ type }) => asString(type)?.endsWith('.completed'));
  const last = completed.at(-1);
  if (last === undefined) return { body: null, ended: false };
  const body: JsonObject = { created: last.created_at ?? null };
  body.data = completed.map((event): Json => ({ b64_json: event.b64_json ?? null }));
  for (const name of IMAGE_SETTINGS) {
    const value = last[name];
    if (value !== undefined) body[name] = value;
  }
  return { body, ended: true };
}

function describeImages(body: JsonObject, call: ReadableCall): Answer {
  const images = asArray(body.data);
  const revised = asString(asObject(images[0]).revised_prompt);
  const noun = images.length === 1 ? 'image' : 'images';
  return {
    usage: readUsage(usageIn(body), call.usageRules) ?? countedUsage('images', images.length),
    responsePreview: revised ?? (images.length === 0 ? null : `${images.length} ${noun}`),
  };
}

function assembleTranscript(events: readonly StreamEvent[]): { body: JsonObject | null; ended: boolean } {
  const segments: Json[] = [];
  let text = '';
  let heard = false;
  for (const { data } of events) {
    if (data.type === 'transcript.text.segment') segments.push(data);
    else if (data.type === 'transcript.text.delta') text += asString(data.delta) ?? '';
    else continue;
    heard = true;
  }
  const end = eventOf(events, /^transcript\.text\.done$/);
  if (end === null && !heard) return { body: null, ended: false };
  const body: JsonObject = { text: asString(end?.text) ?? text };
  if (segments.length > 0) body.segments = segments;
  if (isObject(end?.usage)) body.usage = end.usage;
  return { body, ended: end !== null };
}

function describeTranscript(body: JsonObject, call: ReadableCall): Answer {
  const text = asString(body.text) ?? '';
  return {
    usage: transcriptUsage(body, call),
    responseModel: asString(body.model),
    responseId: asString(asObject(body.x_groq).id),
    responsePreview: textOrNull(text),
    outputText: text,
  };
}

/** Older models are billed by the second and say the duration only in `verbose_json`. */
function transcriptUsage(body: JsonObject, call: ReadableCall): Usage | null {
  return readUsage(usageIn(body), call.usageRules) ?? countedUsage('audio_seconds', amountOf(body.duration));
}

function eventOf(events: readonly StreamEvent[], type: RegExp): JsonObject | null {
  return events.findLast(({ data }) => type.test(asString(data.type) ?? ''))?.data ?? null;
}
