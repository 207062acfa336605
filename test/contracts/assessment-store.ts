/** What every assessment store owes, together with the trace store it lives beside. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTraceId } from '../../src/core/ids.ts';
import type { AssessmentStore } from '../../src/tracing/store/assessment-store.ts';
import type { TraceStore } from '../../src/tracing/store/trace-store.ts';
import { newExperiment, sampleAssessment, sampleTimeMs, sampleTrace } from './sample-trace.ts';

/** Runs the contract. */
export function describeAssessmentStore(
  name: string,
  makeStores: () => { assessments: AssessmentStore; traces: TraceStore },
): void {
  describe(`${name} as an assessment store`, () => {
    const { assessments, traces } = makeStores();
    const storedTrace = async () => {
      const trace = sampleTrace({ experimentId: newExperiment() });
      await traces.write([trace]);
      return trace.info;
    };

    it('returns an assessment as it was made', async () => {
      const { traceId } = await storedTrace();
      const assessment = sampleAssessment({
        traceId,
        spanId: '00f067aa0ba902b7',
        value: { nested: ['ü', 1.5, null, { '': false }] },
        error: { code: 'TIMEOUT', message: 'too slow', stackTrace: null },
        rationale: 'because "so"',
        metadata: { 'mlflow.assessment.sourceRunId': 'run-1' },
        source: { type: 'LLM_JUDGE', id: 'openai:/gpt-4.1-mini' },
      });
      expect(await assessments.create(assessment, null)).toEqual(assessment);
      expect(
        await assessments.get({ traceId: traceId, assessmentId: assessment.assessmentId, within: null }),
      ).toEqual(assessment);
      expect(await assessments.get({ traceId: traceId, assessmentId: 'a-none', within: null })).toBeNull();
      expect(
        await assessments.get({ traceId: newTraceId(), assessmentId: assessment.assessmentId, within: null }),
      ).toBeNull();
    });

    it('keeps any JSON value', async () => {
      const { traceId } = await storedTrace();
      await fc.assert(
        fc.asyncProperty(fc.jsonValue(), async (value) => {
          const plain = JSON.parse(JSON.stringify(value)) as never;
          const assessment = sampleAssessment({ traceId, value: plain });
          // As text: an integer beyond what a number holds comes back digit by digit, and not as a number.
          expect(JSON.stringify((await assessments.create(assessment, null))?.value)).toBe(
            JSON.stringify(plain),
          );
        }),
        { numRuns: 60 },
      );
    });

    it('keeps what is there when a create comes again', async () => {
      const { traceId } = await storedTrace();
      const first = sampleAssessment({ traceId });
      await assessments.create(first, null);
      expect(await assessments.create({ ...first, value: 'no', rationale: 'changed' }, null)).toEqual(first);
      expect((await assessments.listByTrace([traceId], null)).get(traceId)).toEqual([first]);
    });

    it('takes the place of what the same source said before, also when many come at once', async () => {
      const { traceId } = await storedTrace();
      const other = sampleAssessment({ traceId, source: { type: 'HUMAN', id: 'somebody else' } });
      await assessments.create(other, null);
      const source = { type: 'HUMAN', id: 'ada' } as const;
      const votes = Array.from({ length: 12 }, (_, index) =>
        sampleAssessment({
          traceId,
          name: other.name,
          source,
          value: index,
          assessmentId: `a-vote-${index}`,
        }),
      );
      await Promise.all(
        votes.map((vote) => assessments.createOverPrevious(vote, { mostPerTrace: 100, within: null })),
      );
      const kept = (await assessments.listByTrace([traceId], null)).get(traceId) ?? [];
      expect(kept).toHaveLength(13);
      expect(kept.filter(({ valid, source }) => valid && source.id === 'ada')).toHaveLength(1);
      const overridden = kept.flatMap(({ overrides }) => (overrides === null ? [] : [overrides]));
      expect(new Set(overridden).size).toBe(11);
      expect(overridden).not.toContain(other.assessmentId);
    });

    it('takes no more than a trace may hold, and what is there once more', async () => {
      const { traceId } = await storedTrace();
      const [first, second] = [sampleAssessment({ traceId }), sampleAssessment({ traceId, name: 'second' })];
      expect(await assessments.createOverPrevious(first, { mostPerTrace: 1, within: null })).toEqual(first);
      expect(await assessments.createOverPrevious(second, { mostPerTrace: 1, within: null })).toBeNull();
      expect(await assessments.createOverPrevious(first, { mostPerTrace: 1, within: null })).toEqual(first);
    });

    it('is read with its trace, in the order it was made', async () => {
      const info = await storedTrace();
      const later = sampleAssessment({ traceId: info.traceId, createTimeMs: sampleTimeMs + 5 });
      const earlier = sampleAssessment({ traceId: info.traceId, name: 'tone', value: 4 });
      await assessments.create(later, null);
      await assessments.create(earlier, null);
      expect((await traces.getInfo(info.traceId, null))?.assessments).toEqual([earlier, later]);
      expect((await traces.get(info.traceId, null))?.info.assessments).toEqual([earlier, later]);
      expect((await traces.getInfos([info.traceId], null))[0]?.assessments).toEqual([earlier, later]);
      const page = await traces.search({ experimentIds: [info.experimentId], pageSize: 10 });
      expect(page.traces[0]?.assessments).toEqual([earlier, later]);
    });

    it('keeps what came before its trace, and joins it', async () => {
      const trace = sampleTrace({ experimentId: newExperiment() });
      const early = sampleAssessment({ traceId: trace.info.traceId });
      await assessments.create(early, null);
      expect(
        await assessments.get({ traceId: early.traceId, assessmentId: early.assessmentId, within: null }),
      ).toEqual(early);
      await traces.write([trace]);
      expect((await traces.getInfo(early.traceId, null))?.assessments).toEqual([early]);
      expect(await assessments.expireEarly(sampleTimeMs + 1, 100)).toBe(0);
    });

    it('forgets, in bounded batches, what is said of traces that never came', async () => {
      const orphans = [1, 2, 3].map((age) => sampleAssessment({ createTimeMs: age }));
      for (const orphan of orphans) await assessments.create(orphan, null);
      expect(await assessments.expireEarly(3, 1)).toBe(1);
      expect(await assessments.expireEarly(3, 10)).toBe(1);
      expect(await assessments.expireEarly(3, 10)).toBe(0);
      const left = await Promise.all(
        orphans.map((a) =>
          assessments.get({ traceId: a.traceId, assessmentId: a.assessmentId, within: null }),
        ),
      );
      expect(left.map((assessment) => assessment !== null)).toEqual([false, false, true]);
    });

    it('goes with its trace, deleted or expired (F78)', async () => {
      const [deleted, expired] = [
        await storedTrace(),
        sampleTrace({ experimentId: newExperiment(), requestTimeMs: 1000 }).info,
      ];
      await traces.write([sampleTrace(expired)]);
      const made = [deleted, expired].map(({ traceId }) => sampleAssessment({ traceId }));
      for (const assessment of made) await assessments.create(assessment, null);
      await traces.delete([deleted.traceId], null);
      await traces.expire(expired.experimentId, 2000, 10);
      for (const { traceId, assessmentId } of made) {
        expect(
          await assessments.get({ traceId: traceId, assessmentId: assessmentId, within: null }),
        ).toBeNull();
      }
    });

    it('overrides and restores', async () => {
      const { traceId } = await storedTrace();
      const old = sampleAssessment({ traceId });
      const newer = sampleAssessment({ traceId, value: 'no', overrides: old.assessmentId });
      const other = sampleAssessment({ traceId, value: 'no', overrides: old.assessmentId });
      const isValid = async () =>
        (await assessments.get({ traceId: traceId, assessmentId: old.assessmentId, within: null }))?.valid;
      await assessments.create(old, null);
      await assessments.create(newer, null);
      expect(await isValid()).toBe(false);
      await assessments.create(other, null);
      expect(
        await assessments.delete({ traceId: traceId, assessmentId: newer.assessmentId, within: null }),
      ).toBe(true);
      expect(await isValid()).toBe(false);
      await assessments.delete({ traceId: traceId, assessmentId: other.assessmentId, within: null });
      expect(await isValid()).toBe(true);
      expect(
        await assessments.delete({ traceId: traceId, assessmentId: newer.assessmentId, within: null }),
      ).toBe(false);
    });

    it('overrides only what is there, on the same trace, and never itself', async () => {
      const { traceId } = await storedTrace();
      const elsewhere = sampleAssessment({ traceId: (await storedTrace()).traceId });
      await assessments.create(elsewhere, null);
      for (const overrides of ['a-none', elsewhere.assessmentId, 'a-self']) {
        const wanted = sampleAssessment({ traceId, assessmentId: 'a-self', overrides });
        expect(await assessments.create(wanted, null)).toBeNull();
      }
      expect(await assessments.get({ traceId: traceId, assessmentId: 'a-self', within: null })).toBeNull();
      expect(
        (
          await assessments.get({
            traceId: elsewhere.traceId,
            assessmentId: elsewhere.assessmentId,
            within: null,
          })
        )?.valid,
      ).toBe(true);
    });

    it('changes what is named and leaves the rest', async () => {
      const { traceId } = await storedTrace();
      const assessment = sampleAssessment({ traceId, rationale: 'r', metadata: { a: '1', b: '2' } });
      const { assessmentId } = assessment;
      await assessments.create(assessment, null);
      const change = (changes: Parameters<AssessmentStore['update']>[1]['changes'], atMs: number) =>
        assessments.update({ traceId: traceId, assessmentId: assessmentId, within: null }, { changes, atMs });
      expect(await change({ metadata: { b: '3', c: '4' } }, 7)).toEqual({
        ...assessment,
        metadata: { a: '1', b: '3', c: '4' },
        lastUpdateTimeMs: 7,
      });
      const error = { code: 'E', message: null, stackTrace: null };
      expect(
        await change({ name: 'tone', rationale: null, value: { kind: 'feedback', value: [1], error } }, 8),
      ).toMatchObject({ name: 'tone', rationale: null, value: [1], error, lastUpdateTimeMs: 8 });
      expect(await change({ value: { kind: 'feedback', value: 2, error: null } }, 9)).toMatchObject({
        value: 2,
        error: null,
      });
      expect(await change({ value: { kind: 'expectation', value: 3, error: null } }, 10)).toBeNull();
      expect(
        (await assessments.get({ traceId: traceId, assessmentId: assessmentId, within: null }))
          ?.lastUpdateTimeMs,
      ).toBe(9);
      expect(
        await assessments.update(
          { traceId: traceId, assessmentId: 'a-none', within: null },
          { changes: { name: 'x' }, atMs: 1 },
        ),
      ).toBeNull();
    });

    it('keeps several at once', async () => {
      const { traceId } = await storedTrace();
      const [old, newer] = [sampleAssessment({ traceId }), sampleAssessment({ traceId })];
      newer.overrides = old.assessmentId;
      const lost = sampleAssessment({ traceId, overrides: 'a-none' });
      expect(await assessments.createAll([old, newer, lost], null)).toEqual([old, newer, null]);
      expect(
        (await assessments.get({ traceId: traceId, assessmentId: old.assessmentId, within: null }))?.valid,
      ).toBe(false);
      expect(await assessments.createAll([], null)).toEqual([]);
    });

    it('lists many traces at once', async () => {
      const infos = [await storedTrace(), await storedTrace(), await storedTrace()];
      const made = infos.slice(0, 2).map(({ traceId }) => sampleAssessment({ traceId }));
      for (const assessment of made) await assessments.create(assessment, null);
      const listed = await assessments.listByTrace(
        [...infos.map((info) => info.traceId), newTraceId()],
        null,
      );
      expect([...listed.values()].flat()).toEqual(expect.arrayContaining(made));
      expect(listed.size).toBe(2);
      expect((await assessments.listByTrace([], null)).size).toBe(0);
    });
  });
}
