/**
 * Forgets what is too old: traces by the age their experiment allows, then content by the longest age of all, then tags
 * assessments and links whose trace never came. Each run does a bounded amount; the next one goes on where it stopped.
 */
import type { Log } from '../core/log.ts';
import type { AssessmentStore } from './store/assessment-store.ts';
import type { ContentStore } from './store/content-store.ts';
import type { TraceStore } from './store/trace-store.ts';

const DAY_MS = 86_400_000;
/** Traces deleted in one transaction: small enough to let writes in between. */
const BATCH_SIZE = 500;
/** Transactions in one run, over all experiments. */
const MAX_BATCHES = 40;
const CONTENT_BATCH_SIZE = 1000;
const MAX_CONTENT_BATCHES = 10;
const EARLY_TAG_MS = 7 * DAY_MS;

/** What retention needs. */
export interface RetentionServices {
  traces: TraceStore;
  assessments: AssessmentStore;
  content: ContentStore;
  /** Experiments that set an age of their own, in days, by id. */
  retentionDaysByExperiment: () => Promise<Map<string, number>>;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

/** What a run did. */
export interface RetentionResult {
  deletedTraces: number;
  deletedObjects: number;
  deletedEarlyTags: number;
  deletedEarlyAssessments: number;
  deletedEarlyLinks: number;
  /** True when the next run has more to do. */
  more: boolean;
}

/**
 * One run.
 *
 * @param input.defaultDays age of traces whose experiment sets none
 */
export async function runRetention({
  services,
  input,
}: {
  services: RetentionServices;
  input: { defaultDays: number };
}): Promise<RetentionResult> {
  const daysById = await services.retentionDaysByExperiment();
  const expired = await expireTraces(services, (id) => daysById.get(id) ?? input.defaultDays);
  const longestDays = Math.max(input.defaultDays, ...daysById.values());
  const swept = await sweepContent(services, longestDays);
  const deletedEarlyTags = await services.traces.expireEarlyTags(services.now() - EARLY_TAG_MS);
  // What was said waits as long as a trace would live: an exchange may be replayed long after it failed.
  const earlyBeforeMs = services.now() - longestDays * DAY_MS;
  const deletedEarlyAssessments = await services.assessments.expireEarly(earlyBeforeMs, BATCH_SIZE);
  const deletedEarlyLinks = await services.traces.expireEarlyLinks(earlyBeforeMs, BATCH_SIZE);
  const result = {
    deletedTraces: expired.deletedTraces,
    deletedObjects: swept.deletedObjects,
    deletedEarlyTags,
    deletedEarlyAssessments,
    deletedEarlyLinks,
    more: expired.more || swept.more || Math.max(deletedEarlyAssessments, deletedEarlyLinks) === BATCH_SIZE,
  };
  const { more: _, ...counts } = result;
  if (Object.values(counts).some((count) => count > 0)) {
    services.log.info('retention-ran', result);
  }
  return result;
}

async function expireTraces(
  { traces, now }: RetentionServices,
  daysOf: (experimentId: string) => number,
): Promise<{ deletedTraces: number; more: boolean }> {
  let deletedTraces = 0;
  let batches = 0;
  for (const experimentId of await traces.listExperimentIds()) {
    const beforeMs = now() - daysOf(experimentId) * DAY_MS;
    let more = true;
    while (more) {
      if (batches === MAX_BATCHES) return { deletedTraces, more: true };
      const result = await traces.expire(experimentId, beforeMs, BATCH_SIZE);
      deletedTraces += result.deletedTraces;
      more = result.more;
      batches += 1;
    }
  }
  return { deletedTraces, more: false };
}

/** Content written on a day lies there until the day after the longest age: a trace may arrive long after it began. */
async function sweepContent(
  { content, now }: RetentionServices,
  longestDays: number,
): Promise<{ deletedObjects: number; more: boolean }> {
  let deletedObjects = 0;
  for (let batch = 0; batch < MAX_CONTENT_BATCHES; batch++) {
    const result = await content.sweep(now() - (longestDays + 1) * DAY_MS, CONTENT_BATCH_SIZE);
    deletedObjects += result.deletedObjects;
    if (!result.more) return { deletedObjects, more: false };
  }
  return { deletedObjects, more: true };
}
