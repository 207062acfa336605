/** The path as a whole, on the worker's own handlers and stores: what is delivered twice, and what is known when. */
import { describe, expect, it } from 'vitest';
import { createManagement } from '../../src/management.ts';
import { plainText } from '../fixtures/anthropic/messages.ts';
import { chunked, post } from '../helpers/proxy.ts';
import { createWholePath, type WholePath } from '../helpers/whole-path.ts';

const stream = plainText.stream ?? { text: '', contentType: '' };
const streaming = (variables: Record<string, string> = {}) =>
  createWholePath(() => chunked([stream.text], { 'content-type': stream.contentType }), variables);

async function callAnthropic(weir: WholePath): Promise<Response> {
  const response = await weir.call('/anthropic/v1/messages', post(plainText.request));
  expect(await response.text()).toBe(stream.text);
  return response;
}

describe('the whole path', () => {
  it.each(['large', 'all'])(
    'F34 counts a message once that is delivered three times (spool: %s)',
    async (spool) => {
      const weir = streaming({ WEIR_SPOOL: spool });
      const response = await callAnthropic(weir);
      await weir.deliver(3);
      const { info, spans } = await weir.trace(response);
      expect(info.usage).toMatchObject({ inputTokens: 25, outputTokens: 15, totalTokens: 40 });
      expect(info.cost.totalCostUsd).toBeCloseTo((25 * 3 + 15 * 15) / 1e6, 12);
      expect(spans).toHaveLength(1);
    },
  );

  it('F44 tells the cost of a streamed answer under the id its first bytes carried', async () => {
    const weir = streaming();
    const response = await callAnthropic(weir);
    const traceId = response.headers.get('x-weir-trace-id');
    const management = createManagement({
      ...weir.services,
      settings: { ...weir.services.settings, local: true },
    });
    expect((await management.request(`/api/v1/traces/${traceId}`)).status).toBe(404);
    await weir.deliver();
    const answer = await management.request(`/api/v1/traces/${traceId}`);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(await answer.json())).toContain('"total_cost":0.0003');
  });
});
