/**
 * Finds the same row in two runs: the one of the same trace, or else the one with equal inputs. What a trace was asked
 * stands in its content, which is read only for rows that have found no other yet.
 */
import type { TraceStore } from '../../tracing/store/trace-store.ts';
import { subjectOfTrace } from '../subject-of-trace.ts';
import type { ResultRow } from './results-of-run.ts';
import { isKeyOfInputs, keyOfInputs } from './row-key.ts';

/** The same row in the baseline and in the candidate. */
export type RowPair = [baseline: ResultRow, candidate: ResultRow];

/** Traces whose content is in memory at a time. */
const PAGE = 100;

/**
 * The pairs, in the candidate's order. Of rows with one key, the first goes with the first.
 *
 * @param input.within the only experiment whose traces are read; null is all
 */
export async function matchRows({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: { baseline: readonly ResultRow[]; candidate: readonly ResultRow[]; within: string | null };
}): Promise<RowPair[]> {
  const keys = new Map([...input.baseline, ...input.candidate].map((row) => [row, row.rowKey]));
  const pairs = pairUp(input.baseline, input.candidate, keys);
  const matched = new Set(pairs.flat());
  const left = (rows: readonly ResultRow[]) => rows.filter((row) => !matched.has(row));
  const [baseline, candidate] = [left(input.baseline), left(input.candidate)];
  if (baseline.length > 0 && candidate.length > 0) {
    await readKeys([...baseline, ...candidate], keys, {
      traces: services.traces,
      within: input.within,
    });
    pairs.push(...pairUp(baseline, candidate, keys));
  }
  return pairs.sort(([, one], [, other]) => one.rowNumber - other.rowNumber);
}

function pairUp(
  baseline: readonly ResultRow[],
  candidate: readonly ResultRow[],
  keys: ReadonlyMap<ResultRow, string>,
): RowPair[] {
  const waiting = Map.groupBy(baseline, (row) => keys.get(row) ?? row.rowKey);
  return candidate.flatMap((row): RowPair[] => {
    const other = waiting.get(keys.get(row) ?? row.rowKey)?.shift();
    return other === undefined ? [] : [[other, row]];
  });
}

/** Rows that are known by their trace alone get the key of what it was asked. A trace that is gone keeps the row's own. */
async function readKeys(
  rows: readonly ResultRow[],
  keys: Map<ResultRow, string>,
  { traces, within }: { traces: TraceStore; within: string | null },
): Promise<void> {
  const byTrace = Map.groupBy(
    rows.filter(({ rowKey }) => !isKeyOfInputs(rowKey)),
    ({ rowKey }) => rowKey,
  );
  const traceIds = [...byTrace.keys()];
  for (let start = 0; start < traceIds.length; start += PAGE) {
    for (const trace of await traces.getMany(traceIds.slice(start, start + PAGE), within)) {
      const { inputs } = subjectOfTrace(trace);
      if (inputs === null) continue;
      const key = await keyOfInputs(inputs);
      for (const row of byTrace.get(trace.info.traceId) ?? []) keys.set(row, key);
    }
  }
}
