/** Redaction rules in the registry's D1 database. */
import { parseJson } from '../../core/json.ts';
import { fromMasksJson, keptMasksSchema, toMasksJson } from '../rule-json.ts';
import type { RedactionRule } from '../rule.ts';
import type { RedactionRuleStore } from './redaction-rule-store.ts';

interface RuleRow {
  rule_id: string;
  experiment_id: string | null;
  name: string;
  enabled: number;
  masks: string;
  includes_identifiers: number;
  created_at_ms: number;
  updated_at_ms: number;
}

const SELECT = 'SELECT * FROM redaction_rules';

/** Whether another rule of the same experiment has the name. ?1: rule id, ?2: experiment id or null, ?3: name. */
const NAME_IS_TAKEN = `EXISTS (SELECT 1 FROM redaction_rules
  WHERE rule_id != ?1 AND COALESCE(experiment_id, '') = COALESCE(?2, '') AND name = ?3)`;

/** Creates the store on D1. */
export function createD1RedactionRuleStore({ database }: { database: D1Database }): RedactionRuleStore {
  const get = async (ruleId: string): Promise<RedactionRule | null> => {
    const row = await database.prepare(`${SELECT} WHERE rule_id = ?1`).bind(ruleId).first<RuleRow>();
    return row === null ? null : toRule(row);
  };
  return {
    get,
    async create(rule, most) {
      const inserted = await database
        .prepare(
          `INSERT INTO redaction_rules (rule_id, experiment_id, name, enabled, masks, includes_identifiers, created_at_ms, updated_at_ms)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE (SELECT COUNT(*) FROM redaction_rules) < ?9 ON CONFLICT DO NOTHING`,
        )
        .bind(...toValues(rule), most)
        .run();
      if (inserted.meta.changes > 0) return 'kept';
      const taken = await database
        .prepare(`SELECT ${NAME_IS_TAKEN} AS taken`)
        .bind(rule.ruleId, rule.experimentId, rule.name)
        .first<number>('taken');
      return taken === 1 ? 'taken' : 'full';
    },
    async list() {
      const { results } = await database.prepare(`${SELECT} ORDER BY created_at_ms, rule_id`).all<RuleRow>();
      return results.map(toRule);
    },
    async update(ruleId, changes, atMs) {
      const before = await get(ruleId);
      if (before === null) return null;
      const { name, enabled, masks, includesIdentifiers } = changes;
      const updated = await database
        .prepare(
          `UPDATE redaction_rules SET name = COALESCE(?3, name), enabled = COALESCE(?4, enabled),
             masks = COALESCE(?5, masks), includes_identifiers = COALESCE(?6, includes_identifiers), updated_at_ms = ?7
           WHERE rule_id = ?1 AND NOT ${NAME_IS_TAKEN} RETURNING *`,
        )
        .bind(
          ruleId,
          before.experimentId,
          name ?? null,
          enabled === undefined ? null : Number(enabled),
          masks === undefined ? null : JSON.stringify(toMasksJson(masks)),
          includesIdentifiers === undefined ? null : Number(includesIdentifiers),
          atMs,
        )
        .first<RuleRow>();
      if (updated !== null) return toRule(updated);
      return (await get(ruleId)) === null ? null : 'taken';
    },
    async delete(ruleId) {
      const deleted = await database
        .prepare('DELETE FROM redaction_rules WHERE rule_id = ?1')
        .bind(ruleId)
        .run();
      return deleted.meta.changes > 0;
    },
  };
}

function toValues(rule: RedactionRule): (string | number | null)[] {
  return [
    rule.ruleId,
    rule.experimentId,
    rule.name,
    Number(rule.enabled),
    JSON.stringify(toMasksJson(rule.masks)),
    Number(rule.includesIdentifiers),
    rule.createdAtMs,
    rule.updatedAtMs,
  ];
}

function toRule(row: RuleRow): RedactionRule {
  const masks = keptMasksSchema.safeParse(parseJson(row.masks));
  if (!masks.success) throw new Error(`the redaction rule ${row.rule_id} cannot be read`);
  return {
    ruleId: row.rule_id,
    experimentId: row.experiment_id,
    name: row.name,
    enabled: row.enabled === 1,
    masks: fromMasksJson(masks.data),
    includesIdentifiers: row.includes_identifiers === 1,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}
