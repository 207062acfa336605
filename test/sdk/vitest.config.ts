/** The SDK suite: plain Node, one fixture upstream and one Weir for all files, which therefore run one after the other. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    environment: 'node',
    globalSetup: ['./support/global-setup.ts'],
    setupFiles: ['./support/watch-traffic.ts'],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
