import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGroupCommit, type GroupCommitOptions } from '../../../src/tracing/ingest/group-commit.ts';

/** A store whose writes end when the test says so. */
function createHeldStore() {
  const writes: { items: string[]; end: () => void; fail: (cause: Error) => void }[] = [];
  const write = (items: string[]): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    writes.push({ items, end: resolve, fail: reject });
    return promise;
  };
  return { writes, write };
}

function group(options: Partial<GroupCommitOptions<string>> & Pick<GroupCommitOptions<string>, 'write'>) {
  const kept: Promise<void>[] = [];
  const submit = createGroupCommit<string>({
    sizeOf: () => 1,
    largestGroup: 100,
    gatherMs: 0,
    patienceMs: 10_000,
    keepAlive: (promise) => kept.push(promise),
    ...options,
  });
  return { submit, kept };
}

/** Lets everything run that waits for nobody. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('group commit', () => {
  it('writes at once for a lone writer, and answers when it is written', async () => {
    const store = createHeldStore();
    const { submit, kept } = group(store);
    let isDone = false;
    const done = submit(['a']).then(() => (isDone = true));
    expect(store.writes.map(({ items }) => items)).toEqual([['a']]);
    await settle();
    expect(isDone).toBe(false);
    store.writes[0]?.end();
    await done;
    expect(kept).toHaveLength(1);
    await expect(submit([])).resolves.toBeUndefined();
    expect(store.writes).toHaveLength(1);
  });

  it('takes together what comes while a write is under way', async () => {
    const store = createHeldStore();
    const { submit } = group(store);
    const all = [submit(['a']), submit(['b']), submit(['c', 'd'])];
    await settle();
    expect(store.writes).toHaveLength(1);
    store.writes[0]?.end();
    await expect.poll(() => store.writes[1]?.items).toEqual(['b', 'c', 'd']);
    store.writes[1]?.end();
    await Promise.all(all);
  });

  it('waits a moment for others where the last group had several writers, and no longer', async () => {
    const store = createHeldStore();
    const { submit } = group({ ...store, gatherMs: 20 });
    const first = [submit(['a']), submit(['b']), submit(['c'])];
    store.writes[0]?.end();
    await expect.poll(() => store.writes.length).toBe(2);
    store.writes[1]?.end();
    await Promise.all(first);

    const second = [submit(['d'])];
    expect(store.writes).toHaveLength(2);
    second.push(submit(['e']));
    await expect.poll(() => store.writes[2]?.items).toEqual(['d', 'e']);
    store.writes[2]?.end();
    await Promise.all(second);
  });

  it('bounds a group', async () => {
    const store = createHeldStore();
    const { submit } = group({ ...store, largestGroup: 2 });
    const all = ['a', 'b', 'c', 'd', 'e'].map((item) => submit([item]));
    for (let write = 0; write < 3; write++) {
      await expect.poll(() => store.writes.length).toBe(write + 1);
      store.writes[write]?.end();
    }
    await Promise.all(all);
    expect(store.writes.map(({ items }) => items)).toEqual([['a'], ['b', 'c'], ['d', 'e']]);
  });

  it('fails nobody for what another one wrote: each writes its own when the group cannot be', async () => {
    const stored: string[] = [];
    const write = async (items: string[]): Promise<void> => {
      await settle();
      if (items.includes('poison')) throw new Error('too large');
      stored.push(...items);
    };
    const { submit } = group({ write });
    const results = await Promise.allSettled([
      submit(['a']),
      submit(['b']),
      submit(['poison']),
      submit(['c']),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(stored.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('F73 tells each writer of a store that is down, and goes on when it is back', async () => {
    let isDown = true;
    const write = async (): Promise<void> => {
      await settle();
      if (isDown) throw new Error('the store is down');
    };
    const { submit } = group({ write });
    const failed = await Promise.allSettled(['a', 'b', 'c'].map((item) => submit([item])));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    isDown = false;
    await Promise.all(['d', 'e', 'f'].map((item) => submit([item])));
  });

  it('writes by itself what another request was to write and never did', async () => {
    const store = createHeldStore();
    const { submit } = group({ ...store, patienceMs: 30 });
    void submit(['lost with its request']);
    const led = submit(['b']);
    const followed = submit(['c']);
    // The first write never ends: the second begins all the same.
    await expect.poll(() => store.writes.length).toBeGreaterThanOrEqual(2);
    expect(store.writes[1]?.items).toEqual(['b', 'c']);
    // Nor does it end for the one that waits for it, who then writes what is its own.
    await expect.poll(() => store.writes.map(({ items }) => items)).toContainEqual(['c']);
    for (const { end } of store.writes.slice(1)) end();
    await Promise.all([led, followed]);
  });

  it('stores everything that was acknowledged, whatever comes when and fails', async () => {
    const arrival = fc.record({ delayMs: fc.nat(12), size: fc.integer({ min: 1, max: 4 }) });
    const scenario = fc.record({
      arrivals: fc.array(arrival, { minLength: 1, maxLength: 20 }),
      failing: fc.array(fc.nat(30), { maxLength: 8 }),
      largestGroup: fc.integer({ min: 1, max: 12 }),
      gatherMs: fc.nat(3),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ arrivals, failing, largestGroup, gatherMs }) => {
        const stored = new Set<string>();
        let writes = 0;
        const write = async (items: string[]): Promise<void> => {
          const turn = writes++;
          await new Promise((resolve) => setTimeout(resolve, turn % 4));
          if (failing.includes(turn)) throw new Error('not now');
          for (const item of items) stored.add(item);
        };
        const { submit, kept } = group({ write, largestGroup, gatherMs });
        await Promise.all(
          arrivals.map(async ({ delayMs, size }, index) => {
            await new Promise((resolve) => setTimeout(resolve, delayMs));
            const items = Array.from({ length: size }, (_, item) => `${index}.${item}`);
            const isAcknowledged = await submit(items).then(
              () => true,
              () => false,
            );
            if (isAcknowledged) expect(items.every((item) => stored.has(item))).toBe(true);
            else expect(failing.length).toBeGreaterThan(0);
          }),
        );
        await Promise.all(kept);
      }),
      { numRuns: 60 },
    );
  });
});
