/** The widget: keyboard, screen reader, network that comes and goes, pages that close, looks. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';
import { chatUrl, converse, expectSaid, saidOf, weirUrl } from './support/weir.mjs';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const all = 'thumbs stars categories comment correction';

/** Opens the chat and puts a widget for a new trace on it, told nothing but what to show. */
async function openWidget(page, attributes = {}) {
  await page.goto(chatUrl());
  const { traceId } = await converse(page, `Hello ${Math.random()}`, 'direct');
  await page.evaluate((given) => {
    const made = document.createElement('weir-feedback');
    made.id = 'subject';
    for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
    document.querySelector('main').replaceChildren(made);
  }, attributes);
  return { traceId, widget: page.locator('#subject') };
}

test('finds the trace of the last answer by itself, and offers an API', async ({ page }) => {
  const { traceId, widget } = await openWidget(page, { kinds: 'stars' });
  await widget.getByRole('radio', { name: '4 of 5 stars' }).check();
  await expectSaid(traceId, { rating: 4 });
  const told = await page.evaluate(async () => {
    const last = weir.lastTrace();
    return { last, state: await weir.give({ name: 'tone', value: 'friendly', user: 'ada' }) };
  });
  expect(told).toMatchObject({ last: { traceId, origin: weirUrl() }, state: 'sent' });
  await expectSaid(traceId, { rating: 4, tone: 'friendly' });
});

test('is idle until there is an answer to speak of', async ({ page }) => {
  await page.goto(chatUrl());
  await page.evaluate(() => document.querySelector('main').append(document.createElement('weir-feedback')));
  await expect(page.getByRole('button', { name: 'Good answer' })).toBeDisabled();
});

test('is used by keyboard alone', async ({ page }) => {
  const { traceId, widget } = await openWidget(page);
  await page.getByLabel('Answers come').focus();
  await page.keyboard.press('Tab');
  await expect(widget.getByRole('button', { name: 'Good answer' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(widget.getByRole('button', { name: 'Bad answer' })).toHaveAttribute('aria-pressed', 'true');
  await expect(widget.getByRole('button', { name: 'Bad answer' })).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(widget.getByRole('checkbox', { name: 'Wrong' })).toBeChecked();
  for (const _ of [1, 2, 3, 4]) await page.keyboard.press('Tab');
  await expect(widget.getByLabel('Anything to add?')).toBeFocused();
  await page.keyboard.type('By hand.');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Something else.');
  await page.keyboard.press('Control+Enter');
  await expectSaid(traceId, {
    thumbs: false,
    category: ['Wrong'],
    comment: 'By hand.',
    expected_response: 'Something else.',
  });
  await expect(widget.getByRole('button', { name: 'Bad answer' })).toBeFocused();
  await expect(widget.getByRole('button', { name: 'Send' })).toBeHidden();
});

test('stars are chosen with the arrow keys', async ({ page }) => {
  const { traceId, widget } = await openWidget(page, { kinds: 'stars' });
  await widget.getByRole('radio', { name: '1 of 5 stars' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expectSaid(traceId, { rating: 3 });
});

test('a change of mind counts, once', async ({ page }) => {
  const { traceId, widget } = await openWidget(page, { kinds: 'thumbs' });
  for (const name of ['Bad answer', 'Good answer', 'Bad answer', 'Good answer']) {
    await widget.getByRole('button', { name }).click();
  }
  await expect(widget.getByRole('button', { name: 'Bad answer' })).toHaveAttribute('aria-pressed', 'false');
  await expectSaid(traceId, { thumbs: true });
});

test('F105: fifty votes on one page all land', async ({ page }) => {
  await page.goto(chatUrl());
  const traceIds = await page.evaluate(async (weirOrigin) => {
    const ids = [];
    for (let turn = 0; turn < 50; turn++) {
      const answer = await fetch(`${weirOrigin}/demo/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: `Vote ${turn}` }] }),
      });
      await answer.text();
      ids.push(answer.headers.get('x-weir-trace-id'));
      const widget = document.createElement('weir-feedback');
      widget.setAttribute('trace-id', ids[turn]);
      widget.setAttribute('kinds', 'thumbs');
      document.querySelector('main').append(widget);
    }
    for (const widget of document.querySelectorAll('weir-feedback')) {
      widget.shadowRoot.querySelector('[part~=up]').click();
    }
    return ids;
  }, weirUrl());
  await expect
    .poll(
      async () => (await Promise.all(traceIds.map(saidOf))).filter(({ thumbs }) => thumbs === true).length,
      {
        timeout: 25_000,
      },
    )
    .toBe(50);
});

test('keeps what is said while the network is away, and sends it when it is back', async ({
  page,
  context,
}) => {
  const { traceId, widget } = await openWidget(page);
  await context.setOffline(true);
  await widget.getByRole('button', { name: 'Bad answer' }).click();
  await expect(widget.getByRole('status')).toHaveText('Saved. It is sent when you are online.');
  await widget.getByLabel('What should it have said?').fill('Written offline.');
  await widget.getByRole('button', { name: 'Send' }).click();
  await context.setOffline(false);
  await expectSaid(traceId, { thumbs: false, expected_response: 'Written offline.' });
});

test('keeps it for the next page when this one closes without a network', async ({ page, context }) => {
  const { traceId, widget } = await openWidget(page, { kinds: 'thumbs' });
  await context.setOffline(true);
  await widget.getByRole('button', { name: 'Good answer' }).click();
  await expect(widget.getByRole('status')).toHaveText('Saved. It is sent when you are online.');
  await page.close();
  await context.setOffline(false);
  const next = await context.newPage();
  await next.goto(chatUrl());
  await expectSaid(traceId, { thumbs: true });
});

test('what two tabs say without a network is all sent by the next page', async ({ context }) => {
  const tabs = [await context.newPage(), await context.newPage()];
  const opened = [];
  for (const tab of tabs) opened.push(await openWidget(tab, { kinds: 'thumbs' }));
  await context.setOffline(true);
  for (const { widget } of opened) {
    await widget.getByRole('button', { name: 'Good answer' }).click();
    await expect(widget.getByRole('status')).toHaveText('Saved. It is sent when you are online.');
  }
  for (const tab of tabs) await tab.close();
  await context.setOffline(false);
  await (await context.newPage()).goto(chatUrl());
  for (const { traceId } of opened) await expectSaid(traceId, { thumbs: true });
});

test('waits while Weir is busy, and tries again', async ({ page }) => {
  const { traceId, widget } = await openWidget(page, { kinds: 'thumbs' });
  let refusals = 0;
  await page.route('**/feedback', (route) =>
    refusals++ < 2 ? route.fulfill({ status: 503, body: '{}' }) : route.continue(),
  );
  await widget.getByRole('button', { name: 'Good answer' }).click();
  await expectSaid(traceId, { thumbs: true });
  expect(refusals).toBe(3);
});

test('says so when feedback is refused, and goes on with the next', async ({ page }) => {
  const { traceId, widget } = await openWidget(page, { kinds: 'thumbs', token: 'wf1.none' });
  await widget.getByRole('button', { name: 'Good answer' }).click();
  await expect(widget.getByRole('status')).toHaveText('Feedback on this answer is closed.');
  expect(await page.evaluate(() => weir.give({ name: 'still', value: true }))).toBe('sent');
  await expectSaid(traceId, { still: true });
});

test('sends what was written when the page closes', async ({ page }) => {
  const { traceId, widget } = await openWidget(page);
  await widget.getByRole('button', { name: 'Bad answer' }).click();
  await widget.getByLabel('What should it have said?').fill('Half a sentence, and then');
  await page.goto('about:blank');
  await expectSaid(traceId, { thumbs: false, expected_response: 'Half a sentence, and then' });
});

test('speaks the language of the page', async ({ page }) => {
  await page.goto(chatUrl());
  await converse(page, 'Hallo', 'direct');
  await page.evaluate(() => {
    weir.configure({ labels: { de: { up: 'Gute Antwort', down: 'Schlechte Antwort' } } });
    const widget = document.createElement('weir-feedback');
    widget.lang = 'de-AT';
    document.querySelector('main').replaceChildren(widget);
  });
  await expect(page.getByRole('button', { name: 'Gute Antwort' })).toBeVisible();
});

test('takes its looks from custom properties and parts', async ({ page }) => {
  const { widget } = await openWidget(page);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      'weir-feedback{--weir-bad:rgb(1, 2, 3)} weir-feedback::part(thumb){border-radius:17px} weir-feedback::part(send){color:rgb(4, 5, 6)}',
    );
    document.adoptedStyleSheets.push(sheet);
  });
  const down = widget.getByRole('button', { name: 'Bad answer' });
  await down.click();
  await expect(down).toHaveCSS('color', 'rgb(1, 2, 3)');
  await expect(down).toHaveCSS('border-radius', '17px');
  await expect(widget.getByRole('button', { name: 'Send' })).toHaveCSS('color', 'rgb(4, 5, 6)');
});

for (const colorScheme of ['light', 'dark']) {
  test(`has no accessibility violations, ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({
      colorScheme,
      bypassCSP: true,
      viewport: { width: 900, height: 860 },
    });
    const page = await context.newPage();
    await page.goto(chatUrl());
    const { widget } = await converse(page, 'Do you have a first edition of Walden?');
    await page.screenshot({ path: `../../test-results/browser/chat-${colorScheme}.png` });
    await widget.evaluate((element, kinds) => element.setAttribute('kinds', kinds), all);
    await widget.getByRole('radio', { name: '2 of 5 stars' }).check();
    await widget.getByRole('button', { name: 'Bad answer' }).click();
    await widget.getByText('Incomplete').click();
    await widget.getByLabel('Anything to add?').fill('It did not say which shelf.');
    await page.evaluate(axeSource);
    const found = await page.evaluate(() => axe.run(document));
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.screenshot({ path: `../../test-results/browser/widget-${colorScheme}.png` });
    await context.close();
  });
}

test('fits a narrow page', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 340, height: 700 } });
  const page = await context.newPage();
  await page.goto(chatUrl());
  const { widget } = await converse(page, 'Short question');
  await widget.evaluate((element, kinds) => element.setAttribute('kinds', kinds), all);
  await widget.getByRole('button', { name: 'Bad answer' }).click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(340);
  await page.screenshot({ path: '../../test-results/browser/narrow.png', fullPage: true });
  await context.close();
});
