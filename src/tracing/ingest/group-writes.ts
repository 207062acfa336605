/**
 * A trace store whose writers share their writes: exporters send a few spans at a time over many connections, and each
 * write costs an object of content and a transaction of the index, however little it holds.
 */
import type { TraceStore } from '../store/trace-store.ts';
import { createGroupCommit } from './group-commit.ts';

/** Spans written together: some hundreds of kilobytes, and a transaction of some milliseconds. */
const LARGEST_GROUP_SPANS = 1000;
/** Traces stated together. */
const LARGEST_GROUP_INFOS = 500;
const GATHER_MS = 5;
/** Well below what exporters wait for an answer, well above what a busy store takes. */
const PATIENCE_MS = 5000;

/** The store, its writes grouped. A write resolves when it can be read, as before. */
export function groupWrites(
  store: TraceStore,
  { keepAlive }: { keepAlive: (promise: Promise<void>) => void },
): TraceStore {
  return {
    ...store,
    write: createGroupCommit({
      write: (traces) => store.write(traces),
      sizeOf: ({ spans }) => Math.max(1, spans.length),
      largestGroup: LARGEST_GROUP_SPANS,
      gatherMs: GATHER_MS,
      patienceMs: PATIENCE_MS,
      keepAlive,
    }),
    writeInfos: createGroupCommit({
      write: (infos) => store.writeInfos(infos),
      sizeOf: () => 1,
      largestGroup: LARGEST_GROUP_INFOS,
      gatherMs: GATHER_MS,
      patienceMs: PATIENCE_MS,
      keepAlive,
    }),
  };
}
