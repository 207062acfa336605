/**
 * What was read from a store, known for a while in this isolate. Only values are kept: whoever finds none reads for itself,
 * since the read of another invocation may be cancelled with it. When the time is over one asker reads again, and for a
 * moment the others go on with what is known.
 */

/** What knowing needs. */
export interface KnownValueOptions<Value> {
  /** Reads it; what rejects is not kept. */
  read: () => Promise<Value>;
  /** How long a value is known, milliseconds. */
  knownMs: number;
  /** Unix milliseconds. */
  now: () => number;
}

/** A value that is known for a while. */
export interface KnownValue<Value> {
  /** Rejects as reading does. */
  get(): Promise<Value>;
  /** Forgets it, and what is being read: after a change. */
  clear(): void;
}

/** For as long the others go on with the old value while one reads the new one. */
const REFRESH_MS = 1_000;

/** Makes one, not known yet. Keep one per isolate. */
export function createKnownValue<Value>({ read, knownMs, now }: KnownValueOptions<Value>): KnownValue<Value> {
  let known: { value: Value; untilMs: number; isRefreshed: boolean } | null = null;
  let generation = 0;
  return {
    async get() {
      const atMs = now();
      if (known !== null) {
        if (atMs < known.untilMs) return known.value;
        if (known.isRefreshed && atMs < known.untilMs + REFRESH_MS) return known.value;
        known.isRefreshed = true;
      }
      const since = generation;
      const value = await read();
      if (since === generation) known = { value, untilMs: atMs + knownMs, isRefreshed: false };
      return value;
    },
    clear() {
      known = null;
      generation++;
    },
  };
}
