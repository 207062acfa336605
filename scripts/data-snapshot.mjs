/**
 * All of a data folder at one moment, also while Weir runs on it. Every database is read within a transaction that sees it
 * as it was; the transactions begin within milliseconds of each other. Objects lie in files of their own, which are never
 * written twice but may be deleted: each gets a second name first, so that it stays until it is copied.
 *
 * An exchange lies in the content store until it is a trace in the index, and is deleted then. So objects are read twice,
 * before and after the index, and both are kept: whatever is not yet a trace in the copy is still an exchange there, and
 * one that is both becomes the same trace again.
 */
import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { describeDamage, listDatabases } from './database-files.mjs';

const OBJECTS = '_mf_objects';
const ATTEMPTS = 5;

/**
 * Takes the moment.
 *
 * @param {string} directory the data folder
 * @param {string} staging a folder beside the data, on the same file system, that this makes
 * @returns {Promise<Snapshot>} to be closed in any case
 * @typedef {{databases: {name: string, connection: object, earlier: object | null}[], blobs: {name: string, staged: string}[], close: () => Promise<void>}} Snapshot
 *   names relative to the data folder; earlier: the same database a moment before
 * @throws {Error} when objects go faster than they can be named
 */
export async function takeSnapshot(directory, staging) {
  const folders = await listBlobFolders(directory);
  const names = await listDatabases(directory);
  const staged = createStaging(directory, staging);
  for (const folder of folders) {
    for (const blob of await readdir(path.join(directory, folder)))
      await staged.keep(path.join(folder, blob));
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const databases = await openAtOneMoment(directory, names);
    const wanted = databases.flatMap(listBlobs);
    const blobs = await findAll(wanted, folders, staged);
    if (blobs !== null) {
      return {
        databases,
        blobs,
        async close() {
          closeAll(databases);
          await rm(staging, { recursive: true, force: true });
        },
      };
    }
    closeAll(databases);
  }
  await rm(staging, { recursive: true, force: true });
  throw new Error('Objects are deleted faster than they can be kept: try again when retention has run.');
}

/** Folders of objects' bytes, relative to the data. */
async function listBlobFolders(directory) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name === 'blobs')
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)));
}

async function openAtOneMoment(directory, names) {
  const { DatabaseSync } = await import('node:sqlite');
  const open = (name) => {
    const file = path.join(directory, name);
    try {
      const connection = new DatabaseSync(file, { readOnly: true });
      connection.prepare('SELECT count(*) FROM sqlite_master').get();
      return connection;
    } catch (cause) {
      throw new Error(describeDamage(file, cause.message), { cause });
    }
  };
  const databases = names.map((name) => ({ name, connection: open(name), earlier: null }));
  for (const database of databases)
    if (hasObjects(database.connection)) {
      database.earlier = database.connection;
      database.connection = open(database.name);
    }
  const inOrder = [
    ...databases.flatMap(({ earlier }) => earlier ?? []),
    ...databases.filter(({ earlier }) => earlier === null).map(({ connection }) => connection),
    ...databases.filter(({ earlier }) => earlier !== null).map(({ connection }) => connection),
  ];
  // What a connection sees is fixed by its first read.
  for (const connection of inOrder) {
    connection.exec('BEGIN');
    connection.prepare('SELECT count(*) FROM sqlite_master').get();
  }
  return databases;
}

function closeAll(databases) {
  for (const { connection, earlier } of databases) {
    connection.close();
    earlier?.close();
  }
}

function hasObjects(connection) {
  return connection.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(OBJECTS) !== undefined;
}

/** Names of the files that hold the objects of a database. */
function listBlobs({ connection, earlier }) {
  if (earlier === null) return [];
  const objects = `SELECT blob_id FROM ${OBJECTS} WHERE blob_id IS NOT NULL`;
  const parts = 'SELECT blob_id FROM _mf_multipart_parts';
  const rows = [objects, parts].flatMap((query) =>
    [earlier, connection].map((each) => each.prepare(query).all()),
  );
  return rows.flat().map(({ blob_id: blob }) => blob);
}

/** The files by their staged names, or null when one has gone before it was kept. */
async function findAll(wanted, folders, staged) {
  const found = new Map();
  for (const blob of new Set(wanted)) {
    let name = null;
    for (const folder of folders) {
      const candidate = path.join(folder, blob);
      if (await staged.keep(candidate)) name = candidate;
    }
    if (name === null) return null;
    found.set(name, staged.of(name));
  }
  return [...found].map(([name, file]) => ({ name, staged: file }));
}

/** Second names of files. */
function createStaging(directory, staging) {
  const kept = new Set();
  const of = (name) => path.join(staging, name);
  return {
    of,
    /** True when the file has a second name; false when it is gone. */
    async keep(name) {
      if (kept.has(name)) return true;
      await mkdir(path.dirname(of(name)), { recursive: true, mode: 0o700 });
      try {
        await link(path.join(directory, name), of(name));
      } catch (cause) {
        if (cause.code === 'ENOENT') return false;
        // A file system without second names: a copy does the same.
        await copyFile(path.join(directory, name), of(name));
      }
      kept.add(name);
      return true;
    },
  };
}

/**
 * Writes one database of a snapshot to a file, objects of the moment before included.
 *
 * @param {Snapshot['databases'][number]} database
 * @param {string} file
 */
export async function writeDatabase({ connection, earlier }, file) {
  const { DatabaseSync, backup } = await import('node:sqlite');
  await backup(connection, file, { rate: 1000 });
  if (earlier === null) return;
  const copy = new DatabaseSync(file);
  const rows = earlier.prepare(`SELECT * FROM ${OBJECTS}`);
  const columns = rows.columns().map(({ name }) => name);
  const places = columns.map(() => '?').join(', ');
  const insert = copy.prepare(`INSERT OR IGNORE INTO ${OBJECTS} (${columns.join(', ')}) VALUES (${places})`);
  copy.exec('BEGIN');
  for (const row of rows.iterate()) insert.run(...columns.map((column) => row[column]));
  copy.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  copy.close();
}
