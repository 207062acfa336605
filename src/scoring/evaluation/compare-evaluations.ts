/**
 * Compares two runs row by row: evaluations of Weir's, or runs that another client filled with traces and assessments.
 * Paired, because rows differ more from each other than the two do. What got worse comes first.
 */
import { meanInterval, type Interval } from '../../core/confidence.ts';
import type { Json } from '../../core/json.ts';
import { toNumericValue } from '../../tracing/assessments/assessment.ts';
import { matchRows } from './match-rows.ts';
import { resultsOf, type ResultRow, type ResultServices } from './results-of-run.ts';

/** A row that differs. */
export interface RowDifference {
  rowKey: string;
  baselineRow: number;
  candidateRow: number;
  baselineTraceId: string | null;
  candidateTraceId: string | null;
  baseline: Json;
  candidate: Json;
  /** The candidate's reason. */
  rationale: string | null;
}

/** How two runs differ in the verdicts of one name. */
export interface MetricComparison {
  name: string;
  /** Rows with a number in both. */
  pairs: number;
  wins: number;
  losses: number;
  ties: number;
  baselineMean: number | null;
  candidateMean: number | null;
  /** Candidate less baseline, over the pairs. */
  difference: number | null;
  /** 95 %, Student's t of the paired differences. */
  interval: Interval | null;
  /** Two-sided exact sign test over wins and losses: how likely so uneven a split is if neither is better. */
  pValue: number | null;
  /** At most {@link MOST_ROWS} each, the largest first. */
  regressions: RowDifference[];
  improvements: RowDifference[];
}

/** The comparison. */
export interface Comparison {
  matchedRows: number;
  onlyInBaseline: number;
  onlyInCandidate: number;
  metrics: MetricComparison[];
}

const MOST_ROWS = 100;

/**
 * Compares. `baseline` and `candidate` are ids of evaluations or of runs.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE for a run of too many traces
 */
export async function compareEvaluations({
  services,
  input,
}: {
  services: ResultServices;
  input: { baseline: string; candidate: string; within: string | null };
}): Promise<Comparison> {
  const { within } = input;
  const baseline = await resultsOf({ services, input: { id: input.baseline, within } });
  const candidate = await resultsOf({ services, input: { id: input.candidate, within } });
  const pairs = await matchRows({ services, input: { baseline, candidate } });
  const names = new Set(pairs.flatMap(([, { verdicts }]) => verdicts.map(({ name }) => name)));
  return {
    matchedRows: pairs.length,
    onlyInBaseline: baseline.length - pairs.length,
    onlyInCandidate: candidate.length - pairs.length,
    metrics: [...names].sort().map((name) => compareMetric(name, pairs)),
  };
}

interface Pair {
  difference: number;
  baseline: number;
  candidate: number;
  row: RowDifference;
}

function compareMetric(name: string, rows: readonly [ResultRow, ResultRow][]): MetricComparison {
  const pairs = rows.flatMap(([baseline, candidate]) => pairOf(name, baseline, candidate));
  const wins = pairs.filter(({ difference }) => difference > 0).length;
  const losses = pairs.filter(({ difference }) => difference < 0).length;
  const sum = pairs.reduce((total, { difference }) => total + difference, 0);
  const sumOfSquares = pairs.reduce((total, { difference }) => total + difference * difference, 0);
  const worst = pairs.toSorted((one, other) => one.difference - other.difference);
  return {
    name,
    pairs: pairs.length,
    wins,
    losses,
    ties: pairs.length - wins - losses,
    baselineMean: mean(pairs.map(({ baseline }) => baseline)),
    candidateMean: mean(pairs.map(({ candidate }) => candidate)),
    difference: pairs.length === 0 ? null : sum / pairs.length,
    interval: meanInterval({ count: pairs.length, sum, sumOfSquares }),
    pValue: pairs.length === 0 ? null : signTest(wins, losses),
    regressions: worst
      .filter(({ difference }) => difference < 0)
      .slice(0, MOST_ROWS)
      .map(({ row }) => row),
    improvements: worst
      .filter(({ difference }) => difference > 0)
      .toReversed()
      .slice(0, MOST_ROWS)
      .map(({ row }) => row),
  };
}

function mean(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length;
}

/** The mean of a row's verdicts of that name: a scorer of retrieval gives one per span or chunk. */
function pairOf(name: string, baseline: ResultRow, candidate: ResultRow): Pair[] {
  const before = scoreOf(name, baseline);
  const after = scoreOf(name, candidate);
  if (before === null || after === null) return [];
  const row: RowDifference = {
    rowKey: candidate.rowKey,
    baselineRow: baseline.rowNumber,
    candidateRow: candidate.rowNumber,
    baselineTraceId: baseline.traceId,
    candidateTraceId: candidate.traceId,
    baseline: before.value,
    candidate: after.value,
    rationale: after.rationale,
  };
  const difference = after.score - before.score;
  return [{ difference, baseline: before.score, candidate: after.score, row }];
}

function scoreOf(
  name: string,
  { verdicts }: ResultRow,
): { score: number; value: Json; rationale: string | null } | null {
  const own = verdicts.filter((verdict) => verdict.name === name && verdict.error === null);
  const numbers = own.map(({ value }) => toNumericValue(value)).filter((number) => number !== null);
  const [first] = own;
  if (first === undefined || numbers.length !== own.length) return null;
  const score = numbers.reduce((total, number) => total + number, 0) / numbers.length;
  return { score, value: own.length === 1 ? first.value : score, rationale: first.rationale };
}

/** Two-sided exact binomial test of a half, in logarithms so that many rows do not overflow. */
export function signTest(wins: number, losses: number): number {
  const trials = wins + losses;
  if (trials === 0) return 1;
  const fewer = Math.min(wins, losses);
  let logTerm = trials * Math.log(0.5);
  let tail = Math.exp(logTerm);
  for (let count = 1; count <= fewer; count++) {
    logTerm += Math.log((trials - count + 1) / count);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}
