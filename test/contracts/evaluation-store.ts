/** What every store of evaluations owes. */
import { describe, expect, it } from 'vitest';
import type { Evaluation, NewRow } from '../../src/scoring/evaluation/evaluation.ts';
import type { EvaluationStore, RowResult } from '../../src/scoring/store/evaluation-store.ts';

const newEvaluation = (changes: Partial<Evaluation> = {}): Evaluation => ({
  evaluationId: `ev-${crypto.randomUUID()}`,
  experimentId: crypto.randomUUID(),
  runId: crypto.randomUUID(),
  name: 'nightly',
  state: 'preparing',
  plan: {
    scorers: [{ name: 'polite', version: 2, serialized: '{"name":"polite"}' }],
    target: {
      kind: 'model',
      provider: 'openai',
      model: 'gpt',
      prompt: 'support/3',
      parameters: { temperature: 0 },
    },
    concurrency: 4,
    source: 'the rows sent',
  },
  summary: null,
  error: null,
  rowCount: 3,
  createdAtMs: 1000,
  endedAtMs: null,
  ...changes,
});

const newRow = (rowNumber: number, changes: Partial<NewRow> = {}): NewRow => ({
  rowNumber,
  rowKey: `key ${rowNumber}`,
  content: { inputs: { q: rowNumber }, outputs: null, expectations: { expected_response: 'よ' } },
  traceId: null,
  ...changes,
});

const result = (changes: Partial<RowResult> = {}): RowResult => ({
  state: 'done',
  traceId: 'tr-1',
  content: { inputs: 1, outputs: 'a', expectations: {} },
  verdicts: [{ name: 'polite', value: 'yes', rationale: 'It is.', error: null, spanId: null }],
  error: null,
  ...changes,
});

/** An evaluation that runs, with three rows. */
async function running(store: EvaluationStore, changes: Partial<Evaluation> = {}): Promise<Evaluation> {
  const evaluation = newEvaluation(changes);
  const { evaluationId } = evaluation;
  await store.create(evaluation);
  await store.addRows(evaluationId, [newRow(1), newRow(2), newRow(3)]);
  await store.transition(evaluationId, ['preparing'], { state: 'running' });
  return evaluation;
}

export function evaluationStoreContract(name: string, create: () => EvaluationStore): void {
  describe(`${name} as a store of evaluations`, () => {
    describe('evaluations', () => evaluations(create));
    describe('leases', () => leases(create));
    describe('rows', () => rows(create));
  });
}

function evaluations(create: () => EvaluationStore): void {
  it('gives one back as it came, by its id and by its run', async () => {
    const store = create();
    const evaluation = newEvaluation();
    await store.create(evaluation);
    expect(await store.get(evaluation.evaluationId)).toEqual(evaluation);
    expect(await store.findByRun(evaluation.runId)).toEqual(evaluation);
    expect(await store.get(evaluation.runId)).toBeNull();
    expect(await store.findByRun('nothing')).toBeNull();
  });

  it('lists newest first, of one experiment or of all, page by page', async () => {
    const store = create();
    const experimentId = crypto.randomUUID();
    const ids = [];
    for (const createdAtMs of [1000, 2000, 3000]) {
      const evaluation = newEvaluation({ experimentId, createdAtMs });
      ids.unshift(evaluation.evaluationId);
      await store.create(evaluation);
    }
    const idsOf = async (experiment: string | null, page: { beforeMs: number; limit: number }) =>
      (await store.list(experiment, page)).map(({ evaluationId }) => evaluationId);
    expect(await idsOf(experimentId, { beforeMs: 9000, limit: 2 })).toEqual(ids.slice(0, 2));
    expect(await idsOf(experimentId, { beforeMs: 2000, limit: 2 })).toEqual(ids.slice(2));
    expect(await idsOf('another', { beforeMs: 9000, limit: 2 })).toEqual([]);
    expect(await idsOf(null, { beforeMs: 9000, limit: 1000 })).toEqual(expect.arrayContaining(ids));
  });

  it('moves on from the states named, once, and keeps what is not said', async () => {
    const store = create();
    const { evaluationId } = await running(store);
    expect(await store.transition(evaluationId, ['preparing'], { state: 'failed' })).toBe(false);
    const summary = [{ name: 'polite', count: 1, errors: 0, mean: 1, interval: null, values: { yes: 1 } }];
    const ends = await Promise.all([
      store.transition(evaluationId, ['running'], { state: 'finished', summary, endedAtMs: 5000 }),
      store.transition(evaluationId, ['preparing', 'running'], { state: 'cancelled', endedAtMs: 5000 }),
    ]);
    expect(ends.filter(Boolean)).toHaveLength(1);
    expect(
      await store.transition(evaluationId, ['finished', 'cancelled'], { state: 'failed', error: 'no' }),
    ).toBe(true);
    expect(await store.get(evaluationId)).toMatchObject({ state: 'failed', error: 'no', endedAtMs: 5000 });
    expect(await store.transition('nothing', ['running'], { state: 'failed' })).toBe(false);
  });

  it('tells which never had all their rows', async () => {
    const store = create();
    const stuck = newEvaluation();
    await store.create(stuck);
    const going = await running(store);
    const idsBefore = async (ms: number) =>
      (await store.listStuck(ms)).map(({ evaluationId }) => evaluationId);
    expect(await idsBefore(1001)).toContain(stuck.evaluationId);
    expect(await idsBefore(1001)).not.toContain(going.evaluationId);
    expect(await idsBefore(1000)).not.toContain(stuck.evaluationId);
  });
}

function leases(create: () => EvaluationStore): void {
  it('lets one at a time work on it; who holds it may keep it', async () => {
    const store = create();
    const { evaluationId } = await running(store);
    const take = (holder: string, atMs: number, from: string | null = null) =>
      store.lease(evaluationId, { holder, from, atMs, untilMs: atMs + 1000 });
    const holders = ['a', 'b', 'c', 'd', 'e'];
    const taken = await Promise.all(holders.map((holder) => take(holder, 1000)));
    const [first = ''] = holders.filter((_, index) => taken[index]);
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await take('other', 1500)).toBe(false);
    expect(await take(first, 1500)).toBe(true);
    expect(await take('other', 2499)).toBe(false);
    expect(await take('other', 2500)).toBe(true);
    expect(await take(first, 2500)).toBe(false);
  });

  it('is handed over by who holds it, and by nobody else', async () => {
    const store = create();
    const { evaluationId } = await running(store);
    const take = (holder: string, from: string | null) =>
      store.lease(evaluationId, { holder, from, atMs: 1000, untilMs: 2000 });
    expect(await take('first', null)).toBe(true);
    expect(await take('third', 'second')).toBe(false);
    expect(await take('second', 'first')).toBe(true);
    expect(await take('first', null)).toBe(false);
    expect(await take('second', null)).toBe(true);
  });

  it('is idle when nobody holds it: before, after its end, and once released by its holder', async () => {
    const store = create();
    const { evaluationId } = await running(store);
    const lease = { holder: 'one', from: null, atMs: 1000, untilMs: 2000 };
    const isIdle = async (atMs: number) => (await store.listIdle(atMs)).includes(evaluationId);
    expect(await isIdle(1000)).toBe(true);
    await store.lease(evaluationId, lease);
    expect(await isIdle(1999)).toBe(false);
    expect(await isIdle(2000)).toBe(true);
    await store.release(evaluationId, 'other');
    expect(await isIdle(1500)).toBe(false);
    await store.release(evaluationId, 'one');
    expect(await isIdle(1500)).toBe(true);
    await store.lease(evaluationId, { ...lease, untilMs: 9000 });
    await store.releaseAll();
    expect(await isIdle(1500)).toBe(true);
    // Who held it has lost it.
    expect(await store.lease(evaluationId, { ...lease, holder: 'other' })).toBe(true);
    expect(await store.lease(evaluationId, lease)).toBe(false);
  });

  it('is for those that run', async () => {
    const store = create();
    const { evaluationId } = await running(store);
    await store.transition(evaluationId, ['running'], { state: 'finished' });
    const lease = { holder: 'one', from: null, atMs: 1000, untilMs: 2000 };
    expect(await store.lease(evaluationId, lease)).toBe(false);
    expect(await store.listIdle(1000)).not.toContain(evaluationId);
  });
}

function rows(create: () => EvaluationStore): void {
  it('keep their order and content; added again they stay as they are', async () => {
    const store = create();
    const { evaluationId } = await running(store);
    await store.finishRow(evaluationId, 2, result());
    await store.addRows(evaluationId, [newRow(2), newRow(4, { traceId: 'tr-4' })]);
    const all = await store.listRows(evaluationId, { after: 0, limit: 10 });
    expect(all.map(({ rowNumber, state }) => [rowNumber, state])).toEqual([
      [1, 'pending'],
      [2, 'done'],
      [3, 'pending'],
      [4, 'pending'],
    ]);
    expect(all[0]).toEqual({ ...newRow(1), state: 'pending', verdicts: [], error: null });
    expect(all[3]?.traceId).toBe('tr-4');
    const page = await store.listRows(evaluationId, { after: 1, limit: 2 });
    expect(page.map(({ rowNumber }) => rowNumber)).toEqual([2, 3]);
    expect(await store.pendingRows(evaluationId, 2)).toMatchObject([{ rowNumber: 1 }, { rowNumber: 3 }]);
  });

  it('take what became of them once', async () => {
    const store = create();
    const { evaluationId } = await running(store);
    const error = { code: 'JUDGE_REFUSED', message: 'no' } as const;
    const failed = { name: 'safety', value: null, rationale: null, error, spanId: 's' };
    await store.finishRow(evaluationId, 1, result({ verdicts: [failed] }));
    await store.finishRow(evaluationId, 1, result({ state: 'failed', error: 'later' }));
    await store.finishRow(
      evaluationId,
      2,
      result({ state: 'failed', traceId: null, error: 'The target failed.' }),
    );
    expect(await store.listRows(evaluationId, { after: 0, limit: 2 })).toMatchObject([
      { state: 'done', traceId: 'tr-1', verdicts: [failed], content: result().content, error: null },
      { state: 'failed', traceId: null, error: 'The target failed.' },
    ]);
    expect(await store.countRows(evaluationId)).toEqual({ pending: 1, done: 1, failed: 1 });
    expect(await store.countRows('nothing')).toEqual({ pending: 0, done: 0, failed: 0 });
  });

  it('may be many, and long', async () => {
    const store = create();
    const evaluation = newEvaluation();
    const { evaluationId } = evaluation;
    await store.create(evaluation);
    const long = 'よ'.repeat(100_000);
    const many = Array.from({ length: 1200 }, (_, index) =>
      newRow(index + 1, index < 12 ? { content: { inputs: long, outputs: null, expectations: {} } } : {}),
    );
    await store.addRows(evaluationId, many);
    expect((await store.countRows(evaluationId)).pending).toBe(1200);
    const [first] = await store.listRows(evaluationId, { after: 0, limit: 1 });
    expect(first?.content.inputs).toBe(long);
  });

  it('are those of their evaluation alone', async () => {
    const store = create();
    const [one, other] = [await running(store), await running(store)];
    await store.finishRow(one.evaluationId, 1, result());
    expect(await store.countRows(other.evaluationId)).toEqual({ pending: 3, done: 0, failed: 0 });
    expect(await store.pendingRows(other.evaluationId, 10)).toHaveLength(3);
  });
}
