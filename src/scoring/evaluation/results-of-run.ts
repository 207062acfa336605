/**
 * The results of a run as rows with verdicts. An evaluation has rows of its own; any other run has traces, and the
 * assessments that it put on them: so does `mlflow.genai.evaluate` leave its results (mlflow/genai/evaluation/harness.py).
 */
import { AppError } from '../../core/app-error.ts';
import { limits } from '../../core/limits.ts';
import { getRun } from '../../runs/get-run.ts';
import type { Run } from '../../runs/run.ts';
import type { RunStore } from '../../runs/store/run-store.ts';
import type { Assessment } from '../../tracing/assessments/assessment.ts';
import type { TraceStore } from '../../tracing/store/trace-store.ts';
import type { TraceInfo } from '../../tracing/trace.ts';
import type { EvaluationStore } from '../store/evaluation-store.ts';
import { findEvaluation, type EvaluationReference } from './evaluation-access.ts';
import type { EvaluationRow, RowVerdict } from './evaluation.ts';

/** What reading results needs. */
export interface ResultServices {
  evaluations: EvaluationStore;
  runs: RunStore;
  traces: TraceStore;
}

/** What was said of a row, whoever said it. */
export type ResultVerdict = Pick<RowVerdict, 'name' | 'value' | 'rationale'> & {
  /** Null when there is a value. */
  error: { code: string } | null;
};

/** A row with its verdicts, without its content: rows may be many. Its key is a trace's id, or that of its inputs. */
export type ResultRow = Pick<EvaluationRow, 'rowNumber' | 'rowKey' | 'traceId'> & {
  verdicts: ResultVerdict[];
};

/** Metadata keys of MLflow: the run that made a trace (TraceMetadataKey), and the one that made an assessment. */
const TRACE_RUN = 'mlflow.sourceRun';
const ASSESSMENT_RUN = 'mlflow.assessment.sourceRunId';

const PAGE = 500;

/**
 * The rows, in the order they were evaluated.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also for what the caller may not see; INVALID_PARAMETER_VALUE for a run of more
 *   than `limits.comparedTraces` traces
 */
export async function resultsOf({
  services,
  input,
}: {
  services: ResultServices;
  input: EvaluationReference;
}): Promise<ResultRow[]> {
  const evaluation = await findEvaluation({ services, input });
  if (evaluation !== null) return rowsOfEvaluation(services, evaluation.evaluationId);
  const run = await getRun({ services, input: { runId: input.id, within: input.within } });
  const infos = await tracesOfRun(services, run);
  return infos.map((info, index) => ({
    rowNumber: index + 1,
    rowKey: info.traceId,
    traceId: info.traceId,
    verdicts: verdictsOf(info, run.runId),
  }));
}

async function rowsOfEvaluation({ evaluations }: ResultServices, evaluationId: string): Promise<ResultRow[]> {
  const found: ResultRow[] = [];
  for (let after = 0; ;) {
    const rows = await evaluations.listRows(evaluationId, { after, limit: PAGE });
    for (const { rowNumber, rowKey, traceId, verdicts } of rows)
      found.push({ rowNumber, rowKey, traceId, verdicts });
    const last = rows.at(-1);
    if (last === undefined) return found;
    after = last.rowNumber;
  }
}

/** Oldest first, as they were evaluated. */
async function tracesOfRun({ traces }: ResultServices, run: Run): Promise<TraceInfo[]> {
  const found: TraceInfo[] = [];
  let pageToken: string | null = null;
  do {
    const page: Awaited<ReturnType<TraceStore['search']>> = await traces.search({
      experimentIds: [run.experimentId],
      filter: [{ field: { of: 'trace', name: 'run_id' }, test: { operator: '=', value: run.runId } }],
      pageSize: PAGE,
      ...(pageToken === null ? {} : { pageToken }),
    });
    found.push(...page.traces);
    if (found.length > limits.comparedTraces)
      throw new AppError(
        'INVALID_PARAMETER_VALUE',
        `The run ${run.runId} has more than ${limits.comparedTraces} traces, too many to compare.`,
      );
    pageToken = page.nextPageToken;
  } while (pageToken !== null);
  return found.toReversed();
}

/**
 * What the run said of the trace. A trace that was there before it may bear the words of other runs; one that the run made
 * has no others, and what people said of it since counts too. Where a person corrected what the run said, the correction
 * counts in its place.
 */
function verdictsOf({ assessments, metadata }: TraceInfo, runId: string): ResultVerdict[] {
  const isOwn = metadata[TRACE_RUN] === runId;
  const byId = new Map(assessments.map((one) => [one.assessmentId, one]));
  /** The run of this one, or else of what it corrects. */
  const runOf = (one: Assessment | undefined, steps = 0): string | undefined =>
    one === undefined || steps > assessments.length
      ? undefined
      : (one.metadata[ASSESSMENT_RUN] ?? runOf(byId.get(one.overrides ?? ''), steps + 1));
  return assessments.filter((one) => {
    if (one.kind !== 'feedback' || !one.valid) return false;
    const by = runOf(one);
    return by === undefined ? isOwn : by === runId;
  });
}
