/**
 * Logged models on MLflow's wire. Weir keeps none: searches find none, which is what clients ask before they download
 * artifacts of a run, and everything else is refused.
 */
import { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import type { Surface } from './surface.ts';

const V2 = ['2.0'] as const;

/** Endpoints under `/logged-models`. */
export function addLoggedModelEndpoints(surface: Surface): void {
  surface.on(
    { method: 'POST', versions: V2, path: '/logged-models/search', scopes: ['read'], message: z.object({}) },
    () => Promise.resolve({ models: [] }),
  );
  for (const [method, path] of [
    ['POST', '/logged-models'],
    ['GET', '/logged-models/{model_id}'],
    ['PATCH', '/logged-models/{model_id}'],
    ['DELETE', '/logged-models/{model_id}'],
  ] as const) {
    const endpoint = {
      method,
      versions: V2,
      path,
      scopes: ['read', 'write'],
      message: z.object({}),
    } as const;
    surface.on(endpoint, () =>
      Promise.reject(new AppError('NOT_IMPLEMENTED', 'Weir keeps no logged models; log to a run instead.')),
    );
  }
}
