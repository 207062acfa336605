/** What suites share that start programs on this machine: a port of their own, patience until they answer, and their end. */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A port that nobody listens on.
 *
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Waits until an address answers well.
 *
 * @param {string} url
 * @param {number} patienceMs
 * @throws when it has not answered by then
 */
export async function until(url, patienceMs) {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await sleep(250);
  }
  throw new Error(`${url} did not answer in ${patienceMs / 1000} s`);
}

/** Ends a program with all it started: each is the head of a group of its own. */
export function stopGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}
