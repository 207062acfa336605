/** How far a judge agrees with people: accuracy, Cohen's kappa, the confusion, and where to read. Pure. */
import { wilsonInterval, type Interval } from '../../core/statistics/intervals.ts';
import { cohensKappa, type KappaGap } from '../../core/statistics/kappa.ts';
import { toValueText } from '../../tracing/assessments/assessment.ts';
import type { JudgedPair } from '../../tracing/store/quality-store.ts';

/** A judge against people. */
export interface Agreement {
  name: string;
  /** Model URI, or the scorer in code. */
  judge: string;
  pairs: number;
  agreed: number;
  accuracy: number;
  /** 95 %. */
  interval: Interval | null;
  /** 1 is perfect, 0 what chance would give; null where it is not defined. */
  kappa: number | null;
  /** Why there is no kappa; null where there is. */
  kappaGap: KappaGap | null;
  /** By the person's value, then the judge's. */
  confusion: Record<string, Record<string, number>>;
  /** The newest first, at most {@link MOST_DISAGREEMENTS}. */
  disagreements: JudgedPair[];
}

const MOST_DISAGREEMENTS = 100;

/** Words that mean the same are the same: people click thumbs, judges say yes. */
function wordOf(value: JudgedPair['judgeValue']): string {
  if (value === true || value === 1) return 'yes';
  if (value === false || value === 0) return 'no';
  return toValueText(value).trim().toLowerCase().slice(0, 100);
}

/** The agreement of each judge under each name, by name. */
export function measureAgreement(pairs: readonly JudgedPair[]): Agreement[] {
  const groups = Map.groupBy(pairs, ({ name, judge }) => JSON.stringify([name, judge]));
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, group]) => measure(group));
}

function measure(pairs: readonly JudgedPair[]): Agreement[] {
  const [first] = pairs;
  if (first === undefined) return [];
  const words = pairs.map((pair) => [wordOf(pair.humanValue), wordOf(pair.judgeValue)] as const);
  const differing = pairs.filter((_, index) => words[index]?.[0] !== words[index]?.[1]);
  const agreed = pairs.length - differing.length;
  const kappa = cohensKappa(words);
  return [
    {
      name: first.name,
      judge: first.judge,
      pairs: pairs.length,
      agreed,
      accuracy: agreed / pairs.length,
      interval: wilsonInterval(agreed, pairs.length),
      kappa: kappa.value,
      kappaGap: kappa.gap,
      confusion: confusionOf(words),
      disagreements: differing.slice(0, MOST_DISAGREEMENTS),
    },
  ];
}

/** Words are what people write: they are counted in maps, in which none has a meaning of its own. */
function confusionOf(words: readonly (readonly [string, string])[]): Agreement['confusion'] {
  const rows = Map.groupBy(words, ([human]) => human);
  return Object.fromEntries(
    [...rows].map(([human, row]) => {
      const judged = Map.groupBy(row, ([, judge]) => judge);
      return [human, Object.fromEntries([...judged].map(([judge, same]) => [judge, same.length]))];
    }),
  );
}
