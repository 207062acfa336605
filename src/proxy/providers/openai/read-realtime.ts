/**
 * Reads a Realtime session over a WebSocket as one call: what was said to the model, what it answered, and the sum of what
 * its responses used, for each of them is billed. The WebSocket proxy notes the events and calls this when the session ends.
 */
import { asObject, asString, isObject, parseJson, type JsonObject } from '../../../core/json.ts';
import type { Reading } from '../contract.ts';
import { contentText, joinTexts, textOrNull } from './content-text.ts';
import { RealtimeSession, type RealtimeEvent } from './realtime-session.ts';
import { itemText } from './read-prompt.ts';
import { readRequestFacts } from './read-request.ts';

/** True for deltas and pieces of audio: the `….done` events, items and responses state the same whole. */
export function isRealtimePiece(text: string): boolean {
  return /"type"\s*:\s*"[\w.]+\.(?:delta|append)"/.test(text.slice(0, 300));
}

/**
 * Reads a session.
 *
 * @param events the JSON frames of both sides in the order they passed; other frames are skipped
 * @param path path and query of the session, which may name the model
 */
export function readRealtime(events: readonly RealtimeEvent[], path: string): Reading {
  const gathered = new RealtimeSession();
  for (const { from, atMs, text } of events) {
    const event = parseJson(text);
    if (isObject(event)) gathered.add(event, from, atMs);
  }
  const { session } = gathered;
  const input = gathered.inputItems();
  const output = gathered.outputItems();
  const asked = modelInQuery(path);
  const facts = readRequestFacts(session);
  const instructions = asString(session.instructions);
  return {
    ...facts,
    requestModel: asked ?? asString(session.model),
    responseModel: asString(session.model) ?? asked,
    inputs: { ...describeSession(session), input },
    outputs: output.length === 0 ? null : { output },
    usage: gathered.usage,
    finishReasons: gathered.statuses,
    responseId: gathered.responseId,
    repeats: null,
    serviceTier: null,
    streamed: true,
    complete: gathered.complete,
    firstTokenAtMs: gathered.firstTokenAtMs,
    error: gathered.error,
    session: facts.session ?? asString(session.id),
    requestPreview: previewOf(input.findLast(({ role }) => role === 'user')),
    responsePreview: previewOf(output.findLast(({ type }) => type === 'message') ?? output.at(-1)),
    inputText: joinTexts([instructions, ...input.map(itemText)]),
    outputText: joinTexts(output.flatMap((item) => [asString(item.name), itemText(item)])),
  };
}

/** The settings that shaped the conversation; tools and numbers have members of their own in the reading. */
function describeSession(session: JsonObject): JsonObject {
  const audio = asObject(asObject(session.audio).output);
  const described: JsonObject = {};
  const settings = {
    model: session.model,
    instructions: session.instructions,
    output_modalities: session.output_modalities ?? session.modalities,
    voice: session.voice ?? audio.voice,
  };
  for (const [name, value] of Object.entries(settings)) {
    if (value !== undefined && value !== null) described[name] = value;
  }
  return described;
}

function previewOf(item: JsonObject | undefined): string | null {
  if (item === undefined) return null;
  return (
    textOrNull(contentText(item.content)) ?? (item.type === 'function_call' ? JSON.stringify(item) : null)
  );
}

function modelInQuery(path: string): string | null {
  const query = path.indexOf('?');
  return query === -1 ? null : new URLSearchParams(path.slice(query)).get('model');
}
