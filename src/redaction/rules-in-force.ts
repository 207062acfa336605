/**
 * The rules in force, known for a few seconds in this isolate: everything that is stored asks. When they cannot be read the
 * question fails, and with it the write: what was to be masked is stored later, never as it is.
 */
import type { KnownSecrets } from '../core/redaction.ts';
import { createSharedAnswer } from '../core/shared-answer.ts';
import type { TraceMasking } from './mask-trace.ts';
import { createMasking } from './masking.ts';
import type { RedactionRule } from './rule.ts';
import type { RedactionRuleStore } from './store/redaction-rule-store.ts';

/** The rules in force. */
export interface RulesInForce {
  /**
   * What masks in an experiment: credentials always, and what its rules say.
   *
   * @param experimentId null for what comes before its trace: all rules hold for it
   */
  of(experimentId: string | null): Promise<TraceMasking>;
  /** False when no experiment has any. */
  any(): Promise<boolean>;
  /** Forgets what is known: after a change. */
  clear(): void;
}

/** What knowing them needs. */
export interface RulesInForceOptions {
  redactionRules: RedactionRuleStore;
  /** The deployment's own. */
  storedSecrets: KnownSecrets;
  /** Unix milliseconds. */
  now: () => number;
}

const KNOWN_MS = 5_000;
/** The read of another invocation is waited for so long. */
const PATIENCE_MS = 1_000;

interface Known {
  rules: RedactionRule[];
  /** Made when first asked for. */
  byExperiment: Map<string | null, TraceMasking>;
}

/** Creates them. Keep one per isolate. */
export function createRulesInForce({
  redactionRules,
  storedSecrets,
  now,
}: RulesInForceOptions): RulesInForce {
  const known = createSharedAnswer({
    read: () => readKnown(redactionRules),
    keptMs: KNOWN_MS,
    patienceMs: PATIENCE_MS,
    now,
  });
  return {
    async of(experimentId) {
      const { rules, byExperiment } = await known.get();
      const made = byExperiment.get(experimentId);
      if (made !== undefined) return made;
      const masking = createTraceMasking(
        rules.filter((rule) => holds(rule, experimentId)),
        storedSecrets,
      );
      byExperiment.set(experimentId, masking);
      return masking;
    },
    any: async () => (await known.get()).rules.length > 0,
    clear: () => known.clear(),
  };
}

/**
 * What rules mask together.
 *
 * @param secrets credentials known by value, where credentials are masked too; null where only the rules hold
 */
export function createTraceMasking(
  rules: readonly Pick<RedactionRule, 'masks' | 'includesIdentifiers'>[],
  secrets: KnownSecrets | null,
): TraceMasking {
  const facts = createMasking([], secrets);
  const forIdentifiers = rules.filter(({ includesIdentifiers }) => includesIdentifiers);
  return {
    content: createMasking(
      rules.map(({ masks }) => masks),
      secrets,
    ),
    identifiers: createMasking(
      forIdentifiers.map(({ masks }) => masks),
      secrets,
    ),
    facts,
  };
}

async function readKnown(store: RedactionRuleStore): Promise<Known> {
  const rules = await store.list();
  return { rules: rules.filter(({ enabled }) => enabled), byExperiment: new Map() };
}

function holds(rule: RedactionRule, experimentId: string | null): boolean {
  return experimentId === null || rule.experimentId === null || rule.experimentId === experimentId;
}
