/** What a backup says of itself: which files it has, what is in them, and by which build they were written. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Files of the data folder lie below this folder of a backup. */
export const dataFolderName = 'data';

const NAME = 'manifest.json';
const FORMAT = 1;

/**
 * Writes the manifest, last: a backup without one is not whole.
 *
 * @param {string} backup its folder
 * @param {{version: string, migrations: Record<string, string[]>, names: string[]}} content version of Weir; migrations by
 *   database; files relative to the data
 * @returns {Promise<number>} bytes of all files
 */
export async function writeManifest(backup, { version, migrations, names }) {
  const files = [];
  for (const name of names) {
    const file = path.join(backup, dataFolderName, name);
    const { size } = await stat(file);
    files.push({ path: name.replaceAll(path.sep, '/'), bytes: size, sha256: await digestFile(file) });
  }
  const manifest = { format: FORMAT, made_at: new Date().toISOString(), version, migrations, files };
  await writeFile(path.join(backup, NAME), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Reads a backup's manifest and checks every file of it.
 *
 * @param {string} backup its folder
 * @returns {Promise<{made_at: string, version: string, migrations: Record<string, string[]>, files: {path: string, bytes: number, sha256: string}[]}>}
 * @throws {Error} that names what is missing or is not as it was
 */
export async function readManifest(backup) {
  const manifest = await parseManifest(path.join(backup, NAME));
  refuseForeignManifest(backup, manifest);
  const inside = path.resolve(backup, dataFolderName) + path.sep;
  for (const { path: name, sha256 } of manifest.files) {
    const file = path.resolve(inside, name);
    if (!file.startsWith(inside)) throw new Error(`${backup} names a file outside of itself: ${name}`);
    const digest = await digestFile(file).catch((cause) => {
      throw new Error(`${file} of the backup cannot be read: ${cause.message}`, { cause });
    });
    if (digest !== sha256)
      throw new Error(`${file} is not as it was when the backup was made: nothing was restored.`);
  }
  return manifest;
}

function refuseForeignManifest(backup, manifest) {
  const { format, files, migrations } = manifest ?? {};
  if (typeof format === 'number' && format !== FORMAT)
    throw new Error(`${backup} is a backup of format ${format}, which this build does not know.`);
  const isWhole =
    format === FORMAT &&
    Array.isArray(files) &&
    files.every((file) => typeof file?.path === 'string' && typeof file.sha256 === 'string') &&
    typeof migrations === 'object' &&
    migrations !== null;
  if (!isWhole)
    throw new Error(`${backup} is no whole backup: its manifest.json does not say what is in it.`);
}

async function parseManifest(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const why = cause.code === 'ENOENT' ? 'it has no manifest.json' : cause.message;
    throw new Error(`${path.dirname(file)} is no whole backup: ${why}.`, { cause });
  }
}

async function digestFile(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
