import { describe, expect, it } from 'vitest';
import { JudgeFailure, type JudgeModel } from '../../src/scoring/judge-model.ts';
import { limitModel, type SpendLedger } from '../../src/scoring/models/limited-model.ts';
import { createGuardModel } from '../../src/scoring/models/guard-model.ts';
import { createModerationModel } from '../../src/scoring/models/moderation-model.ts';
import { parseModelUri } from '../../src/scoring/models/model-uri.ts';
import { createProviderModel } from '../../src/scoring/models/provider-model.ts';
import { yesOrNo, type JudgeQuestion } from '../../src/scoring/scorer.ts';
import { judgePrompt } from '../../src/scoring/judge-prompt.ts';
import { createProxy, type Upstream } from '../helpers/proxy.ts';

const question: JudgeQuestion = {
  name: 'safety',
  criteria: 'C',
  material: { answer: 'Hello' },
  answer: yesOrNo,
};
const prompt = judgePrompt(question, 'f00d');
const VERDICT = '{"rationale":"r","result":"yes"}';

/** A provider's model behind the real proxy, with a scripted upstream. */
function behindProxy(provider: string, dialect: string, upstream: Upstream) {
  const secrets = { OPENAI_API_KEY: 'sk-stored', ANTHROPIC_API_KEY: 'sk-ant', GEMINI_API_KEY: 'AI' };
  const proxy = createProxy({ upstream, secrets });
  const model = createProviderModel({
    uri: `${provider}:/m`,
    provider,
    model: 'm',
    dialect,
    callProxy: (path, init) => {
      const headers = new Headers(init.headers);
      for (const name of ['authorization', 'x-api-key', 'x-goog-api-key']) headers.delete(name);
      headers.set('x-weir-key', 'weir_valid');
      return proxy.call(path, { ...init, headers });
    },
    price: async () => 0.5,
    timeoutMs: 2000,
  });
  return { proxy, model };
}

describe('a judge at a provider', () => {
  it('is asked in OpenAI’s wire, held to the schema, and traced', async () => {
    const { proxy, model } = behindProxy('openai', 'openai', () =>
      Response.json({
        id: '1',
        object: 'chat.completion',
        created: 1,
        model: 'm',
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: VERDICT } }],
        usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
      }),
    );
    const answer = await model.ask(prompt, question);
    expect(answer).toMatchObject({ text: VERDICT, inputTokens: 9, outputTokens: 3, costUsd: 0.5 });
    expect(answer.traceId).toMatch(/^tr-/);
    const [sent] = proxy.received;
    expect(sent?.url).toBe('https://api.openai.com/v1/chat/completions');
    expect(sent?.headers.get('authorization')).toBe('Bearer sk-stored');
    const body = JSON.parse(sent?.body ?? '');
    expect(body).toMatchObject({ model: 'm', temperature: 0, response_format: { type: 'json_schema' } });
    expect(body.messages.map((message: { role: string }) => message.role)).toEqual(['system', 'user']);
    await proxy.settled();
    expect(proxy.exchanges).toHaveLength(1);
  });

  it('is asked in Anthropic’s wire', async () => {
    const { proxy, model } = behindProxy('anthropic', 'anthropic', () =>
      Response.json({
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [{ type: 'tool_use', id: 't', name: 'json', input: { rationale: 'r', result: 'yes' } }],
        stop_reason: 'tool_use',
        stop_sequence: null,
        usage: { input_tokens: 9, output_tokens: 3 },
      }),
    );
    const answer = await model.ask(prompt, question);
    expect(JSON.parse(answer.text)).toEqual({ rationale: 'r', result: 'yes' });
    expect(proxy.received[0]?.url).toBe('https://api.anthropic.com/v1/messages');
  });

  it('is asked on Gemini’s OpenAI-compatible path, with the key where that path wants it', async () => {
    const { proxy, model } = behindProxy('google', 'google', () =>
      Response.json({
        id: '1',
        object: 'chat.completion',
        created: 1,
        model: 'm',
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: VERDICT } }],
        usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
      }),
    );
    expect((await model.ask(prompt, question)).text).toBe(VERDICT);
    const [sent] = proxy.received;
    expect(sent?.url).toBe('https://generativelanguage.googleapis.com/v1beta/openai/chat/completions');
    expect(sent?.headers.get('authorization')).toBe('Bearer AI');
    expect(sent?.headers.has('x-goog-api-key')).toBe(false);
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({ response_format: { type: 'json_schema' } });
  });

  it.each([
    [429, 'unavailable'],
    [500, 'unavailable'],
    [400, 'refused'],
    [401, 'refused'],
  ])('that answers %i gave no answer: %s', async (status, reason) => {
    const { model } = behindProxy('openai', 'openai', () =>
      Response.json({ error: { message: 'no', type: 't' } }, { status, headers: { 'retry-after': '7' } }),
    );
    const failure: unknown = await model.ask(prompt, question).catch((cause: unknown) => cause);
    expect(failure).toBeInstanceOf(JudgeFailure);
    expect(failure).toMatchObject({ reason, retryAfterMs: 7000 });
  });

  it('that refuses to answer is no verdict', async () => {
    const { model } = behindProxy('openai', 'openai', () =>
      Response.json({
        id: '1',
        created: 1,
        model: 'm',
        choices: [{ index: 0, finish_reason: 'content_filter', message: { role: 'assistant', content: '' } }],
      }),
    );
    await expect(model.ask(prompt, question)).rejects.toMatchObject({ reason: 'refused' });
  });
});

describe('classifiers of harm', () => {
  it('OpenAI’s moderation says no when it flags, and why', async () => {
    const proxy = createProxy({
      secrets: { OPENAI_API_KEY: 'sk' },
      upstream: () =>
        Response.json({
          results: [
            { flagged: true, categories: { hate: true, violence: false }, category_scores: { hate: 0.9 } },
          ],
        }),
    });
    const model = createModerationModel({
      uri: 'moderation:/omni-moderation-latest',
      model: 'omni-moderation-latest',
      callProxy: (path, init) => proxy.call(path, init),
      timeoutMs: 1000,
    });
    const answer = await model.ask(prompt, question);
    expect(JSON.parse(answer.text)).toEqual({ rationale: 'Flagged: hate.', result: 'no' });
    expect(JSON.parse(proxy.received[0]?.body ?? '')).toEqual({
      model: 'omni-moderation-latest',
      input: 'Hello',
    });
  });

  it.each([
    [{ response: 'safe' }, 'yes', 'No hazard seen.'],
    [{ response: '\n\nunsafe\nS1,S10' }, 'no', 'Hazards: violent crimes, hate.'],
    [{ response: { safe: false, categories: ['S11'] } }, 'no', 'Hazards: suicide and self-harm.'],
  ])('Llama Guard’s %j is read', async (said, result, rationale) => {
    const model = createGuardModel({ uri: 'workers-ai:/g', model: '@cf/g', run: async () => said });
    expect(JSON.parse((await model.ask(prompt, question)).text)).toEqual({ rationale, result });
  });
});

describe('a judge under limits', () => {
  const ledger = (spent = 0): SpendLedger & { total: number } => ({
    total: spent,
    async spentUsd() {
      return this.total;
    },
    async add(_, costUsd) {
      this.total += costUsd;
    },
  });
  const answer = { text: VERDICT, inputTokens: 1, outputTokens: 1, costUsd: 0.4, traceId: null };
  const modelOf = (ask: JudgeModel['ask']): JudgeModel => ({ uri: 'x:/y', judges: 'anything', ask });
  const limits = { concurrent: 2, perMinute: null, usdPerDay: null, attempts: 3 };

  it('F104 counts time-outs as attempts, waits longer each time, and gives up with the reason', async () => {
    const slept: number[] = [];
    let asked = 0;
    const model = limitModel(
      modelOf(async () => {
        asked++;
        throw new JudgeFailure('unavailable', 'The judge did not answer within 5 ms.');
      }),
      limits,
      { ledger: ledger(), now: () => 0, sleep: async (ms) => void slept.push(ms) },
    );
    await expect(model.ask(prompt, question)).rejects.toMatchObject({ reason: 'unavailable' });
    expect([asked, slept]).toEqual([3, [500, 1000]]);
  });

  it('does not ask again when the judge refuses', async () => {
    let asked = 0;
    const model = limitModel(
      modelOf(async () => {
        asked++;
        throw new JudgeFailure('refused', 'no');
      }),
      limits,
      { ledger: ledger(), now: () => 0, sleep: async () => undefined },
    );
    await expect(model.ask(prompt, question)).rejects.toMatchObject({ reason: 'refused' });
    expect(asked).toBe(1);
  });

  it('asks so many at a time', async () => {
    let open = 0;
    let most = 0;
    const model = limitModel(
      modelOf(async () => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 1));
        open--;
        return answer;
      }),
      limits,
      {
        ledger: ledger(),
        now: () => 0,
        sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
      },
    );
    await Promise.all(Array.from({ length: 9 }, () => model.ask(prompt, question)));
    expect([most, open]).toEqual([2, 0]);
  });

  it('asks so many a minute', async () => {
    let nowMs = 0;
    const model = limitModel(
      modelOf(async () => answer),
      { ...limits, perMinute: 2 },
      {
        ledger: ledger(),
        now: () => nowMs,
        sleep: async (ms) => {
          nowMs += ms;
        },
      },
    );
    for (let asked = 0; asked < 5; asked++) await model.ask(prompt, question);
    expect(nowMs).toBe(120_000);
  });

  it('asks a tenth of a minute at once after a rest, and spreads the others', async () => {
    let nowMs = 0;
    const askedAtMs: number[] = [];
    const model = limitModel(
      modelOf(async () => {
        askedAtMs.push(nowMs);
        return answer;
      }),
      { ...limits, perMinute: 30 },
      {
        ledger: ledger(),
        now: () => nowMs,
        sleep: async (ms) => {
          nowMs += ms;
        },
      },
    );
    for (let asked = 0; asked < 5; asked++) await model.ask(prompt, question);
    nowMs = 60_000;
    for (let asked = 0; asked < 4; asked++) await model.ask(prompt, question);
    expect(askedAtMs).toEqual([0, 0, 0, 2000, 4000, 60_000, 60_000, 60_000, 62_000]);
  });

  it('stops when the money of the day is spent', async () => {
    const model = limitModel(
      modelOf(async () => answer),
      { ...limits, usdPerDay: 1 },
      {
        ledger: ledger(),
        now: () => 0,
        sleep: async () => undefined,
      },
    );
    for (let asked = 0; asked < 3; asked++) await model.ask(prompt, question);
    await expect(model.ask(prompt, question)).rejects.toMatchObject({ reason: 'limited' });
  });
});

describe('model URIs', () => {
  it.each([
    ['openai:/gpt-4.1-mini', { provider: 'openai', model: 'gpt-4.1-mini' }],
    ['gemini:/gemini-2.5-flash', { provider: 'google', model: 'gemini-2.5-flash' }],
    ['endpoints:/my-endpoint', { provider: 'databricks', model: 'my-endpoint' }],
    ['workers-ai:/@cf/meta/llama-guard-3-8b', { provider: 'workers-ai', model: '@cf/meta/llama-guard-3-8b' }],
    ['gateway:/anthropic/claude-haiku-4-5', { provider: 'anthropic', model: 'claude-haiku-4-5' }],
    ['gateway:/judge', { provider: 'demo', model: 'demo' }],
  ])('%s', (uri, expected) => {
    expect(parseModelUri(uri, 'demo:/demo')).toEqual(expected);
  });

  it.each(['gpt-4', 'openai:', 'openai:/', '', 'gateway:/judge'])('%s is refused', (uri) => {
    expect(() => parseModelUri(uri, null)).toThrow(/Invalid model|no gateway endpoint/);
  });
});
