/** What in the sums of a trace is no fact, from its spans: estimates, and what has no price. Pure. */
import { modelSpanTypes, type Span, type TraceInfo, type unmarkedTrace } from './trace.ts';

/**
 * The marks of a trace that has these spans. Good for spans that do not lie in each other: the store, which sees all spans
 * of a trace, leaves out those that repeat others.
 */
export function traceMarks(spans: readonly Span[]): Pick<TraceInfo, keyof typeof unmarkedTrace> {
  const counted = spans.filter(({ type }) => modelSpanTypes.includes(type));
  const estimated = counted.filter(({ usageEstimated }) => usageEstimated);
  return {
    usageEstimated: estimated.length > 0,
    estimatedTokens: sumOf(estimated.map(({ usage }) => usage.totalTokens)),
    estimatedCostUsd: sumOf(counted.map(({ estimatedCostUsd }) => estimatedCostUsd)),
    unpricedSpanCount: counted.filter(({ unpriced }) => unpriced.length > 0).length,
  };
}

function sumOf(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0);
}
