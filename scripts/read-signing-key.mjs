/** The signing key of a machine of one's own: made once, kept with the data, so that feedback tokens outlive a restart. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The key in the data folder, made if there is none.
 *
 * @param {string} dataDirectory
 * @returns {Promise<string>}
 */
export async function readSigningKey(dataDirectory) {
  const file = path.join(dataDirectory, 'signing-key');
  try {
    // Of two that start at once the first writes it.
    await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    if (cause.code !== 'EEXIST') throw cause;
  }
  return (await readFile(file, 'utf8')).trim();
}
