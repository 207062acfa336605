/** How far a judge agrees with people: accuracy, Cohen's kappa (Cohen 1960), the confusion, and where to read. Pure. */
import { wilsonInterval, type Interval } from '../../core/confidence.ts';
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
  /** 1 is perfect, 0 what chance would give; null where chance alone gives all. */
  kappa: number | null;
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
  const groups = new Map<string, JudgedPair[]>();
  for (const pair of pairs) {
    const key = JSON.stringify([pair.name, pair.judge]);
    groups.set(key, [...(groups.get(key) ?? []), pair]);
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, group]) => measure(group));
}

function measure(pairs: readonly JudgedPair[]): Agreement[] {
  const [first] = pairs;
  if (first === undefined) return [];
  const confusion: Agreement['confusion'] = {};
  for (const pair of pairs) {
    const row = (confusion[wordOf(pair.humanValue)] ??= {});
    const judged = wordOf(pair.judgeValue);
    row[judged] = (row[judged] ?? 0) + 1;
  }
  const differing = pairs.filter((pair) => wordOf(pair.humanValue) !== wordOf(pair.judgeValue));
  const agreed = pairs.length - differing.length;
  return [
    {
      name: first.name,
      judge: first.judge,
      pairs: pairs.length,
      agreed,
      accuracy: agreed / pairs.length,
      interval: wilsonInterval(agreed, pairs.length),
      kappa: kappaOf(confusion, pairs.length),
      confusion,
      disagreements: differing.slice(0, MOST_DISAGREEMENTS),
    },
  ];
}

/** (observed − expected) / (1 − expected), where expected is the agreement of two who guess by their own frequencies. */
function kappaOf(confusion: Agreement['confusion'], total: number): number | null {
  const humans = new Map<string, number>();
  const judges = new Map<string, number>();
  let same = 0;
  for (const [human, row] of Object.entries(confusion)) {
    for (const [judge, count] of Object.entries(row)) {
      humans.set(human, (humans.get(human) ?? 0) + count);
      judges.set(judge, (judges.get(judge) ?? 0) + count);
      if (human === judge) same += count;
    }
  }
  let expected = 0;
  for (const [word, count] of humans) expected += (count / total) * ((judges.get(word) ?? 0) / total);
  return expected >= 1 ? null : (same / total - expected) / (1 - expected);
}
