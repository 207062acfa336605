/** Who may only read is offered nothing else: every page, as a reader and as an admin, in a Weir that asks for keys. */
import { expect, test } from '@playwright/test';
import { watchFaults } from './support/faults.mjs';
import { startWeir } from './support/start.mjs';

const adminKey = 'admin-key-of-the-reader-suite';
/** What a change is called on a button, a link or a menu's line. What a browser keeps to itself is no change. */
const changing =
  /^(new|change|delete|start|add|save(?! this search)|edit|import|evaluate|pause|resume|back-fill|revoke|make|close|reopen|set alias|try|run|replay|label|create|remove|cancel|another kind|back to the|more$)\b/i;

let weir;
let made;
test.beforeAll(async () => {
  weir = await startWeir({ WEIR_ADMIN_KEY: adminKey });
  made = await fill();
});
test.afterAll(() => weir.stop());

async function call(method, path, body) {
  const answer = await fetch(weir.origin + path, {
    method,
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** One of everything that a page shows. */
async function fill() {
  const answer = await fetch(`${weir.origin}/demo/v1/chat/completions`, {
    method: 'POST',
    headers: { 'x-weir-key': adminKey, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'Where is my parcel?' }] }),
  });
  const traceId = answer.headers.get('x-weir-trace-id');
  const found = () => call('GET', `/api/v1/traces/${traceId}`).then(Boolean, () => false);
  await expect.poll(found, { timeout: 20_000 }).toBe(true);
  const { dataset } = await call('POST', '/api/v1/datasets', { name: 'parcel questions' });
  const records = [{ inputs: { question: 'Where?' }, expectations: { answer: 'Here.' } }];
  await call('POST', `/api/v1/datasets/${dataset.dataset_id}/records`, { records });
  await call('POST', '/api/v1/prompts', { name: 'parcel-prompt', template: 'Answer kindly.' });
  const scorer = { name: 'short_enough', scorer: { code: 'length_bound', options: { maximum: 900 } } };
  await call('POST', '/api/v1/scorers', { experiment: '0', ...scorer });
  const schedule = await call('POST', '/api/v1/schedules', {
    experiment: '0',
    name: 'parcels at night',
    cron: '0 3 * * *',
    scorers: ['short_enough'],
  });
  await call('POST', '/api/v1/alerts', {
    experiment: '0',
    name: 'parcels fail',
    metric: { of: 'error_rate' },
    condition: { kind: 'above', threshold: 0.5 },
    window_seconds: 3600,
    webhook_url: 'https://alerts.example/hook',
  });
  const evaluation = await call('POST', '/api/v1/evaluations', {
    experiment: '0',
    name: 'parcel evaluation',
    dataset: dataset.dataset_id,
    scorers: ['short_enough'],
  });
  const { label_schema: schema } = await call('POST', '/api/v1/label-schemas', {
    experiment: '0',
    name: 'is_right',
    title: 'Is it right?',
    input: { pass_fail: { positive_label: 'Yes', negative_label: 'No' } },
  });
  const { labeling_session: session } = await call('POST', '/api/v1/labeling-sessions', {
    experiment: '0',
    name: 'parcel review',
    reviewers: ['ada'],
    label_schemas: [schema.schema_id],
    items: { trace_ids: [traceId] },
  });
  await call('POST', `/api/v1/labeling-sessions/${session.session_id}/links`, {});
  await call('POST', '/api/v1/redaction-rules', {
    name: 'parcel numbers',
    masks: { type: 'pattern', pattern: 'P-[0-9]+', marker: 'PARCEL' },
  });
  return {
    traceId,
    datasetId: dataset.dataset_id,
    scheduleId: schedule.schedule_id,
    evaluationId: evaluation.evaluation_id,
    sessionId: session.session_id,
  };
}

/** Every page: its address, a text that shows it is there, and whether an admin can change something on it. */
const pages = () => [
  ['/', 'Requests and errors', false],
  ['/traces', 'Where is my parcel?', true],
  [`/traces/${made.traceId}`, 'Where is my parcel?', true],
  ['/sessions', 'Sessions', false],
  ['/prompts', 'parcel-prompt', true],
  ['/prompts/parcel-prompt', 'Answer kindly.', true],
  ['/playground', /^(Its answer appears here\.|The key you are signed in with may not do this)$/, true],
  ['/datasets', 'parcel questions', true],
  [`/datasets/${made.datasetId}`, 'Here.', true],
  ['/evaluations', 'parcel evaluation', true],
  ['/evaluations?start=yes', 'parcel evaluation', true],
  [`/evaluations/${made.evaluationId}`, 'short_enough', false],
  ['/quality', 'Pass rates', false],
  ['/quality?tab=scorers', 'short_enough', true],
  ['/quality?tab=schedules', 'parcels at night', true],
  ['/quality?tab=agreement', /No judge can be held/, false],
  ['/quality?tab=alerts', 'parcels fail', true],
  ['/quality/scorers/short_enough?experiment=0', 'What it is', true],
  [`/quality/schedules/${made.scheduleId}`, 'What it does', true],
  ['/labeling', 'parcel review', true],
  ['/labeling?tab=schemas&experiment=0', 'Is it right?', true],
  ['/labeling/new', /^(Traces|The key you are signed in with may not do this)$/, true],
  [`/labeling/${made.sessionId}`, 'Is it right?', true],
  [`/labeling/${made.sessionId}?view=items`, 'nobody yet', true],
  [`/labeling/${made.sessionId}?view=links`, 'ada', true],
  ['/settings', 'Providers', true],
  ['/settings?tab=keys', 'Providers', true],
  ['/settings?tab=providers', 'demo', false],
  ['/settings?tab=retention', 'Default', true],
  ['/settings?tab=redaction', 'parcel numbers', true],
  ['/settings?tab=feedback', 'Negative is', true],
  ['/settings?tab=health', 'Index of traces', false],
  ['/settings?tab=deployment', 'WEIR_CAPTURE', false],
];

async function signIn(page, key) {
  await page.goto(`${weir.origin}/sign-in`);
  await page.getByLabel('Key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
}

/** Opens a page, waits until it is whole, and tells what can be pressed or filled in on it, also inside its menus. */
async function offeredOn(page, [path, text]) {
  await page.goto(weir.origin + path);
  await expect(page.getByText(text).filter({ visible: true }).first(), path).toBeVisible();
  await expect(page.getByRole('status', { name: 'Loading' }), path).toHaveCount(0);
  await page.waitForLoadState('networkidle');
  const dialog = page.getByRole('dialog');
  const names = [];
  if ((await dialog.count()) > 0) {
    names.push(...(await namesOf(dialog)));
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
  names.push(...(await namesOf(page.locator('main'))));
  for (const menu of await page.locator('main [aria-haspopup="menu"]').all()) {
    await menu.click();
    await expect(page.getByRole('menu')).toBeVisible();
    names.push(...(await namesOf(page.getByRole('menu'))));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toBeHidden();
  }
  return names;
}

const namesOf = (part) =>
  part
    .locator(
      'button:enabled, a[href], [role^="menuitem"], input[type="checkbox"]:enabled, input[type="number"]:enabled',
    )
    .evaluateAll((all) =>
      all.map((one) => {
        const name = one.ariaLabel ?? one.innerText.trim();
        return one instanceof HTMLInputElement ? `Change ${name}` : name;
      }),
    );

test('a reader is offered no change on any page, and asks for nothing that is refused', async ({ page }) => {
  test.setTimeout(180_000);
  const faults = watchFaults(page);
  const refused = [];
  page.on('response', (response) => {
    if (response.status() === 403) refused.push(response.url());
  });
  const { key } = await call('POST', '/api/v1/keys', { name: 'reader', scopes: ['read'] });
  await signIn(page, key);
  const offered = [];
  for (const one of pages()) {
    const changes = (await offeredOn(page, one)).filter((name) => changing.test(name));
    offered.push(...changes.map((name) => `${one[0]}: ${name}`));
  }
  expect(offered).toEqual([]);
  expect(refused).toEqual([]);
  expect(faults).toEqual([]);
});

test('an admin is offered changes on the same pages', async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, adminKey);
  for (const one of pages()) {
    const changes = (await offeredOn(page, one)).filter((name) => changing.test(name));
    expect(changes.length > 0, `${one[0]}: ${changes.join(', ')}`).toBe(one[2]);
  }
});

test('a key of one experiment is not offered the prompts of all to change', async ({ page }) => {
  const { key } = await call('POST', '/api/v1/keys', {
    name: 'writer',
    scopes: ['read', 'write'],
    experiment: '0',
  });
  await signIn(page, key);
  await page.goto(`${weir.origin}/prompts/parcel-prompt`);
  await expect(page.getByText('Answer kindly.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'New version' })).toHaveCount(0);
  await page.goto(`${weir.origin}/datasets`);
  await expect(page.getByRole('button', { name: 'New dataset' })).toBeVisible();
});
