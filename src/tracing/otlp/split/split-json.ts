/**
 * A large list of spans in JSON as several small ones, read as it comes: `traces.json`, or an OTLP request in JSON. Strings and
 * brackets are followed, so that spans are told apart without parsing them.
 */
import { limits } from '../../../core/limits.ts';
import { tooLarge } from '../../../core/read-up-to.ts';
import { KeptBudget, TextShortener } from './text-shortener.ts';

/** Spans that go together. */
const PART_BYTES = 2 * 1024 * 1024;

/** Some of the spans, each as JSON text, and what the last `resource` and `scope` before them said. */
export interface JsonPart {
  spans: string[];
  resource: string;
  scope: string;
}

const UNIT = {
  quote: 0x22,
  backslash: 0x5c,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;
const COLLECTED = ['resource', 'scope'] as const;

/**
 * The parts; long texts in spans are shortened.
 *
 * @throws AppError PAYLOAD_TOO_LARGE
 */
export async function* splitJson(stream: ReadableStream<Uint8Array>): AsyncGenerator<JsonPart> {
  const splitter = new JsonSplitter();
  let passed = 0;
  for await (const chunk of stream) {
    passed += chunk.byteLength;
    if (passed > limits.artifactBytes) throw tooLarge(limits.artifactBytes);
    splitter.add(chunk);
    yield* splitter.ready();
  }
  yield* splitter.rest();
}

/** Follows the text; holds the span under way and those that wait to go together. */
class JsonSplitter {
  readonly #budget = new KeptBudget();
  readonly #facts = { resource: '', scope: '' };
  /** For each open bracket, the member it is the value of. */
  readonly #names: string[] = [];
  #parts: JsonPart[] = [];
  #spans: string[] = [];
  #heldBytes = 0;
  /** The string under way; null outside of strings. */
  #text: TextShortener | null = null;
  #escaped = false;
  /** The last string outside of what is collected: the name of the member that follows. */
  #lastString = '';
  /** What is being collected, and how many brackets were open before it. */
  #collecting: { name: string; depth: number; bytes: Uint8Array[] } | null = null;

  add(chunk: Uint8Array): void {
    let from = 0;
    for (let at = 0; at < chunk.byteLength; at++) {
      if (this.#text !== null) {
        const end = this.#endOfString(chunk, at);
        this.#text.add(chunk.subarray(at, end));
        if (end === chunk.byteLength) return;
        this.#closeString();
        [at, from] = [end, end];
        continue;
      }
      const unit = chunk[at];
      if (unit === UNIT.quote) {
        this.#collecting?.bytes.push(chunk.slice(from, at + 1));
        this.#text = new TextShortener(this.#budget);
        from = at + 1;
      } else if (unit === UNIT.openBrace || unit === UNIT.openBracket) {
        if (this.#open(unit === UNIT.openBrace)) from = at;
      } else if (unit === UNIT.closeBrace || unit === UNIT.closeBracket) {
        this.#names.pop();
        if (this.#collecting?.depth === this.#names.length) {
          this.#collecting.bytes.push(chunk.slice(from, at + 1));
          this.#finish();
        }
      }
    }
    if (this.#text === null) this.#collecting?.bytes.push(chunk.slice(from));
  }

  *ready(): Generator<JsonPart> {
    yield* this.#parts.splice(0);
  }

  *rest(): Generator<JsonPart> {
    this.#flush();
    yield* this.ready();
  }

  /** Where the string ends: the index of its quote, or the chunk's length. */
  #endOfString(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.byteLength; at++) {
      if (this.#escaped) this.#escaped = false;
      else if (chunk[at] === UNIT.backslash) this.#escaped = true;
      else if (chunk[at] === UNIT.quote) return at;
    }
    return chunk.byteLength;
  }

  #closeString(): void {
    const text = this.#text?.finish() ?? new Uint8Array();
    this.#text = null;
    if (this.#collecting === null) this.#lastString = new TextDecoder().decode(text.subarray(0, 100));
    else this.#collecting.bytes.push(text);
  }

  /** Notes an open bracket; true when it begins something that is collected. */
  #open(isObject: boolean): boolean {
    const isSpan = isObject && this.#names.at(-1) === 'spans';
    const name = isSpan ? 'spans' : COLLECTED.find((one) => isObject && one === this.#lastString);
    const begins = this.#collecting === null && name !== undefined;
    if (begins) this.#collecting = { name, depth: this.#names.length, bytes: [] };
    // Inside a list the name is the list's own, which its members are not.
    this.#names.push(isObject ? '' : this.#lastString);
    this.#lastString = '';
    return begins;
  }

  #finish(): void {
    const { name, bytes } = this.#collecting ?? { name: '', bytes: [] };
    this.#collecting = null;
    const text = new TextDecoder().decode(Buffer.concat(bytes));
    if (name === 'resource' || name === 'scope') {
      this.#flush();
      this.#facts[name] = text;
      if (name === 'resource') this.#facts.scope = '';
      return;
    }
    this.#spans.push(text);
    this.#heldBytes += text.length;
    if (this.#heldBytes >= PART_BYTES) this.#flush();
  }

  #flush(): void {
    if (this.#spans.length > 0) this.#parts.push({ spans: this.#spans, ...this.#facts });
    this.#spans = [];
    this.#heldBytes = 0;
  }
}
