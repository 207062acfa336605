/** Settings and what follows from them: an operator masks what is stored; an author replays with another prompt version. */
import { expect, test } from '@playwright/test';
import { seriousViolations } from './support/accessibility.mjs';
import { watchFaults } from './support/faults.mjs';
import { call } from './support/labeling.mjs';
import { weirUrl } from './support/weir.mjs';

const unique = () => Math.random().toString(36).slice(2, 10);

let faults = [];
test.beforeEach(({ page }) => {
  faults = watchFaults(page);
});
test.afterEach(async () => {
  expect(faults).toEqual([]);
  const { rules } = await call('GET', '/api/v1/redaction-rules');
  for (const { rule_id: id } of rules) await call('DELETE', `/api/v1/redaction-rules/${id}`);
});

/** Pictures of the pages for whoever wants to look at them. */
async function picture(page, name) {
  const folder = process.env.WEIR_SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** A call through the proxy; its answer, and its trace once that can be read. */
async function chat(content, headers = {}) {
  const answer = await fetch(`${weirUrl()}/demo/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content }] }),
  });
  const text = await answer.text();
  const traceId = answer.headers.get('x-weir-trace-id');
  await expect
    .poll(async () => (await fetch(`${weirUrl()}/api/v1/traces/${traceId}`)).status, { timeout: 20_000 })
    .toBe(200);
  return { traceId, text };
}

test('an operator makes a redaction rule, tries it, and sees it hold', async ({ page }) => {
  const mail = `ann.${unique()}@example.org`;
  await page.goto(`${weirUrl()}/settings?tab=redaction`);
  await page.getByRole('button', { name: 'New rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('personal data');
  const stored = dialog.getByTestId('what-is-stored');
  await expect(stored).toContainText('[email]');
  await dialog.getByLabel('What is said').fill(`Write to ${mail} or +49 30 1234567`);
  await expect(stored).toHaveText('Write to [email] or +49 30 1234567');
  await dialog.getByLabel(/telephone numbers/).check();
  await expect(stored).toHaveText('Write to [email] or [phone]');
  await picture(page, 'redaction-editor');
  expect(await seriousViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'personal data' })).toContainText('mail addresses');
  await picture(page, 'redaction');
  expect(await seriousViolations(page)).toEqual([]);

  const { traceId } = await chat(`I am ${mail}, call +49 30 1234567.`);
  await page.goto(`${weirUrl()}/traces/${traceId}`);
  await expect(page.getByText('I am [email], call [phone].', { exact: true })).toBeVisible();
  await expect(page.getByText(/^\d+ pieces$/)).toBeVisible();
  expect(await page.content()).not.toContain(mail);
  expect(JSON.stringify(await call('GET', `/api/v1/traces/${traceId}`))).not.toContain(mail);
  await picture(page, 'redacted-trace');

  await page.goto(`${weirUrl()}/settings?tab=redaction`);
  await page.getByRole('switch', { name: 'personal data is on' }).uncheck();
  await expect.poll(async () => (await call('GET', '/api/v1/redaction-rules')).rules[0]?.enabled).toBe(false);
});

test('an operator sees on the trail who changed what', async ({ page }) => {
  const name = `trail ${unique()}`;
  const { info } = await call('POST', '/api/v1/keys', { name, scopes: ['read'], owner: 'ann@example.com' });
  await page.goto(`${weirUrl()}/settings?tab=audit`);
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('key.create');
  await expect(row).toContainText(`key_id ${info.key_id}`);
  await expect(row).toContainText('this machine, without a key');
  await picture(page, 'audit');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByLabel('What').selectOption('Experiments');
  await expect(row).toHaveCount(0);
  await page.getByLabel('What').selectOption('Keys');
  await expect(row).toHaveCount(1);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export' }).click();
  expect(await (await download).failure()).toBeNull();
});

test('a pattern that is none is told while it is written', async ({ page }) => {
  await page.goto(`${weirUrl()}/settings?tab=redaction`);
  await page.getByRole('button', { name: 'New rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What a pattern finds').check();
  await dialog.getByLabel(/^Pattern/).fill('(?=a)');
  await expect(dialog.getByRole('alert')).toContainText('RE2');
  await dialog.getByLabel(/^Pattern/).fill(String.raw`CUST-\d+`);
  await dialog.getByLabel('Marker').fill('customer');
  await dialog.getByLabel('What is said').fill('CUST-42 <b onclick="alert(1)">');
  await expect(dialog.getByTestId('what-is-stored')).toHaveText('[customer] <b onclick="alert(1)">');
  await dialog.getByLabel('Members by name').check();
  await dialog.getByLabel('Names').fill('password');
  await dialog.getByLabel('What is said').fill('{"Password": "x"}');
  await expect(dialog.getByTestId('what-is-stored')).toHaveText('{"Password":"[removed]"}');
  await picture(page, 'redaction-members');
});

test('an operator says which feedback makes a test case', async ({ page }) => {
  const { experiment } = await call('POST', '/api/v1/experiments', { name: `rules ${unique()}` });
  const id = experiment.experiment_id;
  await page.goto(`${weirUrl()}/settings?tab=feedback`);
  await page.getByLabel('Experiment').selectOption(id);
  await expect(page.getByText('the default')).toBeVisible();
  await page.getByLabel('Into the dataset').fill('bad answers');
  await page.getByRole('button', { name: 'Another kind of feedback' }).click();
  await page.getByLabel('Name of the feedback').last().fill('tone');
  await page.getByLabel('One of the values').last().fill('rude, 0');
  await picture(page, 'negative-feedback');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Back to the default' })).toBeVisible();
  const { rule } = await call('GET', `/api/v1/experiments/${id}/test-case-rule`);
  expect(rule.dataset).toBe('bad answers');
  expect(rule.negative.at(-1)).toEqual({ name: 'tone', equals: ['rude', 0] });
  await page.getByRole('button', { name: 'Back to the default' }).click();
  await expect(page.getByText('the default')).toBeVisible();
});

test('an author replays a call with another version of its prompt', async ({ page }) => {
  const name = `prompt-${unique()}`;
  const register = (template) => call('POST', '/api/v1/prompts', { name, template });
  await register('You help {{ who }}. Be brief.');
  const { traceId } = await chat('Where is my order?', {
    'x-weir-prompt': `${name}/1`,
    'x-weir-prompt-variables': JSON.stringify({ who: 'Ann' }),
  });
  await call('POST', `/api/v1/prompts/${name}/versions`, {
    template: 'You are the friend of {{ who }}, {{ mood }}.',
  });
  await page.goto(`${weirUrl()}/traces/${traceId}`);
  await page.getByRole('button', { name: 'Replay' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Prompt').selectOption(name);
  await expect(dialog.getByLabel('Version')).toHaveValue('2');
  await expect(dialog.getByText(`It takes the place of ${name}/1.`)).toBeVisible();
  await expect(dialog.getByLabel('who')).toHaveValue('Ann');
  await dialog.getByLabel('mood').fill('cheerful');
  await dialog.getByRole('button', { name: 'Run' }).click();
  const link = dialog.getByRole('link', { name: 'its trace' });
  await expect(link).toBeVisible();
  await picture(page, 'replay');
  expect(await seriousViolations(page)).toEqual([]);
  const replayed = (await link.getAttribute('href')).split('/').pop();
  await expect
    .poll(async () => (await fetch(`${weirUrl()}/api/v1/traces/${replayed}`)).status, { timeout: 20_000 })
    .toBe(200);
  const { spans } = await call('GET', `/api/v1/traces/${replayed}`);
  expect(spans[0].attributes['mlflow.linkedPrompts']).toEqual([{ name, version: '2' }]);
  expect(spans[0].attributes['mlflow.spanInputs'].messages).toEqual([
    { role: 'system', content: 'You are the friend of Ann, cheerful.' },
    { role: 'user', content: 'Where is my order?' },
  ]);
});

test('the overview counts by words and by what is said, against the period before', async ({ page }) => {
  const word = `w${unique()}`;
  const user = `user-${word}`;
  const traceIds = [];
  for (const text of [`${word} one`, `${word} two`, 'other three'])
    traceIds.push((await chat(text, { 'x-weir-user': user })).traceId);
  for (const [index, traceId] of traceIds.entries()) {
    await call('POST', `/api/v1/traces/${traceId}/assessments`, {
      name: 'helpful',
      source: { source_type: 'HUMAN', source_id: 'ann' },
      feedback: { value: index === 0 },
    });
  }
  await page.goto(`${weirUrl()}/?user=${user}&text=${word}&range=24h`);
  await expect(page.getByRole('link', { name: /^Requests 2/ })).toBeVisible();
  // A chart drawn beside the table has a row of that name too, in its legend.
  const row = page.getByRole('row').filter({ hasText: 'helpful' }).filter({ hasText: 'people' });
  await expect(row).toContainText('50%');
  await picture(page, 'overview');
  expect(await seriousViolations(page)).toEqual([]);
  await row.getByRole('link', { name: 'helpful' }).click();
  await expect(page.getByRole('row').filter({ hasText: word })).toHaveCount(2);
});
