/** Quality in the dashboard: scorers and their verdicts, schedules, alerts, agreement of judges with people. */
import { expect, test } from '@playwright/test';
import { seriousViolations } from './support/accessibility.mjs';
import { watchFaults } from './support/faults.mjs';
import { call } from './support/labeling.mjs';
import {
  brief,
  chat,
  endsWell,
  evaluate,
  expectJudged,
  newDataset,
  newExperiment,
  short,
  unique,
} from './support/quality.mjs';
import { weirUrl } from './support/weir.mjs';

/** Breaks in everywhere that is not careful. */
const hostile = '<img src=x onerror="globalThis.broken=1"><script>globalThis.broken=1</script>';

let faults = [];
test.beforeEach(({ page }) => {
  faults = watchFaults(page);
});
test.afterEach(async ({ page }) => {
  expect(faults).toEqual([]);
  expect(await page.evaluate(() => globalThis.broken)).toBeUndefined();
});

test('an operator registers a scorer, reads what it says of traces, samples fewer, stops and deletes it', async ({
  page,
}) => {
  const experiment = await newExperiment();
  const name = `short-${unique()}`;
  await page.goto(`${weirUrl()}/quality?tab=scorers&experiment=${experiment.id}`);
  await expect(page.getByText('No scorers in this experiment yet')).toBeVisible();
  await page.getByRole('button', { name: 'New scorer' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Code', { exact: true }).click();
  await dialog.getByLabel('Check').selectOption('length_bound');
  await dialog.getByLabel('Maximum').fill('10');
  await dialog.getByRole('textbox', { name: /^Name/ }).fill(name);
  await dialog.getByLabel('Sample, %').fill('100');
  await dialog.getByRole('button', { name: 'Register' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { name: new RegExp(name) })).toBeVisible();
  await expect(page.getByText('It has judged nothing in this time.')).toBeVisible();
  const traceId = await chat('Is this answer short?', experiment);
  await expectJudged(traceId, name);
  await page.reload();
  const verdict = page.getByRole('row').filter({ hasText: 'Is this answer short?' });
  await expect(verdict.getByText('false')).toBeVisible();
  await expect(verdict.getByText(/^\d+ characters\.$/)).toBeVisible();
  await page.getByLabel('Which verdicts').selectOption('no');
  await expect(verdict).toHaveCount(0);
  await page.getByLabel('Which verdicts').selectOption('false');
  await expect(verdict.getByRole('link')).toHaveAttribute('href', new RegExp(traceId));

  await page.getByRole('button', { name: `Change ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Sampling…' }).click();
  await dialog.getByLabel('Only traces where').fill('speed >');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('expected');
  await dialog.getByLabel('Only traces where').fill("status = 'OK'");
  await dialog.getByLabel('Sample, %').fill('12.5');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('12.5%')).toBeVisible();
  await expect(page.getByText("status = 'OK'")).toBeVisible();

  await page.getByRole('button', { name: `Change ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Stop…' }).click();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('off', { exact: true })).toBeVisible();
  const path = `/api/v1/scorers/${name}?experiment=${experiment.id}`;
  expect(await call('GET', path)).toMatchObject({ sample_rate: 0, filter: "status = 'OK'" });

  await page.getByRole('button', { name: `Change ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText('No scorers in this experiment yet')).toBeVisible();
});

test('a judge is made of instructions with a typed result, and gets its next version', async ({ page }) => {
  const experiment = await newExperiment();
  await page.goto(`${weirUrl()}/quality?tab=scorers&experiment=${experiment.id}`);
  await page.getByRole('button', { name: 'New scorer' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Judge from instructions').click();
  await dialog.getByRole('textbox', { name: 'Instructions' }).fill('How kind is ');
  await dialog.getByRole('button', { name: 'Insert outputs' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Instructions' })).toHaveValue(
    'How kind is {{ outputs }}',
  );
  await dialog.getByText('Categories', { exact: true }).first().click();
  await dialog.getByRole('textbox', { name: 'Categories' }).fill('kind, cold');
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('kindness');
  await dialog.getByLabel('Sample, %').fill('100');
  // Without a model it would never judge: it is refused, and nothing is registered.
  await dialog.getByRole('button', { name: 'Register' }).click();
  await expect(dialog.getByRole('alert')).toContainText('WEIR_JUDGE_MODEL');
  expect((await call('GET', `/api/v1/scorers?experiment=${experiment.id}`)).scorers).toEqual([]);
  await dialog.getByLabel('Judge model').fill('demo:/demo');
  await dialog.getByRole('button', { name: 'Register' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('How kind is {{ outputs }}')).toBeVisible();
  await expectJudged(await chat('Say something kind', experiment), 'kindness');
  await page.reload();
  const verdict = page.getByRole('row').filter({ hasText: 'Say something kind' });
  await expect(verdict.getByText('kind', { exact: true })).toBeVisible();
  await expect(verdict.getByText(/no real judge/)).toBeVisible();

  await page.getByRole('button', { name: 'Change kindness' }).click();
  await page.getByRole('menuitem', { name: 'New version…' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Categories' })).toHaveValue('kind, cold');
  await dialog.getByRole('textbox', { name: 'Instructions' }).fill('How warm is {{ outputs }}?');
  await dialog.getByRole('button', { name: 'Register' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('How warm is {{ outputs }}?')).toBeVisible();
  await expect(page.getByText('An older version')).toBeVisible();
});

test('a scorer over HTTP is registered with its wait and result, a built-in with its guidelines', async ({
  page,
}) => {
  const experiment = await newExperiment();
  const list = `${weirUrl()}/quality?tab=scorers&experiment=${experiment.id}`;
  const dialog = page.getByRole('dialog');
  await page.goto(list);
  await page.getByRole('button', { name: 'New scorer' }).click();
  await dialog.getByText('HTTP', { exact: true }).click();
  await dialog.getByLabel('Address').fill('https://scorers.example/politeness');
  await dialog.getByLabel('Longest wait').fill('2500');
  await dialog.getByText('Number', { exact: true }).click();
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('politeness');
  await dialog.getByRole('button', { name: 'Register' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('https://scorers.example/politeness')).toBeVisible();
  await page.goto(list);
  await page.getByRole('button', { name: 'New scorer' }).click();
  await dialog.getByRole('combobox', { name: /^Judge/ }).selectOption('Guidelines');
  await dialog.getByRole('textbox', { name: /^Guidelines/ }).fill('Answer in English.\nPromise nothing.');
  await dialog.getByLabel('Judge model').fill('demo:/demo');
  await dialog.getByRole('button', { name: 'Register' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Promise nothing.')).toBeVisible();
  const { scorers } = await call('GET', `/api/v1/scorers?experiment=${experiment.id}`);
  const forms = Object.fromEntries(scorers.map((one) => [one.name, one.serialized_scorer]));
  expect(forms.politeness.http_scorer_data).toMatchObject({
    url: 'https://scorers.example/politeness',
    timeout_ms: 2500,
    value_schema: { type: 'number' },
  });
  expect(forms.guidelines.builtin_scorer_pydantic_data.guidelines).toEqual([
    'Answer in English.',
    'Promise nothing.',
  ]);
});

test('without a judge model the page says that Safety waits, and for what', async ({ page }) => {
  await page.goto(`${weirUrl()}/quality`);
  const notice = page.getByRole('note');
  await expect(notice).toContainText('Safety waits for a judge model');
  await expect(notice).toContainText('WEIR_JUDGE_MODEL');
});

test('an operator makes a schedule, runs it over a past time, pauses and deletes it', async ({ page }) => {
  const experiment = await newExperiment();
  await chat('Before the schedule', experiment);
  await call('POST', '/api/v1/scorers', { experiment: experiment.id, ...brief });
  await page.goto(`${weirUrl()}/quality?tab=schedules&experiment=${experiment.id}`);
  await page.getByRole('button', { name: 'New schedule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('nightly');
  await dialog.getByLabel('Cron').fill('every day');
  await dialog.getByRole('checkbox', { name: /brief/ }).check();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog.getByRole('alert')).toContainText('cron expression');
  await dialog.getByLabel('When').selectOption('0 6 * * *');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('It has not run yet')).toBeVisible();
  await page.getByRole('button', { name: 'Back-fill' }).click();
  await dialog.getByLabel('To').fill('2099-01-01T00:00');
  await dialog.getByRole('button', { name: 'Begin' }).click();
  const run = page.getByRole('region', { name: 'Runs' }).getByRole('row').nth(1);
  await expect(run).toContainText(/collecting|running|finished/);
  await page.getByRole('button', { name: 'Pause nightly' }).click();
  await expect(page.getByText('paused')).toBeVisible();
  await page.getByRole('link', { name: 'Schedules' }).click();
  await page.getByRole('link', { name: 'nightly' }).click();
  await page.getByRole('button', { name: 'Delete nightly' }).click();
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page).toHaveURL(/tab=schedules/);
  const { schedules } = await call('GET', `/api/v1/schedules?experiment=${experiment.id}`);
  expect(schedules).toEqual([]);
});

test('an operator watches a scorer against a threshold and latency against the time before', async ({
  page,
}) => {
  const experiment = await newExperiment();
  await page.goto(`${weirUrl()}/quality?tab=alerts&experiment=${experiment.id}`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'New alert' }).click();
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('brief falls');
  await dialog.getByRole('combobox', { name: /^Scorer/ }).fill('brief');
  await dialog.getByLabel('Threshold').fill('0.8');
  await dialog.getByLabel('Webhook').fill('http://internal.example/hook');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog.getByRole('alert')).toContainText('https');
  await dialog.getByLabel('Webhook').fill('https://hooks.example/quality');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toBeHidden();
  const fall = page.getByRole('row').filter({ hasText: 'brief falls' });
  await expect(fall).toContainText('Pass rate or mean of brief below 80% over 1 hour');
  await expect(fall).toContainText('too little data');

  await page.getByRole('button', { name: 'New alert' }).click();
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('slower');
  await dialog.getByLabel('Watch').selectOption('latency_ms');
  await dialog.getByLabel('Fires when it').selectOption('rise');
  await dialog.getByLabel('By, %').fill('50');
  await dialog.getByLabel('Against the time before, of').selectOption('86400');
  await dialog.getByLabel('Webhook').fill('https://hooks.example/quality');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toBeHidden();
  const rise = page.getByRole('row').filter({ hasText: 'slower' });
  await expect(rise).toContainText('Mean latency rises by 50% against the 1 day before, over 1 hour');
  const { alerts } = await call('GET', `/api/v1/alerts?experiment=${experiment.id}`);
  expect(alerts).toMatchObject([
    { metric: { of: 'score', scorer: 'brief' }, condition: { kind: 'below', threshold: 0.8 } },
    { metric: { of: 'latency_ms' }, condition: { kind: 'rise', share: 0.5, baseline_seconds: 86_400 } },
  ]);
  await rise.getByRole('button', { name: 'Delete slower' }).click();
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(rise).toHaveCount(0);
});

test('a judge is held against people, and what they disagree on is read; hostile words stay words', async ({
  page,
}) => {
  const experiment = await newExperiment();
  const said = [
    { judge: 'yes', human: 'yes' },
    { judge: 'no', human: 'no' },
    { judge: 'yes', human: 'no', rationale: `Looks right ${hostile}` },
  ];
  const traceIds = [];
  for (const { judge, human, rationale = null } of said) {
    const traceId = await chat(`Compare us ${unique()}`, experiment);
    const say = (source, value, why) =>
      call('POST', `/api/v1/traces/${traceId}/assessments`, {
        name: 'right',
        feedback: { value },
        source: { source_type: source, source_id: source === 'HUMAN' ? hostile : 'openai:/judge' },
        rationale: why,
      });
    await say('LLM_JUDGE', judge, rationale);
    await say('HUMAN', human, null);
    traceIds.push(traceId);
  }
  await page.goto(`${weirUrl()}/quality?tab=agreement&experiment=${experiment.id}`);
  await expect(page.getByText('66.7%')).toBeVisible();
  await expect(page.getByText('0.40')).toBeVisible();
  const confusion = page.getByRole('region', { name: 'Confusion' });
  await expect(confusion.getByRole('row', { name: /person: no/ })).toContainText(/1\s*1/);
  const row = page
    .getByRole('region', { name: /Disagreements/ })
    .getByRole('row')
    .nth(1);
  await expect(row).toContainText('Looks right <img');
  await row.getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(traceIds[2]));
  await page.goto(`${weirUrl()}/quality?experiment=${experiment.id}`);
  await page.getByRole('link', { name: 'Traces of which right is no' }).first().click();
  await expect(page.getByRole('row').filter({ hasText: 'Compare us' })).toHaveCount(2);
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 360]) {
    test(`pages and dialogs are accessible and fit, ${colorScheme}, ${width} pixels`, async ({ page }) => {
      test.setTimeout(90_000);
      const experiment = await newExperiment();
      const dataset = await newDataset(['one?', 'two?']);
      const common = { experiment: experiment.id, dataset: dataset.dataset_id, scorers: [endsWell, brief] };
      const first = await evaluate({ ...common, target: { model: 'demo:/demo' } });
      const second = await evaluate({ ...common, target: { model: short } });
      const traceId = await chat('Look at me', experiment);
      await call('POST', '/api/v1/scorers', { experiment: experiment.id, ...brief, sample_rate: 0.5 });
      const schedule = await call('POST', '/api/v1/schedules', {
        experiment: experiment.id,
        name: 'nightly',
        cron: '0 6 * * *',
        scorers: ['brief'],
      });
      await call('POST', '/api/v1/alerts', {
        experiment: experiment.id,
        name: 'brief falls',
        metric: { of: 'score', scorer: 'brief' },
        condition: { kind: 'below', threshold: 0.8 },
        window_seconds: 3600,
        webhook_url: 'https://hooks.example/quality',
      });
      for (const source of ['LLM_JUDGE', 'HUMAN']) {
        await call('POST', `/api/v1/traces/${traceId}/assessments`, {
          name: 'right',
          feedback: { value: source === 'HUMAN' ? 'no' : 'yes' },
          source: { source_type: source, source_id: 'somebody' },
        });
      }
      await page.setViewportSize({ width, height: 760 });
      await page.emulateMedia({ colorScheme });
      const at = `experiment=${experiment.id}`;
      const places = [
        { path: `/quality?${at}` },
        { path: `/quality?tab=scorers&${at}`, open: 'New scorer' },
        { path: `/quality/scorers/brief?${at}`, open: 'Change brief' },
        { path: `/quality?tab=schedules&${at}`, open: 'New schedule' },
        { path: `/quality/schedules/${schedule.schedule_id}`, open: 'Back-fill' },
        { path: `/quality?tab=agreement&${at}` },
        { path: `/quality?tab=alerts&${at}`, open: 'New alert' },
        { path: `/evaluations?${at}`, open: 'Evaluate' },
        { path: `/evaluations/${second}` },
        { path: `/evaluations/${second}?row=1` },
        { path: `/evaluations/${second}?view=compare&baseline=${first}` },
        { path: `/evaluations/${second}?view=compare&baseline=${first}&row=1` },
      ];
      for (const { path, open } of places) {
        await page.goto(weirUrl() + path);
        await page.waitForLoadState('networkidle');
        expect(await seriousViolations(page), path).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(overflow, path).toBeLessThanOrEqual(width);
        if (open === undefined) continue;
        await page.getByRole('button', { name: open }).click();
        await page.waitForLoadState('networkidle');
        expect(await seriousViolations(page), `${path}, ${open}`).toEqual([]);
      }
    });
  }
}
