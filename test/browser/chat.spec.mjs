/** The loop in a browser: an answer streams, somebody does not like it, and tomorrow's test case is there. */
import { expect, test } from '@playwright/test';
import { ask, chatUrl, converse, expectSaid } from './support/weir.mjs';

for (const way of ['backend', 'direct']) {
  test(`an answer ${way === 'direct' ? 'from Weir directly' : 'by way of the backend'}, a thumb down, a correction: a test case`, async ({
    page,
  }) => {
    const violations = watchPolicy(page);
    await page.goto(chatUrl());
    const question = `Where is my order? (${way} ${Date.now()})`;
    const { widget, traceId } = await converse(page, question, way);
    expect(traceId).toMatch(/^tr-[0-9a-f]{32}$/);
    await widget.getByRole('button', { name: 'Bad answer' }).click();
    await expect(widget.getByRole('status')).toHaveText('Thank you.');
    await widget.getByText('Wrong', { exact: true }).click();
    await widget.getByLabel('Anything to add?').fill('Not what I asked.');
    await widget.getByLabel('What should it have said?').fill('It leaves the warehouse today.');
    await widget.getByRole('button', { name: 'Send' }).click();
    await expectSaid(traceId, {
      thumbs: false,
      category: ['Wrong'],
      comment: 'Not what I asked.',
      expected_response: 'It leaves the warehouse today.',
    });
    await expect
      .poll(async () => (await recordOf(traceId))?.expectations, { timeout: 20_000 })
      .toEqual({ expected_response: 'It leaves the warehouse today.' });
    const record = await recordOf(traceId);
    expect(JSON.stringify(record.inputs)).toContain(question);
    expect(record.tags).toMatchObject({
      'feedback.thumbs': 'false',
      'feedback.comment': 'Not what I asked.',
    });
    expect(violations).toEqual([]);
  });
}

test('answers of /chat carry what a page needs', async ({ request }) => {
  const answer = await request.post(`${chatUrl()}/chat`, { data: { message: 'Hello', session_id: 'one' } });
  const body = await answer.json();
  expect(body).toEqual({
    response: expect.stringContaining('Hello'),
    trace_id: expect.stringMatching(/^tr-/),
    feedback_token: expect.stringMatching(/^wf1\./),
    evaluation_metrics: {
      duration_ms: expect.any(Number),
      input_tokens: expect.any(Number),
      output_tokens: expect.any(Number),
      scores: null,
    },
  });
  for (const data of [{}, { message: 7, session_id: 'x' }, { message: ' ', session_id: 'x' }]) {
    expect((await request.post(`${chatUrl()}/chat`, { data })).status()).toBe(400);
  }
});

test('HTML that the model or a person writes is shown as text', async ({ page }) => {
  await page.goto(chatUrl());
  const html = '<img src=x onerror="document.title=1"><b>bold</b>';
  const { turn, widget, traceId } = await converse(page, html);
  await expect(turn.locator('> p')).toContainText('<b>bold</b>');
  await widget.getByRole('button', { name: 'Bad answer' }).click();
  await widget.getByLabel('Anything to add?').fill(html);
  await widget.getByRole('button', { name: 'Send' }).click();
  await expectSaid(traceId, { thumbs: false, comment: html });
  expect(await page.title()).toBe('Bookshop support');
});

async function recordOf(traceId) {
  const page = await ask('/api/v1/datasets/negative-feedback-chat-example/records?page_size=1000');
  return page?.records.find(({ source }) => source.source_data.trace_id === traceId);
}

/** Collects what the page's Content-Security-Policy refuses, and errors of scripts. */
function watchPolicy(page) {
  const violations = [];
  page.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
  page.on('pageerror', (error) => violations.push(String(error)));
  return violations;
}
