/** Scorers in the registry's D1 database. */
import { randomHex } from '../../core/ids.ts';
import type { RegisteredScorer, SampledScorer, SamplingConfig } from '../registered-scorer.ts';
import type { ScorerName, ScorerStore } from './scorer-store.ts';
import { statementsOf } from './statements.ts';

interface ScorerRow {
  scorer_id: string;
  experiment_id: string;
  name: string;
  version: number;
  serialized: string;
  created_at_ms: number;
}

interface SamplingRow {
  sampling_id: string;
  scorer_id: string;
  experiment_id: string;
  sample_rate: number;
  filter: string | null;
}

const VERSIONS = `SELECT s.scorer_id, s.experiment_id, s.name, v.version, v.serialized, v.created_at_ms
  FROM scorers s JOIN scorer_versions v ON v.scorer_id = s.scorer_id`;
const NEWEST = 'v.version = (SELECT MAX(version) FROM scorer_versions WHERE scorer_id = s.scorer_id)';
const SAMPLING = 'SELECT sampling_id, scorer_id, experiment_id, sample_rate, filter FROM scorers';

/** Creates the scorer store on D1. */
export function createD1ScorerStore({ database }: { database: D1Database }): ScorerStore {
  const { all } = statementsOf(database);
  const versions = async (sql: string, ...values: unknown[]): Promise<RegisteredScorer[]> =>
    (await all<ScorerRow>(sql, ...values)).map(toScorer);
  const named = `${VERSIONS} WHERE s.experiment_id = ?1 AND s.name = ?2`;
  return {
    register: (scorer, atMs) => registerVersion(database, scorer, atMs),
    list: (experimentId) =>
      experimentId === null
        ? versions(`${VERSIONS} WHERE ${NEWEST} ORDER BY s.name, s.experiment_id`)
        : versions(`${VERSIONS} WHERE s.experiment_id = ?1 AND ${NEWEST} ORDER BY s.name`, experimentId),
    listVersions: ({ experimentId, name }) => versions(`${named} ORDER BY v.version`, experimentId, name),
    async get({ experimentId, name }, version) {
      const found =
        version === null
          ? await versions(`${named} AND ${NEWEST}`, experimentId, name)
          : await versions(`${named} AND v.version = ?3`, experimentId, name, version);
      return found[0] ?? null;
    },
    delete: (scorer, version) => deleteVersions(database, scorer, version),
    setSampling: (scorer, sampling) => setSampling(database, scorer, sampling),
    async listSampling(scorerIds) {
      const rows = await all<SamplingRow>(
        `${SAMPLING} WHERE sampling_id IS NOT NULL AND scorer_id IN (SELECT value FROM json_each(?1))`,
        JSON.stringify(scorerIds),
      );
      return rows.map(toSampling);
    },
    async listExperimentsWith(name) {
      const rows = await all<{ experiment_id: string }>(
        'SELECT experiment_id FROM scorers WHERE name = ?1',
        name,
      );
      return rows.map((row) => row.experiment_id);
    },
    async getById(scorerId, version) {
      const found = await versions(
        `${VERSIONS} WHERE s.scorer_id = ?1 AND v.version = ?2`,
        scorerId,
        version,
      );
      return found[0] ?? null;
    },
    async listSampled() {
      const rows = await all<
        ScorerRow & Pick<SamplingRow, 'sample_rate' | 'filter'> & { sampled_within: string | null }
      >(
        `SELECT q.*, s.sample_rate, s.filter, s.sampled_within FROM (${VERSIONS} WHERE s.sample_rate > 0 AND ${NEWEST}) q
         JOIN scorers s ON s.scorer_id = q.scorer_id ORDER BY q.name, q.experiment_id`,
      );
      return rows.map((row): SampledScorer => ({
        ...toScorer(row),
        sampleRate: row.sample_rate,
        filter: row.filter,
        sampledWithin: row.sampled_within,
      }));
    },
  };
}

/** The scorer is made and the version counted in one transaction, so two callers get two versions. */
async function registerVersion(
  database: D1Database,
  { experimentId, name, serialized, within }: ScorerName & { serialized: string; within: string | null },
  atMs: number,
): Promise<RegisteredScorer> {
  const [, added] = await database.batch<Pick<ScorerRow, 'scorer_id' | 'version'>>([
    database
      .prepare(
        `INSERT INTO scorers (scorer_id, experiment_id, name, created_at_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING`,
      )
      .bind(randomHex(16), experimentId, name, atMs),
    database
      .prepare(
        `INSERT INTO scorer_versions (scorer_id, version, serialized, created_at_ms)
         SELECT scorer_id, 1 + (SELECT COALESCE(MAX(version), 0) FROM scorer_versions v WHERE v.scorer_id = s.scorer_id),
           ?3, ?4 FROM scorers s WHERE experiment_id = ?1 AND name = ?2
         RETURNING scorer_id, version`,
      )
      .bind(experimentId, name, serialized, atMs),
    database
      .prepare(
        'UPDATE scorers SET sampled_within = ?3 WHERE experiment_id = ?1 AND name = ?2 AND ?3 IS NOT NULL',
      )
      .bind(experimentId, name, within),
  ]);
  const row = added?.results[0];
  if (row === undefined) throw new Error('a scorer that was just made is gone');
  return { scorerId: row.scorer_id, experimentId, name, version: row.version, serialized, createdAtMs: atMs };
}

async function setSampling(
  database: D1Database,
  { experimentId, name }: ScorerName,
  { sampleRate, filter, sampledWithin }: Pick<SampledScorer, 'sampleRate' | 'filter' | 'sampledWithin'>,
): Promise<SamplingConfig | null> {
  const row = await database
    .prepare(
      `UPDATE scorers SET sampling_id = COALESCE(sampling_id, ?3), sample_rate = ?4, filter = ?5, sampled_within = ?6
       WHERE experiment_id = ?1 AND name = ?2
       RETURNING sampling_id, scorer_id, experiment_id, sample_rate, filter`,
    )
    .bind(experimentId, name, randomHex(16), sampleRate, filter, sampledWithin)
    .first<SamplingRow>();
  return row === null ? null : toSampling(row);
}

/** The last version to go takes the scorer with it. */
async function deleteVersions(
  database: D1Database,
  { experimentId, name }: ScorerName,
  version: number | null,
): Promise<number> {
  const identify = 'SELECT scorer_id FROM scorers WHERE experiment_id = ?1 AND name = ?2';
  const [deleted] = await database.batch([
    database
      .prepare(`DELETE FROM scorer_versions WHERE scorer_id = (${identify}) AND (?3 IS NULL OR version = ?3)`)
      .bind(experimentId, name, version),
    database
      .prepare(
        `DELETE FROM scorers WHERE experiment_id = ?1 AND name = ?2
         AND NOT EXISTS (SELECT 1 FROM scorer_versions v WHERE v.scorer_id = scorers.scorer_id)`,
      )
      .bind(experimentId, name),
  ]);
  return deleted?.meta.changes ?? 0;
}

function toScorer(row: ScorerRow): RegisteredScorer {
  return {
    scorerId: row.scorer_id,
    experimentId: row.experiment_id,
    name: row.name,
    version: row.version,
    serialized: row.serialized,
    createdAtMs: row.created_at_ms,
  };
}

function toSampling(row: SamplingRow): SamplingConfig {
  return {
    samplingId: row.sampling_id,
    scorerId: row.scorer_id,
    experimentId: row.experiment_id,
    sampleRate: row.sample_rate,
    filter: row.filter,
  };
}
