/**
 * Masks what a trace says: inputs, outputs, attributes and events of its spans, its previews, tags and metadata. Facts
 * that say how the call went (ids, models, tokens, cost, times) are no content and stay. Pure.
 */
import { limits } from '../core/limits.ts';
import type { Json } from '../core/json.ts';
import { sessionKeys, userKeys } from '../tracing/otlp/conventions/frameworks.ts';
import {
  redactedKey,
  type Span,
  type SpanEvent,
  type SpanLink,
  type Trace,
  type TraceInfo,
} from '../tracing/trace.ts';
import { maskJson } from './mask-json.ts';
import { totalOf, type Masking, type Tally } from './masking.ts';

/** What masks the parts of a trace. */
export interface TraceMasking {
  content: Masking;
  /** Users, sessions and request ids: of credentials only, unless a rule says so. */
  identifiers: Masking;
  /** Facts that say how a call went: of credentials, which a client may put anywhere. */
  facts: Masking;
}

const IDENTIFIERS = new Set<string>([
  ...sessionKeys,
  ...userKeys,
  'mlflow.trace.session',
  'mlflow.trace.user',
  'mlflow.user',
]);

/** What MLflow and Weir know a span by. */
const FACTS = new Set([
  'mlflow.traceRequestId',
  'mlflow.experimentId',
  'mlflow.spanType',
  'mlflow.chat.tokenUsage',
  'mlflow.llm.cost',
  'mlflow.llm.model',
  'mlflow.llm.provider',
  'mlflow.message.format',
  'mlflow.linkedPrompts',
  'mlflow.sourceRun',
  'mlflow.trace.tokenUsage',
  'mlflow.trace.cost',
  'mlflow.trace.sizeStats',
  'mlflow.trace_schema.version',
  'mlflow.trace.infoFinalized',
  'mlflow.artifactLocation',
  'mlflow.trace.spansLocation',
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.system',
  'gen_ai.request.model',
  'gen_ai.response.model',
  'gen_ai.response.id',
  'gen_ai.response.finish_reasons',
  'http.request.method',
  'http.response.status_code',
]);
const FACT_PREFIXES = ['weir.', 'gen_ai.usage.', 'llm.token_count.'];
/** Of Weir's own attributes these two hold what callers and providers wrote. */
const OWN_CONTENT = new Set(['weir.request.headers', 'weir.response.headers']);

/** Pieces of something that was cut off at the end of a preview are shorter than this. */
const LONGEST_PIECE_CHARACTERS = 100;
const ELLIPSIS = '...';

/** A name that holds a credential is longer than the names of conventions. */
const FEWEST_SECRET_CHARACTERS = 20;

/** The trace, masked. */
export function maskTrace({ info, spans }: Trace, masking: TraceMasking): Trace {
  return { info: maskTraceInfo(info, masking), spans: spans.map((span) => maskSpan(span, masking)) };
}

/** A span, masked; it says itself how much that was. */
function maskSpan(span: Span, masking: TraceMasking): Span {
  const tally: Tally = new Map();
  const attributes = maskAttributes(span.attributes, masking, tally);
  const events = span.events.map((event): SpanEvent => ({
    ...event,
    name: masking.content.maskText(event.name, tally),
    attributes: maskAttributes(event.attributes, masking, tally),
  }));
  const links = span.links?.map((link): SpanLink => ({
    ...link,
    attributes: maskAttributes(link.attributes, masking, tally),
  }));
  const fact = (text: string): string => masking.facts.maskText(text, tally);
  const message = masking.content.maskText(span.status.message, tally);
  const name = masking.content.maskText(span.name, tally);
  const masked = totalOf(tally);
  return {
    ...span,
    name,
    type: fact(span.type),
    provider: span.provider === null ? null : fact(span.provider),
    model: span.model === null ? null : fact(span.model),
    unpriced: span.unpriced.map(fact),
    ...(span.scope === undefined ? {} : { scope: fact(span.scope) }),
    ...(links === undefined ? {} : { links }),
    status: { ...span.status, message },
    attributes: masked === 0 ? attributes : { ...attributes, [redactedKey]: masked },
    events,
  };
}

/** What is known of a trace, masked. What is found here stands in its spans too, and is not counted again. */
export function maskTraceInfo<Info extends Omit<TraceInfo, 'assessments'>>(
  info: Info,
  masking: TraceMasking,
): Info {
  const identifier = (value: string | null) => maskIdentifier(value, masking);
  const fact = (text: string | null) => (text === null ? null : masking.facts.maskText(text, new Map()));
  return {
    ...info,
    name: masking.content.maskText(info.name, new Map()),
    provider: fact(info.provider),
    model: fact(info.model),
    session: identifier(info.session),
    user: identifier(info.user),
    requestId: identifier(info.requestId),
    requestPreview: maskPreview(info.requestPreview, masking),
    responsePreview: maskPreview(info.responsePreview, masking),
    metadata: maskTexts(info.metadata, masking),
    tags: maskTexts(info.tags, masking),
  };
}

/** The value of a tag or of metadata, masked. */
export function maskTag(key: string, value: string, masking: TraceMasking): string {
  // Its name may be masked as well.
  return Object.values(maskTexts({ [key]: value }, masking))[0] ?? value;
}

function maskTexts(texts: Record<string, string>, masking: TraceMasking): Record<string, string> {
  const masked = maskAttributes(texts, masking, new Map());
  return Object.fromEntries(
    Object.entries(masked).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

function maskAttributes(
  attributes: { [key: string]: Json },
  masking: TraceMasking,
  tally: Tally,
): { [key: string]: Json } {
  const { content, identifiers, facts } = masking;
  const masked: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(attributes)) {
    const name = key.length < FEWEST_SECRET_CHARACTERS ? key : facts.maskText(key, tally);
    if (IDENTIFIERS.has(key)) masked[name] = maskJson(value, identifiers, tally);
    else if (isFact(key)) masked[name] = maskJson(value, facts, tally);
    // Kept by an allow list, so that none of them is a credential by its name.
    else if (OWN_CONTENT.has(key))
      masked[name] = content.markerOfMember(key, tally) ?? maskJson(value, content, tally);
    else masked[name] = content.maskMember(key, value, tally) ?? maskJson(value, content, tally);
  }
  return masked;
}

function isFact(key: string): boolean {
  if (OWN_CONTENT.has(key)) return false;
  return FACTS.has(key) || FACT_PREFIXES.some((prefix) => key.startsWith(prefix));
}

function maskIdentifier(value: string | null, { identifiers }: TraceMasking): string | null {
  return value === null ? null : identifiers.maskText(value, new Map());
}

/**
 * A preview is cut before it comes here, perhaps within what should be masked: then the piece that is left is not
 * recognised. So one that was cut loses its end.
 */
function maskPreview(preview: string | null, { content }: TraceMasking): string | null {
  if (preview === null) return null;
  const masked = maskPreviewText(preview, content);
  const wasCut = preview.endsWith(ELLIPSIS) || preview.length >= limits.previewCharacters;
  if (!wasCut || !content.hasRules) return masked;
  const kept = masked.slice(0, Math.max(0, masked.length - LONGEST_PIECE_CHARACTERS));
  return (/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept) + ELLIPSIS;
}

function maskPreviewText(preview: string, content: Masking): string {
  const masked = maskJson(preview, content, new Map());
  return typeof masked === 'string' ? masked : JSON.stringify(masked);
}
