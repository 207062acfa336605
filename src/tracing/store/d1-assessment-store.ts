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
import type { AssessmentReference, AssessmentStore } from './assessment-store.ts';
import { storable, storableObject } from './storable.ts';
import { keptId } from './trace-aliases.ts';

interface EntryRow {
  entry: string;
}

/** An entry, and the id it was asked for by. */
interface AskedRow extends EntryRow {
  asked: string;
}

const ENTRY = `${assessmentAsJson('assessments')} AS entry`;
/** The id that assessments of the trace are kept under. ?1: trace id, ?3: the only experiment that is meant, or null. */
const KEPT = `kept (trace_id) AS MATERIALIZED (SELECT ${keptId('?1', '?3')})`;
const OF_TRACE = 'trace_id = (SELECT trace_id FROM kept)';
/** ?2: assessment id. */
const NAMED = `${OF_TRACE} AND assessment_id = ?2`;

const columns = assessmentColumns.split(', ');
const valueOf = (column: string): string => `?4 ->> ${columns.indexOf(column)}`;
/** The values of an assessment, ?4: JSON array of them, but that it belongs to {@link KEPT}. */
const inserted = (column: string): string =>
  column === 'trace_id' ? '(SELECT trace_id FROM kept)' : valueOf(column);
const ofTrace = (column: string): string => `(SELECT ${column} FROM traces WHERE ${OF_TRACE})`;
/** The valid assessment that says the same thing from the same source. */
const PREVIOUS = `(SELECT previous.assessment_id FROM assessments AS previous
  WHERE previous.${OF_TRACE} AND previous.assessment_id <> ?2 AND previous.valid = 1
    AND ${['name', 'kind', 'source_type', 'source_id'].map((column) => `previous.${column} = ${valueOf(column)}`).join(' AND ')}
  ORDER BY previous.create_time_ms DESC, previous.assessment_id DESC LIMIT 1)`;

/** Parameters as of {@link NAMED} and {@link inserted}, ?5: id of what it overrides, or null. */
const insertAssessment = `
WITH ${KEPT}
INSERT INTO assessments (${assessmentColumns}, experiment_id, request_time_ms)
SELECT ${columns.map(inserted).join(', ')}, ${ofTrace('experiment_id')}, ${ofTrace('request_time_ms')}
WHERE ?5 IS NULL OR EXISTS (SELECT 1 FROM assessments WHERE ${OF_TRACE} AND assessment_id = ?5 AND ?5 <> ?2)
ON CONFLICT DO NOTHING`;

/**
 * Parameters as of {@link NAMED} and {@link inserted}, ?5: most assessments of a trace. D1 runs one write at a time, so of
 * two that come together the second sees the first.
 */
const insertOverPrevious = `
WITH ${KEPT}
INSERT INTO assessments (${assessmentColumns}, experiment_id, request_time_ms)
SELECT ${columns.map((column) => (column === 'overrides' ? PREVIOUS : inserted(column))).join(', ')},
  ${ofTrace('experiment_id')}, ${ofTrace('request_time_ms')}
WHERE (SELECT count(*) FROM assessments WHERE ${OF_TRACE}) < ?5
ON CONFLICT DO NOTHING`;

/** Invalidates what the named one overrides. */
const invalidateOverridden = `
WITH ${KEPT}
UPDATE assessments SET valid = 0 WHERE ${OF_TRACE} AND valid = 1
  AND assessment_id = (SELECT overrides FROM assessments WHERE ${NAMED})`;

/** Makes valid again what the named one overrides, unless another one overrides it too. Runs before it is deleted. */
const restoreOverridden = `
WITH ${KEPT}
UPDATE assessments SET valid = 1 WHERE ${OF_TRACE}
  AND assessment_id = (SELECT overrides FROM assessments WHERE ${NAMED})
  AND NOT EXISTS (SELECT 1 FROM assessments AS other WHERE other.${OF_TRACE} AND other.assessment_id <> ?2
    AND other.overrides = assessments.assessment_id)`;

const select = `WITH ${KEPT} SELECT ${ENTRY} FROM assessments WHERE ${NAMED}`;

/** Creates the assessment store on D1. */
export function createD1AssessmentStore({ database }: { database: D1Database }): AssessmentStore {
  return {
    create: async (assessment, within) => (await createAll(database, [assessment], within))[0] ?? null,
    createAll: (assessments, within) => createAll(database, assessments, within),
    createOverPrevious: (assessment, options) => createOverPrevious(database, assessment, options),
    get: async (reference) => firstOf((await bind(database, select, reference).all<EntryRow>()).results),
    async update(reference, { changes, atMs }) {
      const { assignments, conditions, values } = toAssignments(changes, atMs);
      const sql = `WITH ${KEPT} UPDATE assessments SET ${assignments.join(', ')}
        WHERE ${[NAMED, ...conditions].join(' AND ')} RETURNING ${ENTRY}`;
      return firstOf((await bind(database, sql, { ...reference, values }).all<EntryRow>()).results);
    },
    async delete(reference) {
      const remove = `WITH ${KEPT} DELETE FROM assessments WHERE ${NAMED} RETURNING assessment_id`;
      const results = await database.batch([
        bind(database, restoreOverridden, reference),
        bind(database, remove, reference),
      ]);
      return (results.at(-1)?.results.length ?? 0) > 0;
    },
    async listByTrace(traceIds, within) {
      const { results } = await database
        .prepare(
          `SELECT id.value AS asked, ${ENTRY} FROM json_each(?1) AS id
           CROSS JOIN assessments ON assessments.trace_id = ${keptId('id.value', '?2')}
           ORDER BY assessments.create_time_ms, assessments.assessment_id`,
        )
        .bind(JSON.stringify([...new Set(traceIds)]), within)
        .all<AskedRow>();
      const byTrace = Map.groupBy(results, ({ asked }) => asked);
      return new Map([...byTrace].map(([traceId, rows]) => [traceId, rows.map(toEntry)]));
    },
    async expireEarly(beforeMs, batchSize) {
      const { results } = await database
        .prepare(
          `DELETE FROM assessments WHERE (trace_id, assessment_id) IN (
             SELECT trace_id, assessment_id FROM assessments INDEXED BY assessments_early
             WHERE experiment_id IS NULL AND create_time_ms < ?1 ORDER BY create_time_ms LIMIT ?2)
           RETURNING assessment_id`,
        )
        .bind(beforeMs, batchSize)
        .all();
      return results.length;
    },
  };
}

/** A statement about one assessment: its parameters from ?4 on are `values`. */
function bind(
  database: D1Database,
  sql: string,
  {
    traceId,
    assessmentId,
    within,
    values = [],
  }: AssessmentReference & { values?: (string | number | null)[] },
): D1PreparedStatement {
  return database.prepare(sql).bind(traceId, assessmentId, within, ...values);
}

async function createAll(
  database: D1Database,
  assessments: Assessment[],
  within: string | null,
): Promise<(Assessment | null)[]> {
  if (assessments.length === 0) return [];
  const statements = assessments.flatMap((assessment) => {
    const reference = { ...assessment, within };
    const values = JSON.stringify(toAssessmentValues(assessment));
    return [
      bind(database, insertAssessment, { ...reference, values: [values, assessment.overrides] }),
      bind(database, invalidateOverridden, reference),
      bind(database, select, reference),
    ];
  });
  const results = await database.batch<EntryRow>(statements);
  return assessments.map((_, index) => firstOf(results[index * 3 + 2]?.results ?? []));
}

async function createOverPrevious(
  database: D1Database,
  assessment: Assessment,
  { mostPerTrace, within }: { mostPerTrace: number; within: string | null },
): Promise<Assessment | null> {
  const reference = { ...assessment, within };
  const values = JSON.stringify(toAssessmentValues(assessment));
  const results = await database.batch<EntryRow>([
    bind(database, insertOverPrevious, { ...reference, values: [values, mostPerTrace] }),
    bind(database, invalidateOverridden, reference),
    bind(database, select, reference),
  ]);
  return firstOf(results.at(-1)?.results ?? []);
}

/** SET clauses, further conditions, and the values from ?4 on. */
function toAssignments(changes: AssessmentChanges, atMs: number) {
  const values: (string | number | null)[] = [];
  const add = (value: string | number | null): string => `?${values.push(value) + 3}`;
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
