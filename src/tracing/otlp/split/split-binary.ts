/**
 * A large OTLP request in protobuf as several small ones, read as it comes: a message is its fields one after the other, so
 * that spans are told apart without decoding them.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { limits } from '../../../core/limits.ts';
import { ByteSource } from './byte-source.ts';
import { KeptBudget } from './text-shortener.ts';

/** Spans that go together. */
const PART_BYTES = 2 * 1024 * 1024;
/** A message this long is walked for long texts; a shorter one is taken as it is. */
const WALKED_BYTES = 16 * 1024;

/** Fields that lead to texts, by number (opentelemetry-proto, trace.proto and common.proto). */
interface Shape {
  [fieldNo: number]: Shape | 'text';
}

const anyValue: Shape = { 1: 'text' };
const keyValue: Shape = { 2: anyValue };
anyValue[5] = { 1: anyValue };
anyValue[6] = { 1: keyValue };
const spanShape: Shape = { 9: keyValue, 11: { 3: keyValue }, 13: { 4: keyValue }, 15: { 2: 'text' } };

const FIELD = { group: 1, resource: 1, scopeSpans: 2, scope: 1, span: 2 } as const;

/**
 * The requests, each some of the spans with their resource and scope; long texts are shortened.
 *
 * @throws AppError PAYLOAD_TOO_LARGE; an Error for what is no protobuf
 */
export async function* splitBinary(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = new ByteSource(stream, limits.artifactBytes);
  const budget = new KeptBudget();
  while (await source.hasMore()) {
    const group = await readTag(source);
    if (group.fieldNo !== FIELD.group) {
      await skip(source, group.wireType);
      continue;
    }
    const end = (await source.takeVarint()) + source.position;
    let resource: Uint8Array = new Uint8Array();
    while (source.position < end) {
      const { fieldNo, wireType } = await readTag(source);
      if (fieldNo === FIELD.resource) resource = await source.take(await source.takeVarint());
      else if (fieldNo === FIELD.scopeSpans) yield* splitScope(source, { resource, budget });
      else await skip(source, wireType);
    }
  }
}

async function* splitScope(
  source: ByteSource,
  { resource, budget }: { resource: Uint8Array; budget: KeptBudget },
): AsyncGenerator<Uint8Array> {
  const end = (await source.takeVarint()) + source.position;
  let scope: Uint8Array = new Uint8Array();
  let spans: Uint8Array[] = [];
  let held = 0;
  while (source.position < end) {
    const { fieldNo, wireType } = await readTag(source);
    if (fieldNo === FIELD.scope) scope = await source.take(await source.takeVarint());
    else if (fieldNo === FIELD.span) {
      const span = await readMessage(source, { shape: spanShape, budget });
      spans.push(span);
      held += span.byteLength;
    } else await skip(source, wireType);
    if (held < PART_BYTES) continue;
    yield requestOf(spans, resource, scope);
    [spans, held] = [[], 0];
  }
  if (spans.length > 0) yield requestOf(spans, resource, scope);
}

function requestOf(spans: readonly Uint8Array[], resource: Uint8Array, scope: Uint8Array): Uint8Array {
  const scoped = Buffer.concat([field(FIELD.scope, scope), ...spans.map((span) => field(FIELD.span, span))]);
  const grouped = Buffer.concat([field(FIELD.resource, resource), field(FIELD.scopeSpans, scoped)]);
  return field(FIELD.group, grouped);
}

function field(fieldNo: number, bytes: Uint8Array): Uint8Array {
  return new BinaryWriter().tag(fieldNo, WireType.LengthDelimited).bytes(bytes).finish();
}

async function readTag(source: ByteSource): Promise<{ fieldNo: number; wireType: WireType }> {
  const tag = await source.takeVarint();
  if (tag < 8) throw new Error('a field without a number');
  return { fieldNo: Math.floor(tag / 8), wireType: tag % 8 };
}

/** The bytes of a message whose length comes next, with its long texts shortened. */
async function readMessage(
  source: ByteSource,
  { shape, budget, depth = 0 }: { shape: Shape; budget: KeptBudget; depth?: number },
): Promise<Uint8Array> {
  const length = await source.takeVarint();
  if (length <= Math.min(WALKED_BYTES, budget.textBytes)) {
    budget.spend(length);
    return source.take(length);
  }
  // What is nested so deep is no value that somebody reads.
  if (depth > 4 * limits.jsonDepth) return source.takeShortened(length, budget);
  const end = source.position + length;
  const writer = new BinaryWriter();
  while (source.position < end) {
    const { fieldNo, wireType } = await readTag(source);
    writer.tag(fieldNo, wireType);
    if (wireType !== WireType.LengthDelimited) {
      writer.raw(await readScalar(source, wireType));
      continue;
    }
    const inner = shape[fieldNo];
    if (inner === undefined || inner === 'text')
      writer.bytes(await source.takeShortened(await source.takeVarint(), budget));
    else writer.bytes(await readMessage(source, { shape: inner, budget, depth: depth + 1 }));
  }
  return writer.finish();
}

async function readScalar(source: ByteSource, wireType: WireType): Promise<Uint8Array> {
  if (wireType === WireType.Bit64) return source.take(8);
  if (wireType === WireType.Bit32) return source.take(4);
  if (wireType !== WireType.Varint) throw new Error(`wire type ${wireType}`);
  const bytes: number[] = [];
  do bytes.push(...(await source.take(1)));
  while ((bytes.at(-1) ?? 0) >= 0x80 && bytes.length < 10);
  return Uint8Array.from(bytes);
}

async function skip(source: ByteSource, wireType: WireType): Promise<void> {
  if (wireType === WireType.LengthDelimited) await source.skip(await source.takeVarint());
  else await readScalar(source, wireType);
}
