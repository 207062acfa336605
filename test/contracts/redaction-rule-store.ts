/** What every store of redaction rules owes. */
import { beforeEach, describe, expect, it } from 'vitest';
import { randomHex } from '../../src/core/ids.ts';
import type { RedactionRule } from '../../src/redaction/rule.ts';
import type { RedactionRuleStore } from '../../src/redaction/store/redaction-rule-store.ts';

/** A rule of its own id; everything else as the test says. */
export function sampleRule(changes: Partial<RedactionRule> = {}): RedactionRule {
  return {
    ruleId: `rr-${randomHex(16)}`,
    experimentId: null,
    name: `rule ${randomHex(4)}`,
    enabled: true,
    masks: { type: 'detectors', detectors: ['email'] },
    includesIdentifiers: false,
    createdAtMs: 1000,
    updatedAtMs: 1000,
    ...changes,
  };
}

export function redactionRuleStoreContract(
  name: string,
  create: () => RedactionRuleStore,
  empty: () => Promise<unknown>,
): void {
  describe(`${name} as a store of redaction rules`, () => {
    beforeEach(empty);

    it('keeps rules of every kind as they are, in the order they were made', async () => {
      const store = create();
      const rules = [
        sampleRule({ createdAtMs: 1 }),
        sampleRule({
          createdAtMs: 2,
          experimentId: '7',
          enabled: false,
          includesIdentifiers: true,
          masks: { type: 'pattern', pattern: 'CUST-\\d+', ignoreCase: true, marker: 'customer' },
        }),
        sampleRule({ createdAtMs: 3, masks: { type: 'attributes', names: ['Password'], marker: 'removed' } }),
      ];
      for (const rule of rules.toReversed()) expect(await store.create(rule, 10)).toBe('kept');
      expect(await store.list()).toEqual(rules);
      expect(await store.get(rules[1]?.ruleId ?? '')).toEqual(rules[1]);
      expect(await store.get('rr-none')).toBeNull();
    });

    it('F293 reads what was kept before patterns were bounded: else nothing could be stored any more', async () => {
      const store = create();
      const rule = sampleRule({
        masks: { type: 'pattern', pattern: '\\w{1,900}@', ignoreCase: false, marker: 'm' },
      });
      await store.create(rule, 10);
      expect(await store.list()).toEqual([rule]);
    });

    it('has one rule of a name per experiment, and one for all', async () => {
      const store = create();
      expect(await store.create(sampleRule({ name: 'a' }), 10)).toBe('kept');
      expect(await store.create(sampleRule({ name: 'a' }), 10)).toBe('taken');
      expect(await store.create(sampleRule({ name: 'a', experimentId: '1' }), 10)).toBe('kept');
      expect(await store.create(sampleRule({ name: 'a', experimentId: '1' }), 10)).toBe('taken');
    });

    it('takes no more than it may, also from many at once', async () => {
      const store = create();
      const outcomes = await Promise.all(Array.from({ length: 6 }, () => store.create(sampleRule(), 3)));
      expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(3);
      expect(outcomes.filter((outcome) => outcome === 'full')).toHaveLength(3);
    });

    it('changes what is said and leaves the rest', async () => {
      const store = create();
      const rule = sampleRule();
      const other = sampleRule();
      for (const one of [rule, other]) await store.create(one, 10);
      expect(await store.update(rule.ruleId, { enabled: false }, 2000)).toEqual({
        ...rule,
        enabled: false,
        updatedAtMs: 2000,
      });
      const masks = { type: 'attributes', names: ['token'], marker: 'gone' } as const;
      const changes = {
        masks: { ...masks, names: [...masks.names] },
        includesIdentifiers: true,
        name: 'new',
      };
      expect(await store.update(rule.ruleId, changes, 3000)).toEqual({
        ...rule,
        ...changes,
        enabled: false,
        updatedAtMs: 3000,
      });
      expect(await store.update(rule.ruleId, { name: other.name }, 4000)).toBe('taken');
      expect((await store.get(rule.ruleId))?.name).toBe('new');
      expect(await store.update(rule.ruleId, { name: 'new' }, 4000)).toMatchObject({ name: 'new' });
      expect(await store.update('rr-none', { enabled: true }, 1)).toBeNull();
    });

    it('deletes once', async () => {
      const store = create();
      const rule = sampleRule();
      await store.create(rule, 10);
      expect(await store.delete(rule.ruleId)).toBe(true);
      expect(await store.delete(rule.ruleId)).toBe(false);
      expect(await store.list()).toEqual([]);
    });
  });
}
