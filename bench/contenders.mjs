/** Everyone who takes part, in the order of the tables. Each runs in a process of its own. */
import { startPortkey } from './start-portkey.mjs';
import { startWeir } from './start-weir.mjs';
import { plainWorker, startWorker } from './start-worker.mjs';

const nothingToSettle = async () => undefined;

/** Starts the fixture provider. */
export function startUpstream() {
  return startWorker(plainWorker('upstream'));
}

/** Starts the bare pass-through worker. */
export async function startBare({ upstream }) {
  const started = await startWorker(plainWorker('bare', { UPSTREAM: upstream.address.origin }));
  return { ...started, prefix: '', headers: {}, settle: nothingToSettle };
}

/**
 * Starts all contenders.
 *
 * @param {{upstream: {address: URL}, scriptPath: string}} input
 */
export async function startContenders({ upstream, scriptPath }) {
  const bare = await startBare({ upstream });
  const weir = await startWeir({ upstream, scriptPath });
  const path = await startWeir({ upstream, scriptPath, observe: 'forget' });
  const portkey = await startPortkey(upstream);
  const direct = { ...upstream, prefix: '', headers: {}, settle: nothingToSettle };
  const withoutCapture = { ...weir, headers: { 'x-weir-capture': 'off' }, settle: nothingToSettle };
  const contenders = [
    { ...direct, name: 'direct', title: 'direct (no proxy)', stop: nothingToSettle },
    { ...bare, name: 'bare', title: 'bare worker' },
    { ...withoutCapture, name: 'off', title: 'Weir, capture off', stop: nothingToSettle },
    { ...path, name: 'path', title: 'Weir, full, way of the call alone', settle: nothingToSettle },
    { ...weir, name: 'full', title: 'Weir, full, stores included' },
  ];
  if (portkey !== null)
    contenders.push({ ...portkey, name: 'portkey', title: 'Portkey 1.15.2 (Node)', settle: nothingToSettle });
  return contenders;
}
