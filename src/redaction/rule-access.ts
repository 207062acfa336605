/** The verbs of redaction rules: create, list, change, delete. Keys bound to an experiment see what holds there; none may change it. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { randomHex } from '../core/ids.ts';
import type { RedactionRule, RedactionRuleChanges } from './rule.ts';
import type { RulesInForce } from './rules-in-force.ts';
import type { RedactionRuleStore } from './store/redaction-rule-store.ts';

/** Every text that is stored is looked through once per rule. */
const MOST_RULES = 100;

/** What the verbs need. */
export interface RedactionRuleServices {
  redactionRules: RedactionRuleStore;
  rulesInForce: RulesInForce;
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * Creates a rule.
 *
 * @throws AppError RESOURCE_ALREADY_EXISTS when the name is taken; RESOURCE_CONFLICT when there are too many rules
 */
export async function createRedactionRule({
  services,
  input,
}: {
  services: RedactionRuleServices;
  input: Pick<RedactionRule, 'experimentId' | 'name' | 'enabled' | 'masks' | 'includesIdentifiers'>;
}): Promise<RedactionRule> {
  const atMs = services.now();
  const rule = { ...input, ruleId: `rr-${randomHex(16)}`, createdAtMs: atMs, updatedAtMs: atMs };
  const outcome = await services.redactionRules.create(rule, MOST_RULES);
  if (outcome === 'taken') throw nameTaken(rule.name);
  if (outcome === 'full')
    throw new AppError(
      'RESOURCE_CONFLICT',
      `There are ${MOST_RULES} redaction rules already; delete one, or put several into one.`,
    );
  services.rulesInForce.clear();
  return rule;
}

/** The rules the caller may see, in the order they were made: those of all experiments, and of those they may see. */
export async function listRedactionRules({
  services,
  input,
}: {
  services: Pick<RedactionRuleServices, 'redactionRules'>;
  input: { within: string | null };
}): Promise<RedactionRule[]> {
  const rules = await services.redactionRules.list();
  return rules.filter(
    ({ experimentId }) => input.within === null || experimentId === null || experimentId === input.within,
  );
}

/**
 * Changes a rule. What is stored already stays as it is.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; RESOURCE_ALREADY_EXISTS when the name is taken
 */
export async function changeRedactionRule({
  services,
  input,
}: {
  services: RedactionRuleServices;
  input: { ruleId: string; changes: RedactionRuleChanges };
}): Promise<RedactionRule> {
  const { ruleId, changes } = input;
  if (Object.values(changes).every((value) => value === undefined))
    throw invalidParameter('body', 'at least one of name, enabled, masks, includes_identifiers');
  const changed = await services.redactionRules.update(ruleId, changes, services.now());
  if (changed === null) throw noSuchRule(ruleId);
  if (changed === 'taken') throw nameTaken(changes.name ?? '');
  services.rulesInForce.clear();
  return changed;
}

/**
 * Deletes a rule. What it masked stays masked: nobody kept it.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function deleteRedactionRule({
  services,
  input,
}: {
  services: RedactionRuleServices;
  input: { ruleId: string };
}): Promise<void> {
  if (!(await services.redactionRules.delete(input.ruleId))) throw noSuchRule(input.ruleId);
  services.rulesInForce.clear();
}

function noSuchRule(ruleId: string): AppError {
  return new AppError('RESOURCE_DOES_NOT_EXIST', `There is no redaction rule "${ruleId.slice(0, 100)}".`);
}

function nameTaken(name: string): AppError {
  return new AppError('RESOURCE_ALREADY_EXISTS', `There is a redaction rule "${name}" already.`);
}
