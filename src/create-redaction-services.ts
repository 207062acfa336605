/** The part of the composition root that belongs to redaction: the rules, and stores that mask by them. */
import { knownSecrets, secretsOfVariables, type KnownSecrets } from './core/redaction.ts';
import type { ProviderTable } from './proxy/providers/table.ts';
import { createRulesInForce, type RulesInForce } from './redaction/rules-in-force.ts';
import { createD1RedactionRuleStore } from './redaction/store/d1-redaction-rule-store.ts';
import type { RedactionRuleStore } from './redaction/store/redaction-rule-store.ts';

/** What redaction adds to the services. */
export interface RedactionServices {
  /** Every secret the deployment holds, so that what quotes one is not kept. */
  storedSecrets: KnownSecrets;
  redactionRules: RedactionRuleStore;
  rulesInForce: RulesInForce;
}

/** Builds them. */
export function createRedactionServices(
  env: Env,
  { providers, now }: { providers: ProviderTable; now: () => number },
): RedactionServices {
  const redactionRules = createD1RedactionRuleStore({ database: env.REGISTRY });
  const storedSecrets = knownSecrets(secretsOfVariables(env, secretNames(providers)));
  return {
    storedSecrets,
    redactionRules,
    rulesInForce: createRulesInForce({ redactionRules, storedSecrets, now }),
  };
}

/** The variables that providers take their keys from. */
function secretNames(providers: ProviderTable): string[] {
  return providers.names().flatMap((name) => {
    const provider = providers.get(name);
    const { secretName = null, sign = null } = provider ?? {};
    return [secretName, ...(sign?.requiredSecrets ?? []), ...(sign?.optionalSecrets ?? [])].filter(
      (one) => one !== null,
    );
  });
}
