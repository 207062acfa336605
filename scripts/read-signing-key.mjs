/** The signing key of a machine of one's own: made once, kept with the data, so that feedback tokens outlive a restart. */
import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What the worker asks of a key; a shorter one is what is left of one. */
const SHORTEST = 16;

/**
 * The key in the data folder, made if there is none.
 *
 * @param {string} dataDirectory
 * @returns {Promise<string>}
 * @throws {Error} that names the file and the way out, when it cannot be read or made, or is cut off
 */
export async function readSigningKey(dataDirectory) {
  const file = path.join(dataDirectory, 'signing-key');
  const key = await readOrMake(file).catch((cause) => {
    throw new Error(`${file} cannot be read or made: ${cause.message}`, { cause });
  });
  if (key.length >= SHORTEST) return key;
  throw new Error(
    `${file} is cut off: it has ${key.length} characters. Put back the file of a backup; or delete it, and a new key is ` +
      'made, with which feedback tokens and review links given out before no longer work.',
  );
}

async function readOrMake(file) {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    if (cause.code !== 'ENOENT') throw cause;
  }
  // Whole or not at all, also on a disk that is full: the key gets its name when it is written.
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(file, 'utf8')).trim();
}
