/** The folder of prompt files on disk. */
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Opens a folder; it is made when the first file is written.
 *
 * @param {string} folder
 */
export function openFolder(folder) {
  const pathOf = (/** @type {string} */ name) => {
    // Names come from a server; none may lead out of the folder.
    if (!/^[\w.-]+$/.test(name)) throw new Error(`${name} cannot be the name of a file`);
    return path.join(folder, `${name}.md`);
  };
  return {
    /** The names of the prompts that have a file. */
    async names() {
      const entries = await readdir(folder).catch(orMissing([]));
      return entries.filter((entry) => entry.endsWith('.md')).map((entry) => entry.slice(0, -'.md'.length));
    },
    /** A file's text; null when there is none. */
    read: (/** @type {string} */ name) => readFile(pathOf(name), 'utf8').catch(orMissing(null)),
    async write(/** @type {string} */ name, /** @type {string} */ text) {
      await mkdir(folder, { recursive: true });
      await writeFile(pathOf(name), text);
    },
  };
}

/** What a missing file is answered with; any other failure is passed on. */
function orMissing(value) {
  return (cause) => {
    if (cause.code === 'ENOENT') return value;
    throw cause;
  };
}
