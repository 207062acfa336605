/**
 * Vectors in embeddings are replaced by their length: thousands of numbers that nobody reads would be most of what a trace
 * store holds.
 */
import type { Json } from '../../../core/json.ts';
import { membersLeftOut, wholeLength, wholeTextLength } from '../../../core/shortened.ts';

const BYTES_PER_FLOAT = 4;

/** Length of a vector that comes as numbers, or as 32-bit floats in base64; null for anything else, such as the mark of vectors left out. */
export function dimensionsOf(vector: Json | undefined): number | null {
  if (Array.isArray(vector)) return wholeLength(vector);
  if (typeof vector !== 'string' || membersLeftOut(vector) !== null) return null;
  const padding = vector.endsWith('==') ? 2 : vector.endsWith('=') ? 1 : 0;
  return Math.floor(((wholeTextLength(vector) / 4) * 3 - padding) / BYTES_PER_FLOAT);
}

/** A sentence for previews; null when nothing is known. */
export function describeVectors(count: number, dimensions: Json | undefined): string | null {
  if (count === 0 || typeof dimensions !== 'number') return null;
  return `${count} ${count === 1 ? 'vector' : 'vectors'} of ${dimensions} dimensions`;
}
