/**
 * What stays of a body that may not be kept: its meter. What is private is content; what was used, by which model, how it
 * ended and by which ids it is known is not. Numbers, truth values and structure stay, and the words of members on a list;
 * every other text becomes a mark that there was one.
 */
import { isObject, parseJson, setMember, type Json, type JsonObject } from '../../core/json.ts';
import { membersMark, shorteningMark, wholeTextLength } from '../../core/shortened.ts';
import { boundaryOf, createFraming, formOf } from './condense-body.ts';
import type { Position } from './condenser.ts';
import { binaryText, bytesOf } from './kept-text.ts';
import { isMeterTree, isMeterValue } from './meter-keys.ts';

/** Stands for a text: that a token came, and when, is part of the meter. */
const SOME_TEXT = '…';

/** Speech is billed by the characters of its text: their number stays. */
const BILLED_BY_LENGTH = /^(?:input|text)$/;

function lengthOf(text: string): string {
  return shorteningMark({ leftOutBytes: wholeTextLength(text), byteLength: null, sha256: null });
}

/** Members whose objects are the caller's or the model's own words in another form, numbers among them. */
const CONTENT_TREE =
  /^(?:arguments|args|parameters|parametersJsonSchema|input_schema|inputSchema|json|json_schema|schema|responseSchema|response_schema|functionResponse|function_response|metadata|requestMetadata|labels|properties|variables|logit_bias|annotations|citations|groundingMetadata|logprobs|top_logprobs|logprobsResult)$/;

/** Of these the object is content; a list is messages. */
const CONTENT_OBJECT = /^(?:input|output|result)$/;

/** Ids, names of models, words of a protocol: nothing that anybody wrote. */
const WORD = /^[\w.:/+=,;-]{1,256}$/;

const MOST_LEVELS = 32;
const MOST_NUMBERS = 8;

/** The meter in a value. */
export function meterOf(value: Json): Json {
  return meterIn(value, { name: '', isMeter: false, level: 0 });
}

interface Place {
  name: string;
  /** Below a member that is kept with everything in it. */
  isMeter: boolean;
  level: number;
}

function meterIn(value: Json, { name, isMeter, level }: Place): Json {
  if (typeof value === 'string') {
    if (value === '') return value;
    if ((isMeter || isMeterValue(name)) && WORD.test(value)) return value;
    return BILLED_BY_LENGTH.test(name) ? lengthOf(value) : SOME_TEXT;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (level >= MOST_LEVELS) return null;
  if (Array.isArray(value)) return meterInList(value, { name, isMeter, level });
  if (CONTENT_TREE.test(name) || (CONTENT_OBJECT.test(name) && !isAnswer(value))) return {};
  const kept: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    // Members that nobody's API names may be named by content.
    if (!/^[\w$.-]{1,64}$/.test(key)) continue;
    setMember(
      kept,
      key,
      meterIn(member, { name: key, isMeter: isMeter || isMeterTree(key), level: level + 1 }),
    );
  }
  return kept;
}

/** Converse calls the whole answer `output`. */
function isAnswer(value: JsonObject): boolean {
  return isObject(value.message) || 'usage' in value;
}

/** Of a vector its length. */
function meterInList(values: Json[], { name, isMeter, level }: Place): Json {
  if (CONTENT_TREE.test(name)) return [];
  const isVector = values.length > MOST_NUMBERS && values.every((value) => typeof value === 'number');
  if (isVector && !isMeter) return [membersMark(values.length)];
  return values.map((value) => meterIn(value, { name, isMeter, level: level + 1 }));
}

/** A kept body reduced to its meter. */
export interface Meter {
  bytes: Uint8Array;
  /** As of what was condensed; null for a body that is no stream. */
  positions: Position[] | null;
}

/** Reduces a body, plain and as it was sent or condensed, to its meter. What cannot be read leaves nothing. */
export function meterOfBody(bytes: Uint8Array, contentType: string): Meter {
  const form = formOf(contentType, bytes);
  if (form === 'json') {
    const value = parseJson(new TextDecoder().decode(bytes));
    return { bytes: encode(value === undefined ? '' : JSON.stringify(meterOf(value))), positions: null };
  }
  if (form === 'form') return { bytes: formMeter(bytes, boundaryOf(contentType) ?? ''), positions: null };
  const framing = createFraming(form, 4 * bytes.byteLength + 4096);
  if (framing === null) return { bytes: new Uint8Array(0), positions: null };
  const parts: Uint8Array[] = [];
  const positions: Position[] = [];
  let filled = 0;
  const take = (frame: Uint8Array, end: number): void => {
    const opened = framing.open(frame);
    const part = opened === null ? markerOf(frame) : framing.render(opened.name, meterOf(opened.value));
    filled += part.byteLength;
    parts.push(part);
    positions.push([filled, end]);
  };
  framing.write(bytes, ({ bytes: frame }, end) => take(frame.slice(), end));
  const rest = framing.rest();
  if (rest !== null) take(rest.bytes, bytes.byteLength);
  const joined = new Uint8Array(filled);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return { bytes: joined, positions };
}

/** Events without JSON are comments, or the end of an OpenAI stream; brackets stand around the values of an array. */
function markerOf(frame: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(frame.subarray(0, 64)).trim();
  if (text === 'data: [DONE]' || text === 'data:[DONE]') return encode('data: [DONE]\n\n');
  return new Uint8Array(0);
}

/** Fields of a form whose values are settings. */
const SETTINGS =
  /^(?:model|n|size|quality|stream|response_format|temperature|language|background|output_format|seconds|purpose)$/;

function formMeter(bytes: Uint8Array, boundary: string): Uint8Array {
  const kept = binaryText(bytes)
    .split(`--${boundary}\r\n`)
    .flatMap((part) => {
      const [headers = '', value = ''] = part.split('\r\n\r\n', 2);
      const name = /[;\s]name="([^"]*)"/i.exec(headers)?.[1] ?? '';
      const setting = value.split('\r\n', 1)[0] ?? '';
      if (!SETTINGS.test(name) || /filename/i.test(headers) || !WORD.test(setting)) return [];
      return [`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${setting}\r\n`];
    });
  return kept.length === 0 ? new Uint8Array(0) : bytesOf(`${kept.join('')}--${boundary}--\r\n`);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
