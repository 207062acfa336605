/** Experiments in the registry's D1 database. */
import { AppError } from '../../core/app-error.ts';
import { asObject, asString, parseJson } from '../../core/json.ts';
import { namedByKey, type Experiment, type ExperimentChanges } from '../experiment.ts';
import type { ExperimentStore } from './experiment-store.ts';

interface ExperimentRow {
  experiment_id: number;
  name: string;
  lifecycle_stage: Experiment['lifecycleStage'];
  retention_days: number | null;
  tags: string;
  created_at_ms: number;
  updated_at_ms: number;
}

/** Adds an experiment that a call named. ?1: name, ?2: Unix ms, ?3: whose call it was, ?4: as many may be made so. */
const insertNamed = `
INSERT INTO experiments (name, created_at_ms, updated_at_ms, tags)
SELECT ?1, ?2, ?2, json_object('${namedByKey}', ?3)
WHERE (SELECT count(*) FROM experiments WHERE tags ->> '$."${namedByKey}"' = ?3) < ?4
ON CONFLICT DO NOTHING RETURNING *`;

/** Creates the experiment store on D1. */
export function createD1ExperimentStore({ database }: { database: D1Database }): ExperimentStore {
  const first = async (sql: string, values: unknown[]): Promise<Experiment | null> => {
    const row = await database
      .prepare(sql)
      .bind(...values)
      .first<ExperimentRow>();
    return row === null ? null : toExperiment(row);
  };
  return {
    async get(experimentId) {
      const id = toRowId(experimentId);
      return id === null ? null : first('SELECT * FROM experiments WHERE experiment_id = ?1', [id]);
    },
    getByName: (name) => first('SELECT * FROM experiments WHERE name = ?1', [name]),
    async list() {
      const rows = await database
        .prepare('SELECT * FROM experiments ORDER BY experiment_id DESC')
        .all<ExperimentRow>();
      return rows.results.map(toExperiment);
    },
    create: (name, atMs, tags = {}) =>
      first(
        `INSERT INTO experiments (name, created_at_ms, updated_at_ms, tags) VALUES (?1, ?2, ?2, ?3)
         ON CONFLICT DO NOTHING RETURNING *`,
        [name, atMs, JSON.stringify(tags)],
      ),
    createNamed: (name, { atMs, by, most }) => first(insertNamed, [name, atMs, by, most]),
    async patchTags(experimentId, tags, atMs) {
      await database
        .prepare(
          'UPDATE experiments SET tags = json_patch(tags, ?1), updated_at_ms = ?2 WHERE experiment_id = ?3',
        )
        .bind(JSON.stringify(tags), atMs, toRowId(experimentId))
        .run();
    },
    async update(experimentId, changes, atMs) {
      const id = toRowId(experimentId);
      if (id === null) return null;
      const { assignments, values } = toAssignments(changes);
      try {
        const sql = `UPDATE experiments SET ${[...assignments, 'updated_at_ms = ?'].join(', ')}
          WHERE experiment_id = ? RETURNING *`;
        return await first(sql, [...values, atMs, id]);
      } catch (cause) {
        if (!String(cause).includes('UNIQUE')) throw cause;
        throw new AppError(
          'RESOURCE_ALREADY_EXISTS',
          `An experiment named "${changes.name}" exists already.`,
          {
            cause,
          },
        );
      }
    },
  };
}

function toAssignments(changes: ExperimentChanges): {
  assignments: string[];
  values: (string | number | null)[];
} {
  const columns: [string, string | number | null | undefined][] = [
    ['name', changes.name],
    ['lifecycle_stage', changes.lifecycleStage],
    ['retention_days', changes.retentionDays],
    ['tags', changes.tags === undefined ? undefined : JSON.stringify(changes.tags)],
  ];
  const assignments: string[] = [];
  const values: (string | number | null)[] = [];
  for (const [column, value] of columns) {
    if (value === undefined) continue;
    assignments.push(`${column} = ?`);
    values.push(value);
  }
  return { assignments, values };
}

/** The number of an id, or null when it cannot be one: MLflow's clients require ids that fit 32 bits. */
function toRowId(experimentId: string): number | null {
  return /^\d{1,10}$/.test(experimentId) ? Number(experimentId) : null;
}

function toExperiment(row: ExperimentRow): Experiment {
  const tags = Object.entries(asObject(parseJson(row.tags)));
  return {
    experimentId: String(row.experiment_id),
    name: row.name,
    lifecycleStage: row.lifecycle_stage,
    retentionDays: row.retention_days,
    tags: Object.fromEntries(tags.map(([key, value]) => [key, asString(value) ?? ''])),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}
