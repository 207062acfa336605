/**
 * A JSON value under construction within a budget: when it grows too large, long strings lose their middles, the oldest
 * first, then long lists and objects lose theirs. What carries the meter of a call stays.
 */
import { membersMark, shorteningMark } from '../../core/shortened.ts';
import { renderKeptText, shortenText, type KeptText } from './kept-text.ts';
import { isKeptWhole, isMeterTree } from './meter-keys.ts';

/** A value: a token as it stood in the text, a string kept in part, or a list or object. */
export type JsonNode = string | KeptText | JsonBranch;

/** A list or an object. */
export interface JsonBranch {
  isList: boolean;
  /** Names of an object's members, as tokens with quotes, or an empty list. */
  names: string[];
  values: JsonNode[];
  /** Members that were left out; they stood before the value with the index `cutAt`. */
  leftOut: number;
  cutAt: number;
}

/** What a value takes beside its text. */
const LEAF_BYTES = 16;
const BRANCH_BYTES = 48;
const MARK_BYTES = 128;

/** Strings become this short before lists lose members, and that short after. */
const SHORT_TEXT_BYTES = 256;
const SHORTEST_TEXT_BYTES = 32;

/** Values that belong to the meter or to its owner are whole up to this length. */
const KEPT_WHOLE_BYTES = 1024;

/** A list of more numbers is a vector: from then on only its ends and its length are kept. */
const VECTOR_NUMBERS = 256;

/** The meter of a call is never more than this, and is not given up for less. */
const LEAST_BYTES = 4096;

/** Grows and shrinks one value. */
export class JsonTree {
  readonly #limitBytes: number;
  readonly #open: JsonBranch[] = [];
  #root: JsonNode | null = null;
  #bytes = 0;
  /** Something is missing from the value. */
  shortened = false;

  /** @param limitBytes most bytes of JSON text, and about what is held in memory */
  constructor(limitBytes: number) {
    this.#limitBytes = Math.max(limitBytes, LEAST_BYTES);
  }

  /** How many lists and objects are open. */
  get depth(): number {
    return this.#open.length;
  }

  /** The list or object that is open; null at the top. */
  get branch(): JsonBranch | null {
    return this.#open.at(-1) ?? null;
  }

  /** Adds a value to what is open; `name` is its member's name as a token, empty in a list. */
  add(name: string, value: JsonNode): void {
    if (typeof value !== 'string' && !('values' in value)) this.shortened = true;
    const branch = this.branch;
    if (branch === null) this.#root ??= value;
    else {
      branch.values.push(value);
      if (!branch.isList) branch.names.push(name);
      if (isVector(branch)) this.#cut(branch, VECTOR_NUMBERS / 4, false);
    }
    this.#bytes += name.length + costOf(value);
    if (this.#bytes > this.#limitBytes) this.#shrink();
  }

  /** Opens a list or an object. */
  open(name: string, isList: boolean): void {
    const branch: JsonBranch = { isList, names: [], values: [], leftOut: 0, cutAt: 0 };
    this.add(name, branch);
    this.#open.push(branch);
  }

  /** Closes it. */
  close(): void {
    this.#open.pop();
  }

  /** The value as JSON, whatever is still open closed; one unit per byte. Null when there is none. */
  render(): string | null {
    if (this.#root === null) return null;
    const parts: string[] = [];
    renderNode(this.#root, parts);
    const text = parts.join('');
    if (text.length <= this.#limitBytes) return text;
    return `{"weir":"${shorteningMark({ leftOutBytes: text.length, byteLength: null, sha256: null })}"}`;
  }

  /** Down to three quarters, so that shrinking stays rare. */
  #shrink(): void {
    const target = Math.floor(this.#limitBytes * 0.75);
    this.shortened = true;
    for (let most = this.#limitBytes >> 2; most >= SHORT_TEXT_BYTES; most >>= 1) {
      if (this.#shortenTexts(most, target)) return;
    }
    for (const most of [512, 128, 32]) if (this.#cutBranches(most, false, target)) return;
    if (this.#shortenTexts(SHORTEST_TEXT_BYTES, target)) return;
    for (const most of [8, 2]) if (this.#cutBranches(most, false, target)) return;
    // Nothing but meter is left, as no provider sends it: it goes as well.
    this.#cutBranches(1, true, target);
  }

  /** The oldest strings first: the newest are the ones that are looked at. */
  #shortenTexts(most: number, target: number): boolean {
    const visit = (branch: JsonBranch): boolean => {
      for (const [index, value] of branch.values.entries()) {
        const name = nameOf(branch, index);
        if (typeof value !== 'string' && 'values' in value) {
          if (!isMeterTree(name) && visit(value)) return true;
        } else if (
          textBytes(value) >
          (isKeptWhole(name) ? Math.max(most, KEPT_WHOLE_BYTES) : most) + MARK_BYTES
        ) {
          const kept = shortenText(value, most);
          this.#bytes += costOf(kept) - costOf(value);
          branch.values[index] = kept;
          if (this.#bytes <= target) return true;
        }
      }
      return false;
    };
    if (this.#root === null || typeof this.#root === 'string' || !('values' in this.#root)) return true;
    return visit(this.#root);
  }

  #cutBranches(most: number, meterToo: boolean, target: number): boolean {
    const visit = (branch: JsonBranch): boolean => {
      for (const [index, value] of branch.values.entries()) {
        if (typeof value === 'string' || !('values' in value)) continue;
        if (!meterToo && isMeterTree(nameOf(branch, index))) continue;
        if (visit(value)) return true;
      }
      if (branch.values.length <= most) return false;
      this.#cut(branch, most >> 1, meterToo);
      return this.#bytes <= target;
    };
    if (this.#root === null || typeof this.#root === 'string' || !('values' in this.#root)) return true;
    return visit(this.#root);
  }

  /** Leaves so many members at either end, the last of which may be open still. */
  #cut(branch: JsonBranch, atEitherEnd: number, meterToo: boolean): void {
    const from = Math.min(atEitherEnd, branch.values.length - 1);
    const to = Math.max(from, branch.values.length - Math.max(1, atEitherEnd));
    const kept: number[] = [];
    for (let index = from; index < to; index++) {
      if (!branch.isList && !meterToo && isKeptWhole(nameOf(branch, index))) kept.push(index);
      else this.#bytes -= sizeOf(branch.values[index] ?? '') + (branch.names[index]?.length ?? 0);
    }
    const leftOut = to - from - kept.length;
    if (leftOut === 0) return;
    this.shortened = true;
    branch.values.splice(from, to - from, ...kept.map((index) => branch.values[index] ?? 'null'));
    if (!branch.isList)
      branch.names.splice(from, to - from, ...kept.map((index) => branch.names[index] ?? '""'));
    if (branch.leftOut === 0) this.#bytes += MARK_BYTES;
    branch.leftOut += leftOut;
    branch.cutAt = from + kept.length;
  }
}

/** A member's name without quotes; empty in a list. */
function nameOf(branch: JsonBranch, index: number): string {
  return branch.names[index]?.slice(1, -1) ?? '';
}

/** True for a list that is nothing but numbers, and more of them than anybody reads. */
function isVector({ isList, values }: JsonBranch): boolean {
  if (!isList || values.length <= VECTOR_NUMBERS) return false;
  return [values[0], values.at(-1)].every((value) => typeof value === 'string' && /^[-\d]/.test(value));
}

function textBytes(value: string | KeptText): number {
  if (typeof value !== 'string') return value.head.length + value.tail.length + MARK_BYTES;
  return value.startsWith('"') ? value.length : 0;
}

/** What one value takes, its members left out. */
function costOf(value: JsonNode): number {
  if (typeof value === 'string') return value.length + LEAF_BYTES;
  if ('values' in value) return BRANCH_BYTES;
  return value.head.length + value.tail.length + LEAF_BYTES + MARK_BYTES;
}

/** What a value takes with all its members. */
function sizeOf(value: JsonNode): number {
  if (typeof value === 'string' || !('values' in value)) return costOf(value);
  let bytes = BRANCH_BYTES + (value.leftOut > 0 ? MARK_BYTES : 0);
  for (const member of value.values) bytes += sizeOf(member);
  for (const name of value.names) bytes += name.length;
  return bytes;
}

function renderNode(node: JsonNode, parts: string[]): void {
  if (typeof node === 'string') parts.push(node);
  else if (!('values' in node)) parts.push(renderKeptText(node));
  else {
    parts.push(node.isList ? '[' : '{');
    for (let index = 0; index <= node.values.length; index++) {
      if (node.leftOut > 0 && index === node.cutAt) {
        if (index > 0) parts.push(',');
        parts.push(node.isList ? '' : '"weir":', `"${membersMark(node.leftOut)}"`);
      }
      const value = node.values[index];
      if (value === undefined) continue;
      if (index > 0 || (node.leftOut > 0 && node.cutAt === 0)) parts.push(',');
      if (!node.isList) parts.push(node.names[index] ?? '""', ':');
      renderNode(value, parts);
    }
    parts.push(node.isList ? ']' : '}');
  }
}
