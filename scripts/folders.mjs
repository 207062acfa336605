/** Questions about folders that are about to be filled, and what is done when that fails. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Whether a folder is another one, or lies in it.
 *
 * @param {string} folder absolute
 * @param {string} other absolute
 * @returns {boolean}
 */
export function isWithin(folder, other) {
  return `${folder}${path.sep}`.startsWith(`${other}${path.sep}`);
}

/**
 * Whether there is nothing in a folder, or no such folder.
 *
 * @param {string} folder
 * @returns {Promise<boolean>}
 * @throws {Error} when it is none, or cannot be read
 */
export async function isEmptyFolder(folder) {
  const entries = await readdir(folder).catch((cause) => {
    if (cause.code === 'ENOENT') return [];
    throw new Error(`${folder} cannot be used as a folder: ${cause.message}`, { cause });
  });
  return entries.length === 0;
}

/**
 * Removes all that is in a folder; the folder, such as a volume, stays.
 *
 * @param {string} folder
 */
export async function emptyFolder(folder) {
  for (const name of await readdir(folder))
    await rm(path.join(folder, name), { recursive: true, force: true });
}
