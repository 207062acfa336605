/** What a client asks before anything else: which version this is, and what it can do. */
import { z } from 'zod';
import type { Surface } from './surface.ts';

/**
 * The version of MLflow whose wire this is. Python's client sends spans only to 3.4 and later
 * (mlflow/store/tracking/rest_store.py), and the interop suite runs this very one.
 */
export const mlflowVersion = '3.17.2';

/** `/version` and server-info. */
export function addServerEndpoints(surface: Surface): void {
  surface.api.get('/version', (context) => context.text(mlflowVersion));
  for (const method of ['GET', 'POST'] as const) {
    surface.on({ method, versions: ['3.0'], path: '/server-info', scopes: [], message: z.object({}) }, () =>
      Promise.resolve({ store_type: 'SqlStore', workspaces_enabled: false }),
    );
  }
}
