import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createD1RedactionRuleStore } from '../../src/redaction/store/d1-redaction-rule-store.ts';
import { redactionRuleStoreContract, sampleRule } from '../contracts/redaction-rule-store.ts';

const create = () => createD1RedactionRuleStore({ database: env.REGISTRY });
const empty = () => env.REGISTRY.prepare('DELETE FROM redaction_rules').run();

redactionRuleStoreContract('D1', create, empty);

describe('D1 as a store of redaction rules', () => {
  it('rather says nothing than leave out a rule it cannot read', async () => {
    await create().create(sampleRule({ ruleId: 'rr-future' }), 10);
    await env.REGISTRY.prepare(`UPDATE redaction_rules SET masks = '{"type":"of tomorrow"}'`).run();
    await expect(create().list()).rejects.toThrow('rr-future');
  });
});
