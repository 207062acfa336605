/** Weir below a path prefix (`WEIR_PUBLIC_URL`), behind a proxy that takes it off and names another host: every way in. */
import { expect, test } from '@playwright/test';
import { openPrefixProxy } from './support/below-prefix.mjs';
import { watchFaults } from './support/faults.mjs';
import { startWeir } from './support/start.mjs';

const adminKey = 'admin-key-of-the-prefix-suite';
const asAdmin = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };

let weir;
let proxy;
/** Where people reach it: `http://127.0.0.1:…/teams/weir`. */
let base;
let made;
test.beforeAll(async () => {
  proxy = await openPrefixProxy('/teams/weir', { target: () => weir.origin, keepsHost: false });
  base = `${proxy.origin}/teams/weir`;
  weir = await startWeir({
    WEIR_ADMIN_KEY: adminKey,
    WEIR_PUBLIC_URL: base,
    WEIR_FEEDBACK_ORIGINS: proxy.origin,
  });
  made = await fill();
});
test.afterAll(async () => {
  await proxy.close();
  await weir.stop();
});
test.afterEach(() => {
  // Browsers ask for that by themselves on pages that name no icon.
  expect(proxy.strays.splice(0).filter((path) => path !== '/favicon.ico')).toEqual([]);
});

async function call(method, path, body) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(base + path, { method, headers: asAdmin, ...sent });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** A trace, and a session that asks about it. */
async function fill() {
  const answer = await fetch(`${base}/demo/v1/chat/completions`, {
    method: 'POST',
    headers: { 'x-weir-key': adminKey, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'Where is my parcel?' }] }),
  });
  const traceId = answer.headers.get('x-weir-trace-id');
  const token = answer.headers.get('x-weir-feedback-token');
  await expect.poll(() => call('GET', `/api/v1/traces/${traceId}`).then(Boolean, () => false)).toBe(true);
  const input = { pass_fail: { positive_label: 'Correct', negative_label: 'Incorrect' } };
  const schema = { experiment: '0', name: 'is_right', title: 'Is it right?', input };
  const { label_schema: question } = await call('POST', '/api/v1/label-schemas', schema);
  const { labeling_session: session } = await call('POST', '/api/v1/labeling-sessions', {
    experiment: '0',
    name: 'parcel review',
    reviewers: ['ada'],
    label_schemas: [question.schema_id],
    items: { trace_ids: [traceId] },
  });
  return { traceId, token, sessionId: session.session_id };
}

async function signIn(page, path) {
  await page.goto(base + path);
  await expect(page).toHaveURL(new RegExp('/teams/weir/sign-in\\?'));
  await page.getByLabel('Key').fill(adminKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function expectSaid(name, value) {
  const said = async () => {
    const { assessments } = await call('GET', `/api/v1/traces/${made.traceId}/assessments`);
    return assessments.find((one) => one.name === name)?.feedback.value;
  };
  await expect.poll(said, { timeout: 15_000 }).toBe(value);
}

test('a deep link leads through the sign-in to its page, and on through the sections', async ({
  page,
  context,
}) => {
  const faults = watchFaults(page);
  await signIn(page, `/traces/${made.traceId}`);
  await expect(page).toHaveURL(`${base}/traces/${made.traceId}`);
  await expect(page.getByText('Where is my parcel?', { exact: true })).toBeVisible();
  expect(await context.cookies()).toMatchObject([{ name: 'weir_session', path: '/teams/weir' }]);
  await page.reload();
  await expect(page.getByText('Where is my parcel?', { exact: true })).toBeVisible();

  const sections = page.getByRole('navigation', { name: 'Sections' });
  await sections.getByRole('link', { name: 'Overview' }).click();
  await expect(page).toHaveURL(/\/teams\/weir\/?$/);
  await expect(page.getByText('Requests').first()).toBeVisible();
  await sections.getByRole('link', { name: 'Traces' }).click();
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  expect(new URL((await download).url()).pathname).toBe('/teams/weir/api/v1/traces');
  expect(await (await download).failure()).toBeNull();
  await page.goto(`${base}/settings?tab=providers`);
  await expect(page.getByText(`${base}/demo`, { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${base}/sign-in`);
  expect(await context.cookies()).toEqual([]);
  expect(faults).toEqual([]);
});

test('the overview opens with and without a slash at the end', async ({ page }) => {
  await signIn(page, '/traces');
  await expect(page).toHaveURL(new RegExp('^[^?]*/teams/weir/traces'));
  for (const address of [base, `${base}/`]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  }
});

test('the playground asks from there', async ({ page }) => {
  await signIn(page, '/playground');
  await page.getByLabel('User').fill('Anybody there?');
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByRole('link', { name: 'its trace' })).toHaveAttribute(
    'href',
    /^\/teams\/weir\/traces\/tr-/,
  );
});

test('a review link made in the dashboard opens the review app', async ({ page, browser }) => {
  await signIn(page, `/labeling/${made.sessionId}?view=links`);
  await page.getByRole('button', { name: 'Make links' }).click();
  const url = await page.getByTestId('review-link').textContent();
  expect(url).toContain(`${base}/review/${made.sessionId}#`);
  const reviewer = await browser.newContext();
  const review = await reviewer.newPage();
  const faults = watchFaults(review);
  await review.goto(url);
  await review.getByRole('radio', { name: 'Correct', exact: true }).check();
  await expectSaid('is_right', true);
  expect(await reviewer.cookies()).toMatchObject([{ path: `/teams/weir/review/${made.sessionId}/api` }]);
  expect(faults).toEqual([]);
  await reviewer.close();
});

test('the reference and the widget know where they are', async ({ page }) => {
  await page.goto(`${base}/reference`);
  await page.getByRole('link', { name: 'openapi.json' }).click();
  await expect(page).toHaveURL(`${base}/openapi.json`);
  expect(JSON.parse(await page.locator('body').textContent()).servers).toEqual([{ url: '/teams/weir/' }]);

  const shop = `<!doctype html><title>Shop</title><script src="${base}/widget.js"></script>
    <weir-feedback trace-id="${made.traceId}" token="${made.token}" kinds="thumbs"></weir-feedback>`;
  await page.route(`${proxy.origin}/shop`, (route) =>
    route.fulfill({ contentType: 'text/html', body: shop }),
  );
  await page.goto(`${proxy.origin}/shop`);
  await page.getByRole('button', { name: 'Good answer' }).click();
  await expectSaid('thumbs', true);
});
