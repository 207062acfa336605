/**
 * The interaction a stream spells (ai.google.dev/gemini-api/docs/interactions/streaming): steps opened and filled by
 * deltas, usage as snapshots, `interaction.completed` at the end. Where steps are not enabled the same comes as contents,
 * between `interaction.start` and `interaction.complete` (`InteractionStreamingEvent` of the agent platform's reference).
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
export interface AssembledInteraction {
  /** As a plain answer would have been; null when nothing came. */
  interaction: JsonObject | null;
  /** `interaction.completed` or `interaction.complete` was seen. */
  complete: boolean;
  firstTokenAtMs: number | null;
  error: ReadError | null;
}

/** A step while its deltas come in: text is gathered in parts, so that long streams stay linear. */
interface OpenStep {
  step: JsonObject;
  content: OpenContent[];
  summary: OpenContent[];
  signature: string[];
  argumentsJson: string[];
}

interface OpenContent {
  item: JsonObject;
  /** Null for what is not text. */
  text: string[] | null;
}

interface Assembly {
  interaction: JsonObject;
  steps: Map<number, OpenStep>;
  usage: JsonObject;
  complete: boolean;
  firstTokenAtMs: number | null;
  error: ReadError | null;
}

/** Assembles the interaction of a stream. */
export function assembleInteraction(segments: readonly Segment[]): AssembledInteraction {
  const assembly: Assembly = {
    interaction: {},
    steps: new Map(),
    usage: {},
    complete: false,
    firstTokenAtMs: null,
    error: null,
  };
  for (const { data, atMs } of readSse(segments)) {
    const event = parseJson(data);
    if (isObject(event)) applyEvent(assembly, event, atMs);
  }
  const { complete, firstTokenAtMs, error } = assembly;
  return { interaction: finish(assembly), complete, firstTokenAtMs, error };
}

function applyEvent(assembly: Assembly, event: JsonObject, atMs: number): void {
  const index = asNumber(event.index) ?? 0;
  switch (event.event_type) {
    case 'interaction.created':
    case 'interaction.completed':
    case 'interaction.start':
    case 'interaction.complete':
      Object.assign(assembly.interaction, asObject(event.interaction));
      mergeUsage(assembly, asObject(event.interaction).usage);
      assembly.complete = event.event_type.startsWith('interaction.complete');
      break;
    case 'interaction.status_update':
      assembly.interaction.status = event.status ?? null;
      mergeUsage(assembly, event.usage);
      break;
    case 'step.start':
      assembly.steps.set(index, openStep(asObject(event.step)));
      break;
    case 'content.start':
      assembly.steps.set(index, openContentStep(asObject(event.content)));
      break;
    case 'step.delta':
    case 'content.delta':
      assembly.firstTokenAtMs ??= atMs;
      mergeUsage(assembly, asObject(event.metadata).total_usage);
      applyDelta(stepAt(assembly, index), asObject(event.delta));
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

function openStep(step: JsonObject): OpenStep {
  return { step, content: [], summary: [], signature: [], argumentsJson: [] };
}

/** A content of a stream without steps, as the step it is with them. */
function openContentStep(content: JsonObject): OpenStep {
  const open = openStep({});
  applyDelta(open, content);
  return open;
}

/** The step a delta belongs to; one whose start was lost is opened by its first delta. */
function stepAt({ steps }: Assembly, index: number): OpenStep {
  const known = steps.get(index);
  if (known !== undefined) return known;
  const opened = openStep({});
  steps.set(index, opened);
  return opened;
}

function applyDelta(open: OpenStep, delta: JsonObject): void {
  switch (delta.type) {
    case 'text':
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
      addContent(open.content, delta);
      break;
    case 'thought_summary':
      addContent(open.summary, asObject(delta.content));
      break;
    case 'thought_signature':
      open.signature.push(asString(delta.signature) ?? '');
      break;
    case 'arguments_delta':
      open.argumentsJson.push(asString(delta.arguments) ?? '');
      break;
    case 'text_annotation_delta': {
      const last = open.content.at(-1)?.item;
      if (last !== undefined)
        last.annotations = [...asArray(last.annotations), ...asArray(delta.annotations)];
      break;
    }
    default:
      // Calls and results of the provider's own tools come whole.
      Object.assign(open.step, delta);
  }
}

/** Neighbouring text is one item, as it is in a plain answer. */
function addContent(items: OpenContent[], item: JsonObject): void {
  const text = asString(item.text);
  const last = items.at(-1);
  if (text !== null && last !== undefined && last.text !== null) last.text.push(text);
  else items.push({ item: { ...item }, text: text === null ? null : [text] });
}

function finish({ interaction, steps, usage }: Assembly): JsonObject | null {
  if (Object.keys(interaction).length === 0 && steps.size === 0) return null;
  const finished: JsonObject = { ...interaction };
  if (steps.size > 0) {
    finished.steps = [...steps.entries()]
      .sort(([left], [right]) => left - right)
      .map(([, open]) => finishStep(open));
  }
  if (Object.keys(usage).length > 0) finished.usage = usage;
  return finished;
}

function finishStep({ step, content, summary, signature, argumentsJson }: OpenStep): JsonObject {
  const finished: JsonObject = { ...step };
  if (summary.length > 0) {
    finished.type ??= 'thought';
    finished.summary = [...asArray(step.summary), ...summary.map(finishContent)];
  }
  if (signature.length > 0) finished.signature = (asString(step.signature) ?? '') + signature.join('');
  if (content.length > 0) {
    finished.type ??= 'model_output';
    finished.content = [...asArray(step.content), ...content.map(finishContent)];
  }
  if (argumentsJson.length > 0) {
    const json = argumentsJson.join('');
    // Arguments of a cut stream are kept as the text they are.
    finished.arguments = parseJson(json) ?? json;
  }
  return finished;
}

function finishContent({ item, text }: OpenContent): JsonObject {
  return text === null ? item : { ...item, text: text.join('') };
}
