/**
 * Masks JSON values: texts, names and values of members, numbers as wholes, and JSON that stands in texts, as the arguments
 * of tool calls do. Files in base64 are left as they are: they hold no text, and chance finds in them would break them.
 */
import { parseExactJson } from '../core/exact-json.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { maskCutJson } from './mask-cut-json.ts';
import { isEventStream, maskEventStream } from './mask-event-stream.ts';
import { totalOf, type Masking, type Tally } from './masking.ts';

/** Deeper values are masked as text: whatever recurses has a stack that ends. */
const MAX_DEPTH = 100;

/** From so many characters on, an unbroken row of base64 is a file. */
const FEWEST_FILE_CHARACTERS = 1024;
const DATA_URL = /^data:[\w.+-]+\/[\w.+-]+(?:;[\w.+-]+=[\w.+-]+)*;base64,/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** The value, masked; what was done is added to the tally. Values in which nothing was found come back as they are. */
export function maskJson(value: Json, masking: Masking, tally: Tally): Json {
  return maskValue(masking.maskStructure(value, tally), { masking, tally, depth: 0 });
}

interface Place {
  masking: Masking;
  tally: Tally;
  depth: number;
}

function maskValue(value: Json, place: Place): Json {
  if (typeof value === 'string') return maskString(value, place);
  if (typeof value === 'number') return place.masking.maskNumber(String(value), place.tally) ?? value;
  if (value === null || typeof value === 'boolean') return value;
  const exact = exactNumberOf(value);
  if (exact !== null) return place.masking.maskNumber(exact, place.tally) ?? value;
  if (place.depth >= MAX_DEPTH) return place.masking.maskText(JSON.stringify(value), place.tally);
  const inner = { ...place, depth: place.depth + 1 };
  return Array.isArray(value) ? value.map((item) => maskValue(item, inner)) : maskMembers(value, inner);
}

function maskMembers(object: JsonObject, place: Place): JsonObject {
  const { masking, tally } = place;
  const masked: [string, Json][] = [];
  const taken = new Set<string>();
  for (const [name, value] of Object.entries(object)) {
    let key = masking.maskText(name, tally);
    for (let copy = 2; taken.has(key); copy++) key = `${masking.maskText(name, new Map())} ${copy}`;
    taken.add(key);
    masked.push([key, masking.maskMember(name, value, tally) ?? maskValue(value, place)]);
  }
  return Object.fromEntries(masked);
}

function maskString(text: string, place: Place): Json {
  const { masking, tally, depth } = place;
  if (isFile(text)) return text;
  if (isEventStream(text)) return maskEventStream(text, masking, tally);
  // Credentials are found in JSON as it stands; rules ask what its texts say.
  const isRead = masking.hasRules && depth < MAX_DEPTH && /^\s*[[{]/.test(text);
  const inner = isRead ? parseExactJson(text) : undefined;
  if (inner === undefined || (!isObject(inner) && !Array.isArray(inner))) return maskPlain(text, place);
  const before = totalOf(tally);
  const masked = maskValue(inner, { ...place, depth: depth + 1 });
  // Written anew only where something was found: as it was, it may be quoted elsewhere.
  return totalOf(tally) === before ? text : JSON.stringify(masked);
}

/** Text that may be JSON which was cut off. */
function maskPlain(text: string, { masking, tally }: Place): string {
  const whole =
    masking.masksMembers && text.includes('"')
      ? maskCutJson(text, (name) => masking.markerOfMember(name, tally))
      : text;
  return masking.maskText(whole, tally);
}

function isFile(text: string): boolean {
  if (text.startsWith('data:')) return DATA_URL.test(text.slice(0, 256));
  return text.length >= FEWEST_FILE_CHARACTERS && BASE64.test(text);
}

/** The digits of a number that `parseExactJson` keeps as it was written; null for anything else. */
function exactNumberOf(value: object): string | null {
  const { isRawJSON } = JSON as unknown as { isRawJSON: (this: void, value: object) => boolean };
  return isRawJSON(value) && 'rawJSON' in value && typeof value.rawJSON === 'string' ? value.rawJSON : null;
}
