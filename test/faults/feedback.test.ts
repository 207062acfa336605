/** Feedback while stores fail: taken all the same, and there when they are back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startWeir, type Weir } from './weir.ts';

let weir: Weir;
beforeAll(async () => {
  weir = await startWeir({ variables: { WEIR_SPOOL: 'large' } });
});
afterAll(() => weir.stop());

const pause = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));
const newTraceId = () => `tr-${crypto.randomUUID().replaceAll('-', '')}`;
const give = (traceId: string) =>
  fetch(`${weir.url}/feedback`, { method: 'POST', body: JSON.stringify({ trace_id: traceId, value: true }) });
const count = async (traceId: string) => {
  const answer = await fetch(`${weir.url}/feedback/${traceId}`);
  return ((await answer.json()) as { feedback: unknown[] }).feedback.length;
};

/** Polls until each trace holds its one vote. */
async function untilAllLanded(traceIds: string[]): Promise<void> {
  let missing = traceIds;
  for (let attempt = 0; attempt < 300 && missing.length > 0; attempt++) {
    const counts = await Promise.all(missing.map(count));
    missing = missing.filter((_, index) => counts[index] !== 1);
    if (missing.length > 0) await pause(200);
  }
  expect(missing).toEqual([]);
}

describe('feedback', () => {
  it('F73 while D1 fails for ten seconds: every vote is taken, and all are there afterwards, once', async () => {
    const traceIds: string[] = [];
    const states: string[] = [];
    const until = { reached: false };
    const sender = async () => {
      while (!until.reached) {
        const traceId = newTraceId();
        const answer = await give(traceId);
        states.push(`${answer.status} ${((await answer.json()) as { state: string }).state}`);
        traceIds.push(traceId);
        await pause(100);
      }
    };
    const senders = Array.from({ length: 8 }, sender);
    await eventually(() => states.includes('200 stored'));
    await weir.faults('traces=down');
    await pause(10_000);
    await weir.faults('traces=up');
    await pause(1000);
    until.reached = true;
    await Promise.all(senders);
    expect(new Set(states)).toEqual(new Set(['200 stored', '202 waiting']));
    expect(states.filter((state) => state === '202 waiting').length).toBeGreaterThan(50);
    await untilAllLanded(traceIds);
  }, 300_000);

  it('F74 while queue and D1 both fail: the spool keeps it, and the sweep brings it back', async () => {
    await weir.faults('traces=down&feedback-queue=down');
    const traceIds = Array.from({ length: 10 }, newTraceId);
    const answers = await Promise.all(traceIds.map(give));
    expect(answers.map(({ status }) => status)).toEqual(traceIds.map(() => 202));
    await weir.faults('traces=up&feedback-queue=up');
    await weir.scheduled('start');
    await untilAllLanded(traceIds);
  });

  it('with nothing left to keep it, is refused with a time to come back', async () => {
    await weir.faults('traces=down&feedback-queue=down&content=down');
    const answer = await give(newTraceId());
    await weir.faults('traces=up&feedback-queue=up&content=up');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('30');
  });
});
