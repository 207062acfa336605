/**
 * The folder of the data: private, and one process's at a time. Two engines on the same files would each undo what the
 * other does.
 */
import { existsSync } from 'node:fs';
import {
  access,
  chmod,
  constants,
  mkdir,
  readFile,
  readdir,
  rename,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { userNumber } from './database-files.mjs';
import { lockFile } from './file-lock.mjs';
import { childrenNamed, processMark } from './known-process.mjs';

/** In the folder while a restore is under way: without its end the data are not whole. */
export const restoreMark = 'restore-under-way';

const OTHERS = 0o077;
const ORPHAN_PATIENCE_MS = 5_000;

/**
 * Makes the folder if need be, private in any case, and takes it for this process until that ends.
 *
 * @param {{directory: string, address: string, say: (line: string) => void}} input address: where this process listens
 * @returns {Promise<{noteEngine: () => Promise<void>}>} to be called when the engine runs, and when it runs anew
 * @throws {Error} that says who uses the folder, or why it cannot be used
 */
export async function openDataFolder({ directory, address, say }) {
  await makePrivateFolder(directory, say);
  if (existsSync(path.join(directory, restoreMark)))
    throw new Error(
      `${directory} holds part of a backup: its restore was cut off. Empty the folder and restore anew.`,
    );
  const lock = await lockFile(path.join(directory, 'lock')).catch((cause) => {
    throw new Error(describeUnwritable(directory, cause.message), { cause });
  });
  const file = path.join(directory, 'running.json');
  const before = await readRunning(file);
  if (lock === null) throw new Error(describeOwner(directory, before));
  await endOrphan(before?.engine ?? null, say);
  const running = { pid: process.pid, address, since: new Date().toISOString(), engine: null };
  const write = async () => {
    try {
      await writeFile(`${file}.new`, `${JSON.stringify(running)}\n`, { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch (cause) {
      throw new Error(describeUnwritable(directory, cause.message), { cause });
    }
  };
  await write();
  return {
    async noteEngine() {
      const [pid] = childrenNamed('workerd');
      const mark = pid === undefined ? null : processMark(pid);
      running.engine = mark === null ? null : { pid, mark };
      await write();
    },
  };
}

/**
 * Makes the folder if there is none, and private if it is not: it holds every prompt and the keys to the content.
 *
 * @param {string} directory
 * @param {(line: string) => void} say hears of what was mended, and of what could not be
 * @throws {Error} when it cannot be used as a folder
 */
export async function makePrivateFolder(directory, say) {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    // It must be a folder, and ours to read.
    await readdir(directory);
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Error(describeUnwritable(directory, cause.message), { cause });
  }
  await makePrivate(directory, 0o700, say);
  await makePrivate(path.join(directory, 'signing-key'), 0o600, say);
}

async function makePrivate(file, mode, say) {
  const rights = (await stat(file).catch(() => null))?.mode;
  // Where rights are not kept, as on Windows, they say nothing.
  if (rights === undefined || (rights & OTHERS) === 0 || process.platform === 'win32') return;
  try {
    await chmod(file, mode);
    say(
      `${file} could be read by others of this machine (${octal(rights)}); now it is private (${octal(mode)}).`,
    );
  } catch (cause) {
    say(
      `${file} can be read by others of this machine (${octal(rights)}), and cannot be made private: ${cause.message}`,
    );
  }
}

function describeUnwritable(directory, why) {
  return (
    `WEIR_DATA_DIR: ${directory} cannot be used as a folder: ${why}.\n` +
    `It must be a folder with room in it that belongs to the user who runs Weir${userNumber()}, or one that this user can make.`
  );
}

function octal(mode) {
  return (mode & 0o777).toString(8).padStart(4, '0');
}

function describeOwner(directory, running) {
  const who =
    running === null
      ? 'another process'
      : `the Weir of process ${running.pid}, which listens on ${running.address} since ${running.since}`;
  return `${directory} is in use by ${who}.\nStop that one first, or choose another folder: WEIR_DATA_DIR=… npm start`;
}

/**
 * The engine of a Weir that was killed outlives it for nobody, and still writes: it ends before another begins.
 *
 * @param {{pid: number, mark: string} | null} engine
 */
async function endOrphan(engine, say) {
  if (engine === null || processMark(engine.pid) !== engine.mark) return;
  say(`The Weir before this one was killed; its engine, process ${engine.pid}, is ended now.`);
  process.kill(engine.pid, 'SIGKILL');
  const deadline = Date.now() + ORPHAN_PATIENCE_MS;
  while (processMark(engine.pid) === engine.mark) {
    if (Date.now() > deadline)
      throw new Error(`Process ${engine.pid} uses the data and cannot be ended: end it first.`);
    await sleep(20);
  }
}

async function readRunning(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    if (cause.code === 'ENOENT' || cause instanceof SyntaxError) return null;
    throw cause;
  }
}
