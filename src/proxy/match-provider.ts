/** First stage: which provider a path means, and the key it may carry. */
import { AppError } from '../core/app-error.ts';
import { redactSecrets } from '../core/redaction.ts';
import type { Provider } from './providers/contract.ts';
import type { ProviderTable } from './providers/table.ts';

/** A path that names a configured provider. */
export interface ProviderMatch {
  provider: Provider & { baseUrl: string };
  /** The path after the provider, encoded as it came, with its leading slash or empty. */
  rest: string;
  /** From `/k/{key}/…`. */
  pathKey: string | null;
}

/**
 * Matches `/{provider}/…` and `/k/{key}/{provider}/…`.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST naming the known providers, or how to configure a known one
 */
export function matchProvider(pathname: string, table: ProviderTable): ProviderMatch {
  const folded = foldSlashes(pathname);
  const keyed = /^\/k\/([^/]+)(\/.*)?$/.exec(folded);
  const path = keyed === null ? folded : (keyed[2] ?? '/');
  const end = path.indexOf('/', 1);
  const name = path.slice(1, end === -1 ? undefined : end);
  const provider = table.get(name);
  if (provider === undefined) {
    throw new AppError(
      'RESOURCE_DOES_NOT_EXIST',
      `Unknown provider "${redactSecrets(name.slice(0, 64))}". Known providers: ${table.names().join(', ')}.`,
    );
  }
  if (provider.baseUrl === null) {
    throw new AppError(
      'RESOURCE_DOES_NOT_EXIST',
      `Provider ${name} is not configured: ${provider.configureHint ?? 'set its baseUrl in WEIR_PROVIDERS'}.`,
    );
  }
  return {
    provider: { ...provider, baseUrl: provider.baseUrl },
    rest: end === -1 ? '' : path.slice(end),
    pathKey: keyed?.[1] ?? null,
  };
}

/** A base URL that ends with a slash and a path that begins with one make two, which mean one. */
function foldSlashes(pathname: string): string {
  return pathname.replace(/\/{2,}/g, '/');
}
