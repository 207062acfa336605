/** The dashboard: each kind of user's way from sign-in to result, by what they see; looks, keyboard, policy. */
import { expect, test } from '@playwright/test';
import { seriousViolations } from './support/accessibility.mjs';
import { watchFaults } from './support/faults.mjs';
import { sendConversation } from './support/labeling.mjs';
import { weirUrl } from './support/weir.mjs';

/** Breaks in everywhere that is not careful. */
const hostile =
  '<img src=x onerror="globalThis.broken=1"><script>globalThis.broken=1</script>[link](javascript:globalThis.broken=1) ![p](https://tracker.example/p.png)';

let faults = [];
test.beforeEach(({ page }) => {
  faults = watchFaults(page);
});
test.afterEach(async ({ page }) => {
  expect(faults).toEqual([]);
  expect(await page.evaluate(() => globalThis.broken)).toBeUndefined();
});

async function send(path, { method = 'GET', body, headers = {} } = {}) {
  const answer = await fetch(weirUrl() + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  return answer;
}

/** A call through the proxy; resolves with its trace once that can be read. */
async function chat(content, { headers = {}, model = 'demo' } = {}) {
  const body = { model, messages: [{ role: 'user', content }] };
  const answer = await fetch(`${weirUrl()}/demo/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const traceId = answer.headers.get('x-weir-trace-id');
  await expect
    .poll(async () => (await fetch(`${weirUrl()}/api/v1/traces/${traceId}`)).status, { timeout: 20_000 })
    .toBe(200);
  return traceId;
}

const unique = () => Math.random().toString(36).slice(2, 10);

test('an operator finds a failed call by filter and reads why', async ({ page }) => {
  const user = `user-${unique()}`;
  await chat('All is well', { headers: { 'x-weir-user': user } });
  await chat('Please fail', { headers: { 'x-weir-user': user }, model: 'demo?error=429' });
  await page.goto(`${weirUrl()}/traces`);
  const bar = page.getByRole('combobox', { name: 'Filter traces' });
  await bar.fill(`user:${user}`);
  await bar.press('Enter');
  const rows = page.getByRole('row').filter({ hasText: /well|fail/ });
  await expect(rows).toHaveCount(2);
  await bar.fill('state:err');
  await page.getByRole('option', { name: 'state:ERROR' }).click();
  await expect(rows).toHaveCount(1);
  expect(new URL(page.url()).searchParams.get('state')).toBe('ERROR');
  await rows.getByRole('link').click();
  await expect(page.getByText('Please fail')).toBeVisible();
  await expect(page.getByText('429', { exact: true })).toBeVisible();
  await page.goBack();
  await expect(rows).toHaveCount(1);
});

test('a call that an application tells too is marked, and leads to the trace that counts', async ({
  page,
}) => {
  const user = `user-${unique()}`;
  const proxied = await chat(`Where is order ${user}?`, { headers: { 'x-weir-user': user } });
  const read = async () => (await send(`/api/v1/traces/${proxied}`)).json();
  const { spans } = await read();
  const told = crypto.randomUUID().replaceAll('-', '');
  const string = (key, stringValue) => ({ key, value: { stringValue } });
  const span = {
    traceId: told,
    spanId: told.slice(16),
    name: 'answer a customer',
    startTimeUnixNano: spans[0].start_time_unix_nano,
    endTimeUnixNano: spans[0].end_time_unix_nano,
    attributes: [
      string('openinference.span.kind', 'LLM'),
      string('gen_ai.response.id', spans[0].attributes['gen_ai.response.id']),
      string('llm.model_name', 'demo'),
      string('user.id', user),
    ],
  };
  const scope = { name: 'openinference.instrumentation.openai' };
  await send('/v1/traces', {
    method: 'POST',
    body: { resourceSpans: [{ scopeSpans: [{ scope, spans: [span] }] }] },
  });
  await expect.poll(async () => (await read()).info.duplicate_of).toBe(`tr-${told}`);
  await page.goto(`${weirUrl()}/traces?user=${user}`);
  const marked = page.getByRole('row').filter({ hasText: 'Counted elsewhere' });
  await expect(marked).toHaveCount(1);
  await marked.getByRole('link').click();
  await expect(page.getByRole('note')).toContainText('sums leave this one out');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Open the trace that counts' }).click();
  await expect(page).toHaveURL(new RegExp(`/traces/tr-${told}`));
  await expect(page.getByText('Counted elsewhere')).toHaveCount(0);
});

test('a filter with a fault says where it is', async ({ page }) => {
  await page.goto(`${weirUrl()}/traces?filter=${encodeURIComponent('trace.speed > 3')}`);
  await expect(page.getByRole('alert')).toContainText('expected a field');
});

test('the overview counts, and leads to the traces behind a number', async ({ page }) => {
  const user = `user-${unique()}`;
  await chat('one', { headers: { 'x-weir-user': user } });
  await chat('two', { headers: { 'x-weir-user': user }, model: 'demo?error=500' });
  await page.goto(`${weirUrl()}/?user=${user}&range=24h`);
  await expect(page.getByRole('link', { name: /^Requests 2/ })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Requests and errors over time' })).toBeVisible();
  await page.getByRole('link', { name: /^Error rate 50/ }).click();
  await expect(page.getByRole('row').filter({ hasText: 'two' })).toHaveCount(1);
  await expect(page.getByRole('row').filter({ hasText: 'one' })).toHaveCount(0);
});

test('judges’ own calls are left out until their experiment is chosen, and what they came to is told', async ({
  page,
}) => {
  const headers = { 'x-weir-user': `user-${unique()}` };
  await chat('Asked by somebody', { headers });
  await chat('Asked by a judge', { headers: { ...headers, 'x-weir-experiment': 'weir-judges' } });
  await page.goto(`${weirUrl()}/?user=${headers['x-weir-user']}&range=24h`);
  await expect(page.getByRole('link', { name: /^Requests 1/ })).toBeVisible();
  const note = page.getByText(/Without the calls of Weir’s own judges/);
  await expect(note).toContainText('1 call, no known price');
  await page.getByRole('link', { name: /^Requests 1/ }).click();
  const rows = page.getByRole('row').filter({ hasText: /Asked by/ });
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('somebody');
  await note.getByRole('link', { name: 'Look at them' }).click();
  await expect(rows).toContainText('a judge');
  await expect(rows).toHaveCount(1);
  await expect(note).toHaveCount(0);
  await page.goBack();
  await expect(rows).toContainText('somebody');
});

test('the links of a span lead to what is kept here, and name what is not', async ({ page }) => {
  const target = await chat(`Caused it ${unique()}`);
  const { spans } = await (await send(`/api/v1/traces/${target}`)).json();
  const stranger = 'abcdef0123456789abcdef0123456789';
  const traceId = await sendConversation('0', {
    inputs: { messages: [{ role: 'user', content: 'Follow up' }] },
    outputs: { choices: [{ message: { role: 'assistant', content: 'Done.' } }] },
    links: [
      {
        traceId: target.slice(3),
        spanId: spans[0].span_id,
        attributes: [{ key: 'why', value: { stringValue: hostile } }],
      },
      { traceId: stranger, spanId: '0123456789abcdef' },
    ],
  });
  await page.goto(`${weirUrl()}/traces/${traceId}`);
  await page.getByRole('tab', { name: 'Links (2)' }).click();
  await expect(page).toHaveURL(/view=links/);
  const links = page.getByRole('tabpanel').getByRole('listitem');
  await expect(links.filter({ hasText: stranger })).toContainText('is not kept here');
  await expect(links.filter({ hasText: 'Caused it' })).toContainText('why');
  expect(await seriousViolations(page)).toEqual([]);
  await links.getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/traces/${target}\\?span=`));
  await expect(page.getByText(/Caused it/).first()).toBeVisible();
});

test('a reviewer adds feedback with a reason, which the API then has', async ({ page }) => {
  const traceId = await chat(`Judge me ${unique()}`);
  await page.goto(`${weirUrl()}/traces/${traceId}`);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByLabel('Name').fill('tone');
  await page.getByLabel('Value').fill('no');
  await page.getByLabel('Why').fill('Too curt.');
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Too curt.' })).toBeVisible();
  const { assessments } = await (await send(`/api/v1/traces/${traceId}/assessments`)).json();
  expect(assessments).toMatchObject([
    { name: 'tone', feedback: { value: 'no' }, source: { source_type: 'HUMAN' } },
  ]);
});

test('a developer asks another model the same, beside the original', async ({ page }) => {
  const traceId = await chat(`Say it again ${unique()}`);
  await page.goto(`${weirUrl()}/traces/${traceId}`);
  await page.getByRole('button', { name: 'Replay' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Model').fill('demo?tokens=12');
  await dialog.getByRole('button', { name: 'Run' }).click();
  const link = dialog.getByRole('link', { name: 'its trace' });
  await expect(link).toBeVisible();
  const newTrace = (await link.getAttribute('href')).split('/').pop();
  expect(newTrace).not.toBe(traceId);
  await expect.poll(async () => (await fetch(`${weirUrl()}/api/v1/traces/${newTrace}`)).status).toBe(200);
});

test('a trace becomes a record, and its expectation is written', async ({ page }) => {
  const name = `set-${unique()}`;
  const traceId = await chat(`Keep me ${name}`);
  await page.goto(`${weirUrl()}/traces/${traceId}`);
  await page.getByRole('button', { name: 'Add to dataset' }).click();
  await page.getByRole('dialog').getByRole('combobox').selectOption('new');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  await page.getByRole('link', { name: 'Open the dataset' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await page.getByRole('button', { name: 'Edit expectations' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('{"answer": "forty-two"}');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('table').getByText('forty-two')).toBeVisible();
});

test('an author writes a version, compares it, and points production at it', async ({ page }) => {
  const name = `prompt-${unique()}`;
  await page.goto(`${weirUrl()}/prompts`);
  await page.getByRole('button', { name: 'New prompt' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Role').selectOption('user');
  await page.getByLabel('Content').fill('Answer {{question}} briefly.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'New version' }).click();
  await page.getByLabel('Content').fill('Answer {{question}} in one sentence.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('tab', { name: 'Version 2' })).toBeVisible();
  await page.getByRole('tab', { name: 'Changes' }).click();
  await expect(page.locator('mark').first()).toBeVisible();
  await page.getByRole('button', { name: 'Set alias' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('list', { name: 'Versions' }).getByText('production')).toBeVisible();
  await page.getByRole('link', { name: 'Try' }).click();
  await page.getByLabel('question').fill('why – in Malmö');
  await page.getByRole('button', { name: 'Compare with another model or version' }).click();
  await page.getByRole('button', { name: 'Run' }).click();
  const panes = [2, 1].map((version) => page.getByRole('region', { name: `demo/demo, version ${version}` }));
  await expect(panes[0]).toContainText('Answer why – in Malmö in one sentence.');
  await expect(panes[1]).toContainText('Answer why – in Malmö briefly.');
  await panes[1].getByRole('link', { name: 'its trace' }).click();
  await expect(page.getByRole('link', { name: new RegExp(`${name}.*1`) }).first()).toBeVisible();
});

test('a conversation is read as one', async ({ page }) => {
  const session = `session/${unique()}`;
  await chat('First question', { headers: { 'x-weir-session': session } });
  await chat('Second question', { headers: { 'x-weir-session': session } });
  await page.goto(`${weirUrl()}/sessions`);
  await page.getByRole('link', { name: session }).click();
  await expect(page.getByText('First question', { exact: true })).toBeVisible();
  await expect(page.getByText('Second question', { exact: true })).toBeVisible();
});

test('what people and models write stays text, wherever it is shown', async ({ page }) => {
  const session = `${hostile.slice(0, 40)}${unique()}`;
  const traceId = await chat(hostile, {
    headers: {
      'x-weir-user': encodeURIComponent(hostile),
      'x-weir-session': encodeURIComponent(session),
      'x-weir-tag-note': encodeURIComponent(hostile),
    },
  });
  await send(`/api/v1/traces/${traceId}/assessments`, {
    method: 'POST',
    body: { name: hostile.slice(0, 100), feedback: { value: hostile }, rationale: hostile, source: 'human' },
  });
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${weirUrl()}/traces/${traceId}`);
  await expect(page.getByText('onerror').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Raw' }).click();
  await page.getByRole('tab', { name: 'Attributes' }).click();
  await expect(page.locator('a[href^="javascript"]')).toHaveCount(0);
  for (const path of ['/traces', '/sessions', '/quality', '/?group=user']) {
    await page.goto(weirUrl() + path);
    await page.waitForLoadState('networkidle');
  }
  expect(asked.filter((url) => !url.startsWith(weirUrl()))).toEqual([]);
});

test('keys are made, shown once, and revoked', async ({ page }) => {
  const name = `key ${unique()}`;
  await page.goto(`${weirUrl()}/settings`);
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Owner').fill('ann@example.com');
  await page.getByLabel('Expires').selectOption('in 30 days');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByTestId('new-key')).toHaveText(/^weir_[\w-]{43}$/);
  await page.getByRole('button', { name: 'Close' }).click();
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('ann@example.com');
  await expect(row.getByRole('cell', { name: 'never', exact: true })).toHaveCount(1);
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(row.getByText('revoked')).toBeVisible();
});

test('traces are gone through by keyboard', async ({ page }) => {
  const user = `user-${unique()}`;
  await chat('older', { headers: { 'x-weir-user': user } });
  await chat('newer', { headers: { 'x-weir-user': user } });
  await page.goto(`${weirUrl()}/traces?user=${user}`);
  const rows = page.getByRole('row').filter({ hasText: /older|newer/ });
  await expect(rows).toHaveCount(2);
  await rows.first().getByRole('link').focus();
  await page.keyboard.press('j');
  await expect(rows.nth(1).getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/traces\/tr-/);
});

for (const colorScheme of ['light', 'dark']) {
  test(`pages are accessible, ${colorScheme}`, async ({ page }) => {
    const traceId = await chat(`Look at me ${unique()}`);
    await page.emulateMedia({ colorScheme });
    for (const path of [
      '/?range=24h',
      '/traces',
      `/traces/${traceId}`,
      '/sessions',
      '/prompts',
      '/playground',
      '/datasets',
      '/quality',
      '/settings',
      '/settings?tab=health',
      '/sign-in',
    ]) {
      await page.goto(weirUrl() + path);
      await page.waitForLoadState('networkidle');
      expect(await seriousViolations(page), path).toEqual([]);
    }
  });
}

test('works at the width of a phone', async ({ page }) => {
  const traceId = await chat(`Small ${unique()}`);
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of ['/', '/traces', `/traces/${traceId}`, '/prompts', '/settings']) {
    await page.goto(weirUrl() + path);
    await page.waitForLoadState('networkidle');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, path).toBeLessThanOrEqual(360);
    await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
  }
  const sections = page.getByRole('navigation', { name: 'Sections' });
  await expect(sections.getByRole('link', { name: 'Quality' })).toBeHidden();
  await sections.getByText('More').click();
  expect(await seriousViolations(page)).toEqual([]);
  await sections.getByRole('link', { name: 'Quality' }).click();
  await expect(page.getByRole('heading', { name: 'Quality', level: 1 })).toBeVisible();
  await expect(sections.getByRole('link', { name: 'Quality' })).toBeHidden();
});

test('an unknown page and a missing trace say so', async ({ page }) => {
  await page.goto(`${weirUrl()}/traces/tr-nothing`);
  await expect(page.getByText('There is no such trace')).toBeVisible();
  await page.goto(`${weirUrl()}/prompts/nothing/at/all`);
  await expect(page.getByText('There is no such page')).toBeVisible();
});
