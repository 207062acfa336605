/** Labeling sessions in the registry's D1 database: sessions here, items and reviews in `d1-labeling-items.ts`. */
import type { LabelingSession, SessionChanges } from '../labeling-session.ts';
import { createD1LabelingItems } from './d1-labeling-items.ts';
import { toSession, type SessionRow } from './labeling-rows.ts';
import type { LabelingStore, SessionQuery } from './labeling-store.ts';

type Values = (string | number | null)[];

const INSERT = `
INSERT INTO labeling_sessions (session_id, experiment_id, name, name_key, kind, description, status, reviewers, schema_ids,
  dataset_id, allow_correction, created_by, created_at_ms, updated_at_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT DO NOTHING RETURNING session_id`;

const HAS_ITEMS = 'EXISTS (SELECT 1 FROM labeling_items WHERE session_id = ?1)';

/** Creates the store on D1. */
export function createD1LabelingStore({ database }: { database: D1Database }): LabelingStore {
  const bound = (sql: string, ...values: Values) => database.prepare(sql).bind(...values);
  const first = async (sql: string, ...values: Values): Promise<LabelingSession | null> => {
    const row = await bound(sql, ...values).first<SessionRow>();
    return row === null ? null : toSession(row);
  };
  const getSession = (sessionId: string) =>
    first('SELECT * FROM labeling_sessions WHERE session_id = ?1', sessionId);
  return {
    ...createD1LabelingItems({ database }),
    async insertSession(session) {
      const { results } = await bound(INSERT, ...toValues(session)).all();
      return results.length === 1;
    },
    getSession,
    getSessionByName: (experimentId, name) =>
      first(
        'SELECT * FROM labeling_sessions WHERE experiment_id = ?1 AND name_key = ?2',
        experimentId,
        name.toLowerCase(),
      ),
    async listSessions(query) {
      const { sql, values } = toListSql(query);
      return (await bound(sql, ...values).all<SessionRow>()).results.map(toSession);
    },
    async updateSession(sessionId, changes, atMs) {
      const { assignments, values } = toAssignments(changes, atMs);
      const guard = changes.schemaIds === undefined ? '' : ` AND NOT ${HAS_ITEMS}`;
      const sql = `UPDATE OR IGNORE labeling_sessions SET ${assignments.join(', ')}
        WHERE session_id = ?1${guard} RETURNING session_id`;
      const { results } = await bound(sql, sessionId, ...values).all();
      if (results.length === 1) return 'changed';
      if ((await getSession(sessionId)) === null) return 'missing';
      if (guard === '') return 'name-taken';
      const held = await bound(`SELECT ${HAS_ITEMS} AS has_items`, sessionId).first<{ has_items: number }>();
      return held?.has_items === 1 ? 'has-items' : 'name-taken';
    },
    async deleteSession(sessionId) {
      const results = await database.batch([
        bound('DELETE FROM labeling_items WHERE session_id = ?1', sessionId),
        bound('DELETE FROM labeling_reviews WHERE session_id = ?1', sessionId),
        bound('DELETE FROM review_links WHERE session_id = ?1', sessionId),
        bound('DELETE FROM labeling_sessions WHERE session_id = ?1 RETURNING session_id', sessionId),
      ]);
      return (results.at(-1)?.results.length ?? 0) === 1;
    },
  };
}

function toValues(session: LabelingSession): Values {
  return [
    session.sessionId,
    session.experimentId,
    session.name,
    session.name.toLowerCase(),
    session.kind,
    session.description,
    session.status,
    JSON.stringify(session.reviewers),
    JSON.stringify(session.schemaIds),
    session.datasetId,
    session.allowCorrection ? 1 : 0,
    session.createdBy,
    session.createdAtMs,
    session.updatedAtMs,
  ];
}

/** SET clauses, and the values from ?2 on. */
function toAssignments(changes: SessionChanges, atMs: number): { assignments: string[]; values: Values } {
  const values: Values = [];
  const assignments: string[] = [];
  const set = (column: string, value: string | number | null): void => {
    assignments.push(`${column} = ?${values.push(value) + 1}`);
  };
  set('updated_at_ms', atMs);
  if (changes.name !== undefined) {
    set('name', changes.name);
    set('name_key', changes.name.toLowerCase());
  }
  if (changes.description !== undefined) set('description', changes.description);
  if (changes.status !== undefined) set('status', changes.status);
  if (changes.reviewers !== undefined) set('reviewers', JSON.stringify(changes.reviewers));
  if (changes.schemaIds !== undefined) set('schema_ids', JSON.stringify(changes.schemaIds));
  if (changes.datasetId !== undefined) set('dataset_id', changes.datasetId);
  if (changes.allowCorrection !== undefined) set('allow_correction', changes.allowCorrection ? 1 : 0);
  if (changes.createdBy !== undefined) set('created_by', changes.createdBy);
  return { assignments, values };
}

function toListSql(query: SessionQuery): { sql: string; values: Values } {
  const values: Values = [];
  const add = (value: string | number): string => `?${values.push(value)}`;
  const conditions: string[] = [];
  if (query.experimentId !== undefined) conditions.push(`experiment_id = ${add(query.experimentId)}`);
  if (query.status !== undefined) conditions.push(`status = ${add(query.status)}`);
  if (query.reviewer !== undefined) {
    conditions.push(`EXISTS (SELECT 1 FROM json_each(reviewers) WHERE value = ${add(query.reviewer)})`);
  }
  if (query.traceId !== undefined) {
    conditions.push(
      `session_id IN (SELECT session_id FROM labeling_items WHERE trace_id = ${add(query.traceId)})`,
    );
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const sql = `SELECT * FROM labeling_sessions ${where}
    ORDER BY created_at_ms DESC, session_id LIMIT ${add(query.pageSize)} OFFSET ${add(query.offset)}`;
  return { sql, values };
}
