/**
 * From an exchange to a trace: read, count, price, and write down under MLflow's and OpenTelemetry's names. Pure but for
 * the price library's import; storing is left to the store.
 */
import { decodeBody } from '../proxy/decode-body.ts';
import type { Exchange } from '../proxy/exchange.ts';
import type { CallKind, Provider, ReadableCall, Reading } from '../proxy/providers/contract.ts';
import { checkUsage } from '../proxy/providers/wire/usage.ts';
import type { ProviderTable } from '../proxy/providers/table.ts';
import { readablePath } from '../proxy/readable-path.ts';
import { estimateUsage, type KnownUsage } from './estimate-usage.ts';
import { cutPreview } from './preview.ts';
import { priceCall, pricedNothing, type PricedCall } from './price.ts';
import type { PriceOverrides } from './pricing/overrides.ts';
import { readUnknown } from './read-unknown.ts';
import { sessionOf } from './session-of.ts';
import { describeOutcome, type Outcome } from './outcome.ts';
import { spanAttributes } from './span-attributes.ts';
import { spanEvents } from './span-events.ts';
import { traceMarks } from './trace-marks.ts';
import { withoutContent } from './without-content.ts';
import type { UnpricedModel } from './store/trace-store.ts';
import { tellRefused } from './refused-experiment.ts';
import type { Span, TokenUsage, Trace, TraceInfo } from './trace.ts';

/** What building needs besides the exchange. */
export interface BuildContext {
  experimentId: string;
  /** The experiment the call asked for, where that could not be made; else null. */
  refusedExperiment?: string | null;
  providers: ProviderTable;
  priceOverrides: PriceOverrides;
}

/** Everything known of one call, as the attribute writers need it. */
export interface CallFacts {
  exchange: Exchange;
  experimentId: string;
  provider: Provider | null;
  kind: CallKind | null;
  reading: Reading;
  known: KnownUsage;
  priced: PricedCall;
  outcome: Outcome;
}

/** A built trace, and the model that had no price though it used tokens. */
export interface BuiltTrace {
  trace: Trace;
  unpriced: UnpricedModel | null;
  /** Of the bodies it was read from, plain: a compressed one takes many times what it took in the queue. */
  readBytes: number;
}

/**
 * Builds the trace of one exchange.
 *
 * @throws only on a defect of ours; what providers send never makes it throw
 */
export async function buildTrace(exchange: Exchange, context: BuildContext): Promise<BuiltTrace> {
  const provider = context.providers.get(exchange.provider) ?? null;
  const path = readablePath(exchange.path.split('?')[0] ?? '');
  const kind = provider?.dialect.callFor(exchange.method, path) ?? null;
  const read = readExchange(exchange, { provider, kind, path });
  const reading = withoutContent(read.reading, exchange);
  const known = knownUsage(reading, mayEstimate(exchange, kind));
  const models = [exchange.priceModel, reading.responseModel, reading.requestModel].filter(
    (model) => model !== null,
  );
  const priced =
    known.usage === null
      ? pricedNothing
      : await priceCall(
          {
            provider: exchange.provider,
            priceProvider: provider?.priceProvider ?? null,
            models,
            usage: known.usage,
            estimated: known.estimated,
            serviceTier: reading.serviceTier,
            customCost: exchange.customCost,
            atMs: exchange.startedAtMs,
          },
          context.priceOverrides,
        );
  const facts: CallFacts = {
    exchange,
    experimentId: context.experimentId,
    provider,
    kind,
    reading,
    known,
    priced,
    outcome: describeOutcome(exchange, reading),
  };
  const span = buildSpan(facts);
  const isUnpriced = priced.unpriced.includes('model');
  return {
    trace: tellRefused({ info: buildInfo(facts, span), spans: [span] }, context.refusedExperiment ?? null),
    unpriced:
      isUnpriced && span.model !== null
        ? { experimentId: context.experimentId, provider: exchange.provider, model: span.model }
        : null,
    readBytes: read.bytes,
  };
}

/** Calls that are answered in words of a model. */
const WRITING: ReadonlySet<string> = new Set(['chat', 'text_completion', 'generate_content']);

/**
 * The usage as told, without what cannot be, or an estimate of it. Where the provider told what cannot be, nothing is put
 * in its place.
 */
function knownUsage(reading: Reading, mayBeEstimated: boolean): KnownUsage {
  const { usage, refused } =
    reading.usage === null ? { usage: null, refused: [] } : checkUsage(reading.usage);
  if (refused.length === 0 && mayBeEstimated) return estimateUsage({ ...reading, usage });
  return { usage, estimated: false, refused };
}

/** Only answers of models are estimated: a refused call used nothing, and other calls are not counted in tokens. */
function mayEstimate(exchange: Exchange, kind: CallKind | null): boolean {
  const refused = exchange.status === null || exchange.status >= 400;
  return !refused && kind !== null && WRITING.has(kind.operation);
}

interface CallSubject {
  provider: Provider | null;
  kind: CallKind | null;
  path: string;
}

/** What a call says, and the bytes of its bodies, plain. */
interface ReadExchange {
  reading: Reading;
  bytes: number;
}

function readExchange(exchange: Exchange, { provider, kind, path }: CallSubject): ReadExchange {
  if (exchange.webSocketEvents !== null && provider?.dialect.readSession !== undefined) {
    return {
      reading: provider.dialect.readSession(exchange.webSocketEvents, exchange.path),
      bytes: exchange.webSocketEvents.reduce((sum, { text }) => sum + text.length, 0),
    };
  }
  const call: ReadableCall = {
    method: exchange.method,
    path,
    status: exchange.status,
    request: decodeBody(exchange.request, []),
    response: decodeBody(exchange.response, exchange.arrivals),
    responseHeaders: exchange.responseHeaders,
    usageRules: provider?.usageRules ?? { reasoningOutsideOutput: false },
  };
  return {
    reading: (kind?.read ?? readUnknown)(call),
    bytes: call.request.bytes.byteLength + call.response.bytes.byteLength,
  };
}

function buildSpan(facts: CallFacts): Span {
  const { exchange, outcome, reading } = facts;
  return {
    traceId: exchange.traceId,
    spanId: exchange.spanId,
    parentSpanId: exchange.parentSpanId,
    name: nameOf(facts),
    type: exchange.webSocketEvents === null ? (facts.kind?.spanType ?? 'UNKNOWN') : 'CHAT_MODEL',
    startNs: nanoseconds(exchange.startedAtMs),
    endNs: nanoseconds(exchange.startedAtMs + exchange.endedAtMs),
    status: { code: outcome.state, message: outcome.message },
    provider: exchange.provider,
    model: reading.responseModel ?? reading.requestModel,
    usage: tokenUsage(facts.known),
    cost: facts.priced.cost,
    usageEstimated: facts.known.estimated,
    estimatedCostUsd: facts.priced.estimatedCostUsd,
    unpriced: facts.priced.unpriced,
    attributes: spanAttributes(facts),
    events: spanEvents(facts),
  };
}

function buildInfo(facts: CallFacts, span: Span): TraceInfo {
  const { exchange, reading, outcome } = facts;
  const metadata: Record<string, string> = { 'weir.end': exchange.end };
  if (exchange.environment !== null) metadata['weir.environment'] = exchange.environment;
  if (exchange.keyId !== null) metadata['weir.key_id'] = exchange.keyId;
  Object.assign(metadata, promptMetadata(exchange));
  return {
    traceId: exchange.traceId,
    experimentId: facts.experimentId,
    requestTimeMs: exchange.startedAtMs,
    endTimeMs: exchange.startedAtMs + exchange.endedAtMs,
    state: outcome.state,
    name: span.name,
    source: 'proxy',
    provider: span.provider,
    model: span.model,
    session: sessionOf(exchange, reading),
    user: exchange.user ?? reading.user,
    requestId: exchange.requestId,
    status: exchange.status,
    firstTokenMs: reading.firstTokenAtMs,
    usage: span.usage,
    cost: span.cost,
    ...traceMarks([span]),
    spanCount: 1,
    sizeBytes: exchange.request.byteLength + exchange.response.byteLength,
    requestPreview: preview(reading.requestPreview ?? reading.inputs),
    responsePreview: preview(reading.responsePreview ?? reading.outputs ?? outcome.message),
    metadata,
    // Under the name MLflow's users filter by; a tag of the caller's own wins.
    tags: {
      ...(exchange.environment === null ? {} : { environment: exchange.environment }),
      ...reading.tags,
      ...exchange.tags,
    },
    assessments: [],
    prompts: exchange.prompts.map(({ name, version }) => ({ name, version: String(version) })),
    runIds: [],
    duplicateOf: null,
  };
}

function nameOf({ exchange, kind, reading }: CallFacts): string {
  if (exchange.spanName !== null) return exchange.spanName;
  const operation =
    exchange.webSocketEvents === null ? (kind?.operation ?? exchange.method.toLowerCase()) : 'realtime';
  const subject =
    reading.requestModel ??
    reading.responseModel ??
    (kind === null ? readablePath(exchange.path.split('?')[0] ?? '') : '');
  return subject === '' ? operation : `${operation} ${subject}`;
}

/** What tells arms of a split apart, of the first prompt that was found by an alias; and whether something went wrong. */
function promptMetadata({ prompts, promptProblem }: Exchange): Record<string, string> {
  const metadata: Record<string, string> = {};
  const byAlias = prompts.find(({ alias }) => alias !== null);
  if (byAlias?.alias != null) metadata['weir.prompt.alias'] = `${byAlias.name}@${byAlias.alias}`;
  if (byAlias?.arm != null) metadata['weir.prompt.arm'] = byAlias.arm;
  if (prompts.some(({ stale }) => stale)) metadata['weir.prompt.stale'] = 'true';
  if (promptProblem !== null) metadata['weir.prompt.problem'] = promptProblem;
  return metadata;
}

function tokenUsage({ usage }: KnownUsage): TokenUsage {
  return {
    inputTokens: usage?.input ?? null,
    outputTokens: usage?.output ?? null,
    totalTokens: usage?.total ?? null,
    cacheReadTokens: usage?.cacheRead ?? null,
    cacheWriteTokens: usage?.cacheWrite ?? null,
  };
}

/** Unix nanoseconds as decimal text. */
function nanoseconds(unixMs: number): string {
  return String(BigInt(Math.round(unixMs)) * 1_000_000n);
}

function preview(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return cutPreview(typeof value === 'string' ? value : JSON.stringify(value));
}
