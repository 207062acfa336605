/** The load generator's process: takes one job at a time from its parent and answers with what it measured. */
import { randomFillSync } from 'node:crypto';
import { percentile } from '../statistics.mjs';
import { HttpConnection } from './http-connection.mjs';

const jobs = { run: runCalls, hold: holdStreams, release: releaseStreams, upload: uploadBody };
const held = [];

process.on('message', async ({ kind, job }) => {
  try {
    process.send({ result: await jobs[kind](job) });
  } catch (cause) {
    process.send({ failure: cause.stack ?? String(cause) });
  }
});

/** Bytes of an id that is to be new in each call. */
const ID_BYTES = 16;

/**
 * Calls over and over on `concurrency` connections, for a time or a number of calls. `freshBytes` lists ids within the
 * request, each by its places: they are new in every call.
 */
async function runCalls({ target, request, freshBytes = [], concurrency, durationMs, callCount }) {
  const latencies = [];
  const firstBytes = [];
  let errors = 0;
  let left = callCount ?? Number.POSITIVE_INFINITY;
  const startedAt = performance.now();
  const until = startedAt + (durationMs ?? Number.POSITIVE_INFINITY);
  const worker = async () => {
    let connection = new HttpConnection(target);
    const bytes = Buffer.from(request);
    while (left > 0 && performance.now() < until) {
      left--;
      if (connection.closed) connection = new HttpConnection(target);
      for (const places of freshBytes) renew(bytes, places);
      try {
        const answer = await connection.call(bytes);
        if (answer.status !== 200) errors++;
        latencies.push(answer.durationMs);
        firstBytes.push(answer.firstByteMs);
      } catch {
        errors++;
      }
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const elapsedMs = performance.now() - startedAt;
  return { calls: latencies.length, errors, elapsedMs, ...summary(latencies, firstBytes) };
}

function renew(bytes, [first, ...others]) {
  randomFillSync(bytes, first, ID_BYTES);
  for (const place of others) bytes.copy(bytes, place, first, first + ID_BYTES);
}

function summary(latencies, firstBytes) {
  latencies.sort((left, right) => left - right);
  firstBytes.sort((left, right) => left - right);
  return {
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    firstByteP50Ms: percentile(firstBytes, 0.5),
    firstByteP99Ms: percentile(firstBytes, 0.99),
  };
}

/** Opens streams and keeps them; resolves when each has its first byte. */
async function holdStreams({ target, request, count }) {
  const bytes = Buffer.from(request);
  const opened = [];
  for (let index = 0; index < count; index++) {
    const connection = new HttpConnection(target);
    held.push(connection);
    opened.push(
      new Promise((resolve, reject) => {
        connection.call(bytes, resolve).catch(reject);
      }),
    );
  }
  await Promise.all(opened);
  return { open: held.length };
}

async function releaseStreams() {
  for (const connection of held.splice(0)) connection.close();
}

/** Sends one large body. */
async function uploadBody({ target, head, byteLength }) {
  const connection = new HttpConnection(target);
  const answered = connection.call(Buffer.from(head));
  const part = Buffer.alloc(65_536, 'x');
  for (let left = byteLength; left > 0; left -= part.length) {
    await connection.write(left < part.length ? part.subarray(0, left) : part);
  }
  const answer = await answered;
  connection.close();
  return answer;
}
