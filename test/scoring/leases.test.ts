/** Leases of evaluations: whoever works on one keeps it. Those of tasks: `online.test.ts`. */
import { describe, expect, it, vi } from 'vitest';
import { advanceEvaluation } from '../../src/scoring/evaluation/advance-evaluation.ts';
import { createWire } from '../helpers/mlflow-wire.ts';
import { scriptedModel, scriptJudge, verdictText } from '../helpers/scripted-judge.ts';

const judged = { WEIR_JUDGE_MODEL: scriptedModel, WEIR_SAFETY_SAMPLE_RATE: '0' };

describe('an evaluation', () => {
  it('F313: rows that take longer than the lease are done once', async () => {
    const wire = createWire(judged);
    const judge = Promise.withResolvers<string>();
    const asked = scriptJudge(wire.services, () => judge.promise);
    const name = `leases ${crypto.randomUUID()}`;
    await wire.call('POST', '/api/v1/experiments', { name });
    const rows = [{ inputs: 'a', outputs: 'b' }];
    const started = await wire.call('POST', '/api/v1/evaluations', {
      experiment: name,
      rows,
      scorers: ['safety'],
    });
    expect(started.status, JSON.stringify(started.body)).toBe(200);
    const id: string = started.body.evaluation_id;
    const { services } = wire;
    let time = Date.now();
    const leases: Promise<boolean>[] = [];
    const evaluations = {
      ...services.evaluations,
      lease: (...call: Parameters<typeof services.evaluations.lease>) => {
        const lease = services.evaluations.lease(...call);
        leases.push(lease);
        return lease;
      },
    };
    const holder = wire.holderOf(id);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const slow = advanceEvaluation({
        services: { ...services.carryEvaluations, evaluations, now: () => time },
        input: { evaluationId: id, holder, subrequests: 1_000_000 },
      });
      await expect.poll(() => asked).toHaveLength(1);
      for (let minute = 0; minute < 25; minute++) {
        time += 60_000;
        vi.advanceTimersByTime(60_000);
        await Promise.all(leases);
      }
      expect(await services.evaluations.listIdle(time)).not.toContain(id);
      judge.resolve(verdictText('yes'));
      await slow;
    } finally {
      vi.useRealTimers();
    }
    expect(asked).toHaveLength(1);
    expect(wire.holderOf(id)).toBe(holder);
  });
});
