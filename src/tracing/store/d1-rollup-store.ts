/**
 * Counts kept in D1, by minute, hour and day. Whole minutes are counted once and again only when a trigger marked them; what
 * of the first and the last minute lies in the stretch asked for is counted each time. A minute is counted in the
 * transaction that takes its mark away, so nothing that is written meanwhile is missed.
 */
import type { CallSums, RollupQuery, RollupStore, VerdictSums } from './rollup-store.ts';
import {
  countAtOnce,
  forgetBuckets,
  keepMinutes,
  keepSums,
  minuteMs,
  piecesOf,
  sumBuckets,
  wholeBuckets,
  widthsMs,
} from './rollup-sql.ts';
import { dropTriggers, makeTriggers } from './rollup-triggers-sql.ts';

type Stretch = [from: number, to: number];

interface Series {
  experimentId: string;
  /** `calls`, or `verdicts/` and the name. */
  series: string;
  /** Null for calls. */
  name: string | null;
}

interface Sums {
  count: number;
  errors: number;
  number_sum: number | null;
  numbers: number;
  cost_usd: number | null;
  others: number;
}

interface Reach {
  series: string;
  from_ms: number;
  until_ms: number;
}

/** Marks taken away in one transaction. */
const MOST_MARKS = 2000;
/** Alerts look back two months at most; what is older is forgotten now and then. */
const KEPT_MS = 62 * 86_400_000;
const FORGOTTEN_AT_ONCE_MS = 86_400_000;
/** A stretch so near to what was counted is counted along with what lies between; a window ends within the minute in which its baseline begins. */
const MOST_GAP_MS = 3_600_000;

/** Creates the store on D1. */
export function createD1RollupStore({ database }: { database: D1Database }): RollupStore {
  const sum = (one: Series, query: RollupQuery): Promise<Sums> => sumSeries(database, one, query);
  return {
    watch: (experimentIds) => watch(database, experimentIds),
    async calls(query) {
      const { experimentId } = query;
      return toCallSums(await sum({ experimentId, series: 'calls', name: null }, query));
    },
    async verdicts({ name, ...query }) {
      const { experimentId } = query;
      return toVerdictSums(await sum({ experimentId, series: `verdicts/${name}`, name }, query));
    },
  };
}

async function watch(database: D1Database, experimentIds: readonly string[]): Promise<void> {
  const wanted = new Set(experimentIds);
  const known = await database
    .prepare('SELECT experiment_id FROM rollup_watch')
    .all<{ experiment_id: string }>();
  const watched = new Set(known.results.map((row) => row.experiment_id));
  const added = [...wanted].filter((id) => !watched.has(id));
  const gone = [...watched].filter((id) => !wanted.has(id));
  if (added.length === 0 && gone.length === 0) return;
  const changed = JSON.stringify([...added, ...gone]);
  const forget = ['rollups', 'rollup_reach', 'rollup_marks', 'rollup_watch'].map((table) =>
    database
      .prepare(`DELETE FROM ${table} WHERE experiment_id IN (SELECT value FROM json_each(?1))`)
      .bind(changed),
  );
  await database.batch([
    ...(wanted.size > 0 ? makeTriggers : dropTriggers).map((statement) => database.prepare(statement)),
    ...forget,
    database
      .prepare('INSERT INTO rollup_watch (experiment_id) SELECT value FROM json_each(?1)')
      .bind(JSON.stringify(added)),
  ]);
}

async function sumSeries(database: D1Database, one: Series, { fromMs, toMs }: RollupQuery): Promise<Sums> {
  const [start, end] = [Math.ceil(fromMs / minuteMs) * minuteMs, Math.floor(toMs / minuteMs) * minuteMs];
  if (start >= end) return countOnce(database, one, [[fromMs, toMs]]);
  await countAgain(database, one.experimentId);
  await reachOver(database, one, [start, end]);
  const pieces = JSON.stringify(piecesOf(start, end));
  const kept = await database.prepare(sumBuckets).bind(one.experimentId, pieces, one.series).first<Sums>();
  const edges = await countOnce(database, one, [
    [fromMs, start],
    [end, toMs],
  ]);
  return add(kept ?? nothing, edges);
}

const nothing: Sums = { count: 0, errors: 0, number_sum: null, numbers: 0, cost_usd: null, others: 0 };

function add(one: Sums, other: Sums): Sums {
  return {
    count: one.count + other.count,
    errors: one.errors + other.errors,
    number_sum: addKnown(one.number_sum, other.number_sum),
    numbers: one.numbers + other.numbers,
    cost_usd: addKnown(one.cost_usd, other.cost_usd),
    others: one.others + other.others,
  };
}

/** Null is unknown: nothing was known of either. */
function addKnown(one: number | null, other: number | null): number | null {
  return one === null && other === null ? null : (one ?? 0) + (other ?? 0);
}

/** Counts out of the traces themselves, and keeps nothing. */
async function countOnce(database: D1Database, one: Series, stretches: Stretch[]): Promise<Sums> {
  const some = stretches.filter(([from, to]) => from < to);
  if (some.length === 0) return nothing;
  const { experimentId, series, name } = one;
  const counted = await database
    .prepare(countAtOnce(name === null))
    .bind(experimentId, JSON.stringify(some), series, name)
    .first<Sums>();
  return counted ?? nothing;
}

/** Counts marked minutes again, in every series of the experiment that reaches over them. */
async function countAgain(database: D1Database, experimentId: string): Promise<void> {
  for (let marks = MOST_MARKS; marks === MOST_MARKS;) {
    const [marked, reached] = (await database.batch([
      database
        .prepare('SELECT minute_ms FROM rollup_marks WHERE experiment_id = ?1 ORDER BY minute_ms LIMIT ?2')
        .bind(experimentId, MOST_MARKS),
      database
        .prepare('SELECT series, from_ms, until_ms FROM rollup_reach WHERE experiment_id = ?1')
        .bind(experimentId),
    ])) as [D1Result<{ minute_ms: number }>, D1Result<Reach>];
    const minutes = marked.results.map((row) => row.minute_ms);
    marks = minutes.length;
    if (marks === 0) return;
    const statements = reached.results.flatMap(({ series, from_ms: from, until_ms: until }) => {
      const own = minutes.filter((minute) => minute >= from && minute < until);
      const stretches = wholeBuckets(
        own.map((minute) => [minute, minute + minuteMs] as const),
        minuteMs,
      );
      return countStatements(database, { experimentId, series, name: nameOf(series) }, stretches);
    });
    await database.batch([
      ...statements,
      database
        .prepare(
          'DELETE FROM rollup_marks WHERE experiment_id = ?1 AND minute_ms IN (SELECT value FROM json_each(?2))',
        )
        .bind(experimentId, JSON.stringify(minutes)),
    ]);
  }
}

function nameOf(series: string): string | null {
  return series === 'calls' ? null : series.slice('verdicts/'.length);
}

/** Counts the minutes that the series does not reach over yet. */
async function reachOver(database: D1Database, one: Series, [start, end]: Stretch): Promise<void> {
  const { experimentId, series } = one;
  const reach = await database
    .prepare('SELECT series, from_ms, until_ms FROM rollup_reach WHERE experiment_id = ?1 AND series = ?2')
    .bind(experimentId, series)
    .first<Reach>();
  const touches =
    reach !== null && reach.from_ms <= end + MOST_GAP_MS && reach.until_ms >= start - MOST_GAP_MS;
  const [from, until] = touches ? [reach.from_ms, reach.until_ms] : [start, start];
  const missing = (
    [
      [start, from],
      [until, end],
    ] as Stretch[]
  ).filter(([first, last]) => first < last);
  const tooOldMs = end - KEPT_MS;
  const forgets = touches && from < tooOldMs - FORGOTTEN_AT_ONCE_MS;
  if (missing.length === 0 && touches && !forgets) return;
  const reaches: Stretch = [forgets ? tooOldMs : Math.min(from, start), Math.max(until, end)];
  await database.batch([
    ...(touches && !forgets
      ? []
      : [
          database
            .prepare(
              'DELETE FROM rollups WHERE experiment_id = ?1 AND series = ?2 AND (?3 OR bucket_ms < ?4)',
            )
            .bind(experimentId, series, touches ? 0 : 1, tooOldMs),
        ]),
    ...countStatements(database, one, missing),
    database
      .prepare(
        `INSERT INTO rollup_reach (experiment_id, series, from_ms, until_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (experiment_id, series) DO UPDATE SET from_ms = ?3, until_ms = ?4`,
      )
      .bind(experimentId, series, ...reaches),
  ]);
}

/** Statements that count stretches of whole minutes, and what of hours and days they change. */
function countStatements(
  database: D1Database,
  { experimentId, series, name }: Series,
  minutes: Stretch[],
): D1PreparedStatement[] {
  if (minutes.length === 0) return [];
  return widthsMs.flatMap((width, index) => {
    const smaller = widthsMs[index - 1];
    const stretches = JSON.stringify(wholeBuckets(minutes, width));
    const values = [experimentId, stretches, series, name];
    return [
      database.prepare(forgetBuckets).bind(...values, width),
      smaller === undefined
        ? database.prepare(keepMinutes(name === null)).bind(...values)
        : database.prepare(keepSums).bind(...values, width, smaller),
    ];
  });
}

function toCallSums(sums: Sums): CallSums {
  return {
    calls: sums.count,
    errors: sums.errors,
    meanLatencyMs: meanOf(sums),
    costUsd: sums.cost_usd,
    unpricedCalls: sums.others,
  };
}

function toVerdictSums(sums: Sums): VerdictSums {
  const { count, errors, others: withoutValue, numbers } = sums;
  return { count, errors, withoutValue, numbers, mean: meanOf(sums) };
}

function meanOf({ number_sum: sum, numbers }: Sums): number | null {
  return sum === null || numbers === 0 ? null : sum / numbers;
}
