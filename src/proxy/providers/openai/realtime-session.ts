/**
 * What happened in a Realtime session, gathered event by event: the conversation's items, the responses and their items,
 * transcripts, usage and errors. `read-realtime.ts` turns it into a reading.
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ReadError, Usage } from '../contract.ts';
import { readErrorBody } from '../wire/reading.ts';
import { without } from './begin-reading.ts';
import { addUsage, amountOf, tokenCount } from '../wire/usage.ts';
import { countedUsage, readUsage } from './usage.ts';

/** One event of a session, as it passed. */
export interface RealtimeEvent {
  from: 'caller' | 'provider';
  atMs: number;
  text: string;
}

/** An item under way: its text comes in pieces until the item is stated whole. */
interface DraftItem {
  item: JsonObject;
  text: string;
  transcript: string;
  arguments: string;
}

/** Text deltas by what they extend, under the names of the beta and of the released API. */
const DELTAS: Record<string, 'text' | 'transcript' | 'arguments'> = {
  'response.text.delta': 'text',
  'response.output_text.delta': 'text',
  'response.audio_transcript.delta': 'transcript',
  'response.output_audio_transcript.delta': 'transcript',
  'response.function_call_arguments.delta': 'arguments',
};

const NO_RULES = { reasoningOutsideOutput: false };

/** Gathers a session. */
export class RealtimeSession {
  session: JsonObject = {};
  usage: Usage | null = null;
  error: ReadError | null = null;
  firstTokenAtMs: number | null = null;
  readonly statuses: string[] = [];
  responseId: string | null = null;
  private readonly items = new Map<string, DraftItem>();
  private readonly outputIds = new Set<string>();
  /** Items the caller created that the provider has not confirmed. */
  private readonly unconfirmed: JsonObject[] = [];
  private readonly openResponses = new Set<string>();

  /** Takes the next event. */
  add(event: JsonObject, from: RealtimeEvent['from'], atMs: number): void {
    const type = asString(event.type) ?? '';
    if (from === 'caller') this.addFromCaller(type, event);
    else if (type === 'session.created' || type === 'session.updated') this.session = asObject(event.session);
    else if (type === 'error') this.error ??= readErrorBody(event);
    else if (type.startsWith('conversation.item.')) this.addConversation(type, event);
    else if (type.startsWith('response.')) this.addResponse(type, event, atMs);
  }

  /** True when every response that began has ended. */
  get complete(): boolean {
    return this.openResponses.size === 0;
  }

  /** What was said to the model, in order. */
  inputItems(): JsonObject[] {
    const confirmed = [...this.items]
      .filter(([id]) => !this.outputIds.has(id))
      .map(([, draft]) => finish(draft));
    return [...confirmed, ...this.unconfirmed.map((item) => finish(draftOf(item)))];
  }

  /** What the model answered, in order. */
  outputItems(): JsonObject[] {
    return [...this.items].filter(([id]) => this.outputIds.has(id)).map(([, draft]) => finish(draft));
  }

  private addFromCaller(type: string, event: JsonObject): void {
    if (type === 'conversation.item.create' && isObject(event.item)) this.unconfirmed.push(event.item);
    // Until the provider states the session, what the caller asked for is what is known of it.
    if (type === 'session.update') this.session = { ...this.session, ...asObject(event.session) };
  }

  private addConversation(type: string, event: JsonObject): void {
    if (type.startsWith('conversation.item.input_audio_transcription.')) {
      this.addTranscription(type, event);
    } else if (isObject(event.item) && /\.(?:created|added|done)$/.test(type)) {
      if (!type.endsWith('.done')) this.confirm(event.item);
      this.setItem(event.item);
    }
  }

  /** The transcriber is a model of its own: what it used is billed apart from the responses. */
  private addTranscription(type: string, event: JsonObject): void {
    const draft = this.draft(asString(event.item_id));
    if (type.endsWith('.delta')) draft.transcript += asString(event.delta) ?? '';
    if (!type.endsWith('.completed')) return;
    draft.transcript = asString(event.transcript) ?? draft.transcript;
    const { total_tokens: tokens, seconds } = asObject(event.usage);
    this.addExtra('transcription_tokens', tokenCount(tokens));
    this.addExtra('transcription_seconds', amountOf(seconds));
  }

  private addExtra(name: string, count: number | null): void {
    this.usage = addUsage(this.usage, countedUsage(name, count));
  }

  private addResponse(type: string, event: JsonObject, atMs: number): void {
    const response = asObject(event.response);
    if (type === 'response.created') this.openResponses.add(asString(response.id) ?? '');
    else if (type === 'response.done') this.endResponse(response);
    else if (type.startsWith('response.output_item.') && isObject(event.item)) {
      const id = this.setItem(event.item);
      if (id !== null) this.outputIds.add(id);
    } else if (type.endsWith('.delta') && typeof event.delta === 'string' && event.delta !== '') {
      this.firstTokenAtMs ??= atMs;
      const id = asString(event.item_id);
      const member = DELTAS[type];
      if (member === undefined || id === null) return;
      this.outputIds.add(id);
      this.draft(id)[member] += event.delta;
    }
  }

  private endResponse(response: JsonObject): void {
    const details = asObject(response.status_details);
    this.responseId = asString(response.id);
    this.openResponses.delete(this.responseId ?? '');
    this.usage = addUsage(this.usage, readUsage(response.usage, NO_RULES));
    this.statuses.push(asString(details.reason) ?? asString(response.status) ?? 'completed');
    if (response.status === 'failed') {
      this.error ??= readErrorBody(details) ?? { type: 'error', message: 'The response failed.' };
    }
    for (const item of asArray(response.output)) {
      const id = isObject(item) ? this.setItem(item) : null;
      if (id !== null) this.outputIds.add(id);
    }
  }

  /** States an item; what its pieces said stays for the members it leaves empty. */
  private setItem(item: JsonObject): string | null {
    const id = asString(item.id);
    if (id === null) return null;
    const draft = this.items.get(id);
    if (draft === undefined) this.items.set(id, draftOf(item));
    else draft.item = { ...draft.item, ...item };
    return id;
  }

  private draft(id: string | null): DraftItem {
    const key = id ?? '';
    let draft = this.items.get(key);
    if (draft === undefined) {
      draft = draftOf({ id: key, type: 'message' });
      this.items.set(key, draft);
    }
    return draft;
  }

  /** Takes the caller's own copy of an item away: the same id, else the oldest of the same type and role. */
  private confirm(item: JsonObject): void {
    const same = this.unconfirmed.findIndex(({ id }) => id !== undefined && id === item.id);
    const alike = this.unconfirmed.findIndex(
      ({ id, type, role }) => id === undefined && type === item.type && role === item.role,
    );
    const found = same === -1 ? alike : same;
    if (found !== -1) this.unconfirmed.splice(found, 1);
  }
}

function draftOf(item: JsonObject): DraftItem {
  return { item, text: '', transcript: '', arguments: '' };
}

/** The item with the texts its pieces gave, and without audio, which is far larger than all else. */
function finish({ item, text, transcript, arguments: given }: DraftItem): JsonObject {
  const finished = { ...item };
  const content = asArray(item.content).map((part): Json =>
    isObject(part) ? without(part, ['audio']) : part,
  );
  const first = content.find(isObject);
  if (first !== undefined) {
    if (transcript !== '' && typeof first.transcript !== 'string') first.transcript = transcript;
    if (text !== '' && (typeof first.text !== 'string' || first.text === '')) first.text = text;
  } else {
    if (text !== '') content.push({ type: 'output_text', text });
    if (transcript !== '') content.push({ type: 'output_audio', transcript });
  }
  if (content.length > 0) finished.content = content;
  if (given !== '' && (typeof item.arguments !== 'string' || item.arguments === ''))
    finished.arguments = given;
  return finished;
}
