/**
 * The beginning every reader of this dialect shares: the request read, and answers that failed by status dealt with, so
 * that a reader only handles what its call answers with when it succeeds.
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ReadableCall, ReadError, Reading } from '../contract.ts';
import { describeBody, readErrorBody, readFailedStatus, startReading } from '../wire/reading.ts';
import { describeForm } from './form-data.ts';
import { readPrompt } from './read-prompt.ts';
import { readRequestFacts } from './read-request.ts';
import { readStreamEvents } from './stream-events.ts';

/** What a reader has to say about an answer: the members it sets. */
export type Answer = Partial<Reading>;

/**
 * Reads the request and, when the call succeeded, its answer.
 *
 * @param readAnswer reads the answer of a successful call; not asked when the call failed or was never answered
 */
export function readCall(call: ReadableCall, readAnswer: (call: ReadableCall) => Answer): Reading {
  const reading = readRequest(call);
  if (call.status === null) return reading;
  if (call.status < 200 || call.status > 299) return { ...reading, ...readFailure(call) };
  return { ...reading, ...readAnswer(call) };
}

/** True when the answer came as server-sent events. */
export function isStream(call: ReadableCall): boolean {
  return call.response.mediaType === 'text/event-stream';
}

/** An error told in the body of a plain answer with a status of success, as gateways do. */
export function errorInBody(body: Json | undefined): ReadError | null {
  const { error } = asObject(body);
  return error === undefined || error === null || error === '' ? null : readErrorBody(body);
}

/** An object without some of its members. */
export function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** Strings of a list, without empty ones. */
export function words(values: readonly (Json | undefined)[]): string[] {
  return values.filter((value) => typeof value === 'string' && value !== '').map(String);
}

function readRequest(call: ReadableCall): Reading {
  const reading = startReading(call);
  const form = describeForm(call.request);
  const body: JsonObject = form ?? asObject(call.request.json);
  return {
    ...reading,
    ...readRequestFacts(body),
    ...readPrompt(body),
    inputs: form ?? reading.inputs,
    requestModel: asString(body.model) ?? modelInPath(call.path),
  };
}

/** Azure names the deployment, and Databricks the endpoint, in the path instead of the body. */
function modelInPath(path: string): string | null {
  const name = /\/(?:deployments|serving-endpoints)\/([^/]+)\/./.exec(path)?.[1];
  return name === undefined || name === 'chat' || name === 'responses' ? null : name;
}

function readFailure(call: ReadableCall): Answer {
  const streamed = isStream(call);
  const told = streamed ? readStreamEvents(call.response.segments).error : null;
  return { outputs: describeBody(call.response), error: told ?? readFailedStatus(call), streamed };
}

/** The members of a list that are objects. */
export function objectsIn(value: Json | undefined): JsonObject[] {
  return asArray(value).filter(isObject);
}
