/**
 * Tool calls out of the pieces a chat stream sends them in. Providers disagree on how pieces name the call they belong to:
 * by id, by index, or not at all, with indexes sparse, reused, missing or not from zero. `assemble-chat.ts` feeds it.
 */
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  type Json,
  type JsonObject,
} from '../../../core/json.ts';

interface DraftCall {
  id: string | null;
  index: number | null;
  type: string | null;
  name: string | null;
  text: string;
  progress: JsonProgress;
  /** Members such as Gemini's `extra_content`. */
  others: JsonObject;
}

interface Piece {
  id: string | null;
  index: number | null;
  name: string | null;
  text: string;
}

/** Collects the pieces of one message's tool calls. */
export class ToolCallPieces {
  private readonly calls: DraftCall[] = [];
  private readonly byId = new Map<string, DraftCall>();
  private readonly byIndex = new Map<number, DraftCall>();

  /** Adds one member of a delta's `tool_calls`. */
  add(delta: Json): void {
    if (!isObject(delta)) return;
    const body = bodyOf(delta);
    const piece: Piece = {
      id: nonEmpty(delta.id),
      index: asNumber(delta.index),
      name: nonEmpty(body.name),
      text: argumentText(body),
    };
    const call = this.find(piece) ?? this.open(piece);
    if (piece.id !== null) this.byId.set(piece.id, call);
    if (piece.index !== null) this.byIndex.set(piece.index, call);
    call.type ??= nonEmpty(delta.type) ?? (isObject(delta.custom) ? 'custom' : null);
    call.name ??= piece.name;
    call.text += piece.text;
    call.progress.feed(piece.text);
    for (const [key, value] of Object.entries(delta)) {
      if (!KNOWN_MEMBERS.has(key) && value !== null) call.others[key] = value;
    }
  }

  /** The calls as a plain answer lists them: by index where every call has one of its own, else as they came. */
  finish(): JsonObject[] {
    const indexes = new Set(this.calls.map(({ index }) => index));
    const ordered = indexes.size === this.calls.length && !indexes.has(null);
    const calls = ordered
      ? this.calls.toSorted((one, other) => (one.index ?? 0) - (other.index ?? 0))
      : this.calls;
    return calls.map((call) => {
      const type = call.type ?? 'function';
      const body: JsonObject = {
        name: call.name ?? '',
        [type === 'custom' ? 'input' : 'arguments']: call.text,
      };
      return {
        ...(call.id === null ? {} : { id: call.id }),
        type,
        [type === 'custom' ? 'custom' : 'function']: body,
        ...call.others,
      };
    });
  }

  private find(piece: Piece): DraftCall | null {
    const latest = this.calls.at(-1) ?? null;
    const atIndex = piece.index === null ? null : (this.byIndex.get(piece.index) ?? null);
    const known = piece.id === null ? undefined : this.byId.get(piece.id);
    if (known !== undefined) return known;
    // Only a piece that begins a call names it; some servers invent a new id for every piece.
    if (piece.name === null) return atIndex ?? (piece.id !== null && piece.index !== null ? null : latest);
    const candidate = piece.index === null ? latest : atIndex;
    if (piece.id !== null || candidate === null) return null;
    // Without an id, the same name again is either the next call or a server repeating itself on every piece.
    const repeats = candidate.name === null || (candidate.name === piece.name && !candidate.progress.whole);
    return repeats ? candidate : null;
  }

  private open(piece: Piece): DraftCall {
    const call: DraftCall = {
      id: piece.id,
      index: piece.index,
      type: null,
      name: null,
      text: '',
      progress: new JsonProgress(),
      others: {},
    };
    this.calls.push(call);
    return call;
  }
}

/** The tool calls of a plain message in the same form: without `index`, with a type, with arguments as text. */
export function plainToolCalls(value: Json): JsonObject[] {
  return asArray(value)
    .filter(isObject)
    .map((call) => {
      const pieces = new ToolCallPieces();
      pieces.add(call);
      return pieces.finish()[0] ?? {};
    });
}

const KNOWN_MEMBERS = new Set(['id', 'index', 'type', 'function', 'custom']);

function bodyOf(delta: JsonObject): JsonObject {
  return isObject(delta.function) ? delta.function : asObject(delta.custom);
}

/** Arguments are JSON text; some servers send the object itself. */
function argumentText(body: JsonObject): string {
  const given = body.arguments ?? body.input ?? null;
  if (given === null) return '';
  return asString(given) ?? JSON.stringify(given);
}

function nonEmpty(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Tells, piece by piece, whether the JSON object begun so far is whole, without reading any character twice. */
class JsonProgress {
  whole = false;
  private depth = 0;
  private inString = false;
  private escaped = false;

  feed(text: string): void {
    for (let i = 0; i < text.length; i++) this.step(text.charAt(i));
  }

  private step(character: string): void {
    if (this.escaped) this.escaped = false;
    else if (this.inString && character === '\\') this.escaped = true;
    else if (character === '"') this.inString = !this.inString;
    else if (this.inString) return;
    else if (character === '{') this.depth++;
    else if (character === '}' && this.depth > 0) this.whole = --this.depth === 0;
  }
}
