/**
 * A trace store whose writers share their writes: exporters send a few spans at a time over many connections, and each
 * write costs an object of content and a transaction of the index, however little it holds.
 */
import type { TraceStore } from '../store/trace-store.ts';
import type { Trace, TraceInfo } from '../trace.ts';
import { createGroupCommit } from './group-commit.ts';

/** Spans written together: some hundreds of kilobytes, and a transaction of some milliseconds. */
const LARGEST_GROUP_SPANS = 1000;
/** Traces stated together. */
const LARGEST_GROUP_INFOS = 500;
const GATHER_MS = 5;
/** Well below what exporters wait for an answer, well above what a busy store takes. */
const PATIENCE_MS = 5000;

/** What is written, and then how it is kept. */
interface Written<Item> {
  item: Item;
  kept: Item | null;
}

/** The store, its writes grouped. A write resolves when it can be read, as before. */
export function groupWrites(
  store: TraceStore,
  { keepAlive }: { keepAlive: (promise: Promise<void>) => void },
): TraceStore {
  const timing = { gatherMs: GATHER_MS, patienceMs: PATIENCE_MS, keepAlive };
  return {
    ...store,
    write: tellingKept(
      createGroupCommit<Written<Trace>>({
        ...timing,
        write: keepingAll((traces) => store.write(traces)),
        sizeOf: ({ item: { spans } }) => Math.max(1, spans.length),
        largestGroup: LARGEST_GROUP_SPANS,
      }),
    ),
    writeInfos: tellingKept(
      createGroupCommit<Written<TraceInfo>>({
        ...timing,
        write: keepingAll((infos) => store.writeInfos(infos)),
        sizeOf: () => 1,
        largestGroup: LARGEST_GROUP_INFOS,
      }),
    ),
  };
}

/** Writes a group, and notes with each item how it is kept. */
function keepingAll<Item>(
  write: (items: Item[]) => Promise<Item[]>,
): (group: Written<Item>[]) => Promise<void> {
  return async (group) => {
    const kept = await write(group.map(({ item }) => item));
    for (const [index, written] of group.entries()) written.kept = kept[index] ?? null;
  };
}

/** A grouped write that tells each writer how its own items are kept. */
function tellingKept<Item>(
  commit: (group: Written<Item>[]) => Promise<void>,
): (items: Item[]) => Promise<Item[]> {
  return async (items) => {
    const own = items.map((item): Written<Item> => ({ item, kept: null }));
    await commit(own);
    return own.map(({ item, kept }) => kept ?? item);
  };
}
