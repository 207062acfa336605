/** Evaluations in the dashboard: started over a dataset or traces, read row by row, two of them compared. */
import { expect, test } from '@playwright/test';
import { watchFaults } from './support/faults.mjs';
import { call } from './support/labeling.mjs';
import { brief, chat, endsWell, evaluate, newDataset, newExperiment, short } from './support/quality.mjs';
import { weirUrl } from './support/weir.mjs';

let faults = [];
test.beforeEach(({ page }) => {
  faults = watchFaults(page);
});
test.afterEach(() => {
  expect(faults).toEqual([]);
});

test('an author evaluates a dataset with progress, and reads a row with its verdicts and its trace', async ({
  page,
}) => {
  const experiment = await newExperiment();
  const dataset = await newDataset(['Where is it?', 'May I return it?', 'Do you ship?']);
  await call('POST', '/api/v1/scorers', { experiment: experiment.id, ...brief });
  await page.goto(`${weirUrl()}/evaluations?experiment=${experiment.id}`);
  await expect(page.getByText('No evaluations yet')).toBeVisible();
  await page.getByRole('button', { name: 'Evaluate' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('first try');
  await dialog.getByRole('combobox', { name: /^Dataset/ }).selectOption(dataset.dataset_id);
  await dialog.getByRole('checkbox', { name: /brief/ }).check();
  await dialog.getByText('Anew, by a model').click();
  await dialog.getByLabel('Parameters').fill('{"temperature": 0}');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(page).toHaveURL(/\/evaluations\/ev-/);
  await expect(page.getByText('finished')).toBeVisible({ timeout: 20_000 });
  const metric = page.getByRole('region', { name: 'Metrics' }).getByRole('row').filter({ hasText: 'brief' });
  await expect(metric).toContainText('0%');
  await expect(metric).toContainText('0% to 56.1%');
  await metric.getByRole('link', { name: 'failing rows' }).click();
  await expect(page).toHaveURL(/failing=brief/);
  await page.getByRole('link', { name: 'Open row 2' }).click();
  await expect(page).toHaveURL(/row=2/);
  await expect(dialog.getByText('May I return it?', { exact: false }).first()).toBeVisible();
  await expect(dialog.getByText(/^\d+ characters\.$/)).toBeVisible();
  // The address alone shows the same.
  await page.reload();
  await expect(dialog.getByRole('heading', { name: 'Row 2 of 3' })).toBeVisible();
  await dialog.getByRole('link', { name: 'Open its trace' }).click();
  await expect(page).toHaveURL(/\/traces\/tr-/);
  await expect(page.getByText('brief').first()).toBeVisible();
});

test('traces found by a filter are evaluated as they are', async ({ page }) => {
  const experiment = await newExperiment();
  await chat('Judge me as I am', experiment);
  await call('POST', '/api/v1/scorers', { experiment: experiment.id, ...endsWell });
  await page.goto(`${weirUrl()}/evaluations?experiment=${experiment.id}&start=yes`);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Traces', { exact: true }).click();
  await dialog.getByLabel('Traces where').fill("status = 'ERROR'");
  await dialog.getByRole('checkbox', { name: /ends_well/ }).check();
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(dialog.getByRole('alert')).toContainText('at least one row');
  await dialog.getByLabel('Traces where').fill("status = 'OK'");
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('finished')).toBeVisible({ timeout: 20_000 });
  await expect(
    page.getByRole('region', { name: 'Rows' }).getByText('Judge me as I am').first(),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Open row 1' }).click();
  await expect(dialog.getByText('Judge me as I am', { exact: true })).toBeVisible();
});

test('two runs are compared row by row, what got worse first, and read side by side', async ({ page }) => {
  const experiment = await newExperiment();
  const dataset = await newDataset(['one?', 'two?', 'three?', 'four?', 'five?', 'six?', 'seven?']);
  const common = {
    experiment: experiment.id,
    dataset: dataset.dataset_id,
    scorers: [endsWell, brief],
  };
  const baseline = await evaluate({ ...common, name: 'whole', target: { model: 'demo:/demo' } });
  const candidate = await evaluate({ ...common, name: 'cut', target: { model: short } });
  await page.goto(`${weirUrl()}/evaluations/${candidate}`);
  await page.getByRole('tab', { name: 'Compare' }).click();
  await expect(page.getByLabel('Baseline', { exact: true })).toHaveValue(baseline);
  const rows = page.getByRole('region', { name: 'Comparison' }).getByRole('row');
  await expect(rows.nth(1)).toContainText('ends_well');
  await expect(rows.nth(1)).toContainText('0 won, 7 lost, 0 alike');
  await expect(rows.nth(1)).toContainText('worse');
  await expect(rows.nth(2)).toContainText('7 won, 0 lost, 0 alike');
  await expect(rows.nth(2)).toContainText('better');
  const headings = page.getByRole('heading', { level: 2 });
  await expect(headings).toHaveText(['Row by row', 'ends_well', 'brief']);
  await page
    .getByRole('region', { name: 'ends_well: got worse' })
    .getByRole('link', { name: 'Read row 3 beside the baseline' })
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('region', { name: 'Baseline' })).toContainText('each time.');
  await expect(dialog.getByRole('region', { name: 'This' })).not.toContainText('each time.');
  expect(new URL(page.url()).searchParams.get('baseline')).toBe(baseline);
  await page.reload();
  await expect(dialog.getByRole('region', { name: 'Baseline' })).toContainText('each time.');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});
