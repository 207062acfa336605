/**
 * Takes the pictures of the README from a Weir that `npm run demo` has filled: `node test/browser/take-screenshots.mjs`,
 * with WEIR_URL where it is not at http://127.0.0.1:8787.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const origin = process.env.WEIR_URL ?? 'http://127.0.0.1:8787';
const directory = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const judged = encodeURIComponent("feedback.correctness = 'no'");

const found = await fetch(`${origin}/api/v1/traces?filter=${judged}&page_size=1`);
const { traces } = await found.json();
const evaluations = await (await fetch(`${origin}/api/v1/evaluations?limit=2`)).json();
const [later, earlier] = evaluations.evaluations.map(({ evaluation_id: id }) => id);
const listed = await (await fetch(`${origin}/api/v1/experiments`)).json();
const support = listed.experiments.find(({ name }) => name === 'support-bot');
const pictures = [
  { name: 'overview', path: `/?experiment=${support.experiment_id}`, colorScheme: 'light' },
  { name: 'trace', path: `/traces/${traces[0].trace_id}`, colorScheme: 'dark' },
  {
    name: 'comparison',
    path: `/evaluations/${later}?view=compare&baseline=${earlier}`,
    colorScheme: 'light',
  },
];

await mkdir(directory, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const { name, path: page, colorScheme } of pictures) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme });
  const tab = await context.newPage();
  await tab.goto(origin + page);
  await tab.waitForLoadState('networkidle');
  await tab.locator('canvas, article, table').first().waitFor();
  await tab.screenshot({ path: path.join(directory, `${name}.png`) });
  await context.close();
}
await browser.close();
