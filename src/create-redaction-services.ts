/** The part of the composition root that belongs to redaction: the rules, and stores that mask by them. */
import { knownSecrets, secretsOfVariables, type KnownSecrets } from './core/redaction.ts';
import type { ProviderTable } from './proxy/providers/table.ts';
import { createContentMasking, type ContentMasking } from './redaction/content-masking.ts';
import { createRulesInForce, type RulesInForce } from './redaction/rules-in-force.ts';
import { createD1RedactionRuleStore } from './redaction/store/d1-redaction-rule-store.ts';
import type { RedactionRuleStore } from './redaction/store/redaction-rule-store.ts';

/** What redaction adds to the services. */
export interface RedactionServices {
  /** Every secret the deployment holds, so that what quotes one is not kept. */
  storedSecrets: KnownSecrets;
  redactionRules: RedactionRuleStore;
  rulesInForce: RulesInForce;
  /** Masks what is kept beside traces. */
  masking: ContentMasking;
}

/** Builds them. */
export function createRedactionServices(
  env: Env,
  { providers, now }: { providers: ProviderTable; now: () => number },
): RedactionServices {
  const redactionRules = createD1RedactionRuleStore({ database: env.REGISTRY });
  const storedSecrets = knownSecrets(secretsOfVariables(env, secretNames(providers)));
  const rulesInForce = createRulesInForce({ redactionRules, storedSecrets, now });
  return { storedSecrets, redactionRules, rulesInForce, masking: createContentMasking(rulesInForce) };
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
