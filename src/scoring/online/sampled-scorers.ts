/**
 * The scorers that judge traces as they come, known for a few seconds in this isolate: every stored trace asks. Safety is
 * among them where nobody registered another scorer of its name, once there is a model to judge by.
 */
import { createSharedAnswer } from '../../core/shared-answer.ts';
import { describeCause, type Log } from '../../core/log.ts';
import type { JudgeModels } from '../models/judge-models.ts';
import { runnableOf } from '../registry/scorer-access.ts';
import { serializeScorer } from '../registry/serialize-scorer.ts';
import type { SampledScorer } from '../registered-scorer.ts';
import { isSessionLevel } from '../run-scorer.ts';
import type { RunnableScorer } from '../serialized-scorer.ts';
import type { ScorerStore } from '../store/scorer-store.ts';

/** A scorer that judges traces as they come, ready to run. */
export interface OnlineScorer extends SampledScorer {
  scorer: RunnableScorer;
  isSessionLevel: boolean;
}

/** The scorers in force. */
export interface SampledScorers {
  /** Those of an experiment. */
  of(experimentId: string): Promise<OnlineScorer[]>;
  /** The one that is on by default in that experiment; null where it is replaced, or cannot run. */
  defaultOf(experimentId: string): Promise<OnlineScorer | null>;
  /** Forgets what is known: after a change. */
  clear(): void;
}

/** What knowing them needs. */
export interface SampledScorersOptions {
  scorers: ScorerStore;
  models: JudgeModels;
  /** Rate of the default scorer, 0 to 1. */
  safetySampleRate: number;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

const KNOWN_MS = 5_000;
/** The read of another invocation is waited for so long. */
const PATIENCE_MS = 1_000;

/** Id of the scorer that is on by default. */
const defaultScorerId = 'default-safety';
const DEFAULT_NAME = 'safety';

interface Known {
  byExperiment: Map<string, OnlineScorer[]>;
  /** The scorer that is on by default, made once for each experiment that asks. */
  byDefault: Map<string, OnlineScorer | null>;
  /** Experiments that have a scorer of the default's name. */
  replaced: Set<string>;
}

/** Creates them. Keep one per isolate. */
export function createSampledScorers(options: SampledScorersOptions): SampledScorers {
  const known = createSharedAnswer({
    read: () => readKnown(options),
    keptMs: KNOWN_MS,
    patienceMs: PATIENCE_MS,
    now: options.now,
  });
  const defaultOf = async (experimentId: string): Promise<OnlineScorer | null> => {
    const { byDefault, replaced } = await known.get();
    const made = byDefault.get(experimentId);
    if (made !== undefined) return made;
    const scorer = replaced.has(experimentId) ? null : defaultScorer(experimentId, options);
    byDefault.set(experimentId, scorer);
    return scorer;
  };
  return {
    async of(experimentId) {
      const own = (await known.get()).byExperiment.get(experimentId) ?? [];
      const byDefault = await defaultOf(experimentId);
      return byDefault === null ? own : [...own, byDefault];
    },
    defaultOf,
    clear: () => known.clear(),
  };
}

async function readKnown({ scorers, log }: SampledScorersOptions): Promise<Known> {
  const [sampled, replaced] = await Promise.all([
    scorers.listSampled(),
    scorers.listExperimentsWith(DEFAULT_NAME),
  ]);
  const byExperiment = new Map<string, OnlineScorer[]>();
  for (const one of sampled) {
    try {
      const scorer = runnableOf(one);
      const online = { ...one, scorer, isSessionLevel: isSessionLevel(scorer) };
      byExperiment.set(one.experimentId, [...(byExperiment.get(one.experimentId) ?? []), online]);
    } catch (cause) {
      // A code scorer that this deployment no longer bundles.
      log.error('scorer-not-runnable', describeCause(cause), { scorer: one.name });
    }
  }
  return { byExperiment, byDefault: new Map(), replaced: new Set(replaced) };
}

function defaultScorer(
  experimentId: string,
  { models, safetySampleRate }: SampledScorersOptions,
): OnlineScorer | null {
  if (models.defaultUri === null || safetySampleRate === 0) return null;
  const serialized = serializeScorer(DEFAULT_NAME, {
    kind: 'builtin',
    className: 'Safety',
    model: null,
    guidelines: null,
    shouldExactMatch: null,
    shouldConsiderOrdering: null,
  });
  return {
    scorerId: defaultScorerId,
    experimentId,
    name: DEFAULT_NAME,
    version: 1,
    serialized,
    createdAtMs: 0,
    sampleRate: safetySampleRate,
    filter: null,
    sampledWithin: null,
    scorer: runnableOf({ serialized }),
    isSessionLevel: false,
  };
}
