/** Rules of test cases, and test cases, in the registry's D1 database. */
import { parseJson } from '../../core/json.ts';
import { ruleSchema } from '../rule-json.ts';
import type { TestCaseStore } from './test-case-store.ts';

/** Creates the store on D1. */
export function createD1TestCaseStore({ database }: { database: D1Database }): TestCaseStore {
  return {
    async getRule(experimentId) {
      const row = await database
        .prepare('SELECT rule FROM test_case_rules WHERE experiment_id = ?1')
        .bind(experimentId)
        .first<{ rule: string }>();
      const parsed = ruleSchema.safeParse(parseJson(row?.rule ?? 'null'));
      return parsed.success ? parsed.data : null;
    },
    async setRule(experimentId, rule, atMs) {
      const statement =
        rule === null
          ? database.prepare('DELETE FROM test_case_rules WHERE experiment_id = ?1').bind(experimentId)
          : database
              .prepare(
                `INSERT INTO test_case_rules (experiment_id, rule, updated_at_ms) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET rule = excluded.rule, updated_at_ms = excluded.updated_at_ms`,
              )
              .bind(experimentId, JSON.stringify(rule), atMs);
      await statement.run();
    },
    async find(traceId) {
      const row = await database
        .prepare('SELECT dataset_id, record_id FROM test_cases WHERE trace_id = ?1')
        .bind(traceId)
        .first<{ dataset_id: string; record_id: string }>();
      return row === null ? null : { traceId, datasetId: row.dataset_id, recordId: row.record_id };
    },
    async note({ traceId, datasetId, recordId }, atMs) {
      await database
        .prepare(
          `INSERT INTO test_cases (trace_id, dataset_id, record_id, created_at_ms) VALUES (?1, ?2, ?3, ?4)
           ON CONFLICT DO NOTHING`,
        )
        .bind(traceId, datasetId, recordId, atMs)
        .run();
    },
  };
}
