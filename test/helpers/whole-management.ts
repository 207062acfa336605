/** Everything but the way of the call, put together by the composition root on the test's own bindings. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { readDeployment } from '../../src/deployment.ts';

/** The admin key of {@link wholeManagement}. */
export const adminKey = 'admin-key-of-the-tests';

/** Sends a request to a deployment of the test's own; what it leaves to be done afterwards is waited for. */
export type SendRequest = (path: string, init?: RequestInit) => Promise<Response>;

/** A deployment with an admin key, on this machine; a variable whose value is undefined is not set. */
export function wholeManagement(variables: Record<string, string | undefined> = {}): SendRequest {
  const bindings = { ...env, WEIR_ADMIN_KEY: adminKey, ...variables } as unknown as Env;
  const deployment = readDeployment(bindings);
  if (!deployment.ok) throw new Error(JSON.stringify(deployment.mistakes));
  const { app } = deployment;
  return async (path, init) => {
    const context = createExecutionContext();
    const answer = await app.fetch(new Request(`http://127.0.0.1:8787${path}`, init), bindings, context);
    await waitOnExecutionContext(context);
    return answer;
  };
}

/** The headers of a call with the admin key. */
export const asAdmin = { authorization: `Bearer ${adminKey}` };
