/**
 * Spans per second that exporters can store, of Weir and of MLflow's own server on SQLite: the same requests over the same
 * number of connections, in rounds by turns, the ratio within a round. Where MLflow cannot be had, Weir is measured alone.
 */
import { SPANS_PER_TRACE, otlpRequest } from '../load/otlp-requests.mjs';
import { targetOf } from '../load/requests.mjs';
import { atLeast } from '../report/aims.mjs';
import { table } from '../report/tables.mjs';
import { startMlflow } from '../start-mlflow.mjs';
import { startWeir } from '../start-weir.mjs';
import { median } from '../statistics.mjs';

const CONNECTIONS = 16;
const SPANS_PER_REQUEST = [5, 50, 500];
const ROUNDS = 3;
const SLICE_MS = 2000;
const WARM_UP_MS = 500;
const ADMIN_KEY = 'admin-key-of-the-bench';
const AIM = 10;

export const measurement = {
  name: 'otlp-ingest',
  async measure({ load, upstream, scriptPath, quick }) {
    const weir = await startWeir({ scriptPath, upstream, variables: { WEIR_ADMIN_KEY: ADMIN_KEY } });
    const headers = { 'x-mlflow-experiment-id': '0', authorization: `Bearer ${ADMIN_KEY}` };
    const mlflow = await startMlflow();
    try {
      const receivers = { weir: { ...weir, headers }, ...(mlflow === null ? {} : { mlflow }) };
      const sizes = await measureSizes({ load, receivers, rounds: quick ? 1 : ROUNDS });
      return { sizes, mlflowVersion: mlflow?.version ?? null };
    } finally {
      await weir.stop();
      await mlflow?.stop();
    }
  },
  render({ sizes, mlflowVersion }) {
    const head = [
      'spans per request',
      'Weir, spans/s',
      `MLflow ${mlflowVersion ?? '(not here)'}, spans/s`,
      'ratio',
    ];
    const rows = sizes.map(({ spans, weir, mlflow, ratio }) => [String(spans), weir, mlflow, ratio]);
    return [
      `### Spans over OTLP\n\n${CONNECTIONS} exporting connections, runs of an agent of ${SPANS_PER_TRACE} spans.\n\n${table(head, rows)}`,
    ];
  },
  aims: ({ sizes }) =>
    sizes.map(({ spans, ratio }) =>
      atLeast(`OTLP, ${spans} spans per request: spans/s against MLflow`, AIM, ratio),
    ),
};

async function measureSizes({ load, receivers, rounds }) {
  const sizes = [];
  for (const spans of SPANS_PER_REQUEST) {
    const samples = [];
    for (const receiver of Object.values(receivers))
      await slice({ load, receiver, spans, durationMs: WARM_UP_MS });
    for (let round = 0; round < rounds; round++) {
      // Whoever begins is another one each round.
      const entries = Object.entries(receivers);
      const sample = {};
      for (const [name, receiver] of round % 2 === 0 ? entries : entries.toReversed())
        sample[name] = await slice({ load, receiver, spans, durationMs: SLICE_MS });
      samples.push(sample);
    }
    const of = (read) => median(samples.map(read));
    sizes.push({
      spans,
      weir: of(({ weir }) => weir),
      mlflow: of(({ mlflow }) => mlflow ?? Number.NaN),
      ratio: of(({ weir, mlflow }) => weir / (mlflow ?? Number.NaN)),
    });
  }
  return sizes;
}

/** Spans stored per second. */
async function slice({ load, receiver, spans, durationMs }) {
  const { bytes, freshBytes } = otlpRequest(receiver, { traceCount: spans / SPANS_PER_TRACE });
  const job = {
    target: targetOf(receiver),
    request: bytes,
    freshBytes,
    concurrency: CONNECTIONS,
    durationMs,
  };
  const { calls, errors, elapsedMs } = await load.run(job);
  if (errors > 0 || calls === 0) throw new Error(`${errors} of ${calls} exports failed.`);
  return (calls * spans * 1000) / elapsedMs;
}
