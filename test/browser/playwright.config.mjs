/** The browser suite: Debian's Chromium, a Weir and a chat server of its own, started once. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: '../../test-results/browser',
  globalSetup: './support/start.mjs',
  workers: 1,
  timeout: 90_000,
  // A browser on a busy machine is the one thing here that cannot be told to wait: in CI a test that fails is tried once
  // more, and named when it passes only then.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['./support/count-reporter.mjs']],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
    viewport: { width: 900, height: 760 },
  },
});
