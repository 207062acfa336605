/** Reads InvokeModel of text models with bodies of their own, plain or streamed; any other body is kept as it is. */
import { asObject, asString, isObject, type JsonObject } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { readParameters } from '../wire/read-parameters.ts';
import { describeBody } from '../wire/reading.ts';
import { mergeSnapshots } from '../wire/usage.ts';
import { textFormOf, wordsOf, type TextForm } from './text-forms.ts';
import type { VendorStream } from './vendor-stream.ts';

/** Every vendor's names; a body has only its own. */
const PARAMETERS = {
  temperature: 'temperature',
  top_p: 'top_p',
  topP: 'top_p',
  p: 'top_p',
  top_k: 'top_k',
  topK: 'top_k',
  k: 'top_k',
  max_gen_len: 'max_tokens',
  max_tokens: 'max_tokens',
  maxTokenCount: 'max_tokens',
  max_tokens_to_sample: 'max_tokens',
  stop: 'stop_sequences',
  stop_sequences: 'stop_sequences',
  stopSequences: 'stop_sequences',
  seed: 'seed',
};

/** Reads the call; `stream` is null for a plain answer. */
export function readText(call: ReadableCall, stream: VendorStream | null): Reading {
  return readCall(call, {
    readRequest,
    readAnswer: ({ response }) => {
      if (stream !== null) return readStream(stream);
      const { json } = response;
      const form = isObject(json) ? textFormOf(json) : null;
      return isObject(json) && form !== null ? readPlain(form, json) : { outputs: describeBody(response) };
    },
  });
}

function readRequest({ request }: ReadableCall): ReadingPart {
  const body = asObject(request.json);
  const prompt = asString(body.prompt) ?? asString(body.inputText) ?? '';
  return {
    parameters: readParameters({ ...body, ...asObject(body.textGenerationConfig) }, PARAMETERS),
    requestPreview: textOrNull(prompt),
    inputText: prompt,
  };
}

function readStream({ events }: VendorStream): ReadingPart {
  const form = events.map(({ value }) => textFormOf(value)).find((found) => found !== null) ?? null;
  if (form === null) {
    return {
      outputs: events.length === 0 ? null : events.map(({ value }) => value),
      streamed: true,
      complete: true,
    };
  }
  const pieces = events.map(({ value, atMs }) => ({ text: asString(form.pieceOf(value)) ?? '', atMs }));
  const last = events.reduce<Record<string, unknown>>(
    (merged, { value }) => mergeSnapshots(merged, value),
    {},
  );
  // Events are JSON, and merging keeps them so.
  const answer = form.assemble(pieces.map(({ text }) => text).join(''), last as JsonObject);
  const reading = readPlain(form, answer);
  return {
    ...reading,
    streamed: true,
    complete: (reading.finishReasons ?? []).length > 0,
    firstTokenAtMs: pieces.find(({ text }) => text !== '')?.atMs ?? null,
  };
}

function readPlain(form: TextForm, answer: JsonObject): ReadingPart {
  const completions = form.completionsOf(answer);
  const texts = completions.map((completion) => wordsOf(form, completion));
  return {
    outputs: answer,
    finishReasons: completions
      .map((completion) => asString(completion[form.reasonMember]))
      .filter((reason) => reason !== null),
    usage: form.usageOf(answer),
    responsePreview: textOrNull(texts[0] ?? ''),
    outputText: texts.join('\n'),
  };
}
