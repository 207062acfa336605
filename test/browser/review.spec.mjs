/** The review app: from the link to the result, two people, bad networks, phones, keys, screen readers, hostile text. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';
import {
  call,
  plainConversation,
  progressOf,
  richConversation,
  saidBy,
  setUpReview,
} from './support/labeling.mjs';
import { weirUrl } from './support/weir.mjs';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = '../../test-results/browser';
const plain = (count) => Array.from({ length: count }, (_, index) => plainConversation(index + 1));

/** Opens a link and waits for its first item. */
async function openReview(page, url) {
  const violations = [];
  page.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
  page.on('pageerror', (error) => violations.push(String(error)));
  await page.goto(url);
  await expect(page.locator('header.top')).toBeVisible();
  await expect(page.locator('.conversation, main.message').first()).toBeVisible();
  return violations;
}

const saved = (page) => expect(page.getByText('Saved', { exact: true })).toBeVisible();
const item = (page, index, total) =>
  expect(page.locator('.where')).toContainText(`Item ${index} of ${total}`);

async function expectSaid(traceId, reviewer, expected) {
  await expect.poll(() => saidBy(traceId, reviewer), { timeout: 15_000 }).toEqual(expected);
}

test('a reviewer goes from the link to the result', async ({ page }) => {
  const { links, traceIds, sessionId } = await setUpReview({
    conversations: [richConversation, ...plain(2)],
  });
  const violations = await openReview(page, links.ada);
  expect(page.url()).toBe(`${weirUrl()}/review/${sessionId}`);
  await item(page, 1, 3);
  const answer = page.locator('.turn.answer');
  await expect(answer.locator('strong')).toHaveText('4711');
  await expect(answer.getByRole('cell', { name: 'Walden' })).toBeVisible();
  await expect(page.locator('.turn.user img')).toHaveJSProperty('naturalWidth', 96);
  await page.getByText('Calls find_order').click();
  await expect(page.getByLabel('Arguments of find_order')).toContainText('"order": 4711');
  await page.getByRole('radio', { name: 'Incorrect' }).check();
  await page.getByLabel('Comment').fill('It was shipped twice.');
  await page.getByRole('checkbox', { name: 'Kind' }).check();
  await page.getByRole('checkbox', { name: 'Neutral' }).check();
  await page.getByLabel('How helpful is it?').fill('4');
  await page.getByText('Correct the answer').click();
  await page
    .getByLabel('What should the answer have been?')
    .fill('It left on Monday; a new copy leaves today.');
  await page.screenshot({ path: `${shots}/review-wide.png` });
  await page.getByRole('button', { name: 'Done, next' }).click();
  await item(page, 2, 3);
  await saved(page);
  await expectSaid(traceIds[0], 'ada', {
    is_correct: [false, 'It was shipped twice.'],
    tone: ['Kind', 'Neutral'],
    helpfulness: 4,
    expected_response: 'It left on Monday; a new copy leaves today.',
  });
  await page.getByRole('button', { name: 'Skip' }).click();
  await item(page, 3, 3);
  await page.getByRole('button', { name: 'Back' }).click();
  await item(page, 2, 3);
  await expect(page.locator('.badge.skipped')).toHaveText('skipped');
  await page.getByRole('radio', { name: 'Correct', exact: true }).check();
  await page.getByRole('button', { name: 'Done, next' }).click();
  await item(page, 3, 3);
  await page.getByRole('radio', { name: 'Correct', exact: true }).check();
  await page.getByRole('button', { name: 'Done, next' }).click();
  await expect(page.getByRole('heading', { name: 'All done. Thank you!' })).toBeVisible();
  await expect
    .poll(async () => (await progressOf(sessionId)).reviewers[0])
    .toEqual({ reviewer: 'ada', complete: 3, skipped: 0, pending: 0 });
  expect(violations).toEqual([]);
});

test('two reviewers on one item are both kept, and see at the end how far they agree', async ({
  browser,
}) => {
  const { links, traceIds, sessionId } = await setUpReview({ conversations: plain(2) });
  const verdicts = { ada: ['Correct', 'Incorrect'], bo: ['Correct', 'Correct'] };
  let last;
  for (const reviewer of ['ada', 'bo']) {
    const context = await browser.newContext({ viewport: { width: 1000, height: 760 } });
    const page = await context.newPage();
    await openReview(page, links[reviewer]);
    for (const verdict of verdicts[reviewer]) {
      await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
      await page.getByRole('radio', { name: verdict, exact: true }).check();
      await page.getByRole('button', { name: 'Done, next' }).click();
    }
    await saved(page);
    last = page;
  }
  await expect(last.getByRole('row', { name: /Is the answer correct/ })).toContainText('50%');
  await last.screenshot({ path: `${shots}/review-end.png` });
  await expectSaid(traceIds[1], 'ada', { is_correct: false });
  await expectSaid(traceIds[1], 'bo', { is_correct: true });
  const progress = await progressOf(sessionId);
  expect(progress.items).toEqual({ pending: 0, complete: 2, declined: 0 });
  expect(progress.questions[0].agreement).toMatchObject({
    items_compared: 2,
    percent_agreement: 0.5,
    kappa: 0,
  });
  await Promise.all(browser.contexts().map((context) => context.close()));
});

test('a reload in the middle of an item loses nothing', async ({ page }) => {
  const { links } = await setUpReview({ conversations: plain(3) });
  await openReview(page, links.ada);
  await page.getByRole('button', { name: 'Skip' }).click();
  await item(page, 2, 3);
  await page.getByRole('radio', { name: 'Incorrect' }).check();
  await page.getByLabel('Comment').pressSequentially('Half a sentence, and', { delay: 5 });
  await page.reload();
  await item(page, 2, 3);
  await expect(page.getByRole('radio', { name: 'Incorrect' })).toBeChecked();
  await expect(page.getByLabel('Comment')).toHaveValue('Half a sentence, and');
  await saved(page);
});

test('what is answered without a network waits, and goes out when it is back', async ({ page, context }) => {
  const { links, traceIds } = await setUpReview({ conversations: plain(8) });
  await openReview(page, links.ada);
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await page.getByRole('radio', { name: 'Correct', exact: true }).check();
  await expect(page.getByText(/waits? to be sent/)).toBeVisible();
  await page.getByRole('button', { name: 'Done, next' }).click();
  await item(page, 2, 8);
  await page.getByRole('radio', { name: 'Incorrect' }).check();
  await page.getByLabel('Comment').fill('Said on a train.');
  await page.screenshot({ path: `${shots}/review-offline.png` });
  await page.getByRole('button', { name: 'Done, next' }).click();
  // The next five were fetched ahead.
  for (const index of [3, 4, 5, 6]) {
    await item(page, index, 8);
    await expect(page.locator('.conversation')).toBeVisible();
    await page.getByRole('button', { name: 'Skip' }).click();
  }
  await expect(page.getByText('This item cannot be fetched right now.')).toBeVisible();
  expect(await saidBy(traceIds[0], 'ada')).toEqual({});
  await context.setOffline(false);
  await expectSaid(traceIds[0], 'ada', { is_correct: true });
  await expectSaid(traceIds[1], 'ada', { is_correct: [false, 'Said on a train.'] });
  await expect(page.locator('.conversation')).toBeVisible();
  await saved(page);
});

test('what waits when the page closes is there on the next one, and goes out', async ({ page, context }) => {
  const { links, traceIds, sessionId } = await setUpReview({ conversations: plain(1) });
  await openReview(page, links.ada);
  await context.setOffline(true);
  await page.getByRole('radio', { name: 'Correct', exact: true }).check();
  await expect(page.getByText(/waits? to be sent/)).toBeVisible();
  await page.close();
  await context.setOffline(false);
  const next = await context.newPage();
  await next.goto(`${weirUrl()}/review/${sessionId}`);
  await expectSaid(traceIds[0], 'ada', { is_correct: true });
  await expect(next.getByRole('radio', { name: 'Correct', exact: true })).toBeChecked();
});

test('answers are tried again while Weir is busy, and an answer that is lost on its way counts once', async ({
  page,
}) => {
  const { links, traceIds } = await setUpReview({ conversations: plain(1) });
  await openReview(page, links.ada);
  let tries = 0;
  await page.route('**/api/items/*', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    tries++;
    if (tries === 1) return route.fulfill({ status: 503, body: '{}' });
    if (tries > 2) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.getByRole('radio', { name: 'Correct', exact: true }).check();
  await expect.poll(() => tries, { timeout: 15_000 }).toBe(3);
  await saved(page);
  const { assessments } = await call('GET', `/api/v1/traces/${traceIds[0]}/assessments`);
  expect(assessments).toHaveLength(1);
});

test('is used by keyboard alone', async ({ page }) => {
  const { links, traceIds } = await setUpReview({ conversations: plain(3) });
  await openReview(page, links.ada);
  await page.keyboard.press('2');
  await expect(page.getByRole('radio', { name: 'Incorrect' })).toBeChecked();
  await page.keyboard.press('c');
  await expect(page.getByLabel('Comment')).toBeFocused();
  await page.keyboard.type('By hand, 1 2 3 s b.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('1');
  await page.keyboard.press('2');
  await page.keyboard.press('1');
  await page.keyboard.press('j');
  await page.keyboard.press('5');
  await expect(page.getByLabel('How helpful is it?')).toBeFocused();
  await page.keyboard.type('3');
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await expect(page.getByLabel('What should the answer have been?')).toBeFocused();
  await page.keyboard.type('No, we do not.');
  await page.keyboard.press('Control+Enter');
  await item(page, 2, 3);
  await expectSaid(traceIds[0], 'ada', {
    is_correct: [false, 'By hand, 1 2 3 s b.'],
    tone: ['Neutral'],
    helpfulness: 3,
    expected_response: 'No, we do not.',
  });
  await page.keyboard.press('s');
  await item(page, 3, 3);
  await page.keyboard.press('b');
  await item(page, 2, 3);
  await page.keyboard.press('f');
  await item(page, 3, 3);
  await page.keyboard.press('Enter');
  await item(page, 3, 3);
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'All done. Thank you!' })).toBeVisible();
});

test('shortcuts of a single key can be switched off', async ({ page }) => {
  const { links } = await setUpReview({ conversations: plain(2) });
  await openReview(page, links.ada);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('s');
  await dialog.getByLabel('Shortcuts of a single key').uncheck();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('s');
  await page.keyboard.press('1');
  await item(page, 1, 2);
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  await page.getByRole('radio', { name: 'Correct', exact: true }).check();
  await page.keyboard.press('Control+Enter');
  await item(page, 2, 2);
});

test('text that looks like a script stays text', async ({ page }) => {
  const hostile =
    '<img src=x onerror="document.title=1"><script>document.title=2</script> [x](javascript:document.title=3)';
  const { links, traceIds } = await setUpReview({
    conversations: [
      {
        inputs: { messages: [{ role: `user"><b>`, content: hostile }] },
        outputs: { choices: [{ message: { role: 'assistant', content: hostile } }] },
        spans: [{ name: hostile, type: 'TOOL', given: { a: hostile }, made: hostile }],
      },
    ],
    session: { name: `${hostile} ${Date.now()}`, description: hostile },
  });
  const violations = await openReview(page, links.ada);
  await expect(page.locator('.turn.answer')).toContainText('<img src=x');
  expect(await page.locator('#app img, #app script, #app b, #app a').count()).toBe(0);
  await page.getByRole('radio', { name: 'Incorrect' }).check();
  await page.getByLabel('Comment').fill(hostile);
  await saved(page);
  await page.reload();
  await expect(page.getByLabel('Comment')).toHaveValue(hostile);
  await expectSaid(traceIds[0], 'ada', { is_correct: [false, hostile] });
  expect(await page.title()).toContain(hostile);
  expect(violations).toEqual([]);
});

test('a link opens nothing else, and ends when it is revoked', async ({ page }) => {
  const { links, sessionId } = await setUpReview({ conversations: plain(1) });
  const other = await setUpReview({ conversations: plain(1) });
  await openReview(page, links.ada);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  const cookies = await page.context().cookies();
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict', path: `/review/${sessionId}/api` }]);
  await page.goto(`${weirUrl()}/review/${other.sessionId}`);
  await expect(page.getByRole('heading', { name: 'This review does not open' })).toBeVisible();
  await page.goto(`${weirUrl()}/review/${other.sessionId}#${links.ada.split('#')[1]}`);
  await expect(page.getByText('This link is not valid.')).toBeVisible();
  const { links: listed } = await call('GET', `/api/v1/labeling-sessions/${sessionId}/links`);
  const own = listed.find(({ reviewer }) => reviewer === 'ada');
  await call('DELETE', `/api/v1/labeling-sessions/${sessionId}/links/${own.link_id}`);
  await page.goto(`${weirUrl()}/review/${sessionId}`);
  await expect(page.getByText('This link was revoked.')).toBeVisible();
});

test('answers outlive their link: they wait for the next one', async ({ page }) => {
  const { links, sessionId, traceIds } = await setUpReview({ conversations: plain(1) });
  await openReview(page, links.ada);
  const path = `/api/v1/labeling-sessions/${sessionId}/links`;
  const { links: listed } = await call('GET', path);
  await call('DELETE', `${path}/${listed.find(({ reviewer }) => reviewer === 'ada').link_id}`);
  await page.getByRole('radio', { name: 'Incorrect' }).check();
  await expect(page.getByText('This link was revoked. Your answers are kept in this browser.')).toBeVisible();
  const { links: renewed } = await call('POST', path, { reviewer: 'ada' });
  await page.goto(renewed[0].url);
  await expectSaid(traceIds[0], 'ada', { is_correct: false });
  await expect(page.getByRole('radio', { name: 'Incorrect' })).toBeChecked();
});

test('a session without items, and one that was closed, say so', async ({ page }) => {
  const empty = await setUpReview();
  await openReview(page, empty.links.ada);
  await expect(page.getByRole('heading', { name: 'There is nothing to review yet' })).toBeVisible();
  const closed = await setUpReview({ conversations: plain(1) });
  await call('PATCH', `/api/v1/labeling-sessions/${closed.sessionId}`, { status: 'closed' });
  await openReview(page, closed.links.ada);
  await expect(page.getByText('This session is closed.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Incorrect' })).toBeDisabled();
});

test('an answer that is refused is told, and the review goes on', async ({ page }) => {
  const { links, sessionId, traceIds } = await setUpReview({ conversations: plain(2) });
  await openReview(page, links.ada);
  await call('PATCH', `/api/v1/labeling-sessions/${sessionId}`, { status: 'closed' });
  await page.getByRole('radio', { name: 'Incorrect' }).check();
  await expect(page.getByRole('alert')).toContainText('An answer was not taken: This session is closed.');
  expect(await saidBy(traceIds[0], 'ada')).toEqual({});
});

for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of [
    ['wide', { width: 1280, height: 860 }],
    ['phone', { width: 390, height: 844 }],
  ]) {
    test(`has no accessibility violations, ${colorScheme}, ${size}`, async ({ browser }) => {
      const { links } = await setUpReview({ conversations: [richConversation, plainConversation(1)] });
      const context = await browser.newContext({
        colorScheme,
        viewport,
        bypassCSP: true,
        hasTouch: size === 'phone',
        isMobile: size === 'phone',
      });
      const page = await context.newPage();
      await openReview(page, links.ada);
      await page.getByRole('radio', { name: 'Incorrect' }).check();
      await page.getByLabel('Comment').fill('It was shipped twice.');
      await page.getByRole('checkbox', { name: 'Kind' }).check();
      await saved(page);
      await page.evaluate(axeSource);
      const found = await page.evaluate(() => axe.run(document));
      expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      );
      await page.screenshot({
        path: `${shots}/review-${colorScheme}-${size}.png`,
        fullPage: size === 'phone',
      });
      if (size === 'phone') {
        await page.evaluate(() => scrollTo(0, 0));
        await page.screenshot({ path: `${shots}/review-${colorScheme}-${size}-top.png` });
      }
      await page.keyboard.press('?');
      await page.evaluate(axeSource);
      const inHelp = await page.evaluate(() => axe.run(document));
      expect(inHelp.violations.map(({ id }) => id)).toEqual([]);
      await page.screenshot({ path: `${shots}/review-${colorScheme}-${size}-help.png` });
      await context.close();
    });
  }
}

test('a phone reviews with fingers', async ({ browser }) => {
  const { links, traceIds } = await setUpReview({ conversations: plain(2) });
  const context = await browser.newContext({
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await openReview(page, links.bo);
  await page.getByText('Incorrect').tap();
  await page.getByRole('button', { name: 'Done, next' }).tap();
  await item(page, 2, 2);
  await page.getByText('Correct', { exact: true }).tap();
  await page.getByRole('button', { name: 'Done, next' }).tap();
  await expect(page.getByRole('heading', { name: 'All done. Thank you!' })).toBeVisible();
  await expectSaid(traceIds[0], 'bo', { is_correct: false });
  await expectSaid(traceIds[1], 'bo', { is_correct: true });
  await context.close();
});
