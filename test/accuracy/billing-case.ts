/**
 * Calls whose bill is known: the provider's bytes, and by hand, from the provider's own price list, what Weir must record.
 * The arithmetic stands beside each call and shares nothing with Weir's.
 */
import type { Exchange } from '../../src/proxy/exchange.ts';
import { createProviderTable } from '../../src/proxy/providers/table.ts';
import { buildTrace } from '../../src/tracing/build-trace.ts';
import type { PriceOverrides } from '../../src/tracing/pricing/overrides.ts';
import type { Span } from '../../src/tracing/trace.ts';
import { capturedBody, exchange } from '../helpers/exchanges.ts';

/** What is true of a call. */
export interface BillingTruth {
  /** Null is unknown. */
  inputTokens: number | null;
  outputTokens: number | null;
  /** USD of all that has a price; null when nothing has one. */
  costUsd: number | null;
  /** What has no price, in any order; none when left out. */
  unpriced?: string[];
  /** Members of the usage that are refused. */
  refused?: string[];
}

/** A call. */
export interface BillingCase {
  /** The provider's API. */
  api: string;
  /** What is billed, by the provider's own name. */
  member: string;
  /** Where the provider says so. */
  source: string;
  provider: string;
  method?: string;
  path: string;
  request?: unknown;
  /** A JSON answer, or the text of an event stream. */
  answer: unknown;
  responseHeaders?: Record<string, string>;
  overrides?: PriceOverrides;
  truth: BillingTruth;
}

/** USD per million of each; the sum of counts times rates. */
export function perMillion(...parts: (readonly [count: number, usd: number])[]): number {
  return parts.reduce((sum, [count, usd]) => sum + count * usd, 0) / 1_000_000;
}

/** Server-sent events with their types. */
export function eventStream(...events: { type: string; [member: string]: unknown }[]): string {
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

const providers = createProviderTable({
  providersJson: JSON.stringify({
    deepinfra: { like: 'openai', baseUrl: 'https://api.deepinfra.com/v1/openai' },
  }),
  demo: false,
  variables: { AWS_REGION: 'us-east-1' },
});

/** The span Weir records of a call. */
export async function recordCase(call: BillingCase): Promise<Span> {
  const isStream = typeof call.answer === 'string';
  const sent: Partial<Exchange> = {
    provider: call.provider,
    method: call.method ?? 'POST',
    path: call.path,
    request: call.request === undefined ? capturedBody('') : capturedBody(JSON.stringify(call.request)),
    response: isStream
      ? capturedBody(String(call.answer), 'text/event-stream')
      : capturedBody(JSON.stringify(call.answer)),
    responseHeaders: call.responseHeaders ?? {},
  };
  const { trace } = await buildTrace(exchange(sent), {
    experimentId: '0',
    providers,
    priceOverrides: call.overrides ?? {},
  });
  const [span] = trace.spans;
  if (span === undefined) throw new Error('a call has a span');
  return span;
}

/** What is compared of a span, and what it should be; equal when the call is recorded exactly. */
export function compareCase({ truth }: BillingCase, span: Span): { recorded: object; expected: object } {
  const refused = span.attributes['weir.usage.refused'];
  return {
    recorded: {
      inputTokens: span.usage.inputTokens,
      outputTokens: span.usage.outputTokens,
      costUsd: rounded(span.cost.totalCostUsd),
      estimated: span.usageEstimated,
      unpriced: span.unpriced.toSorted(),
      refused: Array.isArray(refused) ? refused.toSorted() : [],
    },
    expected: {
      inputTokens: truth.inputTokens,
      outputTokens: truth.outputTokens,
      costUsd: rounded(truth.costUsd),
      estimated: false,
      unpriced: (truth.unpriced ?? []).toSorted(),
      refused: (truth.refused ?? []).toSorted(),
    },
  };
}

/** To twelve digits: sums of the same numbers in another order differ in the sixteenth. */
function rounded(usd: number | null): number | null {
  return usd === null ? null : Number(usd.toPrecision(12));
}
