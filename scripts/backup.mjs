/**
 * `npm run backup -- <folder>`: a copy of the data folder (`WEIR_DATA_DIR`, default .weir) as it is at one moment, also
 * while Weir runs: both databases, the objects of the content store, the state of evaluations, the signing key. It ends
 * with a manifest of all files and their digests.
 */
import { chmod, copyFile, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { constants, existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataFolderName, writeManifest } from './backup-manifest.mjs';
import { makePrivateFolder } from './data-folder.mjs';
import { describeDamage, findDamage, readMigrationNames } from './database-files.mjs';
import { takeSnapshot, writeDatabase } from './data-snapshot.mjs';
import { lockFile } from './file-lock.mjs';
import { emptyFolder, isEmptyFolder, isWithin } from './folders.mjs';
import { shellWord } from './own-lines.mjs';

/** What was answered a moment ago is still being written down. */
const SETTLING_MS = 500;
const STAGING = 'backup-staging';

process.umask(0o077);
const directory = path.resolve(process.env.WEIR_DATA_DIR || '.weir');
// npm runs this in the checkout, whatever folder its user stands in.
const target = path.resolve(
  process.env.INIT_CWD ?? '.',
  process.argv[2] ?? `weir-backup-${new Date().toISOString().replaceAll(':', '-')}`,
);
try {
  await refuseUnusable();
  process.stdout.write(await makeBackup());
} catch (cause) {
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 1;
}

async function refuseUnusable() {
  if (!existsSync(path.join(directory, 'd1')))
    throw new Error(`${directory} holds no data of Weir. WEIR_DATA_DIR names the folder to copy.`);
  const { uid } = await stat(directory);
  if (process.geteuid?.() === 0 && uid !== 0)
    throw new Error(
      `${directory} is another user's. Run this as user ${uid}, who must be able to write to ${target}.`,
    );
  if (isWithin(target, directory))
    throw new Error(`${target} lies in the data folder itself. Name a folder outside of ${directory}.`);
  if (!(await isEmptyFolder(target)))
    throw new Error(`${target} is not empty. Name a folder that is empty or does not exist yet.`);
}

async function makeBackup() {
  const lock = await lockFile(path.join(directory, 'backup.lock'));
  if (lock === null) throw new Error(`Another backup of ${directory} is under way.`);
  const staging = path.join(directory, STAGING);
  const isOwnFolder = !existsSync(target);
  await rm(staging, { recursive: true, force: true });
  await sleep(SETTLING_MS);
  let snapshot = null;
  try {
    snapshot = await takeSnapshot(directory, staging);
    await makePrivateFolder(target, (line) => process.stderr.write(`${line}\n`));
    return await writeBackup(snapshot);
  } catch (cause) {
    await takeBack(isOwnFolder).catch(() => undefined);
    throw new Error(`No backup was made: ${cause.message}`, { cause });
  } finally {
    await snapshot?.close();
    await rm(staging, { recursive: true, force: true });
    lock.release();
  }
}

/** What there is of it is no backup. A folder that was there before, such as a volume, stays. */
async function takeBack(isOwnFolder) {
  if (isOwnFolder) await rm(target, { recursive: true, force: true });
  else await emptyFolder(target);
}

/** A copy has the rights of what it is a copy of, which an older build may have let others read. */
async function copyPrivately(source, file) {
  await copyFile(source, file, constants.COPYFILE_FICLONE);
  await chmod(file, 0o600);
}

async function writeBackup(snapshot) {
  const names = [];
  const place = async (name) => {
    const file = path.join(target, dataFolderName, name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    names.push(name);
    return file;
  };
  const migrations = {};
  for (const database of snapshot.databases) {
    const file = await place(database.name);
    await writeDatabase(database, file);
    const damage = await findDamage(file, { whole: true });
    if (damage !== null) throw new Error(describeDamage(path.join(directory, database.name), damage));
    const applied = await readMigrationNames(file);
    if (applied.length > 0) migrations[database.name] = applied;
    for (const part of ['-wal', '-shm']) await rm(`${file}${part}`, { force: true });
  }
  for (const { name, staged } of snapshot.blobs) await copyPrivately(staged, await place(name));
  const key = path.join(directory, 'signing-key');
  if (existsSync(key)) await copyPrivately(key, await place('signing-key'));
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const bytes = await writeManifest(target, { version, migrations, names });
  return (
    `Backup of ${directory}: ${snapshot.databases.length} databases, ${snapshot.blobs.length} objects, ` +
    `${(bytes / 1e6).toFixed(1)} MB in ${target}\n` +
    `Restore it with: npm run restore -- ${shellWord(target)} <empty folder>\n`
  );
}
