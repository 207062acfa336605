/** Evaluations as our REST surface writes them. Schemas and mappings side by side. */
import { z } from '@hono/zod-openapi';
import { AppError } from '../../core/app-error.ts';
import { limits } from '../../core/limits.ts';
import { intervalMethods } from '../../core/statistics/intervals.ts';
import { anyJson, jsonObject } from '../../http/json-schema.ts';
import type { TraceInfo } from '../../tracing/trace.ts';
import { parseModelUri } from '../models/model-uri.ts';
import { describeScorer, scorerDescriptionSchema } from '../registry/scorer-json.ts';
import type { RowCounts } from '../store/evaluation-store.ts';
import type { Comparison, RowDifference } from './compare-evaluations.ts';
import { comparisonVerdicts } from './compare-pairs.ts';
import type { Evaluation, EvaluationRow, RowSource, Target, WantedScorer } from './evaluation.ts';

const rowSchema = z.strictObject({
  inputs: anyJson('What the application was asked.', { question: 'What is MLflow?' }).optional(),
  outputs: anyJson('What it answered.', { response: 'A platform.' }).optional(),
  expectations: jsonObject('What it should have answered.', { expected_response: 'A platform.' }).nullish(),
  trace_id: z
    .string()
    .max(200)
    .nullish()
    .openapi({ description: 'The trace to judge, in place of the rest.' }),
});
const time = z.iso.datetime({ offset: true }).openapi({ example: '2026-10-15T12:00:00Z' });
const tracesSchema = z.strictObject({
  filter: z.string().max(20_000).nullish().openapi({ example: "status = 'OK'" }),
  from: time.nullish(),
  to: time.nullish(),
  max: z.number().int().min(1).max(limits.evaluationRows).default(1000),
});
const model = z
  .string()
  .openapi({ example: 'openai:/gpt-4.1-mini', description: 'A model, or `endpoints:/<name>`.' });
const targetSchema = z
  .union(
    [
      z.strictObject({
        model,
        prompt: z.string().max(500).nullish().openapi({ example: 'support@production' }),
        parameters: jsonObject('Further members of the request.', { temperature: 0 }).nullish(),
      }),
      z.strictObject({
        url: z.string().max(2000),
        timeout_ms: z.number().int().min(1).max(600_000).default(60_000),
        bare: z.boolean().default(false).openapi({ description: 'The body is the inputs alone.' }),
      }),
    ],
    { error: 'expected {model} or {url}' },
  )
  .openapi('EvaluationTarget');

/** A scorer by name, or described. */
export const wantedScorerSchema = z.union(
  [
    z.string().min(1).max(250),
    z.strictObject({ name: z.string().min(1).max(250), scorer: scorerDescriptionSchema }),
  ],
  { error: 'expected the name of a scorer, or {name, scorer}' },
);

/** What an evaluation is asked to do. */
export const newEvaluationSchema = z
  .strictObject({
    experiment: z.string().min(1).max(500).default('0').openapi({ description: 'Name or id.' }),
    name: z.string().min(1).max(250).nullish(),
    rows: z.array(rowSchema).max(limits.evaluationRows).optional(),
    dataset: z.string().min(1).max(500).optional().openapi({ description: 'Name or id.' }),
    traces: tracesSchema.optional(),
    scorers: z.array(wantedScorerSchema).min(1).max(50),
    target: targetSchema.nullish(),
    concurrency: z.number().int().min(1).max(32).default(8).openapi({
      description:
        'Rows at a time, as far as the platform has connections: calls beyond those wait for their turn.',
    }),
  })
  .refine(
    ({ rows, dataset, traces }) => [rows, dataset, traces].filter((one) => one !== undefined).length === 1,
    'expected one of rows, dataset and traces',
  )
  .openapi('NewEvaluation');

const metricSchema = z
  .object({
    name: z.string(),
    count: z.number().int().openapi({ description: 'Verdicts with a value.' }),
    errors: z.number().int().openapi({ description: 'Verdicts that failed.' }),
    without_value: z.number().int().openapi({ description: 'Verdicts that say nothing and did not fail.' }),
    judged_rows: z
      .number()
      .int()
      .nullable()
      .openapi({ description: 'Rows of which all verdicts have a value.' }),
    mean: z.number().nullable(),
    ci_low: z.number().nullable(),
    ci_high: z.number().nullable(),
    ci_method: z.enum(intervalMethods).nullable(),
    values: z.record(z.string(), z.number().int()),
  })
  .openapi('EvaluationMetric');

/** An evaluation. */
export const evaluationSchema = z
  .object({
    evaluation_id: z.string(),
    experiment_id: z.string(),
    run_id: z.string(),
    name: z.string(),
    state: z.enum(['preparing', 'running', 'finished', 'failed', 'cancelled']),
    source: z.string(),
    scorers: z.array(z.object({ name: z.string(), version: z.number().int().nullable() })),
    target: z
      .object({ model: z.string().nullable(), prompt: z.string().nullable(), url: z.string().nullable() })
      .nullable()
      .openapi({ description: 'What answered the rows; null when their answers were given.' }),
    concurrency: z.number().int(),
    rows: z.object({
      total: z.number().int(),
      pending: z.number().int(),
      done: z.number().int(),
      failed: z.number().int(),
    }),
    metrics: z.array(metricSchema).nullable().openapi({ description: 'Once it has finished.' }),
    error: z.string().nullable(),
    creation_time: z.string(),
    end_time: z.string().nullable(),
  })
  .openapi('Evaluation');

/** A row with its verdicts. */
export const evaluationRowSchema = z
  .object({
    row: z.number().int(),
    state: z.enum(['pending', 'done', 'failed']),
    trace_id: z.string().nullable(),
    inputs: anyJson('As evaluated; null for a trace.', null),
    outputs: anyJson('As evaluated; null for a trace.', null),
    expectations: jsonObject('As given.', {}),
    request_preview: z.string().nullable().openapi({ description: "The beginning of its trace's request." }),
    response_preview: z.string().nullable().openapi({ description: "The beginning of its trace's answer." }),
    verdicts: z.array(
      z.object({
        name: z.string(),
        value: anyJson('Null with an error.', 'yes'),
        rationale: z.string().nullable(),
        error: z.object({ error_code: z.string(), error_message: z.string() }).nullable(),
        span_id: z.string().nullable(),
      }),
    ),
    error: z.string().nullable(),
  })
  .openapi('EvaluationRow');

const differenceSchema = z.object({
  baseline_row: z.number().int(),
  candidate_row: z.number().int(),
  baseline_trace_id: z.string().nullable(),
  candidate_trace_id: z.string().nullable(),
  baseline: anyJson('Its value there.', 'yes'),
  candidate: anyJson('Its value here.', 'no'),
  rationale: z.string().nullable(),
});

/** A comparison of two evaluations. */
export const comparisonSchema = z
  .object({
    matched_rows: z.number().int(),
    only_in_baseline: z.number().int(),
    only_in_candidate: z.number().int(),
    metrics: z.array(
      z.object({
        name: z.string(),
        pairs: z.number().int(),
        wins: z.number().int(),
        losses: z.number().int(),
        ties: z.number().int(),
        baseline_mean: z.number().nullable(),
        candidate_mean: z.number().nullable(),
        difference: z.number().nullable(),
        ci_low: z.number().nullable(),
        ci_high: z.number().nullable(),
        ci_method: z.enum(intervalMethods).nullable(),
        p_value: z.number().nullable().openapi({
          description: 'Two-sided exact sign test of wins and losses; of yes and no it is McNemar’s.',
        }),
        verdict: z.enum(comparisonVerdicts).openapi({
          description:
            'What the sign test decides: `worse` with more losses than wins and p below 0.05, `better` likewise, else ' +
            '`unclear`. The mean decides nothing, because one row can turn it.',
        }),
        worst_case: z.enum(comparisonVerdicts).openapi({
          description: 'The verdict if the rows whose value was lost were losses.',
        }),
        lost: z.number().int().openapi({ description: 'Rows with a value in the baseline, and none here.' }),
        gained: z
          .number()
          .int()
          .openapi({ description: 'Rows with a value here, and none in the baseline.' }),
        regressions: z.array(differenceSchema),
        improvements: z.array(differenceSchema),
      }),
    ),
  })
  .openapi('EvaluationComparison');

type NewEvaluationJson = z.infer<typeof newEvaluationSchema>;

/** Where the rows come from. */
export function toRowSource({ rows, dataset, traces }: NewEvaluationJson): RowSource {
  if (rows !== undefined) {
    return {
      kind: 'rows',
      rows: rows.map((row, index) => {
        if (row.inputs === undefined && !row.trace_id) {
          throw new AppError(
            'INVALID_PARAMETER_VALUE',
            `Invalid value for rows.${index}: expected inputs or trace_id.`,
            {
              details: { field: `rows.${index}`, expected: 'inputs or trace_id' },
            },
          );
        }
        const { inputs = null, outputs = null, expectations, trace_id: traceId } = row;
        return { inputs, outputs, expectations: expectations ?? {}, traceId: traceId ?? null };
      }),
    };
  }
  if (dataset !== undefined) return { kind: 'dataset', nameOrId: dataset };
  return {
    kind: 'traces',
    filter: traces?.filter ?? null,
    fromMs: toMs(traces?.from),
    toMs: toMs(traces?.to),
    most: traces?.max ?? 1000,
  };
}

function toMs(text: string | null | undefined): number | null {
  return text ? Date.parse(text) : null;
}

/** The scorers asked for. */
export function toWantedScorers(scorers: z.infer<typeof wantedScorerSchema>[]): WantedScorer[] {
  return scorers.map((one) =>
    typeof one === 'string' ? one : { name: one.name, description: describeScorer(one.scorer) },
  );
}

/**
 * The target, its model URI resolved.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function toTarget(sent: NewEvaluationJson['target']): Target | null {
  if (!sent) return null;
  if ('url' in sent) return { kind: 'http', url: sent.url, timeoutMs: sent.timeout_ms, bare: sent.bare };
  const { provider, model: named } = parseModelUri(sent.model, null);
  if (sent.model.startsWith('endpoints:')) return { kind: 'endpoint', provider, endpoint: named };
  return {
    kind: 'model',
    provider,
    model: named,
    prompt: sent.prompt ?? null,
    parameters: sent.parameters ?? {},
  };
}

/** Renders an evaluation. */
export function toEvaluationJson(one: Evaluation, counts: RowCounts): z.infer<typeof evaluationSchema> {
  return {
    evaluation_id: one.evaluationId,
    experiment_id: one.experimentId,
    run_id: one.runId,
    name: one.name,
    state: one.state,
    source: one.plan.source,
    scorers: one.plan.scorers.map(({ name, version }) => ({ name, version })),
    target: toTargetJson(one.plan.target),
    concurrency: one.plan.concurrency,
    rows: { total: one.rowCount, ...counts },
    metrics:
      one.summary?.map(({ name, count, errors, withoutValue, judgedRows, mean, interval, values }) => ({
        name,
        count,
        errors,
        without_value: withoutValue ?? 0,
        judged_rows: judgedRows ?? null,
        mean,
        ci_low: interval?.low ?? null,
        ci_high: interval?.high ?? null,
        ci_method: interval?.method ?? null,
        values,
      })) ?? null,
    error: one.error,
    creation_time: new Date(one.createdAtMs).toISOString(),
    end_time: one.endedAtMs === null ? null : new Date(one.endedAtMs).toISOString(),
  };
}

function toTargetJson(target: Target | null): z.infer<typeof evaluationSchema>['target'] {
  const nothing = { model: null, prompt: null, url: null };
  if (target === null) return null;
  if (target.kind === 'http') return { ...nothing, url: target.url };
  if (target.kind === 'endpoint') return { ...nothing, model: `endpoints:/${target.endpoint}` };
  return { ...nothing, model: `${target.provider}:/${target.model}`, prompt: target.prompt };
}

/** Renders a row, with what is known of its trace. */
export function toRowJson(
  row: EvaluationRow,
  trace: Pick<TraceInfo, 'requestPreview' | 'responsePreview'> | undefined,
): z.infer<typeof evaluationRowSchema> {
  return {
    row: row.rowNumber,
    state: row.state,
    trace_id: row.traceId,
    ...row.content,
    request_preview: trace?.requestPreview ?? null,
    response_preview: trace?.responsePreview ?? null,
    verdicts: row.verdicts.map(({ name, value, rationale, error, spanId }) => ({
      name,
      value,
      rationale,
      error: error === null ? null : { error_code: error.code, error_message: error.message },
      span_id: spanId,
    })),
    error: row.error,
  };
}

/** Renders a comparison. */
export function toComparisonJson(one: Comparison): z.infer<typeof comparisonSchema> {
  return {
    matched_rows: one.matchedRows,
    only_in_baseline: one.onlyInBaseline,
    only_in_candidate: one.onlyInCandidate,
    metrics: one.metrics.map((metric) => ({
      name: metric.name,
      pairs: metric.pairs,
      wins: metric.wins,
      losses: metric.losses,
      ties: metric.ties,
      baseline_mean: metric.baselineMean,
      candidate_mean: metric.candidateMean,
      difference: metric.difference,
      ci_low: metric.interval?.low ?? null,
      ci_high: metric.interval?.high ?? null,
      ci_method: metric.interval?.method ?? null,
      p_value: metric.pValue,
      verdict: metric.verdict,
      worst_case: metric.worstCase,
      lost: metric.lost,
      gained: metric.gained,
      regressions: metric.regressions.map(toDifferenceJson),
      improvements: metric.improvements.map(toDifferenceJson),
    })),
  };
}

function toDifferenceJson(row: RowDifference): z.infer<typeof differenceSchema> {
  return {
    baseline_row: row.baselineRow,
    candidate_row: row.candidateRow,
    baseline_trace_id: row.baselineTraceId,
    candidate_trace_id: row.candidateTraceId,
    baseline: row.baseline,
    candidate: row.candidate,
    rationale: row.rationale,
  };
}
