/** What every trace store owes. Each test uses an experiment of its own, so the stores may be shared. */
import { describe, expect, it } from 'vitest';
import { newSpanId, newTraceId } from '../../src/core/ids.ts';
import { unknownCost, unmarkedTrace, type Span } from '../../src/tracing/trace.ts';
import type { TraceQuery, TraceStore } from '../../src/tracing/store/trace-store.ts';
import { newExperiment, sampleSpan, sampleTimeMs, sampleTrace, unknownTokenUsage } from './sample-trace.ts';
import { describeTraceSearch } from './trace-search.ts';
import { describeTraceTwins } from './trace-twins.ts';
import { describeTraceWriters } from './trace-writers.ts';

/** Runs the contract. `makeStore` may return the same store each time. */
export function describeTraceStore(name: string, makeStore: () => TraceStore): void {
  describe(`${name} as a trace store`, () => {
    const store = makeStore();
    const idsOf = async (query: Partial<TraceQuery>): Promise<string[]> => {
      const page = await store.search({ pageSize: 100, ...query });
      return page.traces.map((trace) => trace.traceId);
    };

    it('returns a trace as it was written', async () => {
      const experimentId = newExperiment();
      const span = sampleSpan({
        attributes: {
          'mlflow.spanInputs': { text: 'grüße 👋 \u0000', list: [1, null, true] },
          big: 'x'.repeat(5000),
        },
        events: [
          { name: 'exception', timeNs: '1760529600000000001', attributes: { 'exception.type': 'Timeout' } },
        ],
        status: { code: 'ERROR', message: 'upstream said no' },
      });
      const trace = sampleTrace(
        {
          experimentId,
          state: 'ERROR',
          session: 's-1',
          user: 'u-1',
          requestId: 'r-1',
          metadata: { source: 'test "quoted"', 'mlflow.sourceRun': 'run' },
          prompts: [{ name: 'greet/ing', version: '3' }],
          runIds: ['run'],
          tags: { env: 'prod', 'with.dot and "quote"': 'ä' },
        },
        [span],
      );
      await store.write([trace]);

      const read = await store.get(trace.info.traceId, null);
      expect(read?.spans).toEqual(trace.spans);
      expect(read?.info).toEqual({
        ...trace.info,
        usage: span.usage,
        cost: span.cost,
        sizeBytes: read?.info.sizeBytes,
      });
      expect(read?.info.sizeBytes).toBeGreaterThan(5000);
      expect(await store.getInfo(trace.info.traceId, null)).toEqual(read?.info);
    });

    it('returns several traces in the order asked for, each once, and leaves out what is not there', async () => {
      const experimentId = newExperiment();
      const made = [1, 2, 3].map((count) =>
        sampleTrace(
          { experimentId },
          Array.from({ length: count }, () => sampleSpan()),
        ),
      );
      await store.write(made);
      const [first, second, third] = made.map(({ info }) => info.traceId);
      const asked = [third, newTraceId(), first, second, first].map((id) => id ?? '');
      const read = await store.getMany(asked, null);
      expect(read.map(({ info, spans }) => [info.traceId, spans.length])).toEqual([
        [third, 3],
        [first, 1],
        [second, 2],
      ]);
      expect(read[0]).toEqual(await store.get(third ?? '', null));
      expect((await store.getInfos(asked, null)).map((info) => info.traceId)).toEqual([third, first, second]);
      expect(await store.getMany([], null)).toEqual([]);
    });

    it('answers null for a trace that is not there', async () => {
      expect(await store.get(newTraceId(), null)).toBeNull();
      expect(await store.getInfo(newTraceId(), null)).toBeNull();
    });

    it('keeps a trace without spans, and takes its spans later', async () => {
      const trace = sampleTrace({ experimentId: newExperiment() }, []);
      await store.write([trace]);
      expect((await store.get(trace.info.traceId, null))?.spans).toEqual([]);
      await store.write([sampleTrace(trace.info)]);
      expect((await store.getInfo(trace.info.traceId, null))?.spanCount).toBe(1);
    });

    it('returns spans in the order of their starts, parents before children', async () => {
      const parent = sampleSpan({ type: 'AGENT', name: 'parent', startNs: '2000' });
      const child = sampleSpan({ parentSpanId: parent.spanId, name: 'child', startNs: '2000' });
      const early = sampleSpan({ parentSpanId: parent.spanId, name: 'early', startNs: '999' });
      const trace = sampleTrace({ experimentId: newExperiment() }, [child, parent, early]);
      await store.write([trace]);
      const read = await store.get(trace.info.traceId, null);
      expect(read?.spans.map((span) => span.name)).toEqual(['early', 'parent', 'child']);
    });

    it('F34 changes nothing when a batch comes again, even after the tag was set by hand', async () => {
      const experimentId = newExperiment();
      const child = sampleTrace(
        { experimentId, state: 'IN_PROGRESS', requestPreview: null, tags: { env: 'dev' } },
        [sampleSpan({ parentSpanId: newSpanId() })],
      );
      const root = sampleTrace({
        ...child.info,
        state: 'OK',
        requestPreview: 'root words',
        tags: { team: 'core' },
      });
      await store.write([child]);
      await store.write([root, sampleTrace({ experimentId })]);
      await store.setTag({ traceId: child.info.traceId, key: 'env', within: null }, 'prod');
      const before = [
        await store.get(child.info.traceId, null),
        await store.search({ experimentIds: [experimentId], pageSize: 10 }),
      ];

      await store.write([child]);
      await store.write([root]);
      await store.write([root, child, root]);
      const after = [
        await store.get(child.info.traceId, null),
        await store.search({ experimentIds: [experimentId], pageSize: 10 }),
      ];
      expect(after).toEqual(before);
      expect(await idsOf({ experimentIds: [experimentId], text: 'root words' })).toEqual([
        child.info.traceId,
      ]);
      expect(await idsOf({ experimentIds: [experimentId], tags: { env: 'prod', team: 'core' } })).toEqual([
        child.info.traceId,
      ]);
      expect(await idsOf({ experimentIds: [experimentId], tags: { env: 'dev' } })).toEqual([]);
    });

    it.each([['root first'], ['root last']])('takes the facts of the root span, %s', async (order) => {
      const traceId = newTraceId();
      const experimentId = newExperiment();
      const rootSpan = sampleSpan({ type: 'AGENT', usage: unknownTokenUsage, cost: unknownCost });
      const root = sampleTrace(
        {
          traceId,
          experimentId,
          name: 'agent',
          model: null,
          requestPreview: 'question',
          responsePreview: 'answer',
          requestTimeMs: sampleTimeMs,
          endTimeMs: sampleTimeMs + 5000,
          state: 'ERROR',
        },
        [rootSpan],
      );
      const child = sampleTrace(
        {
          traceId,
          experimentId,
          name: 'llm',
          model: 'gpt',
          session: 's',
          requestPreview: 'inner',
          responsePreview: null,
          requestTimeMs: sampleTimeMs + 100,
          endTimeMs: sampleTimeMs + 200,
          state: 'OK',
        },
        [sampleSpan({ parentSpanId: rootSpan.spanId })],
      );
      const inOrder = order === 'root first' ? [root, child] : [child, root];
      for (const trace of inOrder) await store.write([trace]);

      expect(await store.getInfo(traceId, null)).toMatchObject({
        name: 'agent',
        model: 'gpt',
        session: 's',
        requestPreview: 'question',
        responsePreview: 'answer',
        requestTimeMs: sampleTimeMs,
        endTimeMs: sampleTimeMs + 5000,
        state: 'ERROR',
        spanCount: 2,
        usage: { inputTokens: 10, outputTokens: 5, totalTokens: 15, cacheReadTokens: null },
      });
      expect(await idsOf({ experimentIds: [experimentId], text: 'question' })).toEqual([traceId]);
      expect(await idsOf({ experimentIds: [experimentId], text: 'inner' })).toEqual([]);
    });

    it('F35 sums model calls, not the agents around them, and not a wrapper together with its inner call', async () => {
      const agent = sampleSpan({ type: 'AGENT' });
      const wrapper = sampleSpan({ type: 'LLM', parentSpanId: agent.spanId, cost: unknownCost });
      const step = sampleSpan({
        type: 'CHAIN',
        parentSpanId: wrapper.spanId,
        usage: unknownTokenUsage,
        cost: unknownCost,
      });
      const inner = sampleSpan({ parentSpanId: step.spanId });
      const embedding = sampleSpan({
        type: 'EMBEDDING',
        parentSpanId: agent.spanId,
        usage: { ...unknownTokenUsage, inputTokens: 7 },
        cost: unknownCost,
      });
      const trace = sampleTrace({ experimentId: newExperiment() }, [agent, wrapper]);
      await store.write([trace]);
      await store.write([sampleTrace(trace.info, [inner, step]), sampleTrace(trace.info, [embedding])]);
      expect(await store.getInfo(trace.info.traceId, null)).toMatchObject({
        usage: {
          inputTokens: 17,
          outputTokens: 5,
          totalTokens: 15,
          cacheReadTokens: null,
          cacheWriteTokens: null,
        },
        cost: { inputCostUsd: 0.001, outputCostUsd: 0.002, totalCostUsd: 0.003 },
        spanCount: 5,
      });
    });

    it('F126 sums estimates and what has no price apart from the facts, each call once', async () => {
      const agent = sampleSpan({ type: 'AGENT', usage: unknownTokenUsage, cost: unknownCost });
      const below = (changes: Partial<Span>) => sampleSpan({ parentSpanId: agent.spanId, ...changes });
      const estimated = { usageEstimated: true, estimatedCostUsd: 0.5, cost: unknownCost };
      const unpriced = { cost: unknownCost, unpriced: ['model'] };
      const wrapper = below({ type: 'LLM', ...unpriced });
      const priced = sampleSpan({ parentSpanId: wrapper.spanId });
      const images = below({ usage: unknownTokenUsage, cost: unknownCost, unpriced: ['images'] });
      const trace = sampleTrace({ experimentId: newExperiment() }, [agent, wrapper]);
      await store.write([trace]);
      expect(await store.getInfo(trace.info.traceId, null)).toMatchObject({
        usageEstimated: false,
        estimatedTokens: null,
        estimatedCostUsd: null,
        unpricedSpanCount: 1,
      });
      await store.write([
        sampleTrace(trace.info, [priced, below(estimated), below(estimated), images, below(unpriced)]),
        sampleTrace(trace.info, [sampleSpan({ type: 'TOOL', ...estimated, ...unpriced })]),
      ]);
      const read = await store.get(trace.info.traceId, null);
      expect(read?.info).toMatchObject({
        usage: { totalTokens: 60 },
        cost: { totalCostUsd: 0.003 },
        usageEstimated: true,
        estimatedTokens: 30,
        estimatedCostUsd: 1,
        unpricedSpanCount: 2,
      });
      expect(read?.spans.find(({ spanId }) => spanId === images.spanId)).toMatchObject({
        usageEstimated: false,
        unpriced: ['images'],
      });
    });

    it('F126 keeps the marks a whole trace was stated with until its spans come', async () => {
      const experimentId = newExperiment();
      const marks = {
        usageEstimated: true,
        estimatedTokens: 4,
        estimatedCostUsd: 0.25,
        unpricedSpanCount: 3,
      };
      const usage = { ...unknownTokenUsage, totalTokens: 9 };
      const stated = sampleTrace({ experimentId, ...marks, usage }, []);
      await store.writeInfos([stated.info]);
      expect(await store.getInfo(stated.info.traceId, null)).toMatchObject(marks);
      await store.writeInfos([{ ...stated.info, ...unmarkedTrace, usage: unknownTokenUsage }]);
      expect(await store.getInfo(stated.info.traceId, null)).toMatchObject(marks);
      await store.write([
        sampleTrace({ traceId: stated.info.traceId, experimentId }, [
          sampleSpan({ unpriced: ['web_searches'] }),
        ]),
      ]);
      expect(await store.getInfo(stated.info.traceId, null)).toMatchObject({
        estimatedTokens: 4,
        estimatedCostUsd: null,
        unpricedSpanCount: 1,
      });
    });

    it('keeps usage the writer states when no span carries any, and unknown stays null', async () => {
      const usage = { ...unknownTokenUsage, totalTokens: 9 };
      const bare = sampleSpan({ usage: unknownTokenUsage, cost: unknownCost });
      const stated = sampleTrace({ experimentId: newExperiment(), usage }, [bare]);
      const unknown = sampleTrace({ experimentId: newExperiment() }, [bare]);
      await store.write([stated, unknown]);
      expect((await store.getInfo(stated.info.traceId, null))?.usage).toEqual(usage);
      expect((await store.getInfo(unknown.info.traceId, null))?.usage).toEqual(unknownTokenUsage);
      expect((await store.getInfo(unknown.info.traceId, null))?.cost).toEqual(unknownCost);
    });

    it('sets, replaces and removes tags', async () => {
      const trace = sampleTrace({ experimentId: newExperiment(), tags: { a: '1' } });
      const { traceId, experimentId } = trace.info;
      await store.write([trace]);
      await store.setTag({ traceId: traceId, key: 'a', within: null }, '2');
      await store.setTag({ traceId: traceId, key: 'b"c', within: null }, 'x\'y"z');
      expect((await store.getInfo(traceId, null))?.tags).toEqual({ a: '2', 'b"c': 'x\'y"z' });
      expect(await idsOf({ experimentIds: [experimentId], tags: { a: '1' } })).toEqual([]);
      expect(await idsOf({ experimentIds: [experimentId], tags: { a: '2', 'b"c': 'x\'y"z' } })).toEqual([
        traceId,
      ]);
      await store.deleteTag({ traceId: traceId, key: 'a', within: null });
      expect((await store.getInfo(traceId, null))?.tags).toEqual({ 'b"c': 'x\'y"z' });
      expect(await idsOf({ experimentIds: [experimentId], tags: { a: '2' } })).toEqual([]);
    });

    it('keeps a tag that came before its trace', async () => {
      const trace = sampleTrace({ experimentId: newExperiment(), tags: { env: 'dev', team: 'core' } });
      const { traceId, experimentId } = trace.info;
      await store.setTag({ traceId: traceId, key: 'env', within: null }, 'staging');
      await store.setTag({ traceId: traceId, key: 'env', within: null }, 'prod');
      await store.setTag({ traceId: traceId, key: 'gone', within: null }, 'soon');
      await store.deleteTag({ traceId: traceId, key: 'gone', within: null });
      await store.write([trace]);
      expect((await store.getInfo(traceId, null))?.tags).toEqual({ env: 'prod', team: 'core' });
      expect(await idsOf({ experimentIds: [experimentId], tags: { env: 'prod' } })).toEqual([traceId]);
    });

    it('deletes traces with all that belongs to them', async () => {
      const experimentId = newExperiment();
      const [kept, gone] = [
        sampleTrace({ experimentId, tags: { a: '1' } }),
        sampleTrace({ experimentId, tags: { a: '1' } }),
      ];
      await store.write([kept, gone]);
      expect(await store.delete([gone.info.traceId, newTraceId()], null)).toBe(1);
      expect(await store.delete([gone.info.traceId], null)).toBe(0);
      expect(await store.delete([], null)).toBe(0);
      expect(await store.get(gone.info.traceId, null)).toBeNull();
      expect(await idsOf({ experimentIds: [experimentId], tags: { a: '1' } })).toEqual([kept.info.traceId]);
      expect(await idsOf({ experimentIds: [experimentId], text: 'order' })).toEqual([kept.info.traceId]);
    });

    it('expires the oldest of one experiment in bounded batches', async () => {
      const [experimentId, other] = [newExperiment(), newExperiment()];
      const old = Array.from({ length: 5 }, (_, index) =>
        sampleTrace({ experimentId, requestTimeMs: 1000 + index }),
      );
      const young = sampleTrace({ experimentId });
      await store.write([...old, young, sampleTrace({ experimentId: other, requestTimeMs: 1000 })]);
      expect(await store.expire(experimentId, sampleTimeMs, 3)).toEqual({ deletedTraces: 3, more: true });
      expect(await idsOf({ experimentIds: [experimentId], toMs: 2000 })).toEqual([
        old[4]?.info.traceId,
        old[3]?.info.traceId,
      ]);
      expect(await store.expire(experimentId, sampleTimeMs, 3)).toEqual({ deletedTraces: 2, more: false });
      expect(await store.expire(experimentId, sampleTimeMs, 3)).toEqual({ deletedTraces: 0, more: false });
      expect(await idsOf({ experimentIds: [experimentId] })).toEqual([young.info.traceId]);
      expect(await idsOf({ experimentIds: [other] })).toHaveLength(1);
      expect(await store.listExperimentIds()).toEqual(expect.arrayContaining([experimentId, other]));
    });

    it('forgets early tags whose trace never came', async () => {
      const traceId = newTraceId();
      await store.setTag({ traceId: traceId, key: 'a', within: null }, '1');
      expect(await store.expireEarlyTags(0)).toBe(0);
      expect(await store.expireEarlyTags(Date.now() + 86_400_000 * 400)).toBeGreaterThan(0);
    });

    it('notes models without a price', async () => {
      await store.noteUnpriced([
        { experimentId: '1', provider: 'acme', model: 'm1' },
        { experimentId: '1', provider: 'acme', model: 'm1' },
        { experimentId: '1', provider: 'acme', model: 'm2' },
      ]);
      await store.noteUnpriced([{ experimentId: '2', provider: 'acme', model: 'm1' }]);
      const noted = (await store.listUnpriced(null)).filter((model) => model.provider === 'acme');
      expect(noted.map((model) => model.model).toSorted()).toEqual(['m1', 'm2']);
      expect(noted[0]?.lastSeenAtMs).toBeGreaterThan(0);
      expect((await store.listUnpriced('2')).map(({ model }) => model)).toEqual(['m1']);
      expect(await store.listUnpriced('3')).toEqual([]);
    });

    it('takes a batch larger than one parameter, and survives text no database likes', async () => {
      const experimentId = newExperiment();
      const traces = Array.from({ length: 40 }, (_, index) =>
        sampleTrace({
          experimentId,
          name: `lone \ud800 nul \u0000 ${index}`,
          metadata: { big: 'ü'.repeat(40_000) },
        }),
      );
      await store.write(traces);
      expect(await idsOf({ experimentIds: [experimentId] })).toHaveLength(40);
    });

    it('knows its size', async () => {
      expect(await store.sizeBytes()).toBeGreaterThan(0);
    });
  });

  describeTraceSearch(name, makeStore);
  describeTraceWriters(name, makeStore);
  describeTraceTwins(name, makeStore);
}
