/**
 * Time cut into intervals as a reader's clock tells it: days begin at midnight where they live, also where clocks change,
 * so that such a day has 23 or 25 hours. Pure; time zones are those of the runtime (IANA's names through Intl).
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Steps in which changes of clocks are looked for: none are known to be nearer to each other. */
const STEP_MS = 6 * DAY_MS;

/** Tells how far a clock is ahead of UTC at a time, both in milliseconds. */
export type Clock = (unixMs: number) => number;

/** Intervals of one width, one after another from `startMs` to the beginning of the next run. */
export interface IntervalRun {
  startMs: number;
  widthMs: number;
}

/** How a span of time is cut. */
export interface Intervals {
  /** In the order of time; a time belongs to the last that begins at or before it. */
  runs: IntervalRun[];
  /** Where the intervals begin that the span touches, in Unix milliseconds. */
  startsMs: number[];
}

/** A clock that never changes. */
export function fixedClock(offsetMinutes: number): Clock {
  return () => offsetMinutes * MINUTE_MS;
}

/** The clock of an IANA time zone such as `Europe/Berlin`; null when the runtime knows none of that name. */
export function zoneClock(name: string): Clock | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // Intl has no other way to say that it does not know the name.
    return null;
  }
  return (unixMs) => {
    const parts = new Map(format.formatToParts(unixMs).map(({ type, value }) => [type, value]));
    const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
    const year = parts.get('era')?.startsWith('B') === true ? 1 - of('year') : of('year');
    const wall = Date.UTC(year, of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return wall - Math.floor(unixMs / 1000) * 1000;
  };
}

/**
 * Cuts a span. Intervals begin where the clock shows a multiple of the width: of a day or less counted from midnight, of
 * more in days since 1970. An hour that clocks show twice is two intervals of an hour, and one day has it twice.
 */
export function cutTime(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  { widthMs, clock }: { widthMs: number; clock: Clock },
): Intervals {
  const runs = runsOf(stretchesOf(clock, fromMs - widthMs - 2 * DAY_MS, toMs), widthMs);
  const startsMs = runs.flatMap((run, index) => {
    const endMs = Math.min(runs[index + 1]?.startMs ?? toMs, toMs);
    const first = Math.max(0, Math.floor((fromMs - run.startMs) / run.widthMs));
    const count = Math.max(0, Math.ceil((endMs - run.startMs) / run.widthMs) - first);
    return Array.from({ length: count }, (_, place) => run.startMs + (first + place) * run.widthMs);
  });
  const firstWithin = startsMs.findLastIndex((start) => start <= fromMs);
  return { runs, startsMs: startsMs.slice(Math.max(0, firstWithin)) };
}

/** A time in which the clock does not change. */
interface Stretch {
  fromMs: number;
  toMs: number;
  offsetMs: number;
}

function stretchesOf(clock: Clock, fromMs: number, toMs: number): Stretch[] {
  const stretches: Stretch[] = [];
  let current = { fromMs, offsetMs: clock(fromMs) };
  for (let before = fromMs; before < toMs; before += STEP_MS) {
    const after = Math.min(before + STEP_MS, toMs);
    const offsetMs = clock(after);
    if (offsetMs === current.offsetMs) continue;
    const changeMs = firstWith(clock, offsetMs, { before, after });
    stretches.push({ ...current, toMs: changeMs });
    current = { fromMs: changeMs, offsetMs };
  }
  return [...stretches, { ...current, toMs }];
}

/** The first time, to the millisecond, at which the clock is ahead by so much as it is at the later one. */
function firstWith(
  clock: Clock,
  offsetMs: number,
  { before, after }: { before: number; after: number },
): number {
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (clock(middle) === offsetMs) high = middle;
    else low = middle;
  }
  return high;
}

function runsOf(stretches: Stretch[], widthMs: number): IntervalRun[] {
  const begun = beginnings(stretches, widthMs);
  return begun.flatMap(({ startMs, untilMs }, index): IntervalRun[] => {
    const next = begun[index + 1]?.startMs;
    const last = startMs + Math.floor((untilMs - 1 - startMs) / widthMs) * widthMs;
    if (next === undefined || last + widthMs >= next) return [{ startMs, widthMs }];
    // The clocks went back within the last interval: it is longer than the others.
    const longer = { startMs: last, widthMs: next - last };
    return last === startMs ? [longer] : [{ startMs, widthMs }, longer];
  });
}

/** Where intervals begin that follow one another in one stretch, and the end of the stretch. */
function beginnings(stretches: Stretch[], widthMs: number): { startMs: number; untilMs: number }[] {
  const found: { startMs: number; untilMs: number }[] = [];
  const isOfDays = widthMs % DAY_MS === 0;
  /** The number of the interval, on the clock, that was begun last. */
  let last = Number.NEGATIVE_INFINITY;
  for (const { fromMs, toMs, offsetMs } of stretches) {
    const at = Math.floor((fromMs + offsetMs) / widthMs);
    const next = Math.ceil((fromMs + offsetMs) / widthMs);
    // Where clocks jump over the beginning of an interval, it begins with the jump.
    if (found.length > 0 && at > last && at < next) {
      found.push({ startMs: fromMs, untilMs: Math.min(toMs, next * widthMs - offsetMs) });
      last = at;
    }
    // A midnight that clocks show twice begins one day.
    const startMs = (isOfDays ? Math.max(next, last + 1) : next) * widthMs - offsetMs;
    if (startMs >= toMs) continue;
    found.push({ startMs, untilMs: toMs });
    last = Math.floor((toMs - 1 + offsetMs) / widthMs);
  }
  return found;
}
