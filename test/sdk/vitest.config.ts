/** The SDK suite: plain Node; each worker has a fixture upstream and a Weir of its own. */
import { defineConfig } from 'vitest/config';
import { WORKERS } from './support/workers.ts';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    environment: 'node',
    globalSetup: ['./support/global-setup.ts'],
    setupFiles: ['./support/watch-traffic.ts'],
    maxWorkers: WORKERS,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    reporters: ['default'],
  },
});
