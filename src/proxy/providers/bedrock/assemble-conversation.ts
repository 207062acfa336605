/**
 * The conversation turn that a stream spells (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html):
 * blocks opened, filled by deltas and closed, then the reason of the end, then usage. Events may be missing or unknown; what
 * came is assembled.
 */
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
import type { StreamEvent } from './event-stream.ts';

/** What a stream amounted to. */
export interface AssembledConversation {
  /** As a plain answer would have been; null when nothing of it came. */
  answer: JsonObject | null;
  /** `messageStop` was seen. */
  complete: boolean;
  firstTokenAtMs: number | null;
}

/** A block while its deltas come in: text is gathered in parts, so that long streams stay linear. */
interface OpenBlock {
  start: JsonObject;
  text: string[];
  toolInput: string[] | null;
  reasoningText: string[];
  signature: string[];
  redacted: Json | null;
  citations: Json[];
  toolResult: Json[];
  image: JsonObject | null;
}

interface Assembly extends AssembledConversation {
  role: Json | null;
  blocks: Map<number, OpenBlock>;
  /** Members of `messageStop` and `metadata`, which stand side by side in a plain answer. */
  rest: JsonObject;
}

/** Assembles the turn. */
export function assembleConversation(events: readonly StreamEvent[]): AssembledConversation {
  const assembly: Assembly = {
    answer: null,
    complete: false,
    firstTokenAtMs: null,
    role: null,
    blocks: new Map(),
    rest: {},
  };
  for (const event of events) applyEvent(assembly, event);
  const { complete, firstTokenAtMs } = assembly;
  return { answer: finishAnswer(assembly), complete, firstTokenAtMs };
}

function applyEvent(assembly: Assembly, { type, payload, atMs }: StreamEvent): void {
  switch (type) {
    case 'messageStart':
      assembly.role = payload.role ?? null;
      break;
    case 'contentBlockStart':
      blockAt(assembly, payload).start = asObject(payload.start);
      break;
    case 'contentBlockDelta':
      assembly.firstTokenAtMs ??= atMs;
      applyDelta(blockAt(assembly, payload), asObject(payload.delta));
      break;
    case 'messageStop':
      assembly.complete = true;
      takeRest(assembly, payload);
      break;
    case 'metadata':
      takeRest(assembly, payload);
      break;
    default:
  }
}

/** `p` is padding that hides the length of what was said. */
function takeRest(assembly: Assembly, { p: _padding, ...members }: JsonObject): void {
  Object.assign(assembly.rest, members);
}

/** The block an event belongs to; text blocks have no start, so their first delta opens them. */
function blockAt(assembly: Assembly, payload: JsonObject): OpenBlock {
  const index = asNumber(payload.contentBlockIndex) ?? 0;
  const known = assembly.blocks.get(index);
  if (known !== undefined) return known;
  const opened: OpenBlock = {
    start: {},
    text: [],
    toolInput: null,
    reasoningText: [],
    signature: [],
    redacted: null,
    citations: [],
    toolResult: [],
    image: null,
  };
  assembly.blocks.set(index, opened);
  return opened;
}

function applyDelta(open: OpenBlock, delta: JsonObject): void {
  if (typeof delta.text === 'string') open.text.push(delta.text);
  if (isObject(delta.toolUse)) (open.toolInput ??= []).push(asString(delta.toolUse.input) ?? '');
  if (delta.citation !== undefined) open.citations.push(delta.citation);
  open.toolResult.push(...asArray(delta.toolResult));
  if (isObject(delta.image)) open.image = { ...open.image, ...delta.image };
  const reasoning = asObject(delta.reasoningContent);
  if (typeof reasoning.text === 'string') open.reasoningText.push(reasoning.text);
  if (typeof reasoning.signature === 'string') open.signature.push(reasoning.signature);
  open.redacted = reasoning.redactedContent ?? open.redacted;
}

function finishAnswer({ role, blocks, rest }: Assembly): JsonObject | null {
  if (role === null && blocks.size === 0 && Object.keys(rest).length === 0) return null;
  const content = [...blocks.entries()]
    .sort(([left], [right]) => left - right)
    .map(([, open]) => finishBlock(open));
  return { output: { message: { role: role ?? 'assistant', content } }, ...rest };
}

function finishBlock(open: OpenBlock): JsonObject {
  const { start, toolInput } = open;
  if (isObject(start.toolUse) || toolInput !== null) {
    return { toolUse: { ...asObject(start.toolUse), input: parseInput((toolInput ?? []).join('')) } };
  }
  if (isObject(start.toolResult)) return { toolResult: { ...start.toolResult, content: open.toolResult } };
  if (isObject(start.image) || open.image !== null)
    return { image: { ...asObject(start.image), ...open.image } };
  if (open.redacted !== null) return { reasoningContent: { redactedContent: open.redacted } };
  if (open.reasoningText.length > 0 || open.signature.length > 0) return finishReasoning(open);
  const text = open.text.join('');
  return open.citations.length > 0
    ? { citationsContent: { content: [{ text }], citations: open.citations } }
    : { text };
}

function finishReasoning({ reasoningText, signature }: OpenBlock): JsonObject {
  const told: JsonObject = { text: reasoningText.join('') };
  if (signature.length > 0) told.signature = signature.join('');
  return { reasoningContent: { reasoningText: told } };
}

/** Arguments of a tool; those of a cut stream are kept as the text they are. */
function parseInput(json: string): Json {
  return json === '' ? {} : (parseJson(json) ?? json);
}
