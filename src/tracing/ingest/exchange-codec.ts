/**
 * The form in which exchanges wait, in a queue message or in the spool: a length, the facts as JSON, then the bodies'
 * bytes as they were. Versioned, so that a consumer can refuse what it does not know.
 */
import { z } from 'zod';
import type { CapturedBody, Exchange } from '../../proxy/exchange.ts';

const LENGTH_BYTES = 4;

type BodyFacts = Omit<CapturedBody, 'bytes' | 'meter'> & { keptBytes: number };
/** As they come: what is new in them may be missing. */
type SentBodyFacts = z.infer<typeof bodySchema>;

/** Encodes an exchange. */
export function encodeExchange(exchange: Exchange): Uint8Array<ArrayBuffer> {
  const facts = JSON.stringify({
    ...exchange,
    request: bodyFacts(exchange.request),
    response: bodyFacts(exchange.response),
  });
  const head = new TextEncoder().encode(facts);
  const [request, response] = [sentBytes(exchange.request), sentBytes(exchange.response)];
  const encoded = new Uint8Array(LENGTH_BYTES + head.byteLength + request.byteLength + response.byteLength);
  new DataView(encoded.buffer).setUint32(0, head.byteLength);
  encoded.set(head, LENGTH_BYTES);
  encoded.set(request, LENGTH_BYTES + head.byteLength);
  encoded.set(response, LENGTH_BYTES + head.byteLength + request.byteLength);
  return encoded;
}

function bodyFacts(body: CapturedBody): BodyFacts {
  const { bytes: _bytes, meter: _meter, ...facts } = body;
  return { ...facts, keptBytes: sentBytes(body).byteLength };
}

/** A body goes with its bytes, or with the meter that stands for them. */
function sentBytes({ bytes, meter }: CapturedBody): Uint8Array {
  return meter ?? bytes;
}

const bodySchema = z.object({
  contentType: z.string(),
  contentEncoding: z.string(),
  byteLength: z.number(),
  truncated: z.boolean(),
  /** Absent from messages of before: bodies were cut at the limit then. */
  endLost: z.boolean().optional(),
  omitted: z.enum(['binary', 'capture_mode']).nullable(),
  sha256: z.string().nullable(),
  keptBytes: z.number().int().nonnegative(),
});

/** The facts without bytes; strict enough that a foreign message is recognised as one. */
const factsSchema = z.object({
  version: z.literal(1),
  traceId: z.string().regex(/^tr-[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().nullable(),
  experiment: z.string().nullable(),
  provider: z.string(),
  method: z.string(),
  path: z.string(),
  startedAtMs: z.number(),
  headersAtMs: z.number().nullable(),
  firstByteAtMs: z.number().nullable(),
  endedAtMs: z.number(),
  status: z.number().nullable(),
  end: z.enum(['complete', 'client_cancelled', 'upstream_failed', 'timed_out']),
  failure: z.string().nullable(),
  request: bodySchema,
  response: bodySchema,
  arrivals: z.array(z.tuple([z.number(), z.number()])),
  webSocketEvents: z
    .array(z.object({ from: z.enum(['caller', 'provider']), atMs: z.number(), text: z.string() }))
    .nullable(),
  // Absent in what an older deployment left waiting.
  socket: z
    .object({ id: z.string(), lane: z.string().nullable(), conversation: z.string().nullable() })
    .nullable()
    .default(null),
  requestHeaders: z.record(z.string(), z.string()),
  responseHeaders: z.record(z.string(), z.string()),
  session: z.string().nullable(),
  user: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  requestId: z.string().nullable(),
  environment: z.string().nullable(),
  spanName: z.string().nullable(),
  priceModel: z.string().nullable(),
  customCost: z
    .object({
      perTokenInUsd: z.number().nullable(),
      perTokenOutUsd: z.number().nullable(),
      totalUsd: z.number().nullable(),
    })
    .nullable(),
  prompts: z.array(
    z.object({
      name: z.string(),
      version: z.number(),
      alias: z.string().nullable(),
      arm: z.string().nullable(),
      stale: z.boolean(),
    }),
  ),
  promptProblem: z.string().nullable(),
  editProblem: z.string().nullable().default(null),
  captureMode: z.enum(['full', 'request', 'response', 'metadata']),
  usageAsked: z.boolean(),
  notUnderstood: z.array(z.string()),
  keyId: z.string().nullable(),
});

/** An exchange, or why the bytes are none. */
export type DecodeResult = { ok: true; exchange: Exchange } | { ok: false; reason: string };

/** Decodes what {@link encodeExchange} made. */
export function decodeExchange(encoded: Uint8Array): DecodeResult {
  if (encoded.byteLength < LENGTH_BYTES) return { ok: false, reason: 'shorter than its length field' };
  const headBytes = new DataView(encoded.buffer, encoded.byteOffset).getUint32(0);
  const bodiesStart = LENGTH_BYTES + headBytes;
  if (bodiesStart > encoded.byteLength) return { ok: false, reason: 'shorter than its facts' };
  const facts = parseFacts(encoded.subarray(LENGTH_BYTES, bodiesStart));
  if (!facts.ok) return facts;
  const { request, response, ...rest } = facts.value;
  const responseStart = bodiesStart + request.keptBytes;
  const end = responseStart + response.keptBytes;
  if (end !== encoded.byteLength) return { ok: false, reason: 'of another length than its bodies' };
  return {
    ok: true,
    exchange: {
      ...rest,
      request: withBytes(request, encoded.subarray(bodiesStart, responseStart)),
      response: withBytes(response, encoded.subarray(responseStart, end)),
    },
  };
}

type FactsResult = { ok: true; value: z.infer<typeof factsSchema> } | { ok: false; reason: string };

function parseFacts(head: Uint8Array): FactsResult {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(head));
  } catch {
    return { ok: false, reason: 'its facts are not JSON' };
  }
  const parsed = factsSchema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  return { ok: false, reason: `its facts are not an exchange: ${issue?.path.join('.')} ${issue?.message}` };
}

function withBytes({ keptBytes: _keptBytes, ...facts }: SentBodyFacts, bytes: Uint8Array): CapturedBody {
  const isMeter = facts.omitted === 'capture_mode';
  return {
    ...facts,
    endLost: facts.endLost ?? (facts.truncated || facts.omitted !== null),
    bytes: isMeter ? bytes.subarray(0, 0) : bytes,
    meter: isMeter ? bytes : null,
  };
}
