/** The end of a stop: calls under way end first, for as long as was configured. */
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;
const SAY_EVERY_MS = 15_000;
/** What was answered is written down soon, or waits in the spool for the next start. */
const SETTLING_MS = 10_000;

/**
 * Lets no new call begin, and waits until those under way have ended.
 *
 * @param {{front: Awaited<ReturnType<import('./front.mjs').openFront>>, longestMs: number, say: (line: string) => void}} input
 * @returns {Promise<number>} how many were still under way when the time was over, and were cut off
 */
export async function waitForCalls({ front, longestMs, say }) {
  front.drain();
  const began = Date.now();
  // What has just come in is not under way yet.
  await sleep(POLL_MS);
  let saidAtMs = 0;
  while (front.open.size > 0 && Date.now() - began < longestMs) {
    const calls = front.callsSinceMs();
    if (calls.length > 0 && Date.now() - saidAtMs >= SAY_EVERY_MS) {
      say(describeWaiting(calls, longestMs - (Date.now() - began)));
      saidAtMs = Date.now();
    }
    await sleep(POLL_MS);
  }
  const cut = front.callsSinceMs().length;
  if (cut > 0) say(`${count(cut, 'call')} cut off: ${longestMs / 1000} s were over (WEIR_STOP_SECONDS).`);
  for (const socket of front.open) socket.destroy();
  return cut;
}

/**
 * Waits until everything that was answered is safe.
 *
 * @param {() => Promise<{open: number, waiting: number}>} activity of the worker
 */
export async function waitForRecords(activity) {
  const deadline = Date.now() + SETTLING_MS;
  while (Date.now() < deadline) {
    const { open, waiting } = await activity();
    if (open === 0 && waiting === 0) return;
    await sleep(POLL_MS);
  }
}

/**
 * What a stop waits for.
 *
 * @param {number[]} sinceMs when each call began, Unix milliseconds
 * @param {number} leftMs how long it will wait at most
 */
function describeWaiting(sinceMs, leftMs) {
  const oldestSeconds = Math.round((Date.now() - Math.min(...sinceMs)) / 1000);
  return (
    `Stopping: no new calls; waiting for ${count(sinceMs.length, 'call')} under way, the oldest for ${oldestSeconds} s, ` +
    `for ${Math.ceil(leftMs / 1000)} s at most (WEIR_STOP_SECONDS). A second signal ends at once.`
  );
}

function count(number, what) {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
