/** What every trace store owes a search. Part of the contract in `trace-store.ts`. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceQuery, TraceStore } from '../../src/tracing/store/trace-store.ts';
import { newExperiment, sampleTimeMs, sampleTrace } from './sample-trace.ts';

/** Runs the search part of the contract. */
export function describeTraceSearch(name: string, makeStore: () => TraceStore): void {
  describe(`${name} as a trace store: search`, () => {
    const store = makeStore();
    const idsOf = async (query: Partial<TraceQuery>): Promise<string[]> => {
      const page = await store.search({ pageSize: 100, ...query });
      return page.traces.map((trace) => trace.traceId);
    };

    it('pages newest first, each trace once, also where times are equal', async () => {
      const experimentId = newExperiment();
      const traces = Array.from({ length: 23 }, (_, index) =>
        sampleTrace({ experimentId, requestTimeMs: sampleTimeMs + Math.floor(index / 4) * 1000 }),
      );
      await store.write(traces);
      const seen: { id: string; time: number }[] = [];
      let pageToken: string | null | undefined;
      do {
        const page = await store.search({
          experimentIds: [experimentId],
          pageSize: 5,
          ...(typeof pageToken === 'string' ? { pageToken } : {}),
        });
        seen.push(...page.traces.map((trace) => ({ id: trace.traceId, time: trace.requestTimeMs })));
        pageToken = page.nextPageToken;
      } while (pageToken !== null);
      expect(new Set(seen.map((trace) => trace.id)).size).toBe(23);
      expect(seen).toHaveLength(23);
      expect(seen.map((trace) => trace.time)).toEqual(
        seen.map((trace) => trace.time).toSorted((a, b) => b - a),
      );
    });

    it('refuses a page token that is not its own', async () => {
      for (const pageToken of ['nonsense', '!!', btoa('1:x'), 'a'.repeat(500)]) {
        await expect(store.search({ pageSize: 5, pageToken })).rejects.toMatchObject({
          code: 'INVALID_PARAMETER_VALUE',
        });
      }
    });

    it('combines filters', async () => {
      const experimentId = newExperiment();
      const other = newExperiment();
      const wanted = sampleTrace({
        experimentId,
        session: 's1',
        user: 'u1',
        tags: { env: 'prod', team: 'a' },
      });
      const traces = [
        wanted,
        sampleTrace({ experimentId, session: 's1', user: 'u2', tags: { env: 'prod' } }),
        sampleTrace({
          experimentId,
          state: 'ERROR',
          provider: 'anthropic',
          model: 'claude',
          tags: { env: 'dev' },
        }),
        sampleTrace({ experimentId: other, session: 's1', user: 'u1', tags: { env: 'prod', team: 'a' } }),
        sampleTrace({
          experimentId,
          requestTimeMs: sampleTimeMs - 86_400_000,
          requestPreview: 'refund please',
        }),
      ];
      await store.write(traces);
      const ids = traces.map((trace) => trace.info.traceId);
      const inExperiment = (query: Partial<TraceQuery>) => idsOf({ experimentIds: [experimentId], ...query });
      expect(new Set(await inExperiment({}))).toEqual(new Set([ids[0], ids[1], ids[2], ids[4]]));
      expect(await inExperiment({ session: 's1', user: 'u1' })).toEqual([ids[0]]);
      expect(await inExperiment({ tags: { env: 'prod', team: 'a' } })).toEqual([ids[0]]);
      expect(await inExperiment({ session: 's1', tags: { env: 'prod', team: 'a' }, text: 'order' })).toEqual([
        ids[0],
      ]);
      expect(await inExperiment({ text: 'order', tags: { team: 'a' } })).toEqual([ids[0]]);
      expect(await inExperiment({ state: 'ERROR', provider: 'anthropic', model: 'claude' })).toEqual([
        ids[2],
      ]);
      expect(await inExperiment({ state: 'ERROR', provider: 'openai' })).toEqual([]);
      expect(await inExperiment({ toMs: sampleTimeMs })).toEqual([ids[4]]);
      expect(
        await inExperiment({ fromMs: sampleTimeMs - 86_400_000, toMs: sampleTimeMs, text: 'refund' }),
      ).toEqual([ids[4]]);
      expect(await inExperiment({ fromMs: sampleTimeMs, text: 'refund' })).toEqual([]);
      expect(await idsOf({ experimentIds: [experimentId, other], tags: { team: 'a' } })).toHaveLength(2);
      expect(await idsOf({ experimentIds: [] })).toEqual([]);
      expect(await idsOf({ experimentIds: [], text: 'refund' })).toEqual([]);
      expect(await idsOf({ session: 's1', tags: { team: 'a' } })).toHaveLength(2);
      const elsewhere = { withoutExperimentIds: [experimentId] };
      const among = { ...elsewhere, experimentIds: [experimentId, other] };
      expect(await idsOf(among)).toEqual([ids[3]]);
      expect(await idsOf({ ...among, text: 'order' })).toEqual(
        await idsOf({ experimentIds: [other], text: 'order' }),
      );
      expect(await idsOf({ ...elsewhere, session: 's1', tags: { team: 'a' } })).toEqual([ids[3]]);
      expect(await idsOf(elsewhere)).toContain(ids[3]);
      expect(await idsOf(elsewhere)).not.toContain(ids[0]);
    });

    it('finds words wherever they are in time, newest first, page by page', async () => {
      const experimentId = newExperiment();
      const agesInHours = [0, 0, 1, 5, 40, 41, 300, 3000, 9000];
      const traces = agesInHours.map((hours) =>
        sampleTrace({
          experimentId,
          requestTimeMs: sampleTimeMs - hours * 3_600_000,
          requestPreview: 'parcel lost',
        }),
      );
      await store.write(traces.toReversed());
      await store.write([sampleTrace({ experimentId, requestPreview: 'parcel found' })]);
      const found: number[] = [];
      let pageToken: string | null | undefined;
      do {
        const page = await store.search({
          experimentIds: [experimentId],
          text: 'lost PARCEL',
          pageSize: 2,
          ...(typeof pageToken === 'string' ? { pageToken } : {}),
        });
        found.push(...page.traces.map((trace) => (sampleTimeMs - trace.requestTimeMs) / 3_600_000));
        pageToken = page.nextPageToken;
      } while (pageToken !== null);
      expect(found).toEqual(agesInHours);
    });

    it('needs every word', async () => {
      const experimentId = newExperiment();
      const trace = sampleTrace({
        experimentId,
        requestPreview: "Crème brûlée, s'il vous plaît",
        responsePreview: 'foo-bar baz',
      });
      await store.write([trace]);
      const search = (text: string) => idsOf({ experimentIds: [experimentId], text });
      expect(await search('creme BRÛLÉE baz')).toHaveLength(1);
      expect(await search('foo-bar')).toHaveLength(1);
      expect(await search('creme coffee')).toEqual([]);
      expect(await search('NOT baz')).toEqual([]);
      expect(await search('   ')).toHaveLength(1);
      expect(await search('!!!')).toEqual([]);
    });

    it('never fails on any search text', async () => {
      const experimentId = newExperiment();
      const unit = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 12 }),
        fc.string({ maxLength: 12 }),
        fc.constantFrom('"', "'", '*', '^', 'AND', 'NEAR(', '\u0000', '\uE000e1', '\ud800', '-', ':'),
      );
      await store.write([sampleTrace({ experimentId })]);
      await fc.assert(
        fc.asyncProperty(fc.array(unit, { maxLength: 6 }), async (parts) => {
          const found = await idsOf({ experimentIds: [experimentId], text: parts.join(' ') });
          expect(Array.isArray(found)).toBe(true);
        }),
        { numRuns: 150 },
      );
    }, 60_000);

    it('cannot be asked for another experiment by its mark', async () => {
      const experimentId = newExperiment();
      await store.write([sampleTrace({ experimentId })]);
      expect(await idsOf({ experimentIds: [experimentId], text: `\uE000e${experimentId}` })).toEqual([]);
    });
  });
}
