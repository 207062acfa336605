/**
 * JSON values that arrive one after the other: newline-delimited (Ollama, Cohere v1) or as the members of one array
 * (Gemini without `alt=sse`). Both are found by following strings and brackets, so a value may span any cut.
 */
import { parseJson, type Json } from '../../../core/json.ts';
import type { Segment } from '../contract.ts';

/** A value and when its last byte had arrived. */
export interface TimedJson {
  value: Json;
  atMs: number;
}

const UNIT = { quote: 34, backslash: 92, openBrace: 123, closeBrace: 125 } as const;

/**
 * All complete top-level objects in the bytes, whether separated by newlines, commas or brackets.
 * An unfinished last object (a cut stream) is left out.
 */
export function readJsonObjects(segments: readonly Segment[]): TimedJson[] {
  const values: TimedJson[] = [];
  const decoder = new TextDecoder();
  let pending = '';
  let scanned = 0;
  let depth = 0;
  let start = 0;
  let inString = false;
  let escaped = false;
  for (const [index, segment] of segments.entries()) {
    pending += decoder.decode(segment.bytes, { stream: index < segments.length - 1 });
    for (; scanned < pending.length; scanned++) {
      const unit = pending.charCodeAt(scanned);
      if (inString) {
        if (escaped) escaped = false;
        else if (unit === UNIT.backslash) escaped = true;
        else if (unit === UNIT.quote) inString = false;
      } else if (unit === UNIT.quote) inString = depth > 0;
      else if (unit === UNIT.openBrace) {
        if (depth++ === 0) start = scanned;
      } else if (unit === UNIT.closeBrace && depth > 0 && --depth === 0) {
        const value = parseJson(pending.slice(start, scanned + 1));
        if (value !== undefined) values.push({ value, atMs: segment.atMs });
      }
    }
    const keepFrom = depth > 0 ? start : scanned;
    pending = pending.slice(keepFrom);
    scanned -= keepFrom;
    start = 0;
  }
  return values;
}
