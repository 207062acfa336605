/**
 * What each model of a trace used: written with the trace, over the spans that count towards it, and read by statistics by
 * model and by provider. Sums over the models of a trace are those of the trace.
 */

/** Members of a share as it is kept, a JSON array; from the third on they are sums. */
const modelShareMembers = [
  'provider',
  'model',
  'input_tokens',
  'output_tokens',
  'total_tokens',
  'total_cost_usd',
  'estimated_tokens',
  'estimated_cost_usd',
  'unpriced_spans',
] as const;

/** A member of a share. */
export type ShareMember = (typeof modelShareMembers)[number];

/** Tokens of a span that are an estimate. */
export const estimatedTokensOf = `CASE WHEN counts_tokens AND usage_estimated
      THEN coalesce(total_tokens, coalesce(input_tokens, 0) + coalesce(output_tokens, 0)) END`;

/**
 * Rows `trace_id`, `model_shares` of the spans in `measured`, which says of each in `counts_tokens`, `counts_costs`,
 * `counts_estimate` and `counts_unpriced` what of it counts.
 */
export const sharesOfMeasured = `SELECT trace_id, json_group_array(json_array(${modelShareMembers.join(', ')})) AS model_shares FROM (
    SELECT trace_id, provider, model, sum(CASE WHEN counts_tokens THEN input_tokens END) AS input_tokens,
      sum(CASE WHEN counts_tokens THEN output_tokens END) AS output_tokens,
      sum(CASE WHEN counts_tokens THEN total_tokens END) AS total_tokens,
      sum(CASE WHEN counts_costs THEN total_cost_usd END) AS total_cost_usd,
      sum(${estimatedTokensOf}) AS estimated_tokens,
      sum(CASE WHEN counts_estimate THEN estimated_cost_usd END) AS estimated_cost_usd,
      sum(counts_unpriced) AS unpriced_spans
    FROM measured WHERE counts_tokens OR counts_costs OR counts_estimate OR counts_unpriced
    GROUP BY trace_id, provider, model
  ) GROUP BY trace_id`;

/** A member of the share that a row of `json_each` holds. */
export function shareMember(row: string, member: ShareMember): string {
  return `${row}.value ->> ${modelShareMembers.indexOf(member)}`;
}
