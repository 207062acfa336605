/** Datasets in the registry's D1 database. */
import { toRowChunks } from '../../core/row-chunks.ts';
import type { Dataset, DatasetRecord } from '../dataset.ts';
import {
  toDataset,
  toRecord,
  toRecordValues,
  toStoredRecord,
  type DatasetRow,
  type RecordRow,
} from './dataset-rows.ts';
import { searchStatement, toTest } from './dataset-search-sql.ts';
import type { DatasetQuery, DatasetStore, DatasetTouch, RecordPage, StoredRecord } from './dataset-store.ts';

const SAME_NAME = 10;
/** Datasets read at once by a search whose conditions the database cannot all answer. */
const TESTED_AT_ONCE = 500;

const SELECT_DATASET = `SELECT datasets.*, (SELECT json_group_array(experiment_id) FROM dataset_experiments
  WHERE dataset_experiments.dataset_id = datasets.dataset_id) AS experiment_ids FROM datasets`;

const RECORD_COLUMNS =
  'record_id, dataset_id, inputs_hash, inputs, outputs, expectations, tags, source_type, source, revision, created_at_ms, updated_at_ms, created_by, updated_by';

const WRITE_RECORDS = `INSERT INTO dataset_records (${RECORD_COLUMNS})
  SELECT ${RECORD_COLUMNS.split(', ')
    .map((_, index) => `value ->> ${index}`)
    .join(', ')} FROM json_each(?1) WHERE true
  ON CONFLICT (dataset_id, inputs_hash) DO UPDATE SET outputs = excluded.outputs, expectations = excluded.expectations,
    tags = excluded.tags, source_type = excluded.source_type, source = excluded.source, revision = excluded.revision,
    updated_at_ms = excluded.updated_at_ms, updated_by = excluded.updated_by
  WHERE dataset_records.revision = excluded.revision - 1
  RETURNING inputs_hash`;

/** Creates the dataset store on D1. */
export function createD1DatasetStore({ database }: { database: D1Database }): DatasetStore {
  return {
    ...reading(database),
    ...changing(database),
    ...ofRecords(database),
  };
}

type ReadVerbs = 'get' | 'findByName' | 'search';
type RecordVerbs = 'findByInputs' | 'writeRecords' | 'touch' | 'getRecord' | 'listRecords' | 'deleteRecords';

function reading(database: D1Database): Pick<DatasetStore, ReadVerbs> {
  return {
    async get(datasetId) {
      const row = await database
        .prepare(`${SELECT_DATASET} WHERE dataset_id = ?1`)
        .bind(datasetId)
        .first<DatasetRow>();
      return row === null ? null : toDataset(row);
    },
    async findByName(name, experimentId) {
      // However many others have taken the name: they must not hide those of the experiment.
      const isLinked = `(?3 IS NULL OR EXISTS (SELECT 1 FROM dataset_experiments AS linked
        WHERE linked.dataset_id = datasets.dataset_id AND linked.experiment_id = ?3))`;
      const { results } = await database
        .prepare(
          `${SELECT_DATASET} WHERE name = ?1 AND ${isLinked} ORDER BY created_at_ms DESC, dataset_id LIMIT ?2`,
        )
        .bind(name, SAME_NAME, experimentId)
        .all<DatasetRow>();
      return results.map(toDataset);
    },
    async search(query) {
      const test = toTest(query);
      if (test === null) return searchIn(database, query);
      const found: Dataset[] = [];
      for (let offset = 0; found.length < query.offset + query.pageSize; offset += TESTED_AT_ONCE) {
        const some = await searchIn(database, { ...query, offset, pageSize: TESTED_AT_ONCE });
        found.push(...some.filter(test));
        if (some.length < TESTED_AT_ONCE) break;
      }
      return found.slice(query.offset, query.offset + query.pageSize);
    },
  };
}

async function searchIn(database: D1Database, query: DatasetQuery): Promise<Dataset[]> {
  const { sql, values } = searchStatement(SELECT_DATASET, query);
  const { results } = await database
    .prepare(sql)
    .bind(...values)
    .all<DatasetRow>();
  return results.map(toDataset);
}

function changing(database: D1Database): Omit<DatasetStore, RecordVerbs | ReadVerbs> {
  return {
    async insert(dataset) {
      const insert = database
        .prepare(
          `INSERT INTO datasets (dataset_id, name, tags, created_at_ms, updated_at_ms, created_by, updated_by)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING`,
        )
        .bind(
          dataset.datasetId,
          dataset.name,
          JSON.stringify(dataset.tags),
          dataset.createdAtMs,
          dataset.updatedAtMs,
          dataset.createdBy,
          dataset.updatedBy,
        );
      await database.batch([insert, linkStatement(database, dataset.datasetId, dataset.experimentIds)]);
    },
    async delete(datasetId) {
      const results = await database.batch(
        [
          'DELETE FROM dataset_records WHERE dataset_id = ?1',
          'DELETE FROM dataset_experiments WHERE dataset_id = ?1',
          'DELETE FROM datasets WHERE dataset_id = ?1 RETURNING dataset_id',
        ].map((sql) => database.prepare(sql).bind(datasetId)),
      );
      return results.at(-1)?.results.length === 1;
    },
    async setTags(datasetId, tags, atMs) {
      await database
        .prepare('UPDATE datasets SET tags = ?2, updated_at_ms = ?3 WHERE dataset_id = ?1')
        .bind(datasetId, JSON.stringify(tags), atMs)
        .run();
    },
    async link(datasetId, experimentIds, atMs) {
      await database.batch([
        linkStatement(database, datasetId, experimentIds),
        changedStatement(database, datasetId, atMs),
      ]);
    },
    async unlink(datasetId, experimentIds, atMs) {
      const unlink = database
        .prepare(
          `DELETE FROM dataset_experiments WHERE dataset_id = ?1
           AND experiment_id IN (SELECT value FROM json_each(?2))`,
        )
        .bind(datasetId, JSON.stringify(experimentIds));
      await database.batch([unlink, changedStatement(database, datasetId, atMs)]);
    },
  };
}

function ofRecords(database: D1Database): Pick<DatasetStore, RecordVerbs> {
  return {
    async findByInputs(datasetId, inputsHashes) {
      const { results } = await database
        .prepare(
          `SELECT * FROM dataset_records WHERE dataset_id = ?1
           AND inputs_hash IN (SELECT value FROM json_each(?2))`,
        )
        .bind(datasetId, JSON.stringify(inputsHashes))
        .all<RecordRow>();
      return results.map(toStoredRecord);
    },
    writeRecords: (records) => writeRecords(database, records),
    touch: (touch) => touchDataset(database, touch),
    async getRecord(recordId): Promise<DatasetRecord | null> {
      const row = await database
        .prepare('SELECT * FROM dataset_records WHERE record_id = ?1')
        .bind(recordId)
        .first<RecordRow>();
      return row === null ? null : toRecord(row);
    },
    listRecords: (datasetId, page) => listRecords(database, datasetId, page),
    async deleteRecords(datasetId, recordIds, atMs) {
      const deleted = await database
        .prepare(
          `DELETE FROM dataset_records WHERE dataset_id = ?1
           AND record_id IN (SELECT value FROM json_each(?2)) RETURNING record_id`,
        )
        .bind(datasetId, JSON.stringify(recordIds))
        .all();
      await countStatement(database, datasetId, atMs).run();
      return deleted.results.length;
    },
  };
}

async function writeRecords(database: D1Database, records: StoredRecord[]): Promise<string[]> {
  if (records.length === 0) return [];
  const chunks = toRowChunks(records.map((record) => JSON.stringify(toRecordValues(record))));
  const results = await database.batch<{ inputs_hash: string }>(
    chunks.map((chunk) => database.prepare(WRITE_RECORDS).bind(chunk)),
  );
  return results.flatMap((result) => result.results.map((row) => row.inputs_hash));
}

async function touchDataset(database: D1Database, touch: DatasetTouch): Promise<void> {
  await database.batch([
    database
      .prepare(
        'UPDATE datasets SET schema = ?2, style = ?3, updated_by = coalesce(?4, updated_by) WHERE dataset_id = ?1',
      )
      .bind(touch.datasetId, JSON.stringify(touch.schema), touch.style, touch.by),
    countStatement(database, touch.datasetId, touch.atMs),
  ]);
}

async function listRecords(
  database: D1Database,
  datasetId: string,
  { after, pageSize }: { after: number; pageSize: number },
): Promise<RecordPage> {
  const { results } = await database
    .prepare(
      `SELECT * FROM dataset_records WHERE dataset_id = ?1 AND record_row > ?2 ORDER BY record_row LIMIT ?3`,
    )
    .bind(datasetId, after, pageSize + 1)
    .all<RecordRow>();
  const page = results.slice(0, pageSize);
  const next = results.length > pageSize ? (page.at(-1)?.record_row ?? null) : null;
  return { records: page.map(toRecord), next };
}

function linkStatement(
  database: D1Database,
  datasetId: string,
  experimentIds: string[],
): D1PreparedStatement {
  return database
    .prepare(
      `INSERT INTO dataset_experiments (dataset_id, experiment_id)
       SELECT ?1, value FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING`,
    )
    .bind(datasetId, JSON.stringify(experimentIds));
}

function changedStatement(database: D1Database, datasetId: string, atMs: number): D1PreparedStatement {
  return database
    .prepare('UPDATE datasets SET updated_at_ms = max(updated_at_ms + 1, ?2) WHERE dataset_id = ?1')
    .bind(datasetId, atMs);
}

function countStatement(database: D1Database, datasetId: string, atMs: number): D1PreparedStatement {
  return database
    .prepare(
      `UPDATE datasets SET updated_at_ms = max(updated_at_ms + 1, ?2), record_count =
       (SELECT count(*) FROM dataset_records WHERE dataset_records.dataset_id = ?1) WHERE dataset_id = ?1`,
    )
    .bind(datasetId, atMs);
}
