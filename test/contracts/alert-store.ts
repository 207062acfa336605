/** What every store of alerts owes. */
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/scoring/monitoring/alert.ts';
import type { AlertStore } from '../../src/scoring/store/alert-store.ts';

const newAlert = (changes: Partial<Alert> = {}): Alert => ({
  alertId: crypto.randomUUID(),
  experimentId: crypto.randomUUID(),
  name: 'safety falls',
  rule: {
    metric: { of: 'score', name: 'safety' },
    condition: { kind: 'drop', share: 0.1, baselineMs: 86_400_000 },
    windowMs: 3_600_000,
    minimumCount: 20,
  },
  webhookUrl: 'https://hooks.example/alerts',
  state: 'unknown',
  detail: null,
  checkedAtMs: null,
  undelivered: null,
  attempts: 0,
  nextAttemptAtMs: null,
  lastError: null,
  createdAtMs: 1000,
  ...changes,
});

const firing = {
  from: 'unknown',
  to: 'firing',
  detail: '0.80 is low',
  message: 'It fires.',
  atMs: 2000,
} as const;

async function created(store: AlertStore): Promise<Alert> {
  const alert = newAlert();
  await store.create(alert);
  return alert;
}

export function alertStoreContract(name: string, create: () => AlertStore): void {
  describe(`${name} as a store of alerts`, () => {
    describe('alerts', () => alerts(create));
    describe('messages', () => messages(create));
  });
}

function alerts(create: () => AlertStore): void {
  it('are given back as they came, and have one name in their experiment', async () => {
    const store = create();
    const alert = newAlert();
    expect(await store.create(alert)).toBe(true);
    expect(await store.get(alert.alertId)).toEqual(alert);
    expect(await store.create(newAlert({ experimentId: alert.experimentId }))).toBe(false);
    expect(await store.create(newAlert())).toBe(true);
    expect(await store.get('nothing')).toBeNull();
  });

  it('are listed by name, of one experiment or of all, until they are deleted', async () => {
    const store = create();
    const experimentId = crypto.randomUUID();
    const [second, first] = [newAlert({ experimentId, name: 'b' }), newAlert({ experimentId, name: 'a' })];
    await store.create(second);
    await store.create(first);
    expect(await store.list(experimentId)).toEqual([first, second]);
    expect(await store.list(null)).toEqual(expect.arrayContaining([first, second]));
    expect(await store.delete(first.alertId)).toBe(true);
    expect(await store.delete(first.alertId)).toBe(false);
    expect(await store.list(experimentId)).toEqual([second]);
  });

  it('change their state from the one that was seen, so that of two who look one speaks', async () => {
    const store = create();
    const { alertId } = await created(store);
    await Promise.all([
      store.note(alertId, firing),
      store.note(alertId, { ...firing, message: 'It fires.', detail: firing.detail }),
    ]);
    expect(await store.get(alertId)).toMatchObject({
      state: 'firing',
      detail: '0.80 is low',
      checkedAtMs: 2000,
      undelivered: 'It fires.',
      attempts: 0,
      nextAttemptAtMs: 2000,
    });
    await store.note(alertId, { from: 'unknown', to: 'ok', detail: 'fine', message: 'No.', atMs: 3000 });
    expect(await store.get(alertId)).toMatchObject({ state: 'firing', undelivered: 'It fires.' });
  });

  it('keep a message that has not gone when there is nothing new to say', async () => {
    const store = create();
    const { alertId } = await created(store);
    await store.note(alertId, firing);
    await store.note(alertId, { from: 'firing', to: 'firing', detail: 'still', message: null, atMs: 3000 });
    expect(await store.get(alertId)).toMatchObject({
      undelivered: 'It fires.',
      nextAttemptAtMs: 2000,
      detail: 'still',
      checkedAtMs: 3000,
    });
  });
}

function messages(create: () => AlertStore): void {
  it('are claimed by one at a time, when they are due', async () => {
    const store = create();
    const { alertId } = await created(store);
    expect(await store.claimUndelivered(alertId, { atMs: 9000, untilMs: 9500 })).toBeNull();
    await store.note(alertId, firing);
    expect(await store.claimUndelivered(alertId, { atMs: 1999, untilMs: 3000 })).toBeNull();
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => store.claimUndelivered(alertId, { atMs: 2000, untilMs: 3000 })),
    );
    expect(claims.filter((claim) => claim !== null)).toMatchObject([
      { undelivered: 'It fires.', attempts: 1 },
    ]);
    expect(await store.claimUndelivered(alertId, { atMs: 3000, untilMs: 4000 })).toMatchObject({
      attempts: 2,
    });
  });

  it('are gone once delivered, unless a newer one took their place', async () => {
    const store = create();
    const { alertId } = await created(store);
    await store.note(alertId, firing);
    await store.claimUndelivered(alertId, { atMs: 2000, untilMs: 3000 });
    await store.note(alertId, {
      from: 'firing',
      to: 'ok',
      detail: 'fine',
      message: 'It is over.',
      atMs: 2500,
    });
    await store.delivered(alertId, 'It fires.');
    expect(await store.get(alertId)).toMatchObject({ undelivered: 'It is over.', attempts: 0 });
    await store.delivered(alertId, 'It is over.');
    expect(await store.get(alertId)).toMatchObject({
      undelivered: null,
      nextAttemptAtMs: null,
      lastError: null,
    });
    expect(await store.claimUndelivered(alertId, { atMs: 9000, untilMs: 9500 })).toBeNull();
  });

  it('that fail are put off, and in the end given up with the reason', async () => {
    const store = create();
    const { alertId } = await created(store);
    await store.note(alertId, firing);
    await store.claimUndelivered(alertId, { atMs: 2000, untilMs: 3000 });
    await store.notDelivered(alertId, { nextAttemptAtMs: 5000, error: '503' });
    expect(await store.get(alertId)).toMatchObject({
      undelivered: 'It fires.',
      nextAttemptAtMs: 5000,
      lastError: '503',
    });
    expect(await store.claimUndelivered(alertId, { atMs: 4999, untilMs: 9000 })).toBeNull();
    await store.notDelivered(alertId, { nextAttemptAtMs: null, error: '410' });
    expect(await store.get(alertId)).toMatchObject({ undelivered: null, lastError: '410' });
  });
}
