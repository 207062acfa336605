/**
 * Stores that mask what they are given, whichever way it came: proxied, over OTLP, stated by a client, said by people. The
 * step stands before everything that keeps something, so search, previews, scorers and exports only ever see what is masked.
 */
import { redactSecrets } from '../core/redaction.ts';
import type { Assessment, AssessmentChanges } from '../tracing/assessments/assessment.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import { orTryLater } from './content-masking.ts';
import { maskAssessment, maskChanges } from './mask-assessment.ts';
import { maskTag, maskTrace, maskTraceInfo, type TraceMasking } from './mask-trace.ts';
import type { RulesInForce } from './rules-in-force.ts';

/**
 * The trace store, masking. It rejects with TEMPORARILY_UNAVAILABLE, which makes clients send again, and stores nothing when
 * the rules cannot be read.
 */
export function redactTraces(store: TraceStore, rules: RulesInForce): TraceStore {
  return {
    ...store,
    async write(traces) {
      const maskingOfTrace = await maskingsOf(rules, traces, ({ info }) => info.experimentId);
      const masked = traces.map((trace) => maskTrace(trace, maskingOfTrace(trace)));
      return store.write(masked);
    },
    async writeInfos(infos) {
      const maskingOfInfo = await maskingsOf(rules, infos, ({ experimentId }) => experimentId);
      const masked = infos.map((info) => maskTraceInfo(info, maskingOfInfo(info)));
      return store.writeInfos(masked);
    },
    async setTag(tag, value) {
      const masking = await orTryLater(maskingOf(tag, rules, store));
      const key = redactSecrets(tag.key);
      await store.setTag({ ...tag, key }, maskTag(tag.key, value, masking));
    },
  };
}

/** What masks each of what is written together; the rules of an experiment are asked for once. */
async function maskingsOf<Written>(
  rules: RulesInForce,
  all: readonly Written[],
  experimentOf: (one: Written) => string,
): Promise<(one: Written) => TraceMasking> {
  const byExperiment = new Map<string, TraceMasking>();
  const strictest = await orTryLater(rules.of(null));
  for (const experimentId of new Set(all.map(experimentOf)))
    byExperiment.set(experimentId, await orTryLater(rules.of(experimentId)));
  return (one) => byExperiment.get(experimentOf(one)) ?? strictest;
}

/**
 * The assessment store, masking what people and judges write. It rejects like a store that is down when the rules cannot be
 * read: votes then wait in the inbox.
 */
export function redactAssessments(
  store: AssessmentStore,
  { rules, traces }: { rules: RulesInForce; traces: Pick<TraceStore, 'getExperimentId'> },
): AssessmentStore {
  const masked = async (assessment: Assessment, within: string | null): Promise<Assessment> => {
    const masking = await maskingOf({ traceId: assessment.traceId, within }, rules, traces);
    return maskAssessment(assessment, masking);
  };
  const maskedChanges = async (named: Named, changes: AssessmentChanges): Promise<AssessmentChanges> => {
    const masking = await maskingOf(named, rules, traces);
    return maskChanges(changes, masking);
  };
  return {
    ...store,
    create: async (assessment, within) => store.create(await masked(assessment, within), within),
    createAll: async (assessments, within) =>
      store.createAll(await Promise.all(assessments.map((assessment) => masked(assessment, within))), within),
    createOverPrevious: async (assessment, options) =>
      store.createOverPrevious(await masked(assessment, options.within), options),
    update: async (reference, { changes, atMs }) =>
      store.update(reference, { changes: await maskedChanges(reference, changes), atMs }),
  };
}

/** A trace as the stores name it. */
interface Named {
  traceId: string;
  within: string | null;
}

/** What masks for a trace; where no rule is in force nobody is asked which experiment it lies in. */
async function maskingOf(
  { traceId, within }: Named,
  rules: RulesInForce,
  traces: Pick<TraceStore, 'getExperimentId'>,
): Promise<TraceMasking> {
  return rules.of((await rules.any()) ? (within ?? (await traces.getExperimentId(traceId, null))) : null);
}
