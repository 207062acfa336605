/** Black-box tests of the built worker on the embedded engine, over HTTP, from Node. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts', 'test/deployment/**/*.test.ts'],
    globalSetup: 'test/faults/build-once.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    fileParallelism: false,
  },
});
