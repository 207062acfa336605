/**
 * Secrets in an answer that comes in pieces: a key that a model says word by word stands in no event as a whole. What the
 * events say at one place is read as one text, and what is found there is led back to its pieces. Pure.
 */
import { findSecrets, joinRanges, redacted, type KnownSecrets, type Range } from '../core/redaction.ts';

/** Members by which providers send text piece by piece, in any of their protocols. */
const PIECE =
  /"(content|text|delta|arguments|partial_json|thinking|reasoning|reasoning_content|reasoning_text|refusal|input|output|transcript|generated_text|response|outputText|completion|message|token|code|data)"\s{0,2}:\s{0,2}"([^"\\]*(?:\\.[^"\\]*)*)"/g;

/** Where each piece begins in the text and in what the pieces say together. */
interface Joined {
  text: string;
  starts: number[];
  joinedStarts: number[];
}

/** Everything in the text that is a secret, whole or in pieces; in order, apart. */
export function findSplitSecrets(text: string, known: KnownSecrets): Range[] {
  const whole = findSecrets(text, known);
  const split = [...joinedByName(text).values()].flatMap((joined) =>
    joined.starts.length < 2
      ? []
      : findSecrets(joined.text, known).flatMap((range) => piecesOf(range, joined)),
  );
  return split.length === 0 ? whole : joinRanges([...whole, ...split]);
}

function joinedByName(text: string): Map<string, Joined> {
  const texts = new Map<string, { pieces: string[]; length: number; joined: Joined }>();
  for (const { 0: member, 1: name = '', 2: piece = '', index } of text.matchAll(PIECE)) {
    const one = texts.get(name) ?? {
      pieces: [],
      length: 0,
      joined: { text: '', starts: [], joinedStarts: [] },
    };
    one.joined.starts.push(index + member.length - 1 - piece.length);
    one.joined.joinedStarts.push(one.length);
    one.pieces.push(piece);
    one.length += piece.length;
    texts.set(name, one);
  }
  return new Map(
    [...texts].map(([name, { pieces, joined }]) => [name, { ...joined, text: pieces.join('') }]),
  );
}

/** The pieces of a range: the first has the marker, the others are emptied. Nothing for one that lies in one piece. */
function piecesOf({ start, end }: Range, { text, starts, joinedStarts }: Joined): Range[] {
  const pieces: Range[] = [];
  let index = firstAt(joinedStarts, start);
  for (; index < starts.length && (joinedStarts[index] ?? 0) < end; index++) {
    const from = joinedStarts[index] ?? 0;
    const to = joinedStarts[index + 1] ?? text.length;
    const shift = (starts[index] ?? 0) - from;
    const piece = { start: Math.max(start, from) + shift, end: Math.min(end, to) + shift };
    if (piece.end > piece.start) pieces.push({ ...piece, instead: pieces.length === 0 ? redacted : '' });
  }
  return pieces.length < 2 ? [] : pieces;
}

/** The last piece that begins there or before. */
function firstAt(joinedStarts: readonly number[], at: number): number {
  let [low, high] = [0, joinedStarts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((joinedStarts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
