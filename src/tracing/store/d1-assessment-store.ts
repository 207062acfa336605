/** Assessments in the D1 database of the traces, so that both change in one transaction. */
import { asArray, parseJson } from '../../core/json.ts';
import type { Assessment, AssessmentChanges } from '../assessments/assessment.ts';
import {
  assessmentAsJson,
  assessmentColumns,
  toAssessment,
  toAssessmentValues,
  toErrorColumn,
  toValueColumns,
} from './assessment-rows.ts';
import type { AssessmentStore } from './assessment-store.ts';
import { storable, storableObject } from './storable.ts';

interface EntryRow {
  entry: string;
}

const ENTRY = `${assessmentAsJson('assessments')} AS entry`;
const NAMED = 'trace_id = ?1 AND assessment_id = ?2';

const valueOf = (column: string): string => `?3 ->> ${assessmentColumns.split(', ').indexOf(column)}`;
/** The valid assessment that says the same thing from the same source. */
const PREVIOUS = `(SELECT previous.assessment_id FROM assessments AS previous
  WHERE previous.trace_id = ?1 AND previous.assessment_id <> ?2 AND previous.valid = 1
    AND ${['name', 'kind', 'source_type', 'source_id'].map((column) => `previous.${column} = ${valueOf(column)}`).join(' AND ')}
  ORDER BY previous.create_time_ms DESC, previous.assessment_id DESC LIMIT 1)`;

/** ?1: trace id, ?2: assessment id, ?3: JSON array of the values, ?4: id of what it overrides, or null. */
const insertAssessment = `
INSERT INTO assessments (${assessmentColumns}, experiment_id, request_time_ms)
SELECT ${assessmentColumns
  .split(', ')
  .map((_, index) => `?3 ->> ${index}`)
  .join(', ')},
  (SELECT experiment_id FROM traces WHERE trace_id = ?1), (SELECT request_time_ms FROM traces WHERE trace_id = ?1)
WHERE ?4 IS NULL OR EXISTS (SELECT 1 FROM assessments WHERE trace_id = ?1 AND assessment_id = ?4 AND ?4 <> ?2)
ON CONFLICT DO NOTHING`;

/**
 * ?1: trace id, ?2: assessment id, ?3: JSON array of the values, ?4: most assessments of a trace. D1 runs one write at a
 * time, so of two that come together the second sees the first.
 */
const insertOverPrevious = `
INSERT INTO assessments (${assessmentColumns}, experiment_id, request_time_ms)
SELECT ${assessmentColumns
  .split(', ')
  .map((column, index) => (column === 'overrides' ? PREVIOUS : `?3 ->> ${index}`))
  .join(', ')},
  (SELECT experiment_id FROM traces WHERE trace_id = ?1), (SELECT request_time_ms FROM traces WHERE trace_id = ?1)
WHERE (SELECT count(*) FROM assessments WHERE trace_id = ?1) < ?4
ON CONFLICT DO NOTHING`;

/** Invalidates what ?2 overrides. */
const invalidateOverridden = `
UPDATE assessments SET valid = 0 WHERE trace_id = ?1 AND valid = 1
  AND assessment_id = (SELECT overrides FROM assessments WHERE ${NAMED})`;

/** Makes valid again what ?2 overrides, unless another one overrides it too. Runs before ?2 is deleted. */
const restoreOverridden = `
UPDATE assessments SET valid = 1 WHERE trace_id = ?1
  AND assessment_id = (SELECT overrides FROM assessments WHERE ${NAMED})
  AND NOT EXISTS (SELECT 1 FROM assessments AS other WHERE other.trace_id = ?1 AND other.assessment_id <> ?2
    AND other.overrides = assessments.assessment_id)`;

const select = `SELECT ${ENTRY} FROM assessments WHERE ${NAMED}`;

/** Creates the assessment store on D1. */
export function createD1AssessmentStore({ database }: { database: D1Database }): AssessmentStore {
  const bound = (sql: string, ...values: (string | number | null)[]) => database.prepare(sql).bind(...values);
  const createAll = async (assessments: Assessment[]): Promise<(Assessment | null)[]> => {
    if (assessments.length === 0) return [];
    const statements = assessments.flatMap((assessment) => {
      const { traceId, assessmentId, overrides } = assessment;
      const values = JSON.stringify(toAssessmentValues(assessment));
      return [
        bound(insertAssessment, traceId, assessmentId, values, overrides),
        bound(invalidateOverridden, traceId, assessmentId),
        bound(select, traceId, assessmentId),
      ];
    });
    const results = await database.batch<EntryRow>(statements);
    return assessments.map((_, index) => firstOf(results[index * 3 + 2]?.results ?? []));
  };
  return {
    create: async (assessment) => (await createAll([assessment]))[0] ?? null,
    createAll,
    createOverPrevious: (assessment, mostPerTrace) => createOverPrevious(database, assessment, mostPerTrace),
    get: async (traceId, assessmentId) =>
      firstOf((await bound(select, traceId, assessmentId).all<EntryRow>()).results),
    async update(traceId, assessmentId, { changes, atMs }) {
      const { assignments, conditions, values } = toAssignments(changes, atMs);
      const sql = `UPDATE assessments SET ${assignments.join(', ')}
        WHERE ${[NAMED, ...conditions].join(' AND ')} RETURNING ${ENTRY}`;
      return firstOf((await bound(sql, traceId, assessmentId, ...values).all<EntryRow>()).results);
    },
    async delete(traceId, assessmentId) {
      const results = await database.batch([
        bound(restoreOverridden, traceId, assessmentId),
        bound(`DELETE FROM assessments WHERE ${NAMED} RETURNING assessment_id`, traceId, assessmentId),
      ]);
      return (results.at(-1)?.results.length ?? 0) > 0;
    },
    async listByTrace(traceIds) {
      const { results } = await bound(
        `SELECT ${ENTRY} FROM json_each(?1) AS id CROSS JOIN assessments ON assessments.trace_id = id.value
         ORDER BY assessments.create_time_ms, assessments.assessment_id`,
        JSON.stringify([...new Set(traceIds)]),
      ).all<EntryRow>();
      return Map.groupBy(results.map(toEntry), (assessment) => assessment.traceId);
    },
    async expireEarly(beforeMs, batchSize) {
      const { results } = await bound(
        `DELETE FROM assessments WHERE (trace_id, assessment_id) IN (
           SELECT trace_id, assessment_id FROM assessments INDEXED BY assessments_early
           WHERE experiment_id IS NULL AND create_time_ms < ?1 ORDER BY create_time_ms LIMIT ?2)
         RETURNING assessment_id`,
        beforeMs,
        batchSize,
      ).all();
      return results.length;
    },
  };
}

async function createOverPrevious(
  database: D1Database,
  assessment: Assessment,
  mostPerTrace: number,
): Promise<Assessment | null> {
  const { traceId, assessmentId } = assessment;
  const values = JSON.stringify(toAssessmentValues(assessment));
  const results = await database.batch<EntryRow>([
    database.prepare(insertOverPrevious).bind(traceId, assessmentId, values, mostPerTrace),
    database.prepare(invalidateOverridden).bind(traceId, assessmentId),
    database.prepare(select).bind(traceId, assessmentId),
  ]);
  return firstOf(results.at(-1)?.results ?? []);
}

/** SET clauses, further conditions, and the values from ?3 on. */
function toAssignments(changes: AssessmentChanges, atMs: number) {
  const values: (string | number | null)[] = [];
  const add = (value: string | number | null): string => `?${values.push(value) + 2}`;
  const assignments = [`last_update_time_ms = ${add(atMs)}`];
  const conditions: string[] = [];
  if (changes.name !== undefined) assignments.push(`name = ${add(storable(changes.name))}`);
  if (changes.rationale !== undefined) assignments.push(`rationale = ${add(storable(changes.rationale))}`);
  if (changes.metadata !== undefined) {
    // The concatenation makes it text again: as JSON, RETURNING would nest it where its text is expected.
    assignments.push(`metadata = json_patch(metadata, ${add(storableObject(changes.metadata))}) || ''`);
  }
  if (changes.value !== undefined) {
    const columns = toValueColumns(changes.value.value);
    assignments.push(
      `value = ${add(columns.value)}`,
      `value_key = ${add(columns.valueKey)}`,
      `numeric_value = ${add(columns.numericValue)}`,
      `error = ${add(toErrorColumn(changes.value.error))}`,
    );
    conditions.push(`kind = ${add(changes.value.kind)}`);
  }
  return { assignments, conditions, values };
}

function firstOf(rows: EntryRow[]): Assessment | null {
  const [row] = rows;
  return row === undefined ? null : toEntry(row);
}

function toEntry(row: EntryRow): Assessment {
  return toAssessment(asArray(parseJson(row.entry)));
}
