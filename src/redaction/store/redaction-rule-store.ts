/** The port to where redaction rules are kept. One contract suite runs against every implementation. */
import type { RedactionRule, RedactionRuleChanges } from '../rule.ts';

/** Storage of redaction rules. */
export interface RedactionRuleStore {
  /**
   * Keeps a new rule.
   *
   * @param most as many rules there may be in all
   * @returns `taken` when the experiment, or all of them, has a rule of that name; `full` when there are too many
   */
  create(rule: RedactionRule, most: number): Promise<'kept' | 'taken' | 'full'>;
  /** All rules, in the order they were made. Rejects when one cannot be read: without it something would not be masked. */
  list(): Promise<RedactionRule[]>;
  /** The rule, or null. */
  get(ruleId: string): Promise<RedactionRule | null>;
  /**
   * Changes a rule; absent members stay.
   *
   * @returns the rule as it is then; null when there is none; `taken` when another has the name
   */
  update(
    ruleId: string,
    changes: RedactionRuleChanges,
    atMs: number,
  ): Promise<RedactionRule | 'taken' | null>;
  /** True when there was one. */
  delete(ruleId: string): Promise<boolean>;
}
