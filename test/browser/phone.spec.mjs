/** What a narrow screen must not cut off, and what a newcomer finds chosen. */
import { expect, test } from '@playwright/test';
import { watchFaults } from './support/faults.mjs';
import { call, richConversation, sendConversation } from './support/labeling.mjs';
import { weirUrl } from './support/weir.mjs';

test.use({ viewport: { width: 390, height: 844 } });

let faults = [];
test.beforeEach(({ page }) => {
  faults = watchFaults(page);
});
test.afterEach(() => {
  expect(faults).toEqual([]);
});

test('a trace is read without scrolling sideways', async ({ page }) => {
  const traceId = await sendConversation('0', richConversation);
  await page.goto(`${weirUrl()}/traces/${traceId}`);
  await expect(page.getByText('left the warehouse on Monday')).toBeVisible();
  const content = page.locator('#content > div');
  const [inside, outside] = await content.evaluate((box) => [box.scrollWidth, box.clientWidth]);
  expect(inside).toBe(outside);
});

test('the tab that an address names is in view', async ({ page }) => {
  await page.goto(`${weirUrl()}/settings?tab=deployment`);
  await expect(page.getByRole('tab', { name: 'Deployment' })).toBeInViewport({ ratio: 0.9 });
});

test('a name in a table is not broken within a word', async ({ page }) => {
  const name = `unbroken_name_${Math.random().toString(36).slice(2, 8)}`;
  await call('POST', '/api/v1/datasets', { name });
  await page.goto(`${weirUrl()}/datasets`);
  const link = page.getByRole('link', { name });
  const lineHeight = await link.evaluate((element) => parseFloat(getComputedStyle(element).lineHeight));
  expect((await link.boundingBox()).height).toBeLessThan(lineHeight * 1.5);
});

test('a new labeling session is not about the calls of the judges, unless chosen', async ({ page }) => {
  const { experiments } = await call('GET', '/api/v1/experiments');
  if (!experiments.some(({ name }) => name === 'weir-judges')) {
    await call('POST', '/api/v1/experiments', { name: 'weir-judges' });
  }
  await page.goto(`${weirUrl()}/labeling/new`);
  const chosen = page.getByLabel('Experiment').locator('option:checked');
  await expect(chosen).toHaveCount(1);
  await expect(chosen).not.toHaveText('weir-judges');
});
