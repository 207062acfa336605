/** The reading a reader starts from: the request as sent, nothing known of the answer. */
import { asObject, asString, isObject, parseJson, type Json, type JsonObject } from '../../../core/json.ts';
import type { DecodedBody, ReadableCall, ReadError, Reading } from '../contract.ts';

/** A reading with the request's inputs in place and every other member empty. */
export function startReading(call: ReadableCall): Reading {
  return {
    requestModel: asString(asObject(call.request.json).model),
    responseModel: null,
    inputs: describeBody(call.request),
    outputs: null,
    tools: [],
    usage: null,
    finishReasons: [],
    responseId: null,
    repeats: null,
    serviceTier: null,
    parameters: {},
    streamed: false,
    complete: true,
    firstTokenAtMs: null,
    error: null,
    user: null,
    session: null,
    tags: {},
    requestPreview: null,
    responsePreview: null,
    inputText: '',
    outputText: '',
  };
}

/** The same reading with nothing to estimate tokens from: for calls that ran no model. */
export function withoutTexts(reading: Reading): Reading {
  return { ...reading, inputText: '', outputText: '' };
}

/**
 * The reading of a call that told an answer made by another: what it used is known from its provider or not at all.
 *
 * @param id the answer's id, where the path names it
 */
export function asRepetition(reading: Reading, id: string | null): Reading {
  return { ...withoutTexts(reading), repeats: reading.responseId ?? id };
}

/** A body as JSON for a trace: itself when it is JSON, its text when it is text, null when nothing was kept. */
export function describeBody(body: DecodedBody): Json {
  if (body.json !== undefined) return body.json;
  return body.text === '' ? null : body.text;
}

/**
 * The error in an answer's JSON, in any of the shapes providers use: `{error: {type, code, status, message}}`,
 * `{error: "…"}`, `{message}`, `{detail}`.
 *
 * @returns null when the body holds none
 */
export function readErrorBody(body: unknown): ReadError | null {
  const object: JsonObject = asObject(Array.isArray(body) ? body[0] : body);
  const error = object.error;
  if (typeof error === 'string') return { type: 'error', message: error };
  if (isObject(error)) {
    const type = [error.type, error.status, error.code, object.type].find(isWord);
    return { type: String(type ?? 'error'), message: asString(error.message) ?? JSON.stringify(error) };
  }
  const message = asString(object.message) ?? asString(object.detail) ?? asString(object.Message);
  return message === null
    ? null
    : { type: asString(object.__type) ?? asString(object.type) ?? 'error', message };
}

/** The error of a call that failed by status: the provider's words when the body has some, else the status. */
export function readFailedStatus(call: ReadableCall): ReadError | null {
  if (call.status === null || call.status < 400) return null;
  const said = readErrorBody(call.response.json ?? parseJson(call.response.text));
  return (
    said ?? {
      type: `http_${call.status}`,
      message: call.response.text.slice(0, 1000) || `HTTP ${call.status}`,
    }
  );
}

/** Plain string members of an object, for tags. */
export function stringMembers(value: unknown): Record<string, string> {
  const members: Record<string, string> = {};
  for (const [key, member] of Object.entries(asObject(value))) {
    if (typeof member === 'string') members[key] = member;
    else if (typeof member === 'number' || typeof member === 'boolean') members[key] = String(member);
  }
  return members;
}

function isWord(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
