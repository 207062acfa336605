/**
 * Bindings that count what a deployment would be billed for. They hand every call to the real binding and add up what
 * it reports; D1 tells the rows itself.
 */

/**
 * A queue operation is a write, a read or a delete of 64 KB or a part of it; a KB is 1,000 bytes, and a message has about
 * 100 bytes of its own (https://developers.cloudflare.com/queues/pricing/).
 */
const QUEUE_UNIT_BYTES = 64_000;
const QUEUE_FRAME_BYTES = 100;
const OPERATIONS_PER_UNIT = 3;

/** @returns counters, all zero */
export function createCounters() {
  return { d1RowsWritten: 0, d1RowsRead: 0, r2ClassA: 0, r2ClassB: 0, queueMessages: 0, queueOperations: 0 };
}

/** `env` with its stores and queue counted. */
export function countBindings(env, counters) {
  return {
    ...env,
    REGISTRY: countDatabase(env.REGISTRY, counters),
    TRACES: countDatabase(env.TRACES, counters),
    CONTENT: countBucket(env.CONTENT, counters),
    TRACES_QUEUE: countQueue(env.TRACES_QUEUE, counters),
    SPOOLED_QUEUE: countQueue(env.SPOOLED_QUEUE, counters),
  };
}

function countDatabase(database, counters) {
  return {
    prepare: (sql) => countStatement(database.prepare(sql), counters),
    async batch(statements) {
      const results = await database.batch(statements.map((statement) => statement.real));
      for (const result of results) countRows(result, counters);
      return results;
    },
  };
}

function countStatement(real, counters) {
  const run = async () => countRows(await real.all(), counters);
  return {
    real,
    bind: (...values) => countStatement(real.bind(...values), counters),
    all: run,
    run,
    /** As `all`, because the platform's `first` does not tell the rows. */
    async first(column) {
      const row = (await run()).results[0] ?? null;
      return column === undefined || row === null ? row : row[column];
    },
  };
}

function countRows(result, counters) {
  counters.d1RowsWritten += result.meta.rows_written;
  counters.d1RowsRead += result.meta.rows_read;
  return result;
}

function countBucket(bucket, counters) {
  const counted = (name, counter) =>
    function count(...parameters) {
      counters[counter]++;
      return bucket[name](...parameters);
    };
  return {
    put: counted('put', 'r2ClassA'),
    list: counted('list', 'r2ClassA'),
    get: counted('get', 'r2ClassB'),
    head: counted('head', 'r2ClassB'),
    /** Deleting is free. */
    delete: (keys) => bucket.delete(keys),
  };
}

function countQueue(queue, counters) {
  const count = (body) => {
    const byteLength = body.byteLength ?? JSON.stringify(body).length;
    counters.queueMessages++;
    const units = Math.ceil((byteLength + QUEUE_FRAME_BYTES) / QUEUE_UNIT_BYTES);
    counters.queueOperations += units * OPERATIONS_PER_UNIT;
  };
  return {
    async send(body, options) {
      count(body);
      return queue.send(body, options);
    },
    async sendBatch(messages, options) {
      const list = [...messages];
      for (const message of list) count(message.body);
      return queue.sendBatch(list, options);
    },
  };
}
