/**
 * `npm run restore -- <backup> [<folder>]`: puts a backup into an empty folder (default `WEIR_DATA_DIR`, or .weir), after
 * every file of it was found to be as it was. What is there is never written over.
 */
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dataFolderName, readManifest } from './backup-manifest.mjs';
import { makePrivateFolder, restoreMark } from './data-folder.mjs';
import { describeNewer, unknownMigrations } from './database-files.mjs';
import { emptyFolder, isEmptyFolder, isWithin } from './folders.mjs';
import { shellWord } from './own-lines.mjs';

process.umask(0o077);
const [source, folder] = process.argv.slice(2);
// npm runs this in the checkout, whatever folder its user stands in.
const from = process.env.INIT_CWD ?? '.';
const target =
  folder === undefined ? path.resolve(process.env.WEIR_DATA_DIR || '.weir') : path.resolve(from, folder);
try {
  if (source === undefined) throw new Error('Name the backup: npm run restore -- <backup> [<empty folder>]');
  process.stdout.write(await restore(path.resolve(from, source), target));
} catch (cause) {
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 1;
}

async function restore(backup, directory) {
  await refuseFullFolder(directory);
  if (isWithin(directory, backup))
    throw new Error(
      `${directory} lies in the backup itself, which stays as it is. Name a folder outside of ${backup}.`,
    );
  const manifest = await readManifest(backup);
  const unknown = await unknownMigrations(Object.values(manifest.migrations).flat());
  if (unknown.length > 0) throw new Error(describeNewer(`The backup ${backup} was`, unknown));
  await makePrivateFolder(directory, (line) => process.stderr.write(`${line}\n`));
  try {
    await copyAll(backup, manifest, directory);
  } catch (cause) {
    await emptyFolder(directory);
    throw new Error(`Nothing was restored: ${cause.message}`, { cause });
  }
  return (
    `Restored ${manifest.files.length} files of the backup of ${manifest.made_at} into ${directory}\n` +
    `Start with: WEIR_DATA_DIR=${shellWord(directory)} npm start\n`
  );
}

/** A process that ends meanwhile leaves the mark, on which no start begins. */
async function copyAll(backup, manifest, directory) {
  const mark = path.join(directory, restoreMark);
  await writeFile(mark, '');
  for (const { path: name } of manifest.files) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await copyFile(path.join(backup, dataFolderName, name), file);
    // A backup that was moved about may have lost its rights.
    await chmod(file, 0o600);
  }
  await rm(mark);
}

async function refuseFullFolder(directory) {
  if (!(await isEmptyFolder(directory)))
    throw new Error(
      `${directory} is not empty. Move it aside, or name a folder that is empty or does not exist yet.`,
    );
}
