/** Provider rows for tests that need one and not the whole table. */
import type { Dialect, Provider } from '../../src/proxy/providers/contract.ts';
import type { ProviderTable } from '../../src/proxy/providers/table.ts';
import { openaiDialect } from '../../src/proxy/providers/openai/index.ts';

export function providerRow(overrides: Partial<Provider> = {}, dialect: Dialect = openaiDialect): Provider {
  return {
    name: 'openai',
    dialect,
    baseUrl: 'https://api.openai.com/v1',
    configureHint: null,
    secretName: 'OPENAI_API_KEY',
    priceProvider: 'openai',
    asksStreamUsage: true,
    usageRules: { reasoningOutsideOutput: false },
    sign: null,
    ...overrides,
  };
}

export function tableOf(...providers: Provider[]): ProviderTable {
  const rows = new Map(providers.map((provider) => [provider.name, provider]));
  return { get: (name) => rows.get(name), names: () => [...rows.keys()] };
}
