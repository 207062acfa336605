/** What people who use the deployment may know of its providers: which are ready, and what is missing. No secret. */
import type { ProviderTable } from './table.ts';

/** The state of one provider. */
export interface DescribedProvider {
  name: string;
  /** False until it has an address. */
  configured: boolean;
  /** Whether credentials are stored, to be added for callers with a Weir key; null when it needs none. */
  hasStoredKey: boolean | null;
  /** What to do while it is not configured. */
  hint: string | null;
}

/**
 * All providers of the table, by name.
 *
 * @param secret a stored credential by name, or null
 */
export function describeProviders(
  providers: ProviderTable,
  secret: (name: string) => string | null,
): DescribedProvider[] {
  const has = (secretNames: readonly string[]) => secretNames.every((each) => secret(each) !== null);
  return providers
    .names()
    .map((name) => providers.get(name))
    .filter((provider) => provider !== undefined)
    .map(({ name, baseUrl, configureHint, secretName, sign }) => {
      const isStored =
        (secretName !== null && has([secretName])) || (sign !== null && has(sign.requiredSecrets));
      return {
        name,
        configured: baseUrl !== null,
        hasStoredKey: secretName === null && sign === null ? null : isStored,
        hint: baseUrl === null ? configureHint : null,
      };
    });
}
