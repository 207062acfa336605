/** Many traces, chosen by hand in the table: into a labeling session, and into a dataset. */
import { expect, test } from '@playwright/test';
import { watchFaults } from './support/faults.mjs';
import { call, plainConversation, sendConversations } from './support/labeling.mjs';
import { weirUrl } from './support/weir.mjs';

const unique = () => Math.random().toString(36).slice(2, 10);
const dialog = (page) => page.getByRole('dialog');

let faults = [];
test.beforeEach(({ page }) => {
  faults = watchFaults(page);
});
test.afterEach(() => {
  expect(faults).toEqual([]);
});

/** Opens the traces of an experiment, goes to the end of them, and chooses all. */
async function chooseAll(page, experimentId, count) {
  await page.goto(`${weirUrl()}/traces?experiment=${experimentId}`);
  const table = page.getByRole('table', { name: 'Traces' });
  await expect(async () => {
    await table.evaluate((element) => element.parentElement.scrollTo(0, element.scrollHeight));
    await expect(page.getByText(new RegExp(`^${count} traces`))).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole('checkbox', { name: `Choose all ${count} that are loaded` }).check();
  await expect(page.getByText(`${count} traces; ${count} chosen`)).toBeVisible();
}

test('as many as are chosen by hand begin a session and become records', async ({ page }) => {
  test.setTimeout(120_000);
  const count = 500;
  const { experiment } = await call('POST', '/api/v1/experiments', { name: `chosen ${unique()}` });
  const experimentId = experiment.experiment_id;
  await sendConversations(
    experimentId,
    Array.from({ length: count }, (_, index) => plainConversation(index + 1)),
  );
  await chooseAll(page, experimentId, count);
  await page.getByRole('button', { name: 'Label' }).click();
  await page.getByRole('menuitem', { name: `Add the ${count} chosen…` }).click();
  await dialog(page).getByRole('link', { name: 'New session with them…' }).click();
  await expect(page.getByText(`${count} traces`, { exact: true })).toBeVisible();
  // They are more than an address holds, and stay when the page is loaded anew.
  expect(page.url()).not.toContain('tr-');
  await page.reload();
  await expect(page.getByText(`${count} traces`, { exact: true })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(`All of them ${unique()}`);
  await page.getByRole('button', { name: 'Create session' }).click();
  await expect(page.getByText(`0 complete, 0 declined, ${count} pending`)).toBeVisible();

  await chooseAll(page, experimentId, count);
  await page.getByRole('button', { name: 'Add to dataset' }).click();
  await dialog(page).getByRole('combobox', { name: 'Dataset' }).selectOption('A new one…');
  await dialog(page).getByLabel('Name').fill(`All of them ${unique()}`);
  await dialog(page).getByRole('button', { name: 'Add' }).click();
  await expect(dialog(page).getByText(`${count} traces added.`)).toBeVisible({ timeout: 30_000 });
  await dialog(page).getByRole('link', { name: 'Open the dataset' }).click();
  await expect(page.getByText(`${count} records`)).toBeVisible();
});
