/** Everyone who takes part, in the order of the tables. Each runs in a process of its own. */
import { startPortkey } from './start-portkey.mjs';
import { startWeir, startWeirAlone } from './start-weir.mjs';
import { plainWorker, startWorker } from './start-worker.mjs';

const nothingToSettle = async () => undefined;

/** Starts the fixture provider. */
export function startUpstream() {
  return startWorker(plainWorker('upstream'));
}

/** Starts the bare pass-through worker. */
export function startBare({ upstream }) {
  return startPlain('bare', upstream);
}

/** Starts the pass-through worker whose JavaScript sees each chunk. */
export function startPump({ upstream }) {
  return startPlain('pump', upstream);
}

async function startPlain(name, upstream) {
  const started = await startWorker(plainWorker(name, { UPSTREAM: upstream.address.origin }));
  return { ...started, prefix: '', headers: {}, settle: nothingToSettle };
}

/**
 * Starts all contenders.
 *
 * @param {{upstream: {address: URL}, scriptPath: string}} input
 */
export async function startContenders({ upstream, scriptPath }) {
  const bare = await startBare({ upstream });
  const pump = await startPump({ upstream });
  const weir = await startWeir({ upstream, scriptPath });
  const path = await startWeirAlone({ upstream, scriptPath });
  const portkey = await startPortkey(upstream);
  const direct = { ...upstream, prefix: '', headers: {}, settle: nothingToSettle };
  const withoutCapture = { ...weir, headers: { 'x-weir-capture': 'off' }, settle: nothingToSettle };
  const contenders = [
    { ...direct, name: 'direct', title: 'direct (no proxy)', stop: nothingToSettle },
    { ...bare, name: 'bare', title: 'bare worker' },
    { ...pump, name: 'pump', title: 'bare worker that sees each chunk' },
    { ...withoutCapture, name: 'off', title: 'Weir, capture off', stop: nothingToSettle },
    { ...path, name: 'path', title: 'Weir, full, way of the call alone' },
    { ...weir, name: 'full', title: 'Weir, full, stores included' },
  ];
  if (portkey !== null) {
    const facts = { name: 'portkey', title: 'Portkey 1.15.2 (Node)', dropsQuery: true };
    contenders.push({ ...portkey, ...facts, settle: nothingToSettle });
  }
  return contenders;
}
