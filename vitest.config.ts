/** Tests run inside workerd, with the stores and queues of wrangler.toml and the real migrations applied. */
import { availableParallelism } from 'node:os';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

export default defineConfig(async () => ({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          // A line that a consumer of the real queues logs beside a test is told to the runner from another invocation, which
          // then waits for it for ever.
          WEIR_LOG_LEVEL: 'error',
          REGISTRY_MIGRATIONS: await readD1Migrations('migrations/registry'),
          TRACES_MIGRATIONS: await readD1Migrations('migrations/traces'),
        },
      },
    }),
  ],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/sdk/**', 'test/faults/**', 'test/deployment/**', '**/node_modules/**'],
    setupFiles: ['./test/helpers/apply-migrations.ts'],
    // Patience for a busy machine: no test measures time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // Each file waits for an engine of its own to start: one more than there are cores keeps them busy.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    reporters: ['default'],
  },
}));
