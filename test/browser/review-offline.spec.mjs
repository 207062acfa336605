/** The review app where things go wrong: no network at the opening, two tabs at once, a proxy with a path prefix. */
import { expect, test } from '@playwright/test';
import { openPrefixProxy } from './support/below-prefix.mjs';
import { call, plainConversation, saidBy, setUpReview } from './support/labeling.mjs';
import { weirUrl } from './support/weir.mjs';

const plain = (count) => Array.from({ length: count }, (_, index) => plainConversation(index + 1));
const saved = (page) => expect(page.getByText('Saved', { exact: true })).toBeVisible();
const waits = (page, text = /waits? to be sent/) => expect(page.getByText(text)).toBeVisible();
const item = (page, index, total) =>
  expect(page.locator('.where')).toContainText(`Item ${index} of ${total}`);
const choose = (page, name) => page.getByRole('radio', { name, exact: true }).check();
const done = (page) => page.getByRole('button', { name: 'Done, next' }).click();

/** Opens a link, and waits until the app would open without a network too. */
async function openReview(page, url) {
  await page.goto(url);
  await expect(page.locator('.conversation')).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.waitForLoadState('networkidle');
}

async function expectSaid(traceId, reviewer, expected) {
  await expect.poll(() => saidBy(traceId, reviewer), { timeout: 20_000 }).toEqual(expected);
}

/** Everything that was ever said of a trace, also what something else took the place of. */
const saidEver = async (traceId) => (await call('GET', `/api/v1/traces/${traceId}/assessments`)).assessments;

test('without a network the app opens again, with what was said, and goes on', async ({ page, context }) => {
  const { links, traceIds, sessionId } = await setUpReview({ conversations: plain(4) });
  const violations = [];
  page.on('console', (message) => {
    if (/content security policy|trusted/i.test(message.text())) violations.push(message.text());
  });
  await openReview(page, links.ada);
  await choose(page, 'Correct');
  await done(page);
  await item(page, 2, 4);
  await saved(page);
  await context.setOffline(true);
  await choose(page, 'Incorrect');
  await page.getByLabel('Comment').fill('In a tunnel.');
  await page.reload();
  await item(page, 2, 4);
  await expect(page.getByText('Do you have book number 2?')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Incorrect' })).toBeChecked();
  await expect(page.getByLabel('Comment')).toHaveValue('In a tunnel.');
  await waits(page);
  await done(page);
  await item(page, 3, 4);
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Back' }).click();
  // What was sent before the network went is known too.
  await item(page, 1, 4);
  await expect(page.getByRole('radio', { name: 'Correct', exact: true })).toBeChecked();
  // A new tab, still without a network.
  await page.close();
  const next = await context.newPage();
  await next.goto(`${weirUrl()}/review/${sessionId}`);
  await item(next, 3, 4);
  await choose(next, 'Correct');
  await done(next);
  await item(next, 4, 4);
  expect(await saidBy(traceIds[2], 'ada')).toEqual({});
  await context.setOffline(false);
  await expectSaid(traceIds[1], 'ada', { is_correct: [false, 'In a tunnel.'] });
  await expectSaid(traceIds[2], 'ada', { is_correct: true });
  await saved(next);
  expect(await saidEver(traceIds[2])).toHaveLength(1);
  expect(violations).toEqual([]);
});

test('what is kept for a lost network goes when the link ends, and when all is done', async ({ page }) => {
  const { links, sessionId } = await setUpReview({ conversations: plain(1) });
  const kept = () =>
    page.evaluate(async (name) => {
      const cache = await caches.open(name);
      return (await cache.keys()).map(({ url }) => new URL(url).pathname.split('/')[2]);
    }, `weir-review ${sessionId}`);
  await openReview(page, links.ada);
  await expect.poll(kept).toEqual(['work', 'item']);
  await choose(page, 'Correct');
  await done(page);
  await expect(page.getByRole('heading', { name: 'All done. Thank you!' })).toBeVisible();
  await expect.poll(kept).toEqual(['work']);
  const path = `/api/v1/labeling-sessions/${sessionId}/links`;
  const { links: listed } = await call('GET', path);
  await call('DELETE', `${path}/${listed.find(({ reviewer }) => reviewer === 'ada').link_id}`);
  await page.reload();
  await expect(page.getByText('This link was revoked.')).toBeVisible();
  expect(await kept()).toEqual([]);
});

test('of two tabs of one reviewer neither loses what the other said, and nothing is said twice', async ({
  context,
  page: one,
}) => {
  const { links, traceIds, sessionId } = await setUpReview({ conversations: plain(3) });
  await openReview(one, links.ada);
  const two = await context.newPage();
  await two.goto(`${weirUrl()}/review/${sessionId}#2`);
  await item(two, 2, 3);
  await context.setOffline(true);
  await choose(one, 'Correct');
  await choose(two, 'Incorrect');
  await two.getByLabel('Comment').fill('From the second tab.');
  await done(one);
  await item(one, 2, 3);
  // The first tab sees what the second said, although none of it could be sent yet.
  await expect(one.getByLabel('Comment')).toHaveValue('From the second tab.');
  await choose(one, 'Correct');
  await waits(one);
  await context.setOffline(false);
  // The last word counts, whichever tab sends it.
  await expectSaid(traceIds[0], 'ada', { is_correct: true });
  await expectSaid(traceIds[1], 'ada', { is_correct: [true, 'From the second tab.'] });
  await Promise.all([saved(one), saved(two)]);
  await expect(two.getByRole('radio', { name: 'Correct', exact: true })).toBeChecked();
  const [first, second] = [await saidEver(traceIds[0]), await saidEver(traceIds[1])];
  expect(first).toHaveLength(1);
  const ids = second.map(({ assessment_id: id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(second.filter(({ valid }) => valid)).toHaveLength(1);
});

test('what waits in a tab that was closed is sent by the one that is open', async ({
  context,
  page: one,
}) => {
  const { links, traceIds, sessionId } = await setUpReview({ conversations: plain(2) });
  await openReview(one, links.ada);
  const two = await context.newPage();
  await two.goto(`${weirUrl()}/review/${sessionId}#2`);
  await item(two, 2, 2);
  await context.setOffline(true);
  await choose(two, 'Incorrect');
  await waits(two);
  await waits(one);
  await two.close();
  await context.setOffline(false);
  await expectSaid(traceIds[1], 'ada', { is_correct: false });
  await saved(one);
  expect(await saidEver(traceIds[1])).toHaveLength(1);
});

test('of two people in one browser each says only what they said themselves', async ({ context, page }) => {
  const { links, traceIds } = await setUpReview({
    conversations: plain(1),
    reviewers: ['ada', 'ada.smith'],
  });
  await openReview(page, links['ada.smith']);
  await context.setOffline(true);
  await choose(page, 'Incorrect');
  await waits(page);
  await context.setOffline(false);
  // Before anything goes out, somebody else opens their link.
  await context.route('**/api/items/*', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await page.close();
  const next = await context.newPage();
  await next.goto(links.ada);
  await expect(next.locator('.conversation')).toBeVisible();
  await expect(next.getByRole('radio', { checked: true })).toHaveCount(0);
  await context.unroute('**/api/items/*');
  await choose(next, 'Correct');
  await expectSaid(traceIds[0], 'ada', { is_correct: true });
  await saved(next);
});

test('below a path prefix the app, its answers and its offline page work as well', async ({
  browser,
  page,
}) => {
  const { links, traceIds, sessionId } = await setUpReview({ conversations: plain(2) });
  const proxy = await openPrefixProxy('/weir');
  try {
    const url = links.ada.replace(weirUrl(), `${proxy.origin}/weir`);
    await openReview(page, url);
    expect(page.url()).toBe(`${proxy.origin}/weir/review/${sessionId}`);
    expect(await page.context().cookies()).toMatchObject([{ path: `/weir/review/${sessionId}/api` }]);
    await choose(page, 'Correct');
    await done(page);
    await item(page, 2, 2);
    await expectSaid(traceIds[0], 'ada', { is_correct: true });
    await page.context().setOffline(true);
    await page.reload();
    await item(page, 2, 2);
    await page.context().setOffline(false);
  } finally {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await proxy.close();
  }
});
