/** Tokens and money with what in them is no fact: an estimate is marked, and what has no price is named beside the sum. */
import type { Span } from '../api/types.ts';
import { formatAmount, formatCompact, formatCost, formatCount } from '../format/format.ts';

/** Tokens, and how many of them are an estimate. */
export interface TokenAmount {
  total: number | null;
  estimated: number | null;
}

/** Money, and what is no part of it. */
export interface MoneyAmount {
  /** USD. */
  cost: number | null;
  /** Calls that used something whose price is not known. */
  unpriced: number;
  /** USD: what estimated usage would cost. */
  estimatedCost: number | null;
}

export function describeTokens({ total, estimated }: TokenAmount): { text: string; title?: string } {
  const text = formatCompact(total);
  if (estimated === null || estimated === 0) return { text };
  return {
    text: `≈ ${text}`,
    title: `${formatCount(estimated)} of ${formatCount(total)} tokens are an estimate: the provider told none.`,
  };
}

export function describeMoney({ cost, unpriced, estimatedCost }: MoneyAmount): {
  text: string;
  title?: string;
} {
  const parts = [
    ...(cost === null ? [] : [formatCost(cost)]),
    ...(estimatedCost === null ? [] : [`≈ ${formatCost(estimatedCost)}`]),
    ...(unpriced === 0 ? [] : [formatAmount(unpriced, 'unpriced call')]),
  ];
  const said = [
    ...(estimatedCost === null
      ? []
      : [`${formatCost(estimatedCost)} is the price of an estimate, and no part of the sum.`]),
    ...(unpriced === 0 ? [] : [`${formatAmount(unpriced, 'call')} used something whose price is not known.`]),
  ];
  if (parts.length === 0) return { text: formatCost(null) };
  return { text: parts.join(' + '), ...(said.length === 0 ? {} : { title: said.join(' ') }) };
}

/** What a span cost, and by name what in it has no price. */
export function SpanMoney({ span }: { span: Span }) {
  const { cost, unpriced, estimated_cost_usd: estimatedCost } = span;
  const { text, title } = describeMoney({ cost: cost.total_cost, unpriced: 0, estimatedCost });
  const parts = [...(text === formatCost(null) ? [] : [text]), ...unpriced.map((name) => `unpriced ${name}`)];
  return <span title={title}>{parts.join(' + ')}</span>;
}

export function Tokens(amount: TokenAmount) {
  const { text, title } = describeTokens(amount);
  return <span title={title}>{text}</span>;
}

export function Money(amount: MoneyAmount) {
  const { text, title } = describeMoney(amount);
  return <span title={title}>{text}</span>;
}
