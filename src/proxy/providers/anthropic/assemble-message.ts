/**
 * The message a stream spells (docs.anthropic.com, Streaming Messages): blocks opened, filled by deltas and closed, usage
 * as cumulative snapshots. Events may be missing or unknown; what came is assembled.
 */
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  parseJson,
  type JsonObject,
} from '../../../core/json.ts';
import type { ReadError, Segment } from '../contract.ts';
import { readErrorBody } from '../wire/reading.ts';
import { readSse } from '../wire/sse.ts';
import { mergeSnapshots } from '../wire/usage.ts';

/** What a stream amounted to. */
export interface AssembledMessage {
  /** As a plain answer would have been; null when no message began. */
  message: JsonObject | null;
  /** `message_stop` was seen. */
  complete: boolean;
  firstTokenAtMs: number | null;
  error: ReadError | null;
}

/** A block while its deltas come in: text is gathered in parts, so that long streams stay linear. */
interface OpenBlock {
  block: JsonObject;
  text: string[];
  thinking: string[];
  signature: string[];
  inputJson: string[];
  citations: JsonObject[];
  /** The summary of a compaction. */
  content: string[];
}

interface Assembly {
  message: JsonObject | null;
  blocks: Map<number, OpenBlock>;
  usage: JsonObject;
  complete: boolean;
  firstTokenAtMs: number | null;
  error: ReadError | null;
}

/** Assembles the message of a stream. */
export function assembleMessage(segments: readonly Segment[]): AssembledMessage {
  const assembly: Assembly = {
    message: null,
    blocks: new Map(),
    usage: {},
    complete: false,
    firstTokenAtMs: null,
    error: null,
  };
  for (const { data, atMs } of readSse(segments)) {
    const event = parseJson(data);
    if (isObject(event)) applyEvent(assembly, event, atMs);
  }
  return { ...assembly, message: finishMessage(assembly) };
}

function applyEvent(assembly: Assembly, event: JsonObject, atMs: number): void {
  switch (event.type) {
    case 'message_start':
      assembly.message = asObject(event.message);
      mergeUsage(assembly, assembly.message.usage);
      break;
    case 'content_block_start':
      assembly.blocks.set(
        asNumber(event.index) ?? assembly.blocks.size,
        openBlock(asObject(event.content_block)),
      );
      break;
    case 'content_block_delta':
      assembly.firstTokenAtMs ??= atMs;
      applyDelta(blockAt(assembly, event.index), asObject(event.delta));
      break;
    case 'message_delta':
      assembly.message = { ...assembly.message, ...asObject(event.delta) };
      // What context editing took out stands beside the delta (platform.claude.com, Context editing).
      if (isObject(event.context_management)) {
        assembly.message.context_management = event.context_management;
      }
      mergeUsage(assembly, event.usage);
      break;
    case 'message_stop':
      assembly.complete = true;
      break;
    case 'error':
      assembly.error = readErrorBody(event);
      break;
    default:
  }
}

function mergeUsage(assembly: Assembly, snapshot: unknown): void {
  // Merging JSON objects yields a JSON object.
  assembly.usage = mergeSnapshots(assembly.usage, asObject(snapshot)) as JsonObject;
}

function openBlock(block: JsonObject): OpenBlock {
  return { block, text: [], thinking: [], signature: [], inputJson: [], citations: [], content: [] };
}

/** The block a delta belongs to; one whose start was lost is opened by its first delta. */
function blockAt(assembly: Assembly, index: unknown): OpenBlock {
  const at = asNumber(index) ?? 0;
  const known = assembly.blocks.get(at);
  if (known !== undefined) return known;
  const opened = openBlock({});
  assembly.blocks.set(at, opened);
  return opened;
}

function applyDelta(open: OpenBlock, delta: JsonObject): void {
  switch (delta.type) {
    case 'text_delta':
      open.text.push(asString(delta.text) ?? '');
      break;
    case 'thinking_delta':
      open.thinking.push(asString(delta.thinking) ?? '');
      break;
    case 'signature_delta':
      open.signature.push(asString(delta.signature) ?? '');
      break;
    case 'input_json_delta':
      open.inputJson.push(asString(delta.partial_json) ?? '');
      break;
    case 'compaction_delta':
      open.content.push(asString(delta.content) ?? '');
      break;
    case 'citations_delta':
      open.citations.push(asObject(delta.citation));
      break;
    default:
  }
}

function finishMessage({ message, blocks, usage }: Assembly): JsonObject | null {
  if (message === null && blocks.size === 0) return null;
  const content = [...blocks.entries()]
    .sort(([left], [right]) => left - right)
    .map(([, open]) => finishBlock(open));
  const finished: JsonObject = {
    ...message,
    content: content.length > 0 ? content : asArray(message?.content),
  };
  if (Object.keys(usage).length > 0) finished.usage = usage;
  return finished;
}

function finishBlock(open: OpenBlock): JsonObject {
  const { block, text, thinking, signature, inputJson, citations, content } = open;
  const finished: JsonObject = { ...block };
  if (content.length > 0) {
    finished.type ??= 'compaction';
    finished.content = (asString(block.content) ?? '') + content.join('');
  }
  if (text.length > 0) {
    finished.type ??= 'text';
    finished.text = (asString(block.text) ?? '') + text.join('');
  }
  if (thinking.length > 0) {
    finished.type ??= 'thinking';
    finished.thinking = (asString(block.thinking) ?? '') + thinking.join('');
  }
  if (signature.length > 0) finished.signature = (asString(block.signature) ?? '') + signature.join('');
  if (inputJson.length > 0) finished.input = parseInput(inputJson.join(''));
  if (citations.length > 0) finished.citations = [...asArray(block.citations), ...citations];
  return finished;
}

/** Arguments of a tool; those of a cut stream are kept as the text they are. */
function parseInput(json: string): JsonObject | string {
  if (json === '') return {};
  const input = parseJson(json);
  return isObject(input) ? input : json;
}
