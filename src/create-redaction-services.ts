/** The part of the composition root that belongs to redaction: the rules, and stores that mask by them. */
import { createRulesInForce, type RulesInForce } from './redaction/rules-in-force.ts';
import { createD1RedactionRuleStore } from './redaction/store/d1-redaction-rule-store.ts';
import type { RedactionRuleStore } from './redaction/store/redaction-rule-store.ts';

/** What redaction adds to the services. */
export interface RedactionServices {
  redactionRules: RedactionRuleStore;
  rulesInForce: RulesInForce;
}

/** Builds them. */
export function createRedactionServices(env: Env, { now }: { now: () => number }): RedactionServices {
  const redactionRules = createD1RedactionRuleStore({ database: env.REGISTRY });
  return { redactionRules, rulesInForce: createRulesInForce({ redactionRules, now }) };
}
