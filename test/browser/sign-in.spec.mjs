/** Signing in where keys are asked for: a Weir of its own, with an admin key. */
import { expect, test } from '@playwright/test';
import { startWeir } from './support/start.mjs';

const adminKey = 'admin-key-of-the-browser-suite';
let weir;
test.beforeAll(async () => {
  weir = await startWeir({ WEIR_ADMIN_KEY: adminKey });
});
test.afterAll(() => weir.stop());

const asAdmin = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };

async function makeKey(body) {
  const answer = await fetch(`${weir.origin}/api/v1/keys`, {
    method: 'POST',
    headers: asAdmin,
    body: JSON.stringify(body),
  });
  return answer.json();
}

async function signIn(page, key, to = '/traces') {
  await page.goto(weir.origin + to);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel('Key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a deep link waits behind the sign-in, and is reached after it', async ({ page, context }) => {
  await signIn(page, adminKey, '/settings?tab=health');
  await expect(page.getByText('Index of traces')).toBeVisible();
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ name: 'weir_session', httpOnly: true, sameSite: 'Strict' });
  expect(
    await page.evaluate(
      (key) => JSON.stringify({ ...localStorage, ...sessionStorage }).includes(key),
      adminKey,
    ),
  ).toBe(false);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(`${weir.origin}/settings`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a wrong key is refused in words', async ({ page }) => {
  await signIn(page, 'weir_wrong');
  await expect(page.getByRole('alert')).toContainText('unknown or revoked');
});

test('a link that leads elsewhere after the sign-in does not', async ({ page }) => {
  await page.goto(`${weir.origin}/sign-in?to=${encodeURIComponent('//evil.example/')}`);
  await page.getByLabel('Key').fill(adminKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(weir.origin);
});

test('a reader sees traces, is offered no change, and is out when the key is revoked', async ({ page }) => {
  const { key, info } = await makeKey({ name: 'reader', scopes: ['read'] });
  const answer = await fetch(`${weir.origin}/demo/v1/chat/completions`, {
    method: 'POST',
    headers: { 'x-weir-key': adminKey, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'For readers' }] }),
  });
  const traceId = answer.headers.get('x-weir-trace-id');
  await expect
    .poll(async () => (await fetch(`${weir.origin}/api/v1/traces/${traceId}`, { headers: asAdmin })).status)
    .toBe(200);
  await signIn(page, key, `/traces/${traceId}`);
  await expect(page.getByText('For readers', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add to dataset' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Replay' })).toHaveCount(0);
  await fetch(`${weir.origin}/api/v1/keys/${info.key_id}`, { method: 'DELETE', headers: asAdmin });
  await page.goto(`${weir.origin}/traces`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test('who may call plays through the proxy without a key in the page', async ({ page }) => {
  const { key } = await makeKey({ name: 'player', scopes: ['read', 'proxy'] });
  await signIn(page, key, '/playground');
  await page.getByLabel('User').fill('Hello through the session');
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByRole('link', { name: 'its trace' })).toBeVisible();
});
