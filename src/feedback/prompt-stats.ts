/**
 * What a prompt version came to in use: calls, cost, latency, and what people and judges said, by the alias and the arm of a
 * split that led to it, so that the arms can be compared.
 */
import type {
  PromptArm,
  PromptAssessments,
  PromptCalls,
  PromptStatsQuery,
  PromptStatsStore,
} from '../tracing/store/prompt-stats-store.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import { intervalOf, type Interval } from '../core/statistics/intervals.ts';

/** What was said under one name by one kind of source. */
export interface PromptScore {
  name: string;
  /** `HUMAN`, `LLM_JUDGE` or `CODE`. */
  sourceType: string;
  count: number;
  /** Of choices between two, the share of yes; null for texts. */
  mean: number | null;
  /** 95 % confidence; null when there is too little to say. */
  interval: Interval | null;
}

/** The statistics of one arm. */
export interface PromptArmStatistic extends PromptCalls {
  scores: PromptScore[];
}

/** What the verb needs. */
export interface PromptStatsServices {
  promptStats: PromptStatsStore;
  traces: Pick<TraceStore, 'listExperimentIds'>;
}

/** The statistics by arm, the busiest first. `experimentIds` null counts in all experiments. */
export async function getPromptStats({
  services,
  input,
}: {
  services: PromptStatsServices;
  input: Omit<PromptStatsQuery, 'experimentIds'> & { experimentIds: string[] | null };
}): Promise<PromptArmStatistic[]> {
  const experimentIds = input.experimentIds ?? (await services.traces.listExperimentIds());
  const query = { ...input, experimentIds };
  const [calls, assessments] = await Promise.all([
    services.promptStats.calls(query),
    services.promptStats.assessments(query),
  ]);
  return calls.map((arm) => ({
    ...arm,
    scores: assessments.filter((one) => isSameArm(one, arm)).map(toScore),
  }));
}

function isSameArm(one: PromptArm, other: PromptArm): boolean {
  return one.alias === other.alias && one.arm === other.arm;
}

function toScore({ name, sourceType, count, sample }: PromptAssessments): PromptScore {
  return { name, sourceType, count, mean: sample?.mean ?? null, interval: intervalOf(sample) };
}
