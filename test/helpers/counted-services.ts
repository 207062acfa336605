/** A deployment on the real stores whose databases count the rows they read. */
import { env } from 'cloudflare:workers';
import { readDeployment } from '../../src/deployment.ts';
import { counting } from './counting-database.ts';

/** The services, and the rows that were read so far. */
export function countedServices() {
  const count = { rowsRead: 0 };
  const bindings = {
    ...env,
    TRACES: counting(env.TRACES, count),
    REGISTRY: counting(env.REGISTRY, count),
    WEIR_SIGNING_KEY: 'signing-key-of-the-tests',
  } as unknown as Env;
  const deployment = readDeployment(bindings);
  if (!deployment.ok) throw new Error(JSON.stringify(deployment.mistakes));
  return { services: deployment.services, count };
}
