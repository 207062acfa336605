/** `docs/mlflow-compatibility.md` lists every route of the wire, and none that is not there. */
import { describe, expect, it } from 'vitest';
import page from '../../../docs/mlflow-compatibility.md?raw';
import { createMlflowRoutes, type MlflowServices } from '../../../src/mlflow/index.ts';

/** Routes are made without asking any service; `/ajax-api` has the same as `/api`. */
function routes(): string[] {
  const api = createMlflowRoutes({} as MlflowServices);
  const lines = api.routes
    .filter(({ path, method }) => !path.startsWith('/ajax-api') && method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, '{$1}')}`);
  return [...new Set(lines)].sort();
}

function listed(): string[] {
  const [, block = ''] = /## Every route\n[^]*?```text\n([^`]*)```/.exec(page) ?? [];
  return block.trim().split('\n');
}

describe('the compatibility page', () => {
  it('lists every route of the wire, and no other', () => {
    expect(listed()).toEqual(routes());
  });
});
