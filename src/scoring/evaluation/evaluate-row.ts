/** Evaluates one row: its answer, its trace, its verdicts. Everything it writes has an id that the row decides. */
import { describeCause } from '../../core/log.ts';
import { createAssessment } from '../../tracing/assessments/create-assessment.ts';
import { previewOf } from '../../tracing/preview.ts';
import type { AssessmentStore } from '../../tracing/store/assessment-store.ts';
import type { TraceStore } from '../../tracing/store/trace-store.ts';
import { unknownCost, unmarkedSpan, unmarkedTrace, type Trace } from '../../tracing/trace.ts';
import { expectationsOf } from '../online/expectations-of.ts';
import { runnableOf } from '../registry/scorer-access.ts';
import { isSessionLevel, runScorer, type RunScorerServices } from '../run-scorer.ts';
import type { RowResult } from '../store/evaluation-store.ts';
import type { Expectations, Verdict } from '../scorer.ts';
import { subjectOfTrace } from '../subject-of-trace.ts';
import { hashOf, toAssessment } from '../verdict-assessment.ts';
import type { Evaluation, EvaluationRow, RowContent } from './evaluation.ts';
import { predict, type PredictServices } from './predict.ts';

/** What evaluating needs. */
export interface EvaluateRowServices extends RunScorerServices, PredictServices {
  traces: TraceStore;
  assessments: AssessmentStore;
  /** Unix milliseconds. */
  now: () => number;
}

/** Turns of a session that a judge reads. */
const MOST_TURNS = 100;

/**
 * Evaluates the row. A target that fails is a failed row; a scorer that fails is a verdict with an error.
 *
 * @throws what a store throws: the row stays to be done
 */
export async function evaluateRow({
  services,
  input,
}: {
  services: EvaluateRowServices;
  input: { evaluation: Evaluation; row: EvaluationRow };
}): Promise<RowResult> {
  const { evaluation, row } = input;
  const trace = await traceOf(evaluation, row, services);
  if ('error' in trace)
    return { state: 'failed', traceId: null, content: row.content, verdicts: [], error: trace.error };
  const { traceId } = trace.info;
  await services.traces.link(
    [{ traceId, to: { kind: 'run', runId: evaluation.runId } }],
    trace.info.experimentId,
  );
  const expectations = { ...expectationsOf(trace.info.assessments), ...row.content.expectations };
  await noteExpectations(evaluation, trace.info, { services, expectations: row.content.expectations });
  const verdicts = await judge(evaluation, trace, { services, expectations });
  for (const { scorer, verdict } of verdicts) {
    const key = [evaluation.evaluationId, row.rowNumber, scorer];
    const metadata = { 'mlflow.assessment.sourceRunId': evaluation.runId, 'weir.scorer': scorer };
    const assessment = await toAssessment(verdict, { key, traceId, metadata });
    await createAssessment({ services, input: { assessment, within: trace.info.experimentId } });
  }
  const subject = subjectOfTrace(trace);
  return {
    state: 'done',
    traceId,
    content: row.traceId === null ? { ...row.content, outputs: subject.outputs } : row.content,
    verdicts: verdicts.map(({ verdict: { name, value, rationale, error, spanId } }) => ({
      name,
      value,
      rationale,
      error,
      spanId,
    })),
    error: null,
  };
}

/** The trace that is judged: the one the row names, the one its target left, or one made of what the row says; or why there is none. */
async function traceOf(
  evaluation: Evaluation,
  row: EvaluationRow,
  services: EvaluateRowServices,
): Promise<Trace | { error: string }> {
  const { experimentId, plan } = evaluation;
  const { target, within = null } = plan;
  const given = row.traceId === null ? null : await services.traces.get(row.traceId, within);
  if (row.traceId !== null && given === null) return { error: `The trace ${row.traceId} is not there.` };
  if (given !== null && target === null) return given;
  const hexTraceId = await hashOf('row', evaluation.evaluationId, row.rowNumber);
  const made = await services.traces.get(`tr-${hexTraceId}`, experimentId);
  // Made before a crash: the target is not asked twice.
  if (made !== null) return made;
  const inputs = given === null ? row.content.inputs : subjectOfTrace(given).inputs;
  let startMs = services.now();
  let { outputs } = row.content;
  if (target !== null) {
    const { evaluationId } = evaluation;
    const input = { target, inputs, hexTraceId, experimentId, evaluationId };
    let answer: Awaited<ReturnType<typeof predict>>;
    try {
      answer = await predict({ services, input });
    } catch (cause) {
      return { error: describeCause(cause) };
    }
    const recorded = answer.traced ? await services.traces.get(`tr-${hexTraceId}`, experimentId) : null;
    if (recorded !== null) return recorded;
    outputs = answer.outputs;
    startMs = answer.startedAtMs;
  }
  const trace = await plainTrace(
    { evaluation, hexTraceId, startMs, endMs: services.now() },
    { inputs, outputs },
  );
  const [kept = trace] = await services.traces.write([trace]);
  return kept;
}

const nothing = { inputTokens: null, outputTokens: null, totalTokens: null };
const unknownUsage = { ...nothing, cacheReadTokens: null, cacheWriteTokens: null };

/** A trace of one span, as MLflow makes them of rows without a trace. */
async function plainTrace(
  facts: { evaluation: Evaluation; hexTraceId: string; startMs: number; endMs: number },
  { inputs, outputs }: Pick<RowContent, 'inputs' | 'outputs'>,
): Promise<Trace> {
  const { evaluation, hexTraceId, startMs, endMs } = facts;
  const traceId = `tr-${hexTraceId}`;
  const common = { provider: null, model: null, usage: unknownUsage, cost: unknownCost };
  const span = {
    ...common,
    ...unmarkedSpan,
    traceId,
    spanId: (await hashOf('span', traceId)).slice(0, 16),
    parentSpanId: null,
    name: 'evaluate',
    type: 'UNKNOWN',
    startNs: `${startMs}000000`,
    endNs: `${endMs}000000`,
    status: { code: 'OK' as const, message: '' },
    attributes: {
      'mlflow.traceRequestId': traceId,
      'mlflow.spanType': 'UNKNOWN',
      'mlflow.spanInputs': inputs,
      'mlflow.spanOutputs': outputs,
    },
    events: [],
  };
  const info: Trace['info'] = {
    ...common,
    ...unmarkedTrace,
    traceId,
    experimentId: evaluation.experimentId,
    requestTimeMs: startMs,
    endTimeMs: endMs,
    state: 'OK',
    name: 'evaluate',
    source: 'client',
    session: null,
    user: null,
    requestId: null,
    status: null,
    firstTokenMs: null,
    spanCount: 1,
    sizeBytes: 0,
    requestPreview: previewOf(inputs, 'user'),
    responsePreview: previewOf(outputs, 'assistant'),
    metadata: { 'mlflow.sourceRun': evaluation.runId },
    tags: {},
    assessments: [],
    prompts: [],
    runIds: [],
    duplicateOf: null,
  };
  return { info, spans: [span] };
}

async function noteExpectations(
  evaluation: Evaluation,
  { traceId, experimentId }: Trace['info'],
  { services, expectations }: { services: EvaluateRowServices; expectations: RowContent['expectations'] },
): Promise<void> {
  for (const [name, value] of Object.entries(expectations)) {
    if (value === null) continue;
    const assessmentId = `a-${await hashOf('expectation', evaluation.evaluationId, traceId, name)}`;
    const assessment = {
      assessmentId,
      traceId,
      name,
      kind: 'expectation' as const,
      value,
      source: { type: 'CODE' as const, id: 'evaluate' },
      metadata: { 'mlflow.assessment.sourceRunId': evaluation.runId },
    };
    await createAssessment({ services, input: { assessment, within: experimentId } });
  }
}

async function judge(
  evaluation: Evaluation,
  trace: Trace,
  { services, expectations }: { services: EvaluateRowServices; expectations: Expectations },
): Promise<{ scorer: string; verdict: Verdict }[]> {
  const all = await Promise.all(
    evaluation.plan.scorers.map(async (chosen) => {
      const scorer = runnableOf(chosen);
      const session = isSessionLevel(scorer) ? await sessionOf(trace, services) : [];
      // A session is judged once, on its first trace.
      if (session[0] !== undefined && session[0].info.traceId !== trace.info.traceId) return [];
      const subject = subjectOfTrace(trace, { expectations, session });
      const filedIn = evaluation.plan.judgesFiledIn ?? null;
      const input = { scorer, name: chosen.name, subject, filedIn };
      const verdicts = await runScorer({ services, input });
      return verdicts.map((verdict) => ({ scorer: chosen.name, verdict }));
    }),
  );
  return all.flat();
}

/** The traces of its session, oldest first; a trace without one is judged as a conversation of one turn. */
async function sessionOf(trace: Trace, { traces }: EvaluateRowServices): Promise<Trace[]> {
  const { session, experimentId } = trace.info;
  if (session === null) return [trace];
  const page = await traces.search({ experimentIds: [experimentId], session, pageSize: MOST_TURNS });
  const found: Trace[] = [];
  for (const { traceId } of page.traces.toReversed()) {
    const one = await traces.get(traceId, experimentId);
    if (one !== null) found.push(one);
  }
  return found;
}
