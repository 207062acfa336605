/** Time cut into intervals: days from midnight to midnight where the reader lives. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutTime, fixedClock, zoneClock, type Intervals } from '../../src/tracing/statistics/intervals.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function startsIn(timeZone: string, [from, to]: [string, string], widthMs: number): string[] {
  const clock = zoneClock(timeZone);
  if (clock === null) throw new Error(timeZone);
  const { startsMs } = cutTime({ fromMs: Date.parse(from), toMs: Date.parse(to) }, { widthMs, clock });
  return startsMs.map((ms) => new Date(ms).toISOString().replace(':00.000Z', 'Z'));
}

/** The beginning of the interval of a time, read from the runs as SQL reads them. */
function startOf({ runs }: Intervals, timeMs: number): number | undefined {
  const run = runs.findLast(({ startMs }) => startMs <= timeMs);
  return run && run.startMs + Math.floor((timeMs - run.startMs) / run.widthMs) * run.widthMs;
}

describe('intervals', () => {
  it.each([
    // Spring forward: 23 hours.
    ['Europe/Berlin', '2026-03-29T12:00Z', ['2026-03-28T23:00Z', '2026-03-29T22:00Z']],
    // Fall back: 25 hours.
    ['America/New_York', '2026-11-01T12:00Z', ['2026-11-01T04:00Z', '2026-11-02T05:00Z']],
    // Half an hour, in a zone with half an hour.
    ['Australia/Lord_Howe', '2026-04-04T22:00Z', ['2026-04-04T13:00Z', '2026-04-05T13:30Z']],
    // Midnight does not exist: clocks go from 0 to 1.
    ['Africa/Cairo', '2026-04-24T12:00Z', ['2026-04-23T22:00Z', '2026-04-24T21:00Z']],
    // Midnight is shown twice: clocks go from 1 back to 0.
    ['America/Havana', '2026-11-01T12:00Z', ['2026-11-01T04:00Z', '2026-11-02T05:00Z']],
    ['Asia/Kathmandu', '2026-06-01T12:00Z', ['2026-05-31T18:15Z', '2026-06-01T18:15Z']],
  ])('F152 begin the day in %s at its midnight', (timeZone, noon, [start, end]) => {
    const from = new Date(Date.parse(noon) - hourMs).toISOString();
    const to = new Date(Date.parse(noon) + dayMs).toISOString();
    expect(startsIn(timeZone, [from, to], dayMs).slice(0, 2)).toEqual([start, end]);
  });

  it('F152 have the hour that clocks show twice as two, and none for the one they leave out', () => {
    expect(startsIn('Europe/Berlin', ['2026-10-24T22:00Z', '2026-10-25T23:00Z'], hourMs)).toHaveLength(25);
    expect(startsIn('Europe/Berlin', ['2026-03-28T23:00Z', '2026-03-29T22:00Z'], hourMs)).toHaveLength(23);
    expect(startsIn('Europe/Berlin', ['2026-10-24T22:00Z', '2026-10-25T23:00Z'], 6 * hourMs)).toEqual([
      '2026-10-24T22:00Z',
      '2026-10-25T05:00Z',
      '2026-10-25T11:00Z',
      '2026-10-25T17:00Z',
    ]);
  });

  it('are as they were for clocks that never change', () => {
    const span = { fromMs: Date.parse('2026-09-01T10:30Z'), toMs: Date.parse('2026-09-03T00:00Z') };
    const cut = cutTime(span, { widthMs: dayMs, clock: fixedClock(120) });
    expect(cut.startsMs.map((ms) => new Date(ms).toISOString())).toEqual([
      '2026-08-31T22:00:00.000Z',
      '2026-09-01T22:00:00.000Z',
      '2026-09-02T22:00:00.000Z',
    ]);
  });

  it('know no zone that does not exist', () => {
    expect(zoneClock('Europe/Atlantis')).toBeNull();
  });

  it('F152 hold every time of a span, one after another, and begin where the clock shows a beginning', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'Europe/Berlin',
          'America/New_York',
          'Australia/Lord_Howe',
          'Africa/Cairo',
          'America/Havana',
        ),
        fc.constantFrom(hourMs, 2 * hourMs, 6 * hourMs, dayMs, 7 * dayMs),
        fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2027-01-01') }),
        fc.array(fc.integer({ min: 0, max: 40 * dayMs - 1 }), { minLength: 1, maxLength: 20 }),
        (timeZone, widthMs, fromMs, later) => {
          const clock = zoneClock(timeZone) ?? fixedClock(0);
          const cut = cutTime({ fromMs, toMs: fromMs + 40 * dayMs }, { widthMs, clock });
          expect(cut.startsMs).toEqual([...new Set(cut.startsMs)].toSorted((one, other) => one - other));
          for (const timeMs of later.map((ms) => fromMs + ms)) {
            const start = startOf(cut, timeMs);
            expect(cut.startsMs.findLast((startMs) => startMs <= timeMs)).toBe(start);
            if (start === undefined || widthMs !== dayMs) continue;
            const dayOf = (ms: number) => Math.floor((ms + clock(ms)) / dayMs);
            expect([dayOf(start), dayOf(start - 1) < dayOf(start)]).toEqual([dayOf(timeMs), true]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
