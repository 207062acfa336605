/** What every trace store owes of calls that several saw. Part of the contract in `trace-store.ts`. */
import { describe, expect, it } from 'vitest';
import { newSpanId, newTraceId } from '../../src/core/ids.ts';
import { unknownCost, type Span, type Trace } from '../../src/tracing/trace.ts';
import type { TraceStore } from '../../src/tracing/store/trace-store.ts';
import { newExperiment, sampleSpan, sampleTimeMs, sampleTrace, unknownTokenUsage } from './sample-trace.ts';

interface CallSketch {
  /** Milliseconds after the sample time. */
  at?: number;
  responseId?: string;
  asked?: string;
  span?: Partial<Span>;
}

function attributesOf({ responseId, asked = 'Where is my order?' }: CallSketch): Span['attributes'] {
  return {
    'mlflow.spanInputs': { messages: [{ role: 'user', content: asked }] },
    ...(responseId === undefined ? {} : { 'gen_ai.response.id': responseId }),
  };
}

const nanoseconds = (ms: number): string => `${sampleTimeMs + ms}000000`;

/** A call as the proxy records it: a trace of its own, with the provider's numbers. */
function proxied(experimentId: string, sketch: CallSketch = {}, path = '/v1/chat/completions'): Trace {
  const at = sketch.at ?? 10;
  const span = sampleSpan({
    startNs: nanoseconds(at),
    endNs: nanoseconds(at + 100),
    attributes: { ...attributesOf(sketch), 'url.path': path },
    ...sketch.span,
  });
  return sampleTrace({ experimentId, requestTimeMs: sampleTimeMs + at }, [span]);
}

/** A call within an agent, as an instrumentation tells it. */
function instrumented(experimentId: string, calls: CallSketch[], scope = 'openinference.langchain'): Trace {
  const root = sampleSpan({
    type: 'CHAIN',
    usage: unknownTokenUsage,
    cost: unknownCost,
    model: null,
    scope,
    endNs: nanoseconds(5000),
  });
  const spans = calls.map((sketch) =>
    sampleSpan({
      parentSpanId: root.spanId,
      startNs: nanoseconds(sketch.at ?? 0),
      endNs: nanoseconds((sketch.at ?? 0) + 150),
      attributes: attributesOf(sketch),
      scope,
      ...sketch.span,
    }),
  );
  return sampleTrace({ experimentId, source: 'otlp' }, [root, ...spans]);
}

const retrieval = (experimentId: string, sketch: CallSketch) =>
  proxied(experimentId, sketch, `/v1/responses/${sketch.responseId ?? ''}`);

function orders<Item>(items: Item[]): Item[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((others) => [item, ...others]));
}

/** Runs this part of the contract. */
export function describeTraceTwins(name: string, makeStore: () => TraceStore): void {
  const store = makeStore();
  /** Sums over the traces that count. */
  const countedIn = async (experimentId: string) => {
    const { traces } = await store.search({ experimentIds: [experimentId], pageSize: 100 });
    const counted = traces.filter(({ duplicateOf }) => duplicateOf === null);
    return {
      traces: counted.length,
      tokens: counted.reduce((sum, { usage }) => sum + (usage.totalTokens ?? 0), 0),
      costUsd: Math.round(counted.reduce((sum, { cost }) => sum + (cost.totalCostUsd ?? 0), 0) * 1e6) / 1e6,
    };
  };
  const once = { traces: 1, tokens: 15, costUsd: 0.003 };
  const noTokens = { usage: unknownTokenUsage, cost: unknownCost };

  describe(`${name}, of a call that several saw`, () => {
    it('F140 counts the provider’s id of an answer once, whoever comes first and however often', async () => {
      const experiment = newExperiment();
      for (const order of orders(['proxy', 'one', 'other'])) {
        const experimentId = newExperiment();
        const responseId = `chatcmpl-${newSpanId()}`;
        const made: Record<string, Trace> = {
          proxy: proxied(experimentId, { responseId }),
          one: instrumented(experimentId, [{ responseId }]),
          other: instrumented(experimentId, [{ responseId, at: 5 }], 'openllmetry'),
        };
        for (const name of order) if (made[name] !== undefined) await store.write([made[name]]);
        await store.write(Object.values(made));
        expect(await countedIn(experimentId), order.join()).toEqual(once);
        const one = made['one']?.info.traceId ?? '';
        expect((await store.getInfo(made['proxy']?.info.traceId ?? '', null))?.duplicateOf).toBe(one);
        expect((await store.getInfo(made['other']?.info.traceId ?? '', null))?.duplicateOf).toBe(one);
        expect((await store.getInfo(one, null))?.duplicateOf).toBeNull();
        // Its own page still says what it used.
        expect((await store.getInfo(made['proxy']?.info.traceId ?? '', null))?.usage.totalTokens).toBe(15);
      }
      expect(await countedIn(experiment)).toEqual({ traces: 0, tokens: 0, costUsd: 0 });
    });

    it('F140 counts them once when they come in one batch', async () => {
      const experimentId = newExperiment();
      const responseId = `chatcmpl-${newSpanId()}`;
      await store.write([
        proxied(experimentId, { responseId }),
        instrumented(experimentId, [{ responseId }]),
        instrumented(experimentId, [{ responseId, at: 5 }], 'openllmetry'),
      ]);
      expect(await countedIn(experimentId)).toEqual(once);
    });

    it('gives the instrumented span the numbers of the proxy, and shows the proxied call below it', async () => {
      const experimentId = newExperiment();
      const responseId = `chatcmpl-${newSpanId()}`;
      const agent = instrumented(experimentId, [{ responseId, span: noTokens }]);
      const call = proxied(experimentId, { responseId });
      await store.write([agent]);
      await store.write([call]);
      const read = await store.get(agent.info.traceId, null);
      expect(read?.info).toMatchObject({ usage: { totalTokens: 15 }, cost: { totalCostUsd: 0.003 } });
      const [, told] = agent.spans;
      const twin = read?.spans.find(({ spanId }) => spanId === call.spans[0]?.spanId);
      expect(twin).toMatchObject({
        traceId: agent.info.traceId,
        parentSpanId: told?.spanId,
        duplicateOf: { traceId: agent.info.traceId, spanId: told?.spanId },
      });
      expect((await store.get(call.info.traceId, null))?.spans).toMatchObject([
        { traceId: call.info.traceId, duplicateOf: { traceId: agent.info.traceId, spanId: told?.spanId } },
      ]);
    });

    it('F141 joins look-alikes without an id one to one: two calls with the same words both count', async () => {
      for (const order of orders([0, 1, 2])) {
        const experimentId = newExperiment();
        const both = [{ at: 0 }, { at: 3 }];
        const batches = [
          [
            instrumented(
              experimentId,
              both.map((call) => ({ ...call, span: noTokens })),
            ),
          ],
          [proxied(experimentId, { at: 10, responseId: 'chatcmpl-1' })],
          [proxied(experimentId, { at: 12, responseId: 'chatcmpl-2' })],
        ];
        for (const index of order) await store.write(batches[index] ?? []);
        await store.write(batches.flat());
        expect(await countedIn(experimentId)).toEqual({ traces: 1, tokens: 30, costUsd: 0.006 });
      }
    });

    it.each<[string, CallSketch, CallSketch]>([
      ['other words', { asked: 'Where is my parcel?' }, {}],
      ['another time', { at: 60_000 }, {}],
      ['another model', { span: { model: 'claude-sonnet-4-5' } }, {}],
      [
        'other counts',
        { span: { usage: { ...unknownTokenUsage, inputTokens: 11, outputTokens: 5, totalTokens: 16 } } },
        {},
      ],
      ['another id', { responseId: 'a' }, { responseId: 'b' }],
    ])('keeps calls apart that differ: %s', async (_, one, other) => {
      const experimentId = newExperiment();
      await store.write([instrumented(experimentId, [other])]);
      await store.write([proxied(experimentId, one)]);
      expect((await countedIn(experimentId)).traces).toBe(2);
    });

    it('F142 never joins across experiments', async () => {
      const [one, other] = [newExperiment(), newExperiment()];
      const responseId = `chatcmpl-${newSpanId()}`;
      await store.write([proxied(one, { responseId }), instrumented(other, [{ responseId }])]);
      await store.write([proxied(one, {}), instrumented(other, [{}])]);
      expect((await countedIn(one)).tokens).toBe(30);
      expect((await countedIn(other)).tokens).toBe(30);
    });

    it('F143 counts the calls of one observer each, whatever their ids', async () => {
      const experimentId = newExperiment();
      const calls = [0, 1, 2].map((at) => proxied(experimentId, { at: at * 200, responseId: 'constant' }));
      await store.write(calls);
      expect((await countedIn(experimentId)).tokens).toBe(45);
      await store.write([
        instrumented(experimentId, [
          { at: 0, responseId: 'constant' },
          { at: 400, responseId: 'constant' },
        ]),
      ]);
      expect((await countedIn(experimentId)).tokens).toBe(45);
      expect((await store.getInfo(calls[1]?.info.traceId ?? '', null))?.duplicateOf).toBeNull();
    });

    it.each<[string, 'child' | 'sibling', string | undefined]>([
      ['below it', 'child', undefined],
      ['below it, with an id', 'child', 'chatcmpl-9'],
      ['beside it', 'sibling', 'chatcmpl-9'],
      ['beside it, without an id', 'sibling', undefined],
    ])('counts once where the trace is propagated, the proxied span %s', async (_, place, responseId) => {
      for (const order of orders([0, 1])) {
        for (const span of [{}, noTokens]) {
          const experimentId = newExperiment();
          const agent = instrumented(experimentId, [{ span, ...(responseId && { responseId }) }]);
          const parent = agent.spans[place === 'child' ? 1 : 0];
          const call = proxied(experimentId, {
            span: { parentSpanId: parent?.spanId ?? null },
            ...(responseId && { responseId }),
          });
          const joined = sampleTrace({ ...call.info, traceId: agent.info.traceId }, call.spans);
          for (const index of order) await store.write([index === 0 ? agent : joined]);
          expect(await countedIn(experimentId)).toEqual(once);
        }
      }
    });

    it('F144 counts the usage of a retrieved answer once, whatever the order', async () => {
      const responseId = `resp_${newSpanId()}`;
      for (const order of orders([0, 1, 2, 3])) {
        for (const isInBackground of [true, false]) {
          const experimentId = newExperiment();
          const calls = [
            proxied(experimentId, { responseId, span: isInBackground ? noTokens : {} }, '/v1/responses'),
            retrieval(experimentId, { responseId, at: 1000, span: noTokens }),
            retrieval(experimentId, { responseId, at: 2000 }),
            retrieval(experimentId, { responseId, at: 90_000_000 }),
          ];
          for (const index of order) await store.write([calls[index] as Trace]);
          const { tokens, costUsd } = await countedIn(experimentId);
          expect({ tokens, costUsd }).toEqual({ tokens: 15, costUsd: 0.003 });
          const infos = await store.getInfos(
            calls.map(({ info }) => info.traceId),
            null,
          );
          const made = isInBackground ? infos[2] : infos[0];
          expect(infos[3]?.duplicateOf).toBe(made?.traceId);
          expect(made?.duplicateOf).toBeNull();
        }
      }
    });

    it('lets a call count again when the trace that counted it is deleted', async () => {
      const experimentId = newExperiment();
      const responseId = `chatcmpl-${newSpanId()}`;
      const agent = instrumented(experimentId, [{ responseId }]);
      const call = proxied(experimentId, { responseId });
      await store.write([agent, call]);
      await store.delete([agent.info.traceId], null);
      expect(await countedIn(experimentId)).toEqual(once);
      expect((await store.get(call.info.traceId, null))?.spans[0]?.duplicateOf).toBeUndefined();
    });

    it('takes over who the proxied call was made for, and its prompt', async () => {
      const experimentId = newExperiment();
      const responseId = `chatcmpl-${newSpanId()}`;
      const agent = instrumented(experimentId, [{ responseId }]);
      const call = proxied(experimentId, { responseId });
      Object.assign(call.info, {
        session: 's-7',
        user: 'u-7',
        prompts: [{ name: 'greeting', version: '3' }],
      });
      await store.write([agent]);
      await store.write([call]);
      expect(await store.getInfo(agent.info.traceId, null)).toMatchObject({
        session: 's-7',
        user: 'u-7',
        prompts: [{ name: 'greeting', version: '3' }],
      });
    });

    it('counts a burst of equal calls in full', async () => {
      const experimentId = newExperiment();
      const burst = Array.from({ length: 20 }, (_, index) => index);
      await store.write(
        burst.map((index) => proxied(experimentId, { at: 10 + index, responseId: newTraceId() })),
      );
      await store.write([
        instrumented(
          experimentId,
          burst.map((index) => ({ at: index, span: noTokens })),
        ),
      ]);
      expect(await countedIn(experimentId)).toEqual({ traces: 1, tokens: 300, costUsd: 0.06 });
    });
  });
}
