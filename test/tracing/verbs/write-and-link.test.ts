/** The verbs that state, link and delete traces: what they check before the store does the work. */
import { describe, expect, it } from 'vitest';
import { newTraceId } from '../../../src/core/ids.ts';
import { deleteOldTraces } from '../../../src/tracing/delete-old-traces.ts';
import { getTraces } from '../../../src/tracing/get-trace.ts';
import { linkPromptsToTrace, linkTracesToRun } from '../../../src/tracing/link-traces.ts';
import { writeTraceInfo } from '../../../src/tracing/write-trace-info.ts';
import { newExperiment, sampleTimeMs, sampleTrace } from '../../contracts/sample-trace.ts';
import { assessments, traces } from '../../helpers/management-app.ts';

const services = { traces, assessments, now: () => sampleTimeMs };
const notFound = { code: 'RESOURCE_DOES_NOT_EXIST' };
const invalid = { code: 'INVALID_PARAMETER_VALUE' };

describe('stating a whole trace', () => {
  it('returns it as it is then, with what was said in the same breath', async () => {
    const { info } = sampleTrace({
      experimentId: newExperiment(),
      metadata: { 'mlflow.trace.session': 's1' },
    });
    const said = {
      assessmentId: 'a-1',
      name: 'tone',
      kind: 'feedback',
      value: 4,
      source: { type: 'CODE', id: 'check' },
    } as const;
    const input = { info, assessments: [said], within: info.experimentId };
    const written = await writeTraceInfo({ services, input });
    expect(written).toMatchObject({
      traceId: info.traceId,
      session: 's1',
      spanCount: 0,
      metadata: { 'mlflow.trace.infoFinalized': 'true' },
      assessments: [{ assessmentId: 'a-1', traceId: info.traceId, value: 4 }],
    });
    expect(await writeTraceInfo({ services, input })).toEqual(written);
  });

  it('takes no trace away from another experiment', async () => {
    const { info } = sampleTrace({ experimentId: newExperiment() });
    await traces.write([sampleTrace(info)]);
    const mine = newExperiment();
    await expect(writeTraceInfo({ services, input: { info, within: mine } })).rejects.toMatchObject(notFound);
    const own = { ...info, experimentId: mine };
    const written = await writeTraceInfo({ services, input: { info: own, within: mine } });
    expect(written).toMatchObject({
      experimentId: mine,
      metadata: { 'weir.caller_trace_id': info.traceId },
    });
    expect(written.traceId).not.toBe(info.traceId);
    expect((await traces.getInfo(info.traceId, null))?.experimentId).toBe(info.experimentId);
  });
});

describe('reading several traces', () => {
  it('leaves out what the caller may not see', async () => {
    const [mine, foreign] = [newExperiment(), newExperiment()].map((experimentId) =>
      sampleTrace({ experimentId }),
    );
    if (mine === undefined || foreign === undefined) throw new Error('two traces were made');
    await traces.write([mine, foreign]);
    const traceIds = [foreign.info.traceId, newTraceId(), mine.info.traceId];
    const read = async (within: string | null) =>
      (await getTraces({ services, input: { traceIds, within } })).map(({ info }) => info.traceId);
    expect(await read(null)).toEqual([foreign.info.traceId, mine.info.traceId]);
    expect(await read(mine.info.experimentId)).toEqual([mine.info.traceId]);
  });
});

describe('linking', () => {
  it('refuses too many and nameless ones, and leaves traces of another experiment alone', async () => {
    const foreign = sampleTrace({ experimentId: newExperiment() });
    await traces.write([foreign]);
    const within = newExperiment();
    const traceId = foreign.info.traceId;
    const toRun = (traceIds: string[], runId = 'r') =>
      linkTracesToRun({ services, input: { traceIds, runId, within } });
    await toRun([newTraceId(), traceId]);
    await expect(toRun(Array.from({ length: 101 }, newTraceId))).rejects.toMatchObject(invalid);
    await expect(toRun([newTraceId()], '')).rejects.toMatchObject(invalid);
    const toPrompt = (id: string, name: string, version: string) =>
      linkPromptsToTrace({ services, input: { traceId: id, prompts: [{ name, version }], within } });
    await toPrompt(traceId, 'p', '1');
    await expect(toPrompt(newTraceId(), '', '1')).rejects.toMatchObject(invalid);
    await expect(toPrompt(newTraceId(), 'p', '1/2')).rejects.toMatchObject(invalid);
    expect(await traces.getInfo(traceId, null)).toMatchObject({ runIds: [], prompts: [] });
  });

  it('links', async () => {
    const trace = sampleTrace({ experimentId: newExperiment() });
    const { traceId, experimentId: within } = trace.info;
    await linkTracesToRun({ services, input: { traceIds: [traceId], runId: 'r1', within } });
    await traces.write([trace]);
    await linkPromptsToTrace({
      services,
      input: { traceId, prompts: [{ name: 'p', version: '1' }], within },
    });
    expect(await traces.getInfo(traceId, null)).toMatchObject({
      runIds: ['r1'],
      prompts: [{ name: 'p', version: '1' }],
    });
  });
});

describe('deleting old traces', () => {
  it('deletes up to a time, the oldest first, as many as asked', async () => {
    const experimentId = newExperiment();
    await traces.write(
      Array.from({ length: 8 }, (_, index) => sampleTrace({ experimentId, requestTimeMs: 1000 + index })),
    );
    const remove = (maxTimestampMs: number, maxTraces?: number, within: string | null = null) =>
      deleteOldTraces({
        services,
        input: { experimentId, maxTimestampMs, within, ...(maxTraces === undefined ? {} : { maxTraces }) },
      });
    const times = async () =>
      (await traces.search({ experimentIds: [experimentId], pageSize: 10 })).traces.map(
        (trace) => trace.requestTimeMs,
      );
    expect(await remove(1006, 2)).toBe(2);
    expect(await times()).toEqual([1007, 1006, 1005, 1004, 1003, 1002]);
    expect(await remove(1006)).toBe(5);
    expect(await times()).toEqual([1007]);
    expect(await remove(1006)).toBe(0);
    await expect(remove(1006, 0)).rejects.toMatchObject(invalid);
    await expect(remove(1007, 1, newExperiment())).rejects.toMatchObject(notFound);
  });
});
