/** Quality over time, and how far judges agree with people, over REST. */
import { createRoute, z } from '@hono/zod-openapi';
import { sees, type Identity } from '../../access/identity.ts';
import { AppError, invalidParameter } from '../../core/app-error.ts';
import { intervalOf } from '../../core/statistics/intervals.ts';
import { jsonAnswer, namedErrors, newApi, secured, type Api } from '../../http/open-api.ts';
import {
  mostQualityPoints,
  type QualityGroup,
  type QualityStore,
} from '../../tracing/store/quality-store.ts';
import { agreementSchema } from './agreement-json.ts';
import { measureAgreement, type Agreement } from './agreement.ts';

/** What the routes need. */
export interface QualityRoutesServices {
  quality: QualityStore;
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
  /** Unix milliseconds. */
  now: () => number;
}

const DAY_MS = 86_400_000;
const MOST_BUCKETS = 2000;
const MOST_PAIRS = 20_000;

const time = z.iso.datetime({ offset: true }).openapi({ example: '2026-10-15T12:00:00Z' });
const range = {
  experiment: z.string().min(1).max(500).default('0').openapi({ description: 'Name or id.' }),
  from: time.optional().openapi({ description: 'Absent: a week before `to`.' }),
  to: time.optional().openapi({ description: 'Absent: now.' }),
  scorer: z.string().min(1).max(250).optional(),
};
const base = { method: 'get' as const, tags: ['Quality'] };

const series = createRoute({
  ...base,
  path: '/api/v1/quality/series',
  operationId: 'getQualitySeries',
  summary: 'Quality over time',
  description:
    'Calls with their errors, latency and cost, and verdicts of judges and code with their mean (yes is 1: the pass ' +
    'rate), by time and by model, provider, prompt version, source, version of the scorer or a tag. Each trace counts ' +
    'with the newest judgement of a name (by version: with that of each version), and where a person corrected it, with ' +
    'the correction.',
  ...secured('read'),
  request: {
    query: z.object({
      ...range,
      interval_seconds: z.coerce.number().int().min(60).max(31_536_000).default(3600),
      by: z
        .string()
        .regex(
          /^(?:none|model|provider|prompt|source|version|tag:.{1,250})$/,
          'expected none, model, provider, prompt, source, version or tag:<key>',
        )
        .default('none'),
    }),
  },
  responses: {
    200: jsonAnswer(
      'Points in the order of time; intervals without calls have none.',
      z.object({
        calls: z.array(
          z.object({
            time: z.string(),
            group: z.string().nullable(),
            calls: z.number().int(),
            errors: z.number().int(),
            error_rate: z.number(),
            mean_latency_ms: z.number().nullable(),
            cost_usd: z.number().nullable(),
            estimated_cost_usd: z.number().nullable().openapi({
              description: 'What estimated usage would cost: no part of `cost_usd`.',
            }),
            unpriced_calls: z
              .number()
              .int()
              .openapi({ description: 'Their cost is unknown and not in the sum.' }),
          }),
        ),
        scores: z.array(
          z.object({
            time: z.string(),
            group: z.string().nullable(),
            scorer: z.string(),
            count: z.number().int().openapi({ description: 'Verdicts with a value.' }),
            errors: z.number().int().openapi({ description: 'Verdicts that failed.' }),
            without_value: z.number().int().openapi({ description: 'Verdicts that say nothing.' }),
            corrected: z.number().int().openapi({ description: 'Verdicts that a person corrected.' }),
            mean: z.number().nullable(),
            ci_low: z.number().nullable(),
            ci_high: z.number().nullable(),
          }),
        ),
        complete: z.boolean().openapi({ description: 'False: there are more points than an answer holds.' }),
      }),
    ),
    ...namedErrors,
  },
});

const agreement = createRoute({
  ...base,
  path: '/api/v1/quality/agreement',
  operationId: 'getJudgeAgreement',
  summary: 'How far judges agree with people',
  description:
    'Over traces of which a judge and a person said something under the same name. What the judge said counts, also ' +
    'where the person corrected it.',
  ...secured('read'),
  request: { query: z.object(range) },
  responses: {
    200: jsonAnswer('By name and judge.', agreementSchema),
    ...namedErrors,
  },
});

/** Routes under `/api/v1/quality`. */
export function createQualityRoutes(services: QualityRoutesServices): Api {
  const api = newApi();
  const readRange = async (
    query: { experiment: string; from?: string | undefined; to?: string | undefined },
    identity: Identity,
  ) => {
    const experimentId = await services.findExperimentId(query.experiment, identity.experimentId);
    if (!sees(identity, experimentId))
      throw new AppError(
        'RESOURCE_DOES_NOT_EXIST',
        `There is no experiment "${query.experiment.slice(0, 100)}".`,
      );
    const toMs = query.to === undefined ? services.now() + 1 : Date.parse(query.to);
    const fromMs = query.from === undefined ? toMs - 7 * DAY_MS : Date.parse(query.from);
    if (fromMs >= toMs) throw invalidParameter('from', 'a time before "to"');
    return { experimentId, fromMs, toMs };
  };
  api.openapi(series, async (context) => {
    const sent = context.req.valid('query');
    const where = await readRange(sent, context.get('identity'));
    const bucketMs = sent.interval_seconds * 1000;
    if ((where.toMs - where.fromMs) / bucketMs > MOST_BUCKETS)
      throw invalidParameter('interval_seconds', `at most ${MOST_BUCKETS} intervals`);
    const query = { ...where, bucketMs, group: toGroup(sent.by) };
    const [calls, verdicts] = await Promise.all([
      services.quality.calls(query),
      services.quality.verdicts({ ...query, name: sent.scorer ?? null }),
    ]);
    const shown = { calls: calls.slice(0, mostQualityPoints), scores: verdicts.slice(0, mostQualityPoints) };
    const complete = shown.calls.length === calls.length && shown.scores.length === verdicts.length;
    return context.json(
      { calls: shown.calls.map(toCallJson), scores: shown.scores.map(toScoreJson), complete },
      200,
    );
  });
  api.openapi(agreement, async (context) => {
    const sent = context.req.valid('query');
    const where = await readRange(sent, context.get('identity'));
    const query = { ...where, name: sent.scorer ?? null, limit: MOST_PAIRS + 1 };
    const pairs = await services.quality.pairs(query);
    const judges = measureAgreement(pairs.slice(0, MOST_PAIRS)).map(toAgreementJson);
    return context.json({ judges, complete: pairs.length <= MOST_PAIRS }, 200);
  });
  return api;
}

function toGroup(by: string): QualityGroup {
  if (by.startsWith('tag:')) return { by: 'tag', key: by.slice('tag:'.length) };
  const known = (['none', 'model', 'provider', 'prompt', 'source', 'version'] as const).find(
    (name) => name === by,
  );
  return { by: known ?? 'none' };
}

function toAgreementJson(one: Agreement) {
  return {
    scorer: one.name,
    judge: one.judge,
    pairs: one.pairs,
    agreed: one.agreed,
    accuracy: one.accuracy,
    ci_low: one.interval?.low ?? null,
    ci_high: one.interval?.high ?? null,
    kappa: one.kappa,
    kappa_gap: one.kappaGap,
    confusion: one.confusion,
    disagreements: one.disagreements.map((pair) => ({
      trace_id: pair.traceId,
      human: pair.human,
      human_value: pair.humanValue,
      judge_value: pair.judgeValue,
      judge_rationale: pair.judgeRationale,
    })),
  };
}

function toCallJson(point: Awaited<ReturnType<QualityStore['calls']>>[number]) {
  return {
    time: new Date(point.bucketMs).toISOString(),
    group: point.group,
    calls: point.calls,
    errors: point.errors,
    error_rate: point.errors / point.calls,
    mean_latency_ms: point.meanLatencyMs,
    cost_usd: point.costUsd,
    estimated_cost_usd: point.estimatedCostUsd,
    unpriced_calls: point.unpricedCalls,
  };
}

function toScoreJson(point: Awaited<ReturnType<QualityStore['verdicts']>>[number]) {
  const interval = intervalOf(point.sample);
  return {
    time: new Date(point.bucketMs).toISOString(),
    group: point.group,
    scorer: point.name,
    count: point.count,
    errors: point.errors,
    without_value: point.withoutValue,
    corrected: point.corrected,
    mean: point.sample?.mean ?? null,
    ci_low: interval?.low ?? null,
    ci_high: interval?.high ?? null,
  };
}
