/** What stores of traces and of what is said of them owe experiments that use the same ids: neither ever meets the other. */
import { describe, expect, it } from 'vitest';
import { newSpanId, newTraceId } from '../../src/core/ids.ts';
import type { AssessmentStore } from '../../src/tracing/store/assessment-store.ts';
import type { TraceStore } from '../../src/tracing/store/trace-store.ts';
import { callerTraceIdKey, type Trace } from '../../src/tracing/trace.ts';
import { newExperiment, sampleAssessment, sampleSpan, sampleTrace } from './sample-trace.ts';

/** Runs the contract. `makeStores` may return the same stores each time. */
export function describeTraceTenants(
  name: string,
  makeStores: () => { traces: TraceStore; assessments: AssessmentStore },
): void {
  describe(`${name} between experiments`, () => {
    const { traces, assessments } = makeStores();
    const twoOf = (traceId = newTraceId()) => {
      const [first, second] = [newExperiment(), newExperiment()];
      const secret = (whose: string): Trace =>
        sampleTrace({ traceId, experimentId: whose, tags: { whose } }, [
          sampleSpan({ traceId, attributes: { 'mlflow.spanInputs': `secret of ${whose}` } }),
        ]);
      return { traceId, first, second, ofFirst: secret(first), ofSecond: secret(second) };
    };
    const secretsIn = (trace: Trace | null) =>
      trace?.spans.map(({ attributes }) => attributes['mlflow.spanInputs']) ?? [];

    it('F168 gives the second experiment that writes an id a trace of its own, which links to the id it gave', async () => {
      const { traceId, first, second, ofFirst, ofSecond } = twoOf();
      const parent = newSpanId();
      const child = { ...ofSecond, spans: ofSecond.spans.map((span) => ({ ...span, parentSpanId: parent })) };
      expect((await traces.write([ofFirst]))[0]?.info.traceId).toBe(traceId);
      const [kept] = await traces.write([child]);
      const ownId = kept?.info.traceId ?? '';
      expect(ownId).toMatch(/^tr-[0-9a-f]{32}$/);
      expect(ownId).not.toBe(traceId);
      for (const [within, secrets] of [
        [null, [`secret of ${first}`]],
        [first, [`secret of ${first}`]],
        [second, [`secret of ${second}`]],
      ] as const)
        expect(secretsIn(await traces.get(traceId, within))).toEqual(secrets);
      expect(await traces.get(traceId, newExperiment())).toBeNull();
      expect(await traces.get(ownId, first)).toBeNull();
      const own = await traces.get(ownId, second);
      expect(own).toEqual(await traces.get(traceId, second));
      expect(own).toEqual(await traces.get(ownId, null));
      expect(own?.info).toMatchObject({
        traceId: ownId,
        experimentId: second,
        tags: { whose: second },
        metadata: { [callerTraceIdKey]: traceId },
      });
      expect(own?.spans).toMatchObject([
        { traceId: ownId, parentSpanId: parent, links: [{ traceId, spanId: parent }] },
      ]);
      expect((await traces.getInfo(traceId, null))?.metadata).not.toHaveProperty([callerTraceIdKey]);
    });

    it('F168 changes nothing when a write is delivered again, and lets later spans join their own', async () => {
      const { traceId, first, second, ofFirst, ofSecond } = twoOf();
      await traces.write([ofFirst]);
      await traces.write([ofSecond]);
      const before = [await traces.get(traceId, first), await traces.get(traceId, second)];
      await traces.write([ofSecond, ofFirst]);
      await traces.write([ofSecond]);
      await makeStores().traces.write([ofSecond, ofSecond]);
      expect([await traces.get(traceId, first), await traces.get(traceId, second)]).toEqual(before);
      const more = sampleSpan({ traceId, parentSpanId: ofSecond.spans[0]?.spanId ?? null });
      await traces.write([{ ...ofSecond, spans: [more] }]);
      const own = await traces.get(traceId, second);
      expect(own?.spans.map(({ spanId }) => spanId)).toEqual([ofSecond.spans[0]?.spanId, more.spanId]);
      expect((await traces.get(traceId, first))?.spans).toHaveLength(1);
    });

    it('F168 keeps those apart that come in one write, or at the same time', async () => {
      const together = twoOf();
      await traces.write([together.ofFirst, together.ofSecond]);
      const apart = twoOf();
      const stores = Array.from({ length: 4 }, () => makeStores().traces);
      await Promise.all(
        stores.map((store, index) => store.write([index % 2 === 0 ? apart.ofFirst : apart.ofSecond])),
      );
      for (const { traceId, first, second } of [together, apart]) {
        for (const within of [first, second])
          expect(secretsIn(await traces.get(traceId, within))).toEqual([`secret of ${within}`]);
        const page = await traces.search({ experimentIds: [first, second], pageSize: 10 });
        expect(page.traces).toHaveLength(2);
      }
    });

    it('F168 states facts of the own trace, whichever came first', async () => {
      for (const order of ['spans first', 'statement first']) {
        const { traceId, first, second, ofFirst, ofSecond } = twoOf();
        const stated = { ...ofSecond.info, name: 'stated by the second', tags: { by: 'second' } };
        if (order === 'spans first') await traces.write([ofFirst]);
        const [kept] = await traces.writeInfos([stated]);
        await traces.write([ofFirst]);
        await traces.write([ofSecond]);
        const [own, other] = [await traces.getInfo(traceId, second), await traces.getInfo(traceId, first)];
        expect(own).toMatchObject({ traceId: kept?.traceId, name: 'stated by the second', spanCount: 1 });
        expect(own?.tags).toMatchObject({ by: 'second' });
        expect(other).toMatchObject({ name: ofFirst.info.name, tags: { whose: first }, spanCount: 1 });
      }
    });

    it('F169 lets what is said within an experiment wait for its own trace alone', async () => {
      for (const owner of ['first', 'second'] as const) {
        const { traceId, first, second, ofFirst, ofSecond } = twoOf();
        for (const within of [first, second, null]) {
          const who = within === first ? 'first' : within === second ? 'second' : 'anybody';
          await traces.setTag({ traceId, key: who, within }, 'early');
          await traces.link([{ traceId, to: { kind: 'run', runId: `run of ${who}` } }], within);
          const vote = sampleAssessment({ traceId, name: who });
          expect(await assessments.create(vote, within)).toEqual(vote);
          const correction = sampleAssessment({ traceId, name: `${who} again` });
          await assessments.createOverPrevious(correction, { mostPerTrace: 10, within });
          const heard = await assessments.listByTrace([traceId], within);
          expect(
            heard
              .get(traceId)
              ?.map((one) => one.name)
              .toSorted(),
          ).toEqual([who, `${who} again`]);
        }
        for (const one of owner === 'first' ? [ofFirst, ofSecond] : [ofSecond, ofFirst])
          await traces.write([one]);
        for (const [within, who] of [
          [first, 'first'],
          [second, 'second'],
        ] as const) {
          const expected = who === owner ? [who, 'anybody'] : [who];
          const info = await traces.getInfo(traceId, within);
          expect(Object.keys(info?.tags ?? {}).toSorted()).toEqual([...expected, 'whose'].toSorted());
          expect(info?.runIds.toSorted()).toEqual(expected.map((name) => `run of ${name}`).toSorted());
          const names = info?.assessments.map((one) => one.name).toSorted();
          expect(names).toEqual(expected.flatMap((name) => [name, `${name} again`]).toSorted());
          const found = await traces.search({
            experimentIds: [first, second],
            filter: [{ field: { of: 'tag', key: who }, test: { operator: '=', value: 'early' } }],
            pageSize: 10,
          });
          expect(found.traces.map((trace) => trace.traceId)).toEqual([info?.traceId]);
        }
      }
    });

    it('F170 changes and deletes what the id means within the experiment', async () => {
      const { traceId, first, second, ofFirst, ofSecond } = twoOf();
      await traces.write([ofFirst]);
      const untouched = await traces.get(traceId, first);
      // The second has no trace of that id yet.
      await traces.setTag({ traceId, key: 'a', within: second }, '1');
      await traces.deleteTag({ traceId, key: 'whose', within: second });
      expect(await traces.delete([traceId], second)).toBe(0);
      const vote = sampleAssessment({ traceId });
      await assessments.create(vote, first);
      const { assessmentId } = vote;
      const change = { changes: { rationale: 'changed' }, atMs: 9 };
      expect(await assessments.get({ traceId, assessmentId, within: second })).toBeNull();
      expect(await assessments.update({ traceId, assessmentId, within: second }, change)).toBeNull();
      expect(await assessments.delete({ traceId, assessmentId, within: second })).toBe(false);
      expect((await assessments.listByTrace([traceId], second)).size).toBe(0);
      await assessments.create({ ...vote, value: 'no' }, second);
      expect(await assessments.get({ traceId, assessmentId, within: first })).toMatchObject({ value: 'yes' });
      await traces.write([ofSecond]);
      await traces.setTag({ traceId, key: 'b', within: second }, '2');
      await traces.deleteTag({ traceId, key: 'whose', within: second });
      const own = await traces.getInfo(traceId, second);
      expect(own?.tags).toEqual({ b: '2' });
      expect(await assessments.delete({ traceId, assessmentId, within: first })).toBe(true);
      expect(await traces.delete([traceId], second)).toBe(1);
      expect(await traces.get(own?.traceId ?? '', null)).toBeNull();
      expect(await traces.get(traceId, first)).toEqual(untouched);
      // What comes later is a new trace of its own, also when the id is free again.
      await traces.write([ofSecond]);
      expect(await traces.delete([traceId], first)).toBe(1);
      await traces.write([ofSecond]);
      expect(secretsIn(await traces.get(traceId, second))).toEqual([`secret of ${second}`]);
      expect(await traces.get(traceId, null)).toBeNull();
      const page = await traces.search({ experimentIds: [second], pageSize: 10 });
      expect(page.traces).toHaveLength(1);
    });

    it('F170 does not let an id be taken for one under which something waits', async () => {
      const { traceId, first, second } = twoOf();
      await assessments.create(sampleAssessment({ traceId, name: 'of the first' }), first);
      const guessed = `\u{e001}${first}/${traceId}`;
      await expect(traces.write([sampleTrace({ traceId: guessed, experimentId: second })])).rejects.toThrow(
        'trace_id',
      );
      expect((await assessments.listByTrace([guessed], second)).size).toBe(0);
    });
  });
}
