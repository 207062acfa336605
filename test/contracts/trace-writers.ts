/** What every trace store owes several writers of one trace, in any order. Part of the contract in `trace-store.ts`. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSpanId, newTraceId } from '../../src/core/ids.ts';
import type { TraceStore } from '../../src/tracing/store/trace-store.ts';
import { unknownCost, type Span, type TraceInfo } from '../../src/tracing/trace.ts';
import { newExperiment, sampleSpan, sampleTimeMs, sampleTrace, unknownTokenUsage } from './sample-trace.ts';

/** Runs this part of the contract. */
export function describeTraceWriters(name: string, makeStore: () => TraceStore): void {
  describe(`${name} as a trace store: several writers`, () => {
    const store = makeStore();

    /** What a client says of a whole trace; nothing more than the test says. */
    const stated = (changes: Partial<TraceInfo>): TraceInfo =>
      sampleTrace({
        name: '',
        source: 'client',
        provider: null,
        model: null,
        status: null,
        firstTokenMs: null,
        requestPreview: null,
        responsePreview: null,
        ...changes,
      }).info;

    it('keeps what a client states of the whole trace over what spans tell, before and after', async () => {
      const experimentId = newExperiment();
      const other = newExperiment();
      for (const order of ['info first', 'info last'] as const) {
        const traceId = newTraceId();
        const spans = sampleTrace({
          traceId,
          experimentId,
          state: 'ERROR',
          session: 'of spans',
          user: 'u-spans',
          tags: { env: 'dev', team: 'core' },
          metadata: { a: 'spans', b: 'spans' },
        });
        const info = stated({
          traceId,
          experimentId,
          requestTimeMs: sampleTimeMs + 5,
          endTimeMs: sampleTimeMs + 50,
          name: 'answer',
          session: 'of client',
          requestId: 'r-7',
          responsePreview: '30 days',
          usage: { ...unknownTokenUsage, inputTokens: 90, outputTokens: 12, totalTokens: 102 },
          tags: { env: 'prod' },
          metadata: { a: 'client' },
          prompts: [{ name: 'greet', version: '2' }],
          runIds: ['run-1'],
        });
        if (order === 'info first') await store.writeInfos([info]);
        await store.write([spans]);
        if (order === 'info last') await store.writeInfos([info]);
        await store.write([spans]);
        await store.writeInfos([info]);
        expect({ order, info: await store.getInfo(traceId, null) }).toMatchObject({
          order,
          info: {
            experimentId,
            requestTimeMs: sampleTimeMs + 5,
            endTimeMs: sampleTimeMs + 50,
            state: 'OK',
            name: 'answer',
            session: 'of client',
            user: 'u-spans',
            requestId: 'r-7',
            provider: 'openai',
            requestPreview: 'Where is my order?',
            responsePreview: '30 days',
            usage: { inputTokens: 90, outputTokens: 12, totalTokens: 102 },
            cost: { totalCostUsd: 0.003 },
            tags: { env: 'prod', team: 'core' },
            metadata: { a: 'client', b: 'spans' },
            prompts: [{ name: 'greet', version: '2' }],
            runIds: ['run-1'],
            spanCount: 1,
          },
        });
        const found = async (id: string, tags: Record<string, string>) =>
          (await store.search({ experimentIds: [id], tags, pageSize: 10 })).traces.map(
            (trace) => trace.traceId,
          );
        expect(await found(experimentId, { env: 'prod', team: 'core' })).toContain(traceId);
        expect(await found(experimentId, { env: 'dev' })).not.toContain(traceId);
        expect(await found(other, { team: 'core' })).toEqual([]);
        const byWords = await store.search({
          experimentIds: [experimentId],
          text: '30 days order',
          pageSize: 10,
        });
        expect(byWords.traces.map((trace) => trace.traceId)).toContain(traceId);
      }
    });

    it('may be stated while under way, and again when it has ended', async () => {
      const info = stated({
        experimentId: newExperiment(),
        state: 'IN_PROGRESS',
        endTimeMs: null,
        name: 'a',
      });
      await store.writeInfos([info]);
      expect(await store.getInfo(info.traceId, null)).toMatchObject({
        state: 'IN_PROGRESS',
        endTimeMs: null,
        spanCount: 0,
      });
      await store.writeInfos([{ ...info, state: 'OK', endTimeMs: sampleTimeMs + 9, name: '' }]);
      expect(await store.getInfo(info.traceId, null)).toMatchObject({
        state: 'OK',
        endTimeMs: sampleTimeMs + 9,
        name: 'a',
      });
    });

    it('comes to the same, whatever order the writers come in (F33, F34, F35)', async () => {
      const usage = (input: number) => ({ ...unknownTokenUsage, inputTokens: input, outputTokens: 1 });
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            stateUsage: fc.boolean(),
            stateSession: fc.boolean(),
            wrapperReports: fc.boolean(),
            orders: fc.array(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), {
              minLength: 2,
              maxLength: 2,
            }),
            repeated: fc.integer({ min: 0, max: 4 }),
          }),
          async ({ stateUsage, stateSession, wrapperReports, orders, repeated }) => {
            const results = [];
            for (const order of orders) {
              const experimentId = newExperiment();
              const traceId = newTraceId();
              const agent = sampleSpan({
                type: 'AGENT',
                name: 'agent',
                usage: usage(1000),
                cost: unknownCost,
              });
              const wrapper = sampleSpan({
                parentSpanId: agent.spanId,
                usage: wrapperReports ? usage(70) : unknownTokenUsage,
                cost: unknownCost,
              });
              const call = sampleSpan({ parentSpanId: wrapper.spanId, usage: usage(70) });
              const second = sampleSpan({ parentSpanId: agent.spanId, usage: usage(7) });
              const write =
                (span: Span, changes: Partial<TraceInfo> = {}) =>
                () =>
                  store.write([sampleTrace({ traceId, experimentId, name: span.name, ...changes }, [span])]);
              const writers = [
                write(agent, { session: 'root', name: 'agent' }),
                write(wrapper),
                write(call, { requestTimeMs: sampleTimeMs - 5, source: 'proxy' }),
                write(second, { state: 'ERROR', requestPreview: null }),
                () =>
                  store.writeInfos([
                    stated({
                      traceId,
                      experimentId,
                      session: stateSession ? 'client' : null,
                      usage: stateUsage ? usage(5) : unknownTokenUsage,
                    }),
                  ]),
              ];
              for (const index of [...order, repeated]) await writers[index]?.();
              const info = await store.getInfo(traceId, null);
              expect(info?.usage.inputTokens).toBe(stateUsage ? 5 : 77);
              expect(info?.spanCount).toBe(4);
              results.push({
                state: info?.state,
                name: info?.name,
                session: info?.session,
                usage: info?.usage,
                cost: info?.cost,
                requestTimeMs: info?.requestTimeMs,
                endTimeMs: info?.endTimeMs,
                requestPreview: info?.requestPreview,
              });
            }
            expect(results[0]).toEqual(results[1]);
          },
        ),
        { numRuns: 30 },
      );
    }, 60_000);

    it('takes writers at the same time', async () => {
      const experimentId = newExperiment();
      const traceId = newTraceId();
      const root = sampleSpan({ type: 'AGENT', usage: unknownTokenUsage, cost: unknownCost });
      const children = Array.from({ length: 8 }, () =>
        sampleSpan({ parentSpanId: root.spanId, spanId: newSpanId() }),
      );
      await Promise.all([
        store.write([sampleTrace({ traceId, experimentId }, [root])]),
        ...children.map((child) => store.write([sampleTrace({ traceId, experimentId }, [child])])),
        store.writeInfos([stated({ traceId, experimentId, name: 'whole' })]),
        store.link([{ traceId, to: { kind: 'run', runId: 'r' } }], null),
      ]);
      expect(await store.getInfo(traceId, null)).toMatchObject({
        name: 'whole',
        spanCount: 9,
        usage: { inputTokens: 80 },
        runIds: ['r'],
      });
    });

    it('links traces to prompts and runs, before they come too, once each', async () => {
      const trace = sampleTrace({
        experimentId: newExperiment(),
        metadata: { 'mlflow.sourceRun': 'source' },
      });
      const { traceId } = trace.info;
      await store.link(
        [
          { traceId, to: { kind: 'run', runId: 'r1' } },
          { traceId, to: { kind: 'prompt', prompt: { name: 'a/b', version: '3' } } },
        ],
        null,
      );
      await store.write([trace]);
      await store.link([{ traceId, to: { kind: 'run', runId: 'r1' } }], null);
      await store.link([], null);
      const read = await store.getInfo(traceId, null);
      expect(read?.prompts).toEqual([{ name: 'a/b', version: '3' }]);
      expect(read?.runIds.toSorted()).toEqual(['r1', 'source']);
    });

    it('forgets links, in bounded batches, whose trace never came', async () => {
      await store.link(
        [
          { traceId: newTraceId(), to: { kind: 'run', runId: 'r1' } },
          { traceId: newTraceId(), to: { kind: 'run', runId: 'r1' } },
        ],
        null,
      );
      const later = Date.now() + 86_400_000 * 400;
      expect(await store.expireEarlyLinks(0, 10)).toBe(0);
      expect(await store.expireEarlyLinks(later, 1)).toBe(1);
      expect(await store.expireEarlyLinks(later, 10)).toBe(1);
    });
  });
}
