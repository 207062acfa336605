/**
 * The dashboard in a browser over a million traces: what the first load weighs, when something is seen, how long until
 * filtered traces stand in the table. Needs a Chromium, and Playwright as `npm run test:browser` installs it.
 * `node bench/measure/browser.mjs [count]` prints it.
 */
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildDashboard } from '../../scripts/build-dashboard.mjs';
import { buildWorker } from '../../scripts/build-worker.mjs';
import { atMost } from '../report/aims.mjs';
import { formatNumber, table } from '../report/tables.mjs';
import { startFilled } from '../start-filled.mjs';
import { median } from '../statistics.mjs';
import { experimentId, newestMs } from './search-data.mjs';

const ROUNDS = 9;
const DAY_MS = 86_400_000;
const TRACES = 1_000_000;
const QUICK_TRACES = 10_000;
const LONGEST_WAIT_MS = 60_000;

/** @typedef {{count: number, firstLoadBytes: number, firstPaintMs: number, tableMs: number, filteredMs: Record<string, number>, overviewMs: number}} BrowserFigures */

export const measurement = {
  name: 'browser',
  measure: ({ scriptPath, quick }) => measureBrowser({ scriptPath, count: quick ? QUICK_TRACES : TRACES }),
  render: (figures) =>
    figures === null ? [] : [`### The dashboard in a browser\n\n${table(['', 'figure'], rowsOf(figures))}`],
  aims: (figures) => [
    atMost('dashboard, first load, gzip, KB', 250, figures === null ? NaN : figures.firstLoadBytes / 1000),
    atMost(
      'dashboard, filtered traces in the table, ms, worst',
      1000,
      figures === null ? NaN : Math.max(...Object.values(figures.filteredMs)),
    ),
  ],
};

/**
 * @param {{scriptPath: string, count: number, onStage?: (stage: string) => void}} input count: how many traces
 * @returns {Promise<BrowserFigures | null>} medians; null where there is no browser
 */
async function measureBrowser({ scriptPath, count, onStage = () => undefined }) {
  const chromium = findBrowser();
  if (typeof chromium === 'string') {
    process.stderr.write(`The browser is left out: ${chromium}\n`);
    return null;
  }
  await buildDashboard();
  const weir = await startFilled({ scriptPath, count, onStage });
  const browser = await chromium.launch();
  try {
    onStage('opening pages');
    const firstLoadBytes = await weighFirstLoad(browser, weir.address);
    const firstPaintMs = await repeat(() => timeFirstPaint(browser, weir.address));
    const tableMs = await repeat(() => timeTable(browser, weir.address));
    onStage('filtering');
    const filteredMs = await timeFilters(browser, weir.address);
    onStage('counting');
    const overviewMs = await repeat(() => timeOverview(browser, weir.address), 3);
    return { count, firstLoadBytes, firstPaintMs, tableMs, filteredMs, overviewMs };
  } finally {
    await browser.close();
    await weir.stop();
  }
}

/** Playwright's Chromium, set to the one that is installed; or what is missing. */
function findBrowser() {
  const executablePath =
    process.env.CHROMIUM ??
    ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (executablePath === undefined)
    return 'there is no Chromium; apt-get install -y chromium, or name one in the variable CHROMIUM.';
  try {
    const require = createRequire(new URL('../../test/browser/package.json', import.meta.url));
    const { chromium } = require('@playwright/test');
    return { launch: () => chromium.launch({ executablePath, args: ['--no-sandbox'] }) };
  } catch {
    return 'Playwright is not installed; npm run test:browser installs it.';
  }
}

/** A page of somebody who was never here: nothing is in a cache. */
async function withPage(browser, use) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(LONGEST_WAIT_MS);
    return await use(page);
  } finally {
    await context.close();
  }
}

/** Bytes of all that the overview needs before it asks for data, each file gzipped as an edge sends it. */
function weighFirstLoad(browser, address) {
  return withPage(browser, async (page) => {
    const bodies = [];
    page.on('response', (response) => {
      if (!new URL(response.url()).pathname.startsWith('/api/')) bodies.push(response.body());
    });
    await page.goto(new URL('/', address).href, { waitUntil: 'networkidle' });
    const files = await Promise.all(bodies);
    return files.reduce((sum, file) => sum + gzipSync(file).byteLength, 0);
  });
}

function timeFirstPaint(browser, address) {
  return withPage(browser, async (page) => {
    await page.goto(new URL('/', address).href);
    const paint = await page.waitForFunction(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    );
    return paint.jsonValue();
  });
}

/** From the address to the first rows of the newest traces, on a page that was never loaded. */
function timeTable(browser, address) {
  return withPage(browser, async (page) => {
    await page.goto(new URL(`/traces?experiment=${experimentId}`, address).href);
    return untilRow(page);
  });
}

/** What is typed into the bar, for a round. */
const filters = {
  'a user': (round) => `user:user-${round}`,
  'a tag': (round) => `tag:team:t${round}`,
  words: (round) => `order word${round * 100 + 7}`,
  'a filter': (round) => `tags.env = 'prod' AND trace.execution_time_ms > ${4000 + round}`,
};

/** From Enter to rows that are of the filter, on a page that is open. */
async function timeFilters(browser, address) {
  const times = {};
  for (const [title, textOf] of Object.entries(filters)) {
    times[title] = await repeat((round) =>
      withPage(browser, async (page) => {
        await page.goto(new URL(`/traces?experiment=${experimentId}`, address).href);
        await untilRow(page);
        const bar = page.getByRole('combobox', { name: 'Filter traces' });
        await bar.fill(textOf(round));
        await page.evaluate(() => {
          const note = ({ key }) => {
            if (key === 'Enter') globalThis.enteredAt = performance.now();
          };
          addEventListener('keydown', note, true);
        });
        await bar.press('Enter');
        const shownAt = await untilAnswered(page);
        return shownAt - (await page.evaluate(() => globalThis.enteredAt));
      }),
    );
  }
  return times;
}

/** From the address to the numbers of a month, on a page that was never loaded. */
function timeOverview(browser, address) {
  const search = `experiment=${experimentId}&from=${newestMs - 30 * DAY_MS}&to=${newestMs}`;
  return withPage(browser, async (page) => {
    await page.goto(new URL(`/?${search}`, address).href);
    await page.getByRole('link', { name: /^Requests \d/ }).waitFor();
    return page.evaluate(() => performance.now());
  });
}

/** When there are rows in the table: the page's own clock, looked at with every frame. */
async function untilRow(page) {
  const shown = await page.waitForFunction(
    () => document.querySelector('[role="table"] [role="row"] a') !== null && performance.now(),
    null,
    { polling: 'raf' },
  );
  return shown.jsonValue();
}

/** When rows of what was asked since Enter are on the screen: the frame after the one that its answer was put into. */
async function untilAnswered(page) {
  const shown = await page.waitForFunction(
    () => {
      const asked = performance
        .getEntriesByType('resource')
        .find(({ name, startTime }) => startTime >= globalThis.enteredAt && name.includes('/api/v1/traces?'));
      if (asked === undefined || asked.responseEnd === 0) return false;
      globalThis.framesSince = (globalThis.framesSince ?? 0) + 1;
      const hasRows = document.querySelector('[role="table"] [role="row"] a') !== null;
      return hasRows && globalThis.framesSince > 2 && performance.now();
    },
    null,
    { polling: 'raf' },
  );
  return shown.jsonValue();
}

async function repeat(measure, rounds = ROUNDS) {
  const times = [];
  for (let round = 0; round < rounds; round++) times.push(await measure(round));
  return median(times);
}

function rowsOf({ count, firstLoadBytes, firstPaintMs, tableMs, filteredMs, overviewMs }) {
  return [
    ['traces in the index', count],
    ['first load, gzip, KB', firstLoadBytes / 1000],
    ['first contentful paint, nothing cached, ms', firstPaintMs],
    ['newest traces in the table, nothing cached, ms', tableMs],
    ...Object.entries(filteredMs).map(([title, ms]) => [
      `filtered by ${title}: from Enter to its rows, ms`,
      ms,
    ]),
    ['numbers of a month on the overview, nothing cached, ms', overviewMs],
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'weir-bundle-'));
  const scriptPath = await buildWorker(path.join(folder, 'worker.js'));
  const figures = await measureBrowser({
    scriptPath,
    count: Number(process.argv[2] ?? TRACES),
    onStage: (stage) => process.stderr.write(`${stage} …\n`),
  });
  for (const [title, figure] of figures === null ? [] : rowsOf(figures))
    process.stdout.write(`${title.padEnd(56)}${formatNumber(figure).padStart(10)}\n`);
  process.exit(0);
}
