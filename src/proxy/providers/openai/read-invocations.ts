/**
 * Reads Databricks' `/serving-endpoints/{name}/invocations`, one path for every task: the request's shape tells which. A
 * body of none of these shapes belongs to a custom model and is kept as JSON.
 */
import { asArray, asObject, isObject } from '../../../core/json.ts';
import type { ReadableCall, Reader, Reading } from '../contract.ts';
import { readChat } from './read-chat.ts';
import { readCompletions } from './read-completions.ts';
import { readEmbeddings } from './read-embeddings.ts';
import { readOther } from './read-other.ts';
import { readResponses } from './read-responses.ts';

/** Reads an invocation of a serving endpoint. */
export function readInvocations(call: ReadableCall): Reading {
  return readerFor(call)(call);
}

function readerFor(call: ReadableCall): Reader {
  const body = asObject(call.request.json);
  if (Array.isArray(body.messages)) return readChat;
  if (body.prompt !== undefined) return readCompletions;
  if (body.input === undefined) return readOther;
  return asArray(body.input).some(isObject) ? readResponses : readEmbeddings;
}
