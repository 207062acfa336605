/** How many traces the index holds and how fast they come, against counting them. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { forecastIndex } from '../../../src/core/forecast-index.ts';
import { createR2ContentStore } from '../../../src/tracing/store/r2-content-store.ts';
import { createD1TraceStore } from '../../../src/tracing/store/d1-trace-store.ts';
import { newExperiment, sampleTrace } from '../../contracts/sample-trace.ts';

const HOUR_MS = 3_600_000;
const nowMs = Date.UTC(2026, 9, 30);
const store = createD1TraceStore({
  database: env.TRACES,
  content: createR2ContentStore({ bucket: env.CONTENT, now: () => nowMs }),
  now: () => nowMs,
});

describe('F258 the pace of the index', () => {
  it('knows nothing of an empty one', async () => {
    expect(await store.readPace(nowMs)).toEqual({ traceCount: 0, tracesPerDay: 0 });
  });

  it('takes the time since the first trace where that is less than a day', async () => {
    const experimentId = newExperiment();
    const traces = Array.from({ length: 10 }, (_, hour) =>
      sampleTrace({ experimentId, requestTimeMs: nowMs - (12 - hour) * HOUR_MS }),
    );
    await store.write(traces);
    expect(await store.readPace(nowMs)).toEqual({ traceCount: 10, tracesPerDay: 20 });
    await store.delete(
      traces.map(({ info }) => info.traceId),
      null,
    );
  });

  it('counts those of the last day among many, reading few rows', async () => {
    const experimentId = newExperiment();
    // Two an hour for ten days, the last of them twelve an hour.
    const times = Array.from({ length: 240 }, (_, hour) => nowMs - (240 - hour) * HOUR_MS).flatMap((timeMs) =>
      Array.from({ length: timeMs >= nowMs - 24 * HOUR_MS ? 12 : 2 }, (_, place) => timeMs + place * 1000),
    );
    for (let at = 0; at < times.length; at += 100)
      await store.write(
        times.slice(at, at + 100).map((requestTimeMs) => sampleTrace({ experimentId, requestTimeMs })),
      );
    const pace = await store.readPace(nowMs);
    expect(pace.traceCount).toBe(times.length);
    const counted = times.filter((timeMs) => timeMs >= nowMs - 24 * HOUR_MS).length;
    expect(pace.tracesPerDay).toBeGreaterThan(counted * 0.8);
    expect(pace.tracesPerDay).toBeLessThan(counted * 1.2);
  });
});

describe('a forecast', () => {
  const state = { sizeBytes: 4e9, limitBytes: 10e9, traceCount: 2e6, tracesPerDay: 5e5, retentionDays: 30 };

  it('is the room that is left over what a day takes', () => {
    expect(forecastIndex(state)).toBe(6);
    expect(forecastIndex({ ...state, sizeBytes: 11e9 })).toBe(0);
  });

  it('is none where retention keeps it below the limit, or too little is known', () => {
    expect(forecastIndex({ ...state, retentionDays: 7 })).toBe(null);
    expect(forecastIndex({ ...state, traceCount: 10 })).toBe(null);
    expect(forecastIndex({ ...state, tracesPerDay: 0 })).toBe(null);
  });
});
