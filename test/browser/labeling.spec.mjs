/** Labeling from the dashboard: whoever leads it makes questions, a session and links, reviewers answer, the outcome is read. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';
import { watchFaults } from './support/faults.mjs';
import {
  call,
  plainConversation,
  richConversation,
  sendConversation,
  setUpReview,
} from './support/labeling.mjs';
import { weirUrl } from './support/weir.mjs';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = '../../test-results/browser';
const unique = () => Math.random().toString(36).slice(2, 10);

/** Breaks in everywhere that is not careful. */
const hostile =
  '<img src=x onerror="globalThis.broken=1"><script>globalThis.broken=1</script>[x](javascript:globalThis.broken=1)';

let faults = [];
test.beforeEach(({ page }) => {
  faults = watchFaults(page);
});
test.afterEach(async ({ page }) => {
  expect(faults).toEqual([]);
  if (!page.isClosed()) expect(await page.evaluate(() => globalThis.broken)).toBeUndefined();
});

/** An experiment with conversations of its own. */
async function newExperiment(conversations) {
  const name = `labeling ${unique()}`;
  const { experiment } = await call('POST', '/api/v1/experiments', { name });
  const traceIds = [];
  for (const conversation of conversations)
    traceIds.push(await sendConversation(experiment.experiment_id, conversation));
  return { name, experimentId: experiment.experiment_id, traceIds };
}

const dialog = (page) => page.getByRole('dialog');

/** Writes a question in the form that is open. */
async function writeQuestion(page, { name, title, kind, fill }) {
  await dialog(page).getByLabel('Question').fill(title);
  await dialog(page).getByLabel('Name').fill(name);
  await dialog(page).getByLabel('Answered with').selectOption(kind);
  await fill?.(dialog(page));
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page)).toHaveCount(0);
}

test('from questions to agreement: a lead, two reviewers, one of them on a phone that loses its network', async ({
  page,
  browser,
}) => {
  const { name, experimentId, traceIds } = await newExperiment([
    plainConversation(1),
    plainConversation(2),
    plainConversation(3),
  ]);
  await page.goto(`${weirUrl()}/labeling?tab=schemas&experiment=${experimentId}`);
  await expect(page.getByRole('heading', { name: 'No questions yet' })).toBeVisible();
  await page.getByRole('button', { name: 'New question' }).click();
  await writeQuestion(page, { name: 'is_correct', title: 'Is it right?', kind: 'pass_fail' });
  await page.getByRole('button', { name: 'New question' }).click();
  await writeQuestion(page, {
    name: 'tone',
    title: 'How does it sound?',
    kind: 'categorical',
    fill: (form) => form.getByLabel('Options').fill('Kind\nCurt'),
  });
  await page.getByRole('button', { name: 'New question' }).click();
  await writeQuestion(page, { name: 'score', title: 'How good is it?', kind: 'numeric' });
  await expect(page.getByRole('row', { name: /How good is it.*a number from 1 up to 5/ })).toBeVisible();

  await page.getByRole('link', { name: 'New session' }).click();
  await page.getByLabel('Name', { exact: true }).fill(`Books ${name}`);
  await page.getByRole('textbox', { name: /^Description/ }).fill('Do we know our shelves?');
  await page.getByRole('textbox', { name: /^Reviewers/ }).fill('Ada, bo');
  await page.getByRole('checkbox', { name: /Is it right/ }).check();
  await page.getByRole('checkbox', { name: /How good is it/ }).check();
  const filter = page.getByRole('combobox', { name: 'Filter traces' });
  await filter.fill("trace.status = 'OK'");
  await filter.press('Enter');
  await expect(page.getByText('of 3 traces like that')).toBeVisible();
  await page.getByRole('button', { name: 'Create session' }).click();
  await expect(page.getByRole('heading', { name: `Books ${name}` })).toBeVisible();
  await expect(page.getByText('0 complete, 0 declined, 3 pending')).toBeVisible();

  await page.getByRole('tab', { name: 'Review links' }).click();
  await page.getByRole('button', { name: 'Make links' }).click();
  const shown = dialog(page).getByTestId('review-link');
  await expect(shown).toHaveCount(2);
  const links = await shown.allTextContents();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row').filter({ hasText: 'open' })).toHaveCount(2);

  // Ada has a keyboard.
  const desk = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  const ada = await desk.newPage();
  await ada.goto(links[0]);
  for (const key of ['1', '1', '2']) {
    await expect(ada.getByRole('radio', { checked: true })).toHaveCount(0);
    await expect(ada.locator('.conversation')).toBeVisible();
    await ada.keyboard.press(key);
    await ada.keyboard.press('j');
    await ada.keyboard.press('1');
    await ada.keyboard.type('4');
    await ada.keyboard.press('Control+Enter');
  }
  await expect(ada.getByRole('heading', { name: 'All done. Thank you!' })).toBeVisible();

  // Bo has a phone, in a train.
  const train = await browser.newContext({
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  const bo = await train.newPage();
  await bo.goto(links[1]);
  await bo.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await bo.waitForLoadState('networkidle');
  await bo.getByText('Pass', { exact: true }).tap();
  await bo.getByRole('button', { name: 'Done, next' }).tap();
  await train.setOffline(true);
  await bo.getByText('Fail', { exact: true }).tap();
  await bo.getByLabel('Comment').fill('There is no such shelf.');
  await bo.reload();
  await expect(bo.getByLabel('Comment')).toHaveValue('There is no such shelf.');
  await bo.screenshot({ path: `${shots}/labeling-phone-offline.png` });
  await bo.getByText('Correct the answer').tap();
  await bo.getByLabel('What should the answer have been?').fill('We do not have it.');
  await bo.getByRole('button', { name: 'Done, next' }).tap();
  await train.setOffline(false);
  await expect(bo.getByText('Saved', { exact: true })).toBeVisible({ timeout: 20_000 });

  // The page of the lead follows by itself.
  await page.getByRole('tab', { name: 'Progress' }).click();
  await expect(page.getByRole('row', { name: /ada.*3 0 0/ })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('row', { name: /bo.*2 0 1/ })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText('50%')).toBeVisible();
  await page.screenshot({ path: `${shots}/labeling-progress.png` });
  await page.getByRole('tab', { name: 'Items' }).click();
  const differing = page.getByRole('row').filter({ hasText: 'people differ' });
  await expect(differing).toHaveCount(1);
  await expect(differing).toContainText('“There is no such shelf.”');
  await expect(differing).toContainText('We do not have it.');
  await page.screenshot({ path: `${shots}/labeling-items.png` });

  // What was expected goes into a dataset.
  const { dataset } = await call('POST', '/api/v1/datasets', { name: `Books ${name}` });
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /Send expectations/ }).click();
  await dialog(page)
    .getByLabel('Dataset')
    .selectOption({ label: `Books ${name}` });
  await dialog(page).getByRole('button', { name: 'Send' }).click();
  await expect(dialog(page).getByText('1 new record,')).toBeVisible();
  const { records } = await call('GET', `/api/v1/datasets/${dataset.dataset_id}/records`);
  expect(records).toMatchObject([{ expectations: { expected_response: 'We do not have it.' } }]);
  await page.keyboard.press('Escape');

  // Closed, it takes no more; the reviewer's link opens nothing but the review.
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await bo.reload();
  await expect(bo.getByText('This session is closed.')).toBeVisible();
  const { status } = await bo.request.get(`${weirUrl()}/review/rq-other/api/work`).then((answer) => ({
    status: answer.status(),
  }));
  expect(status).toBe(401);
  expect(traceIds).toHaveLength(3);
  await desk.close();
  await train.close();
});

test('a link is copied, revoked, and opens nothing from then on', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: weirUrl() });
  const { sessionId } = await setUpReview({ conversations: [plainConversation(1)], reviewers: ['ada'] });
  await page.goto(`${weirUrl()}/labeling/${sessionId}?view=links`);
  await page.getByLabel('Good for').selectOption('a week');
  await page.getByRole('button', { name: 'Make links' }).click();
  await dialog(page).getByRole('button', { name: 'Copy the link of ada' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/review\/rq-[0-9a-f]{32}#wr1\./);
  await page.keyboard.press('Escape');
  const reviewer = await context.newPage();
  await reviewer.goto(link);
  await expect(reviewer.locator('.conversation')).toBeVisible();
  await page
    .getByRole('row')
    .filter({ hasText: 'open' })
    .first()
    .getByRole('button', { name: 'Revoke' })
    .click();
  await dialog(page).getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'revoked' })).toHaveCount(1);
  await reviewer.reload();
  await expect(reviewer.getByText('This link was revoked.')).toBeVisible();
});

test('traces join a session: chosen by keyboard, or by the search that shows them', async ({ page }) => {
  const { experimentId, traceIds } = await newExperiment([1, 2, 3, 4].map(plainConversation));
  const { labeling_session: session } = await call('POST', '/api/v1/labeling-sessions', {
    experiment: experimentId,
    name: `Chosen ${unique()}`,
  });
  const itemsOf = async () =>
    (await call('GET', `/api/v1/labeling-sessions/${session.session_id}/items`)).items.map(
      ({ trace_id: id }) => id,
    );
  await page.goto(`${weirUrl()}/traces?experiment=${experimentId}&order=oldest`);
  const rows = page.getByRole('row').filter({ hasText: 'book number' });
  await expect(rows).toHaveCount(4);
  await rows.first().getByRole('link').focus();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('button', { name: 'Label' }).click();
  await page.getByRole('menuitem', { name: 'Add the 2 chosen…' }).click();
  await dialog(page).getByRole('button', { name: 'Add' }).click();
  await expect(dialog(page).getByText('2 added')).toBeVisible();
  expect((await itemsOf()).sort()).toEqual([traceIds[0], traceIds[2]].sort());
  await page.keyboard.press('Escape');
  const bar = page.getByRole('combobox', { name: 'Filter traces' });
  await bar.fill('number 4');
  await bar.press('Enter');
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: 'Label' }).click();
  await page.getByRole('menuitem', { name: 'Add what this search finds…' }).click();
  await dialog(page).getByRole('button', { name: 'Add' }).click();
  await dialog(page).getByRole('link', { name: 'Open the session' }).click();
  await expect(page.getByText('0 complete, 0 declined, 3 pending')).toBeVisible();
  expect((await itemsOf()).sort()).toEqual([traceIds[0], traceIds[2], traceIds[3]].sort());
});

test('a new session begins with the traces that were chosen', async ({ page }) => {
  const { experimentId } = await newExperiment([1, 2].map(plainConversation));
  await page.goto(`${weirUrl()}/traces?experiment=${experimentId}`);
  await page.getByRole('checkbox', { name: /Choose Do you have book number 1/ }).check();
  await page.getByRole('button', { name: 'Label' }).click();
  await page.getByRole('menuitem', { name: 'Add the 1 chosen…' }).click();
  await dialog(page).getByRole('link', { name: 'New session with them…' }).click();
  await expect(page.getByText('1 trace', { exact: true })).toBeVisible();
  // The address says all of it.
  await page.reload();
  await page.getByLabel('Name', { exact: true }).fill(`Begun ${unique()}`);
  await page.getByRole('button', { name: 'New question' }).click();
  await writeQuestion(page, { name: 'good', title: 'Good?', kind: 'pass_fail' });
  await expect(page.getByRole('checkbox', { name: /Good\?/ })).toBeChecked();
  await page.getByRole('button', { name: 'Create session' }).click();
  await expect(page.getByText('0 complete, 0 declined, 1 pending')).toBeVisible();
});

test('a question is changed and deleted; the kind of its answers stays', async ({ page }) => {
  const { experimentId } = await newExperiment([]);
  const body = { experiment: experimentId, name: 'q', input: { text: {} } };
  await call('POST', '/api/v1/label-schemas', body);
  await page.goto(`${weirUrl()}/labeling?tab=schemas&experiment=${experimentId}`);
  await page.getByRole('button', { name: 'Edit q' }).click();
  await expect(dialog(page).getByLabel('Answered with')).toBeDisabled();
  await dialog(page).getByLabel('Question').fill('What is missing?');
  await dialog(page).getByLabel('Name').fill('Feedback');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('name');
  await dialog(page).getByLabel('Name').fill('missing');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: /What is missing/ })).toBeVisible();
  await page.getByRole('button', { name: 'Delete missing' }).click();
  await dialog(page).getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('heading', { name: 'No questions yet' })).toBeVisible();
});

test('a session is edited, its items are asked again and removed, and it is deleted', async ({ page }) => {
  const { sessionId, links, traceIds, schemas } = await setUpReview({
    conversations: [1, 2].map(plainConversation),
    reviewers: ['ada'],
  });
  const token = links.ada.split('#')[1];
  const app = `${weirUrl()}/review/${sessionId}/api`;
  const headers = { 'content-type': 'application/json' };
  const signIn = await fetch(`${app}/sign-in`, { method: 'POST', headers, body: JSON.stringify({ token }) });
  const cookie = signIn.headers.get('set-cookie').split(';')[0];
  await fetch(`${app}/items/${traceIds[0]}`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: JSON.stringify({
      submissionId: crypto.randomUUID(),
      answers: { [schemas[0].schema_id]: { value: true } },
      state: 'complete',
    }),
  });
  await page.goto(`${weirUrl()}/labeling/${sessionId}?view=items&status=COMPLETE`);
  await expect(page.getByRole('row').filter({ hasText: 'book number' })).toHaveCount(1);
  await page.getByRole('button', { name: /^Change Do you have book number 1/ }).click();
  await page.getByRole('menuitem', { name: 'Ask reviewers again' }).click();
  await expect(page.getByRole('heading', { name: 'No item is like that' })).toBeVisible();
  await page.getByLabel('Status of items').selectOption('');
  await page.getByRole('button', { name: /^Change Do you have book number 2/ }).click();
  await page.getByRole('menuitem', { name: 'Remove from the session' }).click();
  await expect(page.getByText('0 complete, 0 declined, 1 pending')).toBeVisible();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  await dialog(page)
    .getByRole('textbox', { name: /^Reviewers/ })
    .fill('ada, cy');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await page.getByRole('tab', { name: 'Progress' }).click();
  await expect(page.getByRole('row', { name: /cy.*0 0 1/ })).toBeVisible();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete session…' }).click();
  await dialog(page).getByRole('button', { name: 'Delete for good' }).click();
  await expect(page).toHaveURL(/\/labeling$/);
  await page.goto(`${weirUrl()}/labeling/${sessionId}`);
  await expect(page.getByText('There is no such session')).toBeVisible();
});

test('script-like names, questions, comments and traces stay text', async ({ page }) => {
  const { experimentId, traceIds } = await newExperiment([
    { inputs: { messages: [{ role: 'user', content: hostile }] }, outputs: { text: hostile } },
  ]);
  const { label_schema: schema } = await call('POST', '/api/v1/label-schemas', {
    experiment: experimentId,
    name: hostile.slice(0, 60),
    title: hostile,
    instruction: hostile,
    input: { categorical: { options: ['<b>a</b>', '<i>b</i>'] } },
  });
  const { labeling_session: session } = await call('POST', '/api/v1/labeling-sessions', {
    experiment: experimentId,
    name: `${hostile} ${unique()}`,
    description: hostile,
    reviewers: ['<img/src=x>'],
    label_schemas: [schema.schema_id],
    items: { trace_ids: traceIds },
  });
  await call('POST', `/api/v1/traces/${traceIds[0]}/assessments`, {
    name: schema.name,
    feedback: { value: '<b>a</b>' },
    rationale: hostile,
    source: { source_type: 'HUMAN', source_id: '<img/src=x>' },
  });
  for (const path of [
    '/labeling',
    `/labeling?tab=schemas&experiment=${experimentId}`,
    `/labeling/new?experiment=${experimentId}`,
    `/labeling/${session.session_id}`,
    `/labeling/${session.session_id}?view=items`,
    `/labeling/${session.session_id}?view=links`,
  ]) {
    await page.goto(weirUrl() + path);
    await page.waitForLoadState('networkidle');
    await expect(page.getByText(/onerror|img\/src/).first(), path).toBeVisible();
    expect(await page.locator('main img, main script, main b, a[href^="javascript"]').count(), path).toBe(0);
  }
});

for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of [
    ['wide', { width: 1280, height: 800 }],
    ['phone', { width: 360, height: 740 }],
  ]) {
    test(`pages of labeling are accessible, ${colorScheme}, ${size}`, async ({ page }) => {
      const { experimentId, sessionId, traceIds } = await setUpReview({
        conversations: [richConversation, plainConversation(1)],
      });
      await call('POST', `/api/v1/traces/${traceIds[0]}/assessments`, {
        name: 'is_correct',
        feedback: { value: true },
        rationale: 'It is.',
        source: { source_type: 'HUMAN', source_id: 'ada' },
      });
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      for (const path of [
        '/labeling',
        `/labeling?tab=schemas&experiment=${experimentId}`,
        `/labeling/new?experiment=${experimentId}`,
        `/labeling/${sessionId}`,
        `/labeling/${sessionId}?view=items`,
        `/labeling/${sessionId}?view=links`,
        `/traces?experiment=${experimentId}`,
      ]) {
        await page.goto(weirUrl() + path);
        await page.waitForLoadState('networkidle');
        await page.evaluate(axeSource);
        const found = await page.evaluate(async () => {
          const { violations: all } = await globalThis.axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
          });
          return all.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
          );
        });
        expect(found, path).toEqual([]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width, path).toBeLessThanOrEqual(viewport.width);
      }
    });
  }
}
