/**
 * Compares two scores per row. What is decided, the sign test decides: it asks which side wins more rows than chance would
 * give, so that one row that is far off decides nothing; of yes and no it is McNemar's exact test. How large a difference is,
 * its interval says. Pure.
 */
import { meanInterval, pairedShareInterval, type Interval } from '../../core/statistics/intervals.ts';
import { meanOf, sampleOf, type Sample } from '../../core/statistics/sample.ts';
import { signTest } from '../../core/statistics/sign-test.ts';

/** What is decided of a candidate. */
export const comparisonVerdicts = ['better', 'worse', 'unclear'] as const;

/** One of {@link comparisonVerdicts}. */
export type ComparisonVerdict = (typeof comparisonVerdicts)[number];

/** A split that chance gives less often than this is called a difference. */
const SIGNIFICANT = 0.05;

/** A row's score, and whether it was said in words of yes and no. */
interface Score {
  score: number;
  isWord: boolean;
}

/** The scores of a row in both. */
export interface ScoredPair {
  baseline: Score;
  candidate: Score;
}

/** How the candidate differs from the baseline. */
export interface PairComparison {
  wins: number;
  losses: number;
  ties: number;
  baselineMean: number | null;
  candidateMean: number | null;
  difference: number | null;
  interval: Interval | null;
  pValue: number | null;
  verdict: ComparisonVerdict;
  /** The verdict if the rows whose value was lost were losses. */
  worstCase: ComparisonVerdict;
}

/** The comparison; `lost` rows have a value in the baseline alone. Without pairs nothing is known. */
export function comparePairs(pairs: readonly ScoredPair[], lost: number): PairComparison {
  const differences = pairs.map(({ baseline, candidate }) => candidate.score - baseline.score);
  const wins = differences.filter((difference) => difference > 0).length;
  const losses = differences.filter((difference) => difference < 0).length;
  const sample = sampleOf(differences);
  const pValue = sample === null ? null : signTest(wins, losses);
  return {
    wins,
    losses,
    ties: pairs.length - wins - losses,
    baselineMean: meanOf(pairs.map(({ baseline }) => baseline.score)),
    candidateMean: meanOf(pairs.map(({ candidate }) => candidate.score)),
    difference: sample?.mean ?? null,
    interval: sample === null ? null : intervalOfDifference(pairs, sample),
    pValue,
    verdict: decide(wins, losses),
    worstCase: decide(wins, losses + lost),
  };
}

function decide(wins: number, losses: number): ComparisonVerdict {
  if (signTest(wins, losses) >= SIGNIFICANT) return 'unclear';
  return wins > losses ? 'better' : 'worse';
}

function intervalOfDifference(pairs: readonly ScoredPair[], differences: Sample): Interval | null {
  const scores = pairs.flatMap(({ baseline, candidate }) => [baseline, candidate]);
  const areWords = scores.every(({ isWord }) => isWord);
  const isBinary = scores.every(({ score }) => score === 0 || score === 1);
  if (isBinary && (areWords || scores.some(({ score }) => score === 0))) {
    const count = (before: number, after: number) =>
      pairs.filter(({ baseline, candidate }) => baseline.score === before && candidate.score === after)
        .length;
    return pairedShareInterval({
      yesYes: count(1, 1),
      yesNo: count(1, 0),
      noYes: count(0, 1),
      noNo: count(0, 0),
    });
  }
  const interval = meanInterval(differences);
  // Rows with several verdicts of yes and no have shares, whose difference lies within -1 and 1.
  if (interval === null || !areWords) return interval;
  return { ...interval, low: Math.max(-1, interval.low), high: Math.min(1, interval.high) };
}
