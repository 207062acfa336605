/**
 * An answer that many ask for and that is read once in a while, such as the rules in force: kept in the isolate for a
 * moment. Nobody waits on another invocation's promise, which the platform may cancel with that invocation: whoever comes
 * while another one reads looks again by a timer of its own, and reads itself when that takes too long.
 */

import { sleep } from './wait-until.ts';

/** What reading needs. */
export interface SharedAnswerOptions<Answer> {
  read: () => Promise<Answer>;
  /** How long an answer counts, milliseconds. */
  keptMs: number;
  /** How long another one's reading is waited for, milliseconds. */
  patienceMs: number;
  /** How long after it was read an answer still counts when it cannot be read again, milliseconds. Absent: not at all. */
  lastKnownMs?: number;
  /** Unix milliseconds. */
  now: () => number;
}

/** The answer. */
export interface SharedAnswer<Answer> {
  /** Rejects as `read` does when it must be read and cannot be, and the last known answer is too old. */
  get(): Promise<Answer>;
  /** Forgets the answer, also one that is being read: after a change. */
  clear(): void;
}

/** Between two looks at whether another one has read, milliseconds. */
const LOOK_MS = 10;

/** Creates it. Keep one per isolate. */
export function createSharedAnswer<Answer>(options: SharedAnswerOptions<Answer>): SharedAnswer<Answer> {
  const { read, keptMs, patienceMs, lastKnownMs = 0, now } = options;
  let known: { answer: Answer; readAtMs: number } | null = null;
  let readingSinceMs: number | null = null;
  let generation = 0;

  const readItself = async (): Promise<Answer> => {
    const [sinceMs, begunIn] = [now(), generation];
    readingSinceMs = sinceMs;
    try {
      const answer = await read();
      if (begunIn === generation) known = { answer, readAtMs: sinceMs };
      return answer;
    } catch (cause) {
      if (known !== null && now() - known.readAtMs < lastKnownMs) return known.answer;
      throw cause;
    } finally {
      if (readingSinceMs === sinceMs) readingSinceMs = null;
    }
  };

  return {
    async get() {
      const begunAtMs = now();
      while (true) {
        if (known !== null && now() - known.readAtMs < keptMs) return known.answer;
        const othersRead = readingSinceMs !== null && now() - readingSinceMs < patienceMs;
        if (!othersRead || now() - begunAtMs >= patienceMs) return readItself();
        await sleep(LOOK_MS);
      }
    },
    clear() {
      known = null;
      readingSinceMs = null;
      generation++;
    },
  };
}
