/** What every store of scoring work owes. */
import { describe, expect, it } from 'vitest';
import type { NewTask } from '../../src/scoring/online/task.ts';
import type { TaskStore } from '../../src/scoring/store/task-store.ts';

const newTask = (changes: Partial<NewTask> = {}): NewTask => ({
  taskId: crypto.randomUUID(),
  scorerId: 's',
  scorerName: 'polite',
  scorerVersion: 1,
  experimentId: '0',
  traceId: `tr-${crypto.randomUUID()}`,
  session: null,
  jobId: null,
  dueAtMs: 1000,
  judgesFiledIn: null,
  ...changes,
});

export function taskStoreContract(name: string, create: () => TaskStore): void {
  describe(`${name} as a store of scoring work`, () => {
    it('notes work once', async () => {
      const store = create();
      const task = newTask({ judgesFiledIn: '7' });
      expect(await store.add([task], 5)).toEqual([task.taskId]);
      expect(await store.add([task], 6)).toEqual([]);
      expect(await store.get(task.taskId)).toEqual({
        ...task,
        state: 'pending',
        reason: null,
        attempts: 0,
        createdAtMs: 5,
        updatedAtMs: 5,
      });
      expect(await store.add([], 7)).toEqual([]);
    });

    it('makes work that nobody has begun due earlier, never later', async () => {
      const store = create();
      const task = newTask({ dueAtMs: 9000 });
      await store.add([task], 1);
      expect(await store.add([{ ...task, dueAtMs: 9500 }], 2)).toEqual([]);
      expect(await store.add([{ ...task, dueAtMs: 2000 }], 3)).toEqual([task.taskId]);
      expect(await store.get(task.taskId)).toMatchObject({ dueAtMs: 2000, state: 'pending' });
      await store.claim(task.taskId, { atMs: 2000, untilMs: 3000 });
      await store.postpone(task.taskId, { dueAtMs: 8000, reason: 'busy', atMs: 2100 });
      expect(await store.add([{ ...task, dueAtMs: 2200 }], 2200)).toEqual([]);
      expect(await store.get(task.taskId)).toMatchObject({ dueAtMs: 8000 });
    });

    it('gives work to one at a time, when it is due', async () => {
      const store = create();
      const task = newTask();
      await store.add([task], 1);
      expect(await store.claim(task.taskId, { atMs: 999, untilMs: 2000 })).toBeNull();
      const claims = await Promise.all(
        Array.from({ length: 10 }, () => store.claim(task.taskId, { atMs: 1000, untilMs: 2000 })),
      );
      expect(claims.filter((claim) => claim !== null)).toMatchObject([{ attempts: 1 }]);
      expect(await store.claim(task.taskId, { atMs: 1500, untilMs: 3000 })).toBeNull();
      expect(await store.claim(task.taskId, { atMs: 2000, untilMs: 3000 })).toMatchObject({ attempts: 2 });
      await store.releaseAll();
      expect(await store.claim(task.taskId, { atMs: 2001, untilMs: 3000 })).toMatchObject({ attempts: 3 });
    });

    it('keeps a task for whoever has it, for as long as they renew it', async () => {
      const store = create();
      const task = newTask();
      await store.add([task], 1);
      const claimed = await store.claim(task.taskId, { atMs: 1000, untilMs: 2000 });
      if (claimed === null) throw new Error('not due');
      await store.renew(claimed, 3000);
      expect(await store.claim(task.taskId, { atMs: 2500, untilMs: 4000 })).toBeNull();
      const next = await store.claim(task.taskId, { atMs: 3000, untilMs: 4000 });
      if (next === null) throw new Error('not free');
      // Somebody else has it.
      await store.renew(claimed, 9000);
      expect(await store.claim(task.taskId, { atMs: 4000, untilMs: 5000 })).toMatchObject({ attempts: 3 });
      await store.postpone(task.taskId, { dueAtMs: 5000, reason: 'busy', atMs: 4100 });
      await store.renew({ ...next, attempts: 3 }, 9000);
      expect(await store.claim(task.taskId, { atMs: 5000, untilMs: 6000 })).toMatchObject({ attempts: 4 });
    });

    it('keeps what became of it', async () => {
      const store = create();
      const task = newTask({ jobId: crypto.randomUUID() });
      await store.add([task], 1);
      const claimed = await store.claim(task.taskId, { atMs: 1000, untilMs: 2000 });
      if (claimed === null) throw new Error('not due');
      await store.postpone(task.taskId, { dueAtMs: 5000, reason: 'busy', atMs: 1100 });
      expect(await store.get(task.taskId)).toMatchObject({ state: 'pending', reason: 'busy', dueAtMs: 5000 });
      expect(await store.listDue(4999, 10_000)).not.toContain(task.taskId);
      expect(await store.listDue(5000, 10_000)).toContain(task.taskId);
      await store.finish(claimed, { state: 'skipped', reason: 'no need', atMs: 6000 });
      expect(await store.get(task.taskId)).toMatchObject({ state: 'skipped', reason: 'no need' });
      expect(await store.claim(task.taskId, { atMs: 9000, untilMs: 9999 })).toBeNull();
      expect(await store.countByJob(task.jobId ?? '')).toEqual({
        pending: 0,
        scored: 0,
        skipped: 1,
        failed: 0,
      });
      expect(await store.listByTrace(task.traceId)).toHaveLength(1);
    });

    it('a session that goes on is due again, also while it is judged', async () => {
      const store = create();
      const task = newTask({ session: 's-1' });
      await store.add([task], 1);
      const claimed = await store.claim(task.taskId, { atMs: 1000, untilMs: 2000 });
      if (claimed === null) throw new Error('not due');
      const further = { ...task, traceId: 'tr-later', dueAtMs: 7000 };
      expect(await store.add([further], 1500)).toEqual([task.taskId]);
      await store.finish(claimed, { state: 'scored', reason: null, atMs: 1600 });
      expect(await store.get(task.taskId)).toMatchObject({
        state: 'pending',
        traceId: 'tr-later',
        dueAtMs: 7000,
      });
      expect(await store.add([further], 1700)).toEqual([]);
    });

    it('tells how much waits and for how long, and forgets what is old', async () => {
      const store = create();
      await store.expire(Number.MAX_SAFE_INTEGER, 1_000_000);
      expect(await store.backlog(5000)).toEqual({ pending: 0, oldestDueAtMs: null });
      await store.add([newTask({ dueAtMs: 3000 }), newTask({ dueAtMs: 9000 })], 1);
      expect(await store.backlog(5000)).toEqual({ pending: 2, oldestDueAtMs: 3000 });
      expect(await store.expire(1, 10)).toBe(0);
      expect(await store.expire(2, 1)).toBe(1);
      expect(await store.expire(2, 10)).toBe(1);
    });
  });
}
