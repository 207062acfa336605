/**
 * From the spans of one request to traces, each with the part of its spans that came: the store joins them with what
 * came before and comes later (mlflow/store/tracking/sqlalchemy_store.py, `log_spans`).
 */
import { asArray, asObject, asString, type JsonObject } from '../../core/json.ts';
import { previewOf } from '../preview.ts';
import type { PromptLink, Span, TokenUsage, Trace, TraceInfo, TraceSource, TraceState } from '../trace.ts';
import { sessionKeys, userKeys } from './conventions/frameworks.ts';
import type { OtlpSpan } from './otlp-span.ts';
import { traceMarks } from '../trace-marks.ts';
import { firstTokenOf } from './first-token.ts';
import { translateSpan, type TranslateContext } from './translate-span.ts';

/** Root attributes that become tags of the trace. */
const TAG_PREFIX = 'mlflow.traceTag.';
/** Bounds of MLflow's tags, and of its session ids. */
const MAX_TAG_KEY_CHARACTERS = 250;
const MAX_TAG_VALUE_CHARACTERS = 8000;
const MAX_ID_CHARACTERS = 250;

/** What building needs. */
export interface BuildTracesContext extends TranslateContext {
  experimentId: string;
  source: TraceSource;
}

/** The traces the spans belong to, in the order of their first span. */
export async function buildTraces(sent: readonly OtlpSpan[], context: BuildTracesContext): Promise<Trace[]> {
  const spans = await Promise.all(sent.map((span) => translateSpan(span, context)));
  const byTrace = Map.groupBy(spans, ({ traceId }) => traceId);
  const environments = new Map(sent.map((span) => [span.traceId, environmentOf(span.resource)] as const));
  return [...byTrace].map(([traceId, own]) => ({
    info: describeTrace(own, { ...context, traceId, environment: environments.get(traceId) ?? null }),
    spans: own,
  }));
}

function environmentOf(resource: JsonObject): string | null {
  return asString(resource['deployment.environment.name']) ?? asString(resource['deployment.environment']);
}

/**
 * What spans tell of their trace. Facts of the root outrank those of others; without it the trace is in progress.
 *
 * @param spans at least one
 */
function describeTrace(
  spans: readonly Span[],
  {
    traceId,
    experimentId,
    source,
    environment,
  }: Pick<TraceInfo, 'traceId' | 'experimentId' | 'source'> & {
    environment: string | null;
  },
): TraceInfo {
  const root = spans.find(({ parentSpanId }) => parentSpanId === null) ?? null;
  const first = root ?? spans[0];
  const models = spans.filter(({ model }) => model !== null);
  const call = (root?.model == null ? models[0] : root) ?? null;
  const starts = spans.map(({ startNs }) => toMilliseconds(startNs));
  const ends = spans.flatMap(({ endNs }) => (endNs === null ? [] : [toMilliseconds(endNs)]));
  return {
    traceId,
    experimentId,
    requestTimeMs: Math.min(...starts),
    endTimeMs: ends.length === 0 ? null : Math.max(...ends),
    state: stateOf(root),
    name: first?.name ?? '',
    source,
    provider: call?.provider ?? null,
    model: call?.model ?? null,
    session: findText(spans, sessionKeys),
    user: findText(spans, userKeys),
    requestId: null,
    status: null,
    firstTokenMs: firstTokenOf(spans),
    usage: root?.usage ?? unknownUsage,
    cost: root?.cost ?? { inputCostUsd: null, outputCostUsd: null, totalCostUsd: null },
    ...traceMarks(spans),
    spanCount: spans.length,
    sizeBytes: 0,
    ...previewsOf(root, source === 'client' ? [] : spans),
    metadata: environment === null ? {} : { 'weir.environment': environment },
    tags: root === null ? {} : tagsOf(root),
    assessments: [],
    prompts: findPrompts(spans),
    runIds: [],
    duplicateOf: null,
  };
}

/**
 * What was asked and answered, as the root has it. Agents of some instrumentations wrap what they run and say nothing
 * themselves (Traceloop's `invoke_agent`, Pydantic AI's): then the first of their steps has what was asked, and the last
 * the answer. MLflow's clients state previews of their own.
 */
function previewsOf(
  root: Span | null,
  spans: readonly Span[],
): Pick<TraceInfo, 'requestPreview' | 'responsePreview'> {
  const own = { requestPreview: asked(root), responsePreview: answered(root) };
  if (root === null || own.requestPreview !== null || own.responsePreview !== null) return own;
  const steps = spans
    .filter(({ parentSpanId }) => parentSpanId === root.spanId)
    .toSorted((one, other) => Number(BigInt(one.startNs) - BigInt(other.startNs)));
  return {
    requestPreview: steps.map(asked).find((text) => text !== null) ?? null,
    responsePreview: steps.map(answered).findLast((text) => text !== null) ?? null,
  };
}

const asked = (span: Span | null) => previewOf(span?.attributes['mlflow.spanInputs'], 'user');
const answered = (span: Span | null) => previewOf(span?.attributes['mlflow.spanOutputs'], 'assistant');

const unknownUsage: TokenUsage = {
  inputTokens: null,
  outputTokens: null,
  totalTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
};

function stateOf(root: Span | null): TraceState {
  if (root === null) return 'IN_PROGRESS';
  return root.status.code === 'ERROR' ? 'ERROR' : 'OK';
}

function toMilliseconds(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / 1_000_000n);
}

function findText(spans: readonly Span[], keys: readonly string[]): string | null {
  for (const { attributes } of spans) {
    for (const key of keys) {
      const value = attributes[key];
      const text = typeof value === 'number' ? String(value) : value;
      if (typeof text === 'string' && text !== '') return text.slice(0, MAX_ID_CHARACTERS);
    }
  }
  return null;
}

/** Prompts that were loaded within spans, each version once. */
function findPrompts(spans: readonly Span[]): PromptLink[] {
  const found = new Map<string, PromptLink>();
  for (const { attributes } of spans) {
    for (const item of asArray(attributes['mlflow.linkedPrompts'])) {
      const { name, version } = asObject(item);
      if (typeof name !== 'string' || (typeof version !== 'string' && typeof version !== 'number')) continue;
      found.set(`${name}/${version}`, { name, version: String(version) });
    }
  }
  return [...found.values()];
}

function tagsOf({ attributes }: Span): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (!name.startsWith(TAG_PREFIX)) continue;
    const key = name.slice(TAG_PREFIX.length);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const fits = key.length <= MAX_TAG_KEY_CHARACTERS && text.length <= MAX_TAG_VALUE_CHARACTERS;
    if (key !== '' && fits) tags[key] = text;
  }
  return tags;
}
