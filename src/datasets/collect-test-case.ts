/**
 * Makes a trace a test case when people did not like its answer, once, and keeps the record in step with what they say
 * later. It reads the state as it is now, so it can be run again at any time: it is told of a trace, not of an event.
 */
import { toHex } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import type { Log } from '../core/log.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { Assessment } from '../tracing/assessments/assessment.ts';
import type { ContentMasking } from '../redaction/content-masking.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import type { Trace } from '../tracing/trace.ts';
import { digestOf } from './dataset-digest.ts';
import type { DatasetRecord } from './dataset.ts';
import { mergeRecords } from './merge-records.ts';
import type { DatasetStore } from './store/dataset-store.ts';
import type { TestCaseStore } from './store/test-case-store.ts';
import { defaultDatasetName, defaultRule, negativeFeedback, type TestCaseRule } from './test-case-rule.ts';
import { expectationsOf, feedbackTags, traceToRecord } from './trace-to-record.ts';

/** What collecting needs. */
export interface CollectTestCaseServices {
  traces: Pick<TraceStore, 'get' | 'getInfo'>;
  datasets: DatasetStore;
  masking: ContentMasking;
  testCases: TestCaseStore;
  getExperiment: (experimentId: string) => Promise<Experiment | null>;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * Collects.
 *
 * @param input.within the only experiment whose trace is meant; null is whichever owns the id
 * @returns `early` when the trace has not arrived yet
 */
export async function collectTestCase({
  services,
  input,
}: {
  services: CollectTestCaseServices;
  input: { traceId: string; within: string | null };
}): Promise<'done' | 'early'> {
  const info = await services.traces.getInfo(input.traceId, input.within);
  if (info === null) return 'early';
  const { traceId, experimentId, assessments } = info;
  const known = await services.testCases.find(traceId);
  if (known !== null) {
    const record = await services.datasets.getRecord(known.recordId);
    if (record === null) return 'done';
    if (await isOf(services, record, experimentId)) {
      await follow(services, record, assessments);
      return 'done';
    }
  }
  const rule = (await services.testCases.getRule(experimentId)) ?? defaultRule;
  if (!rule.enabled || negativeFeedback(rule, assessments).length === 0) return 'done';
  const trace = await services.traces.get(traceId, experimentId);
  if (trace !== null) await collect(services, { trace, assessments, rule });
  return 'done';
}

/** False for the record of another experiment's trace, whose id was free again. */
async function isOf(
  { datasets }: CollectTestCaseServices,
  { datasetId }: DatasetRecord,
  experimentId: string,
): Promise<boolean> {
  const { experimentIds = [] } = (await datasets.get(datasetId)) ?? {};
  return experimentIds.length === 0 || experimentIds.includes(experimentId);
}

interface Collecting {
  trace: Trace;
  assessments: Assessment[];
  rule: TestCaseRule;
}

async function collect(
  services: CollectTestCaseServices,
  { trace, assessments, rule }: Collecting,
): Promise<void> {
  const { traceId, experimentId } = trace.info;
  const record = traceToRecord(trace, assessments);
  if (record === null) {
    services.log.info('test-case-without-content', { traceId });
    return;
  }
  const datasetId = await ensureDataset(services, { experimentId, rule });
  const merged = await mergeRecords({
    services,
    input: { nameOrId: datasetId, within: null, records: [record], by: 'weir' },
  });
  const recordId = merged.recordIds[0] ?? '';
  await services.testCases.note({ traceId, datasetId, recordId }, services.now());
  services.log.info('test-case-collected', { traceId, datasetId, recordId });
}

/** Brings a record up to what people say now: corrections that came later, a change of mind. */
async function follow(
  services: CollectTestCaseServices,
  record: DatasetRecord,
  assessments: Assessment[],
): Promise<void> {
  const expectations = expectationsOf(assessments);
  const tags = feedbackTags(assessments);
  if (!saysMore(record.expectations, expectations) && !saysMore(record.tags, tags)) return;
  const { datasetId: nameOrId, inputs } = record;
  const records = [{ inputs, expectations, tags }];
  await mergeRecords({ services, input: { nameOrId, within: null, records, by: 'weir' } });
}

function saysMore(held: JsonObject, said: JsonObject): boolean {
  return Object.entries(said).some(([key, value]) => JSON.stringify(held[key]) !== JSON.stringify(value));
}

/**
 * The rule's dataset: one of that name that is linked to the experiment, or a new one. Its id is derived, so two who make
 * it at the same time make the same.
 */
async function ensureDataset(
  services: CollectTestCaseServices,
  { experimentId, rule }: { experimentId: string; rule: TestCaseRule },
): Promise<string> {
  const experiment = await services.getExperiment(experimentId);
  const name = rule.dataset ?? defaultDatasetName(experiment?.name ?? experimentId);
  const [linked] = await services.datasets.findByName(name, experimentId);
  if (linked !== undefined) return linked.datasetId;
  const text = new TextEncoder().encode(JSON.stringify(['test cases', experimentId, name]));
  const digest = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
  const atMs = services.now();
  const datasetId = `d-${digest.slice(0, 32)}`;
  await services.datasets.insert({
    datasetId,
    name,
    tags: { 'weir.source': 'feedback' },
    schema: { inputs: {}, outputs: {}, expectations: {} },
    style: null,
    recordCount: 0,
    digest: digestOf(name, atMs),
    experimentIds: [experimentId],
    createdAtMs: atMs,
    updatedAtMs: atMs,
    createdBy: 'weir',
    updatedBy: 'weir',
  });
  return datasetId;
}
