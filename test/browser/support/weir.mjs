/** What the suite asks Weir after the browser has done its part. */
import { expect } from '@playwright/test';

/** Origin of the chat example. */
export const chatUrl = () => process.env.CHAT_URL;
/** Origin of Weir. */
export const weirUrl = () => process.env.WEIR_URL;

/** JSON of Weir's REST surface; null when there is no such thing. */
export async function ask(path) {
  const answer = await fetch(weirUrl() + path);
  return answer.ok ? answer.json() : null;
}

/** What people said of a trace and still say, by name. */
export async function saidOf(traceId) {
  const trace = await ask(`/api/v1/traces/${traceId}`);
  const valid = (trace?.info?.assessments ?? trace?.assessments ?? []).filter((one) => one.valid !== false);
  return Object.fromEntries(
    valid.map((one) => [one.assessment_name ?? one.name, (one.feedback ?? one.expectation)?.value]),
  );
}

/** Waits until that was said of the trace. */
export async function expectSaid(traceId, expected) {
  await expect.poll(() => saidOf(traceId), { timeout: 15_000 }).toEqual(expected);
}

/** Asks the chat something, waits for the widget, and returns it with its trace. */
export async function converse(page, text, way = 'backend') {
  await page.getByLabel('Answers come').selectOption(way);
  await page.getByLabel('Message').fill(text);
  await page.keyboard.press('Enter');
  const turn = page.locator('.assistant').last();
  const widget = turn.locator('weir-feedback');
  await widget.waitFor();
  await expect(turn.locator('p').first()).toContainText('demo model');
  return { turn, widget, traceId: await widget.getAttribute('trace-id') };
}
