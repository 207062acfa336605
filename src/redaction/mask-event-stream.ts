/**
 * Masks the text of a stream of server-sent events that no reader put together. What a stream says is split over its
 * events, so the texts that stand at the same place of them are masked as one.
 */
import { asString, isObject, parseJson, type Json } from '../core/json.ts';
import { totalOf, type Masking, type Tally } from './masking.ts';

/** True for the text of server-sent events. */
export function isEventStream(text: string): boolean {
  return /^(?:(?:event|id|retry)?:[^\n]*\n)*data:/.test(text);
}

/**
 * The stream, masked. A text in which something was found over the limits of events stands as a whole in the first event
 * that had a part of it; the others lose theirs.
 */
export function maskEventStream(text: string, masking: Masking, tally: Tally): string {
  const lines = text.split('\n');
  const events = lines.map(readEvent);
  const masked = maskPlaces(events, masking, tally);
  return lines
    .map((line, index) => {
      const before = events[index];
      const after = masked[index];
      if (before === undefined) return masking.maskText(line, tally);
      if (after === before || after === undefined) return line;
      return `data: ${typeof after === 'string' ? after : JSON.stringify(after)}`;
    })
    .join('\n');
}

/** What an event says: JSON that holds something, else its text; undefined for a line that is no data. */
function readEvent(line: string): Json | undefined {
  if (!line.startsWith('data:')) return undefined;
  const json = parseJson(line.slice(5));
  return typeof json === 'object' && json !== null ? json : line.slice(5).replace(/^ /, '');
}

/** The events with masked texts; one in which nothing was found stays the same object. */
function maskPlaces(
  events: readonly (Json | undefined)[],
  masking: Masking,
  tally: Tally,
): (Json | undefined)[] {
  const wholes = new Map<string, string>();
  for (const event of events) {
    if (event === undefined) continue;
    for (const [place, part] of textsOf(event, '')) wholes.set(place, (wholes.get(place) ?? '') + part);
  }
  const replacements = new Map<string, string>();
  for (const [place, whole] of wholes) {
    const masked = masking.maskText(whole, tally);
    if (masked !== whole) replacements.set(place, masked);
  }
  return events.map((event) => {
    if (event === undefined) return event;
    const before = totalOf(tally);
    const changed = replaceTexts(event, { path: '', replacements, masking, tally });
    const found =
      totalOf(tally) !== before || [...textsOf(event, '')].some(([path]) => replacements.has(path));
    return found ? changed : event;
  });
}

/** The texts of a value and where they stand. */
function* textsOf(value: Json, path: string): Generator<[string, string]> {
  const text = asString(value);
  if (text !== null) yield [path, text];
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) yield* textsOf(inner, `${path}/${name}`);
  }
}

interface Replacing {
  path: string;
  /** By place; a text that was put somewhere is empty from then on. */
  replacements: Map<string, string>;
  masking: Masking;
  tally: Tally;
}

function replaceTexts(value: Json, replacing: Replacing): Json {
  const { path, replacements, masking, tally } = replacing;
  if (typeof value === 'string') {
    const whole = replacements.get(path);
    if (whole === undefined) return value;
    replacements.set(path, '');
    return whole;
  }
  if (typeof value === 'number') return masking.maskNumber(String(value), tally) ?? value;
  if (Array.isArray(value))
    return value.map((item, index) => replaceTexts(item, { ...replacing, path: `${path}/${index}` }));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, inner]) => [
    name,
    masking.maskMember(name, inner, tally) ?? replaceTexts(inner, { ...replacing, path: `${path}/${name}` }),
  ]);
  return Object.fromEntries(members) as Json;
}
