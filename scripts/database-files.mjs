/** The SQLite files of a data folder: which there are, whether they are whole, and which migrations they have. */
import { access, constants, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));

/** Above this a start reads the structure alone: reading everything would take longer than a start may. */
const WHOLE_CHECK_BYTES = 128 * 1024 * 1024;

/** SQLite's codes for what stands in the way of reading, and says nothing of what is in the file. */
const OBSTACLES = new Set([
  3, // PERM
  5, // BUSY
  8, // READONLY
  13, // FULL
  14, // CANTOPEN
]);

/** How a log begins (https://www.sqlite.org/walformat.html); SQLite takes one that begins otherwise for an empty one. */
const LOG_MAGIC = [0x377f0682, 0x377f0683];
const LOG_PARTS = ['', '-wal', '-shm'];

/**
 * The database files below a folder.
 *
 * @param {string} directory
 * @returns {Promise<string[]>} paths relative to it, sorted
 */
export async function listDatabases(directory) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sqlite'))
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .sort();
}

/**
 * Refuses databases that are damaged, or written by a newer build. Changes nothing.
 *
 * @param {string} directory
 * @throws {Error} that names the file and the way out
 */
export async function refuseUnusableDatabases(directory) {
  const found = [];
  const empty = [];
  for (const name of await listDatabases(directory)) {
    const file = path.join(directory, name);
    await refuseForeignFile(file);
    if (await isEmpty(file)) empty.push(file);
    else {
      const damage = await findDamage(file);
      if (damage !== null) throw new Error(describeDamage(file, damage));
      found.push(...(await readMigrationNames(file)));
    }
  }
  // A start that was cut off leaves empty files; a folder that has been in use has none.
  if (empty.length > 0 && found.length > 0) throw new Error(describeDamage(empty[0], 'it is empty'));
  const unknown = await unknownMigrations(found);
  if (unknown.length === 0) return;
  throw new Error(describeNewer(`The data in ${directory} were`, unknown));
}

/**
 * Those that this build does not know.
 *
 * @param {string[]} names of migrations
 */
export async function unknownMigrations(names) {
  const known = new Set(
    await readdir(migrations, { recursive: true }).then((found) => found.map((file) => path.basename(file))),
  );
  return names.filter((name) => !known.has(name));
}

/**
 * What to say to a build that is older than the data.
 *
 * @param {string} what the subject, with its verb
 * @param {string[]} unknown names of migrations
 */
export function describeNewer(what, unknown) {
  return (
    `${what} written by a newer Weir: this build does not know ${unknown.join(', ')}.\n` +
    'Start the newer build. To go back to this one, restore a backup that was made with it into an empty folder: ' +
    'npm run restore. Nothing was changed. docs/operate.md has the steps.'
  );
}

/**
 * The migrations that a database has.
 *
 * @param {string} file
 * @returns {Promise<string[]>} in order of their names; none when it is not one that has any
 */
export async function readMigrationNames(file) {
  return read(file, (database) => {
    const table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'd1_migrations'";
    if (database.prepare(table).get() === undefined) return [];
    return database
      .prepare('SELECT name FROM d1_migrations ORDER BY name')
      .all()
      .map(({ name }) => name);
  });
}

/**
 * Takes what the logs hold into the databases, so that each is whole by itself once nobody uses it. What cannot be taken
 * now stays in its log, which the next start reads as well.
 *
 * @param {string} directory that no engine uses
 */
export async function settleDatabases(directory) {
  const { DatabaseSync } = await import('node:sqlite');
  for (const name of await listDatabases(directory)) {
    try {
      const database = new DatabaseSync(path.join(directory, name));
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
    } catch {
      continue;
    }
  }
}

/** A file that this user may not read or write is whole all the same, and nobody is to move it away. */
async function refuseForeignFile(file) {
  for (const part of LOG_PARTS) {
    try {
      await access(`${file}${part}`, constants.R_OK | constants.W_OK);
    } catch (cause) {
      if (cause.code === 'ENOENT') continue;
      throw new Error(
        `${file}${part} cannot be read and written by the user who runs Weir${userNumber()}: ${cause.code}.\n` +
          'Give that user all files of the folder (chown -R), or run Weir as the user who owns them. Nothing was changed.',
        { cause },
      );
    }
  }
}

/** ` (1000)`, or nothing where users have no numbers. */
export function userNumber() {
  const id = process.geteuid?.();
  return id === undefined ? '' : ` (${id})`;
}

/** Whether the log of a database begins as none does, so that what was committed to it would be passed over in silence. */
async function hasForeignLog(file) {
  let handle;
  try {
    handle = await open(`${file}-wal`, 'r');
  } catch (cause) {
    if (cause.code === 'ENOENT') return false;
    throw cause;
  }
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(32), 0, 32, 0);
    // A log that ends within its header, or was never written to its disk, holds nothing that was committed.
    if (bytesRead < 32 || buffer.every((byte) => byte === 0)) return false;
    return !LOG_MAGIC.includes(buffer.readUInt32BE(0));
  } finally {
    await handle.close();
  }
}

/** Nothing in it, and nothing in the log that belongs to it. */
async function isEmpty(file) {
  const [{ size }, log] = await Promise.all([stat(file), stat(`${file}-wal`).catch(() => ({ size: 0 }))]);
  return size === 0 && log.size === 0;
}

/**
 * What is wrong with a database file.
 *
 * @param {string} file
 * @param {{whole?: boolean}} [options] whether to read all of it however large it is
 * @returns {Promise<string | null>} SQLite's words; null when nothing was found
 */
export async function findDamage(file, { whole = false } = {}) {
  const { size } = await stat(file);
  if (await hasForeignLog(file)) return 'the log beside it (-wal) is not one of SQLite';
  try {
    return await read(file, (database) => {
      database.prepare('SELECT count(*) FROM sqlite_master').get();
      if (!whole && size > WHOLE_CHECK_BYTES) return null;
      const [{ quick_check: found }] = database.prepare('PRAGMA quick_check(1)').all();
      return found === 'ok' ? null : found;
    });
  } catch (cause) {
    if (!OBSTACLES.has(cause.errcode & 0xff)) return cause.message;
    throw new Error(`${file} cannot be read now: ${cause.message}. Nothing was changed.`, { cause });
  }
}

async function read(file, ask) {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return ask(database);
  } finally {
    database.close();
  }
}

/**
 * What to say of a damaged file.
 *
 * @param {string} file
 * @param {string} damage SQLite's words
 */
export function describeDamage(file, damage) {
  return (
    `${file} is damaged: ${damage}.\n` +
    'Restore a backup into an empty folder (npm run restore -- <backup> <folder>) and start with WEIR_DATA_DIR at it; or ' +
    `move the file and those that begin with its name (-wal, -shm) elsewhere, to begin it anew without what it held. ` +
    'Nothing was changed. docs/operate.md has the steps.'
  );
}
