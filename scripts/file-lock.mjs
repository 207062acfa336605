/**
 * A lock that the operating system keeps: it ends with the process that holds it, however that ends, and no other process
 * that happens to get its number is taken for it. SQLite knows how to ask for one on every system.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 100;
/** A lock ends when nothing refers to it any more; these are meant to last. */
const held = new Set();

/**
 * Locks a file, which is made if there is none.
 *
 * @param {string} file
 * @param {{patienceMs?: number}} [options] how long to wait for whoever holds it
 * @returns {Promise<{release: () => void} | null>} null: another process holds it
 */
export async function lockFile(file, { patienceMs = 0 } = {}) {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file);
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      held.add(database);
      return { release: () => release(database) };
    } catch (cause) {
      if (!/locked/.test(cause.message)) throw cause;
    }
    if (Date.now() >= deadline) {
      database.close();
      return null;
    }
    await sleep(RETRY_MS);
  }
}

function release(database) {
  held.delete(database);
  database.close();
}
