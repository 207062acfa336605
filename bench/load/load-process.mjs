/** The parent's side of the load generator, which has a process of its own so that measuring does not disturb it. */
import { fork } from 'node:child_process';

/** Starts the generator. */
export function startLoadProcess() {
  const child = fork(new URL('generator.mjs', import.meta.url), { serialization: 'advanced' });
  let waiting = null;
  child.on('message', ({ result, failure }) => {
    const { resolve, reject } = waiting;
    waiting = null;
    if (failure === undefined) resolve(result);
    else reject(new Error(failure));
  });
  const ask = (kind, job) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      child.send({ kind, job });
    });
  return {
    run: (job) => ask('run', job),
    hold: (job) => ask('hold', job),
    release: () => ask('release', {}),
    upload: (job) => ask('upload', job),
    stop: () => child.kill(),
  };
}
