/**
 * Compares two runs row by row: evaluations of Weir's, or runs that another client filled with traces and assessments.
 * Paired, because rows differ more from each other than the two do. What got worse comes first.
 */
import type { Json } from '../../core/json.ts';
import type { Interval } from '../../core/statistics/intervals.ts';
import { meanOf } from '../../core/statistics/sample.ts';
import { toNumericValue } from '../../tracing/assessments/assessment.ts';
import { comparePairs, type ComparisonVerdict } from './compare-pairs.ts';
import { matchRows } from './match-rows.ts';
import { resultsOf, type ResultRow, type ResultServices } from './results-of-run.ts';
import { hasValue } from './summarise.ts';

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
  /** 95 %, of the difference: Newcombe's for shares, Student's t of the paired differences for means. */
  interval: Interval | null;
  /** Two-sided exact sign test over wins and losses: how likely so uneven a split is if neither is better. */
  pValue: number | null;
  /** What the sign test decides. */
  verdict: ComparisonVerdict;
  /** What it would decide if {@link lost} were losses. */
  worstCase: ComparisonVerdict;
  /** Rows with a value in the baseline, and none in the candidate. */
  lost: number;
  /** Rows with a value in the candidate, and none in the baseline. */
  gained: number;
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
  const pairs = await matchRows({ services, input: { baseline, candidate, within } });
  // A scorer that says nothing at all of the candidate has lost what it said of the baseline.
  const names = new Set(
    pairs.flatMap((pair) => pair.flatMap(({ verdicts }) => verdicts.map(({ name }) => name))),
  );
  return {
    matchedRows: pairs.length,
    onlyInBaseline: baseline.length - pairs.length,
    onlyInCandidate: candidate.length - pairs.length,
    metrics: [...names].sort().map((name) => compareMetric(name, pairs)),
  };
}

interface Pair {
  difference: number;
  baseline: RowScore;
  candidate: RowScore;
  row: RowDifference;
}

function compareMetric(name: string, rows: readonly [ResultRow, ResultRow][]): MetricComparison {
  const scored = rows.map((row) => ({
    row,
    before: scoreOf(name, row[0]),
    after: scoreOf(name, row[1]),
  }));
  const pairs = scored.flatMap(({ row, before, after }) =>
    before === null || after === null ? [] : [pairOf(row, before, after)],
  );
  const worst = pairs.toSorted((one, other) => one.difference - other.difference);
  const lost = scored.filter(({ before, after }) => before !== null && after === null).length;
  return {
    name,
    pairs: pairs.length,
    ...comparePairs(pairs, lost),
    lost,
    gained: scored.filter(({ before, after }) => before === null && after !== null).length,
    regressions: rowsOf(worst.filter(({ difference }) => difference < 0)),
    improvements: rowsOf(worst.filter(({ difference }) => difference > 0).toReversed()),
  };
}

function rowsOf(pairs: readonly Pair[]): RowDifference[] {
  return pairs.slice(0, MOST_ROWS).map(({ row }) => row);
}

function pairOf(
  [baseline, candidate]: readonly [ResultRow, ResultRow],
  before: RowScore,
  after: RowScore,
): Pair {
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
  return { difference: after.score - before.score, baseline: before, candidate: after, row };
}

/** What a row says under a name, as a number. */
interface RowScore {
  score: number;
  /** Everything it says was said as yes, no, true or false. */
  isWord: boolean;
  value: Json;
  rationale: string | null;
}

/** The mean of a row's verdicts of that name: a scorer of retrieval gives one per span or chunk. Null without a number. */
function scoreOf(name: string, { verdicts }: ResultRow): RowScore | null {
  const own = verdicts.filter((verdict) => verdict.name === name && hasValue(verdict));
  const numbers = own.map(({ value }) => toNumericValue(value)).filter((number) => number !== null);
  const [first] = own;
  const score = meanOf(numbers);
  if (first === undefined || score === null || numbers.length !== own.length) return null;
  const isWord = own.every(({ value }) => typeof value !== 'number');
  return { score, isWord, value: own.length === 1 ? first.value : score, rationale: first.rationale };
}
