/** The v2 chat answer a stream of typed events spells (docs.cohere.com, Streaming): `message-start` to `message-end`. */
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  parseJson,
  type Json,
  type JsonObject,
} from '../../../core/json.ts';
import type { Segment } from '../contract.ts';
import { readSse } from '../wire/sse.ts';

/** What a stream amounted to. */
export interface AssembledChat {
  /** As a plain answer would have been; null when nothing came. */
  answer: JsonObject | null;
  /** `message-end` was seen. */
  complete: boolean;
  firstTokenAtMs: number | null;
  /** The reason `message-end` gave for an error. */
  error: string | null;
}

interface Assembly extends AssembledChat {
  id: Json;
  role: Json;
  content: Map<number, { block: JsonObject; text: string[]; thinking: string[] }>;
  toolPlan: string[];
  toolCalls: Map<number, { call: JsonObject; arguments: string[] }>;
  citations: Json[];
  end: JsonObject | null;
  began: boolean;
}

/** Assembles the answer of a stream. */
export function assembleChat(segments: readonly Segment[]): AssembledChat {
  const assembly: Assembly = {
    answer: null,
    complete: false,
    firstTokenAtMs: null,
    error: null,
    id: null,
    role: 'assistant',
    content: new Map(),
    toolPlan: [],
    toolCalls: new Map(),
    citations: [],
    end: null,
    began: false,
  };
  for (const { data, atMs } of readSse(segments)) {
    const event = parseJson(data);
    if (isObject(event)) applyEvent(assembly, event, atMs);
  }
  const { complete, firstTokenAtMs, error } = assembly;
  return { answer: assembly.began ? finish(assembly) : null, complete, firstTokenAtMs, error };
}

function applyEvent(assembly: Assembly, event: JsonObject, atMs: number): void {
  const delta = asObject(event.delta);
  const message = asObject(delta.message);
  const index = asNumber(event.index) ?? 0;
  switch (event.type) {
    case 'message-start':
      assembly.began = true;
      assembly.id = event.id ?? null;
      assembly.role = message.role ?? 'assistant';
      break;
    case 'content-start':
      assembly.content.set(index, { block: asObject(message.content), text: [], thinking: [] });
      break;
    case 'content-delta':
      assembly.firstTokenAtMs ??= atMs;
      addContent(assembly, index, asObject(message.content));
      break;
    case 'tool-plan-delta':
      assembly.firstTokenAtMs ??= atMs;
      assembly.toolPlan.push(asString(message.tool_plan) ?? '');
      break;
    case 'tool-call-start':
      assembly.firstTokenAtMs ??= atMs;
      assembly.toolCalls.set(index, { call: asObject(message.tool_calls), arguments: [] });
      break;
    case 'tool-call-delta':
      addArguments(assembly, index, asObject(asObject(message.tool_calls).function));
      break;
    case 'citation-start':
      assembly.citations.push(asObject(message.citations));
      break;
    case 'message-end':
      assembly.complete = true;
      assembly.end = delta;
      assembly.error = asString(delta.error);
      break;
    case undefined:
      // Refusals in mid-stream have the plain form of an error.
      if (!assembly.complete && typeof event.message === 'string') assembly.error ??= event.message;
      break;
    default:
  }
}

/** Arguments of a call whose start was lost open one without a name. */
function addArguments({ toolCalls }: Assembly, index: number, called: JsonObject): void {
  const open = toolCalls.get(index) ?? { call: { type: 'function' }, arguments: [] };
  toolCalls.set(index, open);
  open.arguments.push(asString(called.arguments) ?? '');
}

function addContent({ content }: Assembly, index: number, delta: JsonObject): void {
  const open = content.get(index) ?? { block: {}, text: [], thinking: [] };
  content.set(index, open);
  if (typeof delta.text === 'string') open.text.push(delta.text);
  if (typeof delta.thinking === 'string') open.thinking.push(delta.thinking);
}

function finish(assembly: Assembly): JsonObject {
  const message: JsonObject = { role: assembly.role };
  if (assembly.toolPlan.length > 0) message.tool_plan = assembly.toolPlan.join('');
  const calls = inOrder(assembly.toolCalls).map(({ call, arguments: parts }): Json => {
    const called = asObject(call.function);
    return {
      ...call,
      function: { ...called, arguments: (asString(called.arguments) ?? '') + parts.join('') },
    };
  });
  if (calls.length > 0) message.tool_calls = calls;
  const content = inOrder(assembly.content).map(finishBlock);
  if (content.length > 0) message.content = content;
  if (assembly.citations.length > 0) message.citations = asArray(assembly.citations);
  const { finish_reason: reason, usage } = assembly.end ?? {};
  return {
    id: assembly.id,
    ...(reason === undefined ? {} : { finish_reason: reason }),
    message,
    ...(usage === undefined ? {} : { usage }),
  };
}

function finishBlock({
  block,
  text,
  thinking,
}: {
  block: JsonObject;
  text: string[];
  thinking: string[];
}): Json {
  if (thinking.length > 0)
    return { ...block, type: 'thinking', thinking: (asString(block.thinking) ?? '') + thinking.join('') };
  return { ...block, type: block.type ?? 'text', text: (asString(block.text) ?? '') + text.join('') };
}

function inOrder<Item>(items: Map<number, Item>): Item[] {
  return [...items.entries()].sort(([left], [right]) => left - right).map(([, item]) => item);
}
