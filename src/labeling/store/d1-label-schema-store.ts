/** Label schemas in the registry's D1 database. */
import { asObject, parseJson } from '../../core/json.ts';
import type { LabelInput, LabelSchema } from '../label-schema.ts';
import type { LabelSchemaStore } from './label-schema-store.ts';

interface SchemaRow {
  schema_id: string;
  experiment_id: string;
  name: string;
  type: LabelSchema['type'];
  title: string | null;
  instruction: string | null;
  enable_comment: number;
  input: string;
  created_by: string | null;
  created_at_ms: number;
  updated_at_ms: number;
}

const INSERT = `
INSERT INTO label_schemas (schema_id, experiment_id, name, type, title, instruction, enable_comment, input, created_by,
  created_at_ms, updated_at_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING RETURNING schema_id`;

/** Creates the store on D1. */
export function createD1LabelSchemaStore({ database }: { database: D1Database }): LabelSchemaStore {
  const bound = (sql: string, ...values: (string | number | null)[]) => database.prepare(sql).bind(...values);
  return {
    async insert(schema) {
      const { results } = await bound(INSERT, ...toValues(schema)).all();
      return results.length === 1;
    },
    async get(schemaId) {
      const row = await bound(
        'SELECT * FROM label_schemas WHERE schema_id = ?1',
        schemaId,
      ).first<SchemaRow>();
      return row === null ? null : toSchema(row);
    },
    async getByName(experimentId, name) {
      const sql = 'SELECT * FROM label_schemas WHERE experiment_id = ?1 AND name = ?2';
      const row = await bound(sql, experimentId, name).first<SchemaRow>();
      return row === null ? null : toSchema(row);
    },
    async list(experimentId, { offset, pageSize }) {
      const { results } = await bound(
        `SELECT * FROM label_schemas WHERE experiment_id = ?1
         ORDER BY created_at_ms DESC, schema_id LIMIT ?2 OFFSET ?3`,
        experimentId,
        pageSize,
        offset,
      ).all<SchemaRow>();
      return results.map(toSchema);
    },
    async update(schema) {
      const { results } = await bound(
        `UPDATE OR IGNORE label_schemas SET name = ?2, title = ?3, instruction = ?4, enable_comment = ?5, input = ?6,
           updated_at_ms = ?7 WHERE schema_id = ?1 RETURNING schema_id`,
        schema.schemaId,
        schema.name,
        schema.title,
        schema.instruction,
        schema.enableComment ? 1 : 0,
        JSON.stringify(schema.input),
        schema.updatedAtMs,
      ).all();
      return results.length === 1;
    },
    async delete(schemaId) {
      await bound('DELETE FROM label_schemas WHERE schema_id = ?1', schemaId).run();
    },
  };
}

function toValues(schema: LabelSchema): (string | number | null)[] {
  return [
    schema.schemaId,
    schema.experimentId,
    schema.name,
    schema.type,
    schema.title,
    schema.instruction,
    schema.enableComment ? 1 : 0,
    JSON.stringify(schema.input),
    schema.createdBy,
    schema.createdAtMs,
    schema.updatedAtMs,
  ];
}

function toSchema(row: SchemaRow): LabelSchema {
  return {
    schemaId: row.schema_id,
    experimentId: row.experiment_id,
    name: row.name,
    type: row.type,
    title: row.title,
    instruction: row.instruction,
    enableComment: row.enable_comment === 1,
    // The column holds what `insert` and `update` wrote.
    input: asObject(parseJson(row.input)) as LabelInput,
    isDefault: false,
    createdBy: row.created_by,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}
