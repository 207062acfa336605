import { describe, expect, it } from 'vitest';
import { answerDemo, demoBaseUrl } from '../../../../src/proxy/providers/demo/index.ts';

const user = (content: string) => ({ role: 'user', content });

function call(body: object | string, headers: Record<string, string> = {}, path = '/chat/completions') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return answerDemo(new Request(demoBaseUrl + path, { method: 'POST', headers, body: text }));
}

const chat = (overrides: object = {}, headers: Record<string, string> = {}) =>
  call({ model: 'demo', messages: [user('Hello there')], ...overrides }, headers);

interface Answer {
  id: string;
  choices: {
    message: { content: string | null; tool_calls?: { function: { name: string; arguments: string } }[] };
    finish_reason: string;
  }[];
  usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
  error?: { message: string; param: string | null; code: string | null };
}

interface Delta {
  tool_calls?: { function: { arguments: string } }[];
}

interface Vectors {
  data: { embedding: number[] | string }[];
  usage: { prompt_tokens: number };
}

const json = async (response: Promise<Response>) => (await response).json<Answer>();

const events = (text: string) =>
  text
    .split(/\r?\n\r?\n/)
    .filter((event) => event.startsWith('data:'))
    .map((event) => event.replace(/^data: ?/, ''));

const contentOf = (text: string) =>
  events(text)
    .filter((data) => data !== '[DONE]')
    .map(
      (data) =>
        (JSON.parse(data) as { choices?: { delta: { content?: string } }[] }).choices?.[0]?.delta.content ??
        '',
    )
    .join('');

/** Reads until the body ends, fails, or has nothing ready. */
async function readUntilSilence(response: Response): Promise<{ text: string; ending: string }> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const next = await Promise.race([
      reader?.read().then(
        ({ value }) => value ?? 'end',
        () => 'failure',
      ),
      new Promise<string>((resolve) => setTimeout(() => resolve('silence'), 30)),
    ]);
    if (next === undefined || typeof next === 'string') {
      await reader?.cancel().catch(() => undefined);
      return { text, ending: next ?? 'no body' };
    }
    text += decoder.decode(next, { stream: true });
  }
}

describe('the demo model', () => {
  it('answers the same question the same way', async () => {
    const [first, second] = [await json(chat()), await json(chat())];
    expect(first.choices).toEqual(second.choices);
    expect(first.id).toBe(second.id);
    expect(first.choices[0]?.message.content).toContain('"Hello there"');
    expect(first.usage.total_tokens).toBe(first.usage.prompt_tokens + first.usage.completion_tokens);
  });

  it('streams what it would have answered', async () => {
    const text = await (await chat({ stream: true })).text();
    expect(contentOf(text)).toBe((await json(chat())).choices[0]?.message.content);
    expect(events(text).at(-1)).toBe('[DONE]');
    expect(text).not.toContain('"usage"');
  });

  it('gives usage in a stream only when asked, as OpenAI does', async () => {
    const all = events(await (await chat({ stream: true, stream_options: { include_usage: true } })).text());
    const last = JSON.parse(all.at(-2) ?? '') as { choices: unknown[]; usage: { completion_tokens: number } };
    expect(last.choices).toEqual([]);
    expect(last.usage.completion_tokens).toBeGreaterThan(0);
    expect(all[0]).toContain('"usage":null');
  });

  it('calls the tools it is pointed at, and answers with their results', async () => {
    const tool = (name: string) => ({
      type: 'function',
      function: {
        name,
        parameters: { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } } },
      },
    });
    const tools = [tool('get_weather'), tool('get_time'), tool('buy_ticket')];
    const answer = await json(chat({ tools, messages: [user('What is the weather, and the time?')] }));
    const calls = answer.choices[0]?.message.tool_calls ?? [];
    expect(calls.map((made) => made.function.name)).toEqual(['get_weather', 'get_time']);
    expect(JSON.parse(calls[0]?.function.arguments ?? '')).toEqual({ city: expect.any(String), days: 1 });
    expect(answer.choices[0]?.finish_reason).toBe('tool_calls');

    const forced = await json(
      chat({ tools, tool_choice: { type: 'function', function: { name: 'buy_ticket' } } }),
    );
    expect(forced.choices[0]?.message.tool_calls?.[0]?.function.name).toBe('buy_ticket');

    const done = await json(
      chat({
        tools,
        messages: [user('the weather?'), { role: 'tool', content: 'sunny', tool_call_id: 'c' }],
      }),
    );
    expect(done.choices[0]?.message.content).toContain('sunny');
  });

  it('fits structured output to its schema', async () => {
    const schema = {
      type: 'object',
      properties: { kind: { enum: ['a', 'b'] }, scores: { type: 'array', items: { type: 'number' } } },
    };
    const answer = await json(
      chat({ response_format: { type: 'json_schema', json_schema: { name: 's', schema } } }),
    );
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({ kind: 'a', scores: [1] });
  });

  it('gives every choice an answer of its own, and structured ones stay valid', async () => {
    const texts = await json(chat({ n: 3 }));
    expect(new Set(texts.choices.map((choice) => choice.message.content)).size).toBe(3);
    const structured = await json(chat({ n: 2, response_format: { type: 'json_object' } }));
    for (const { message } of structured.choices) {
      expect(JSON.parse(message.content ?? '')).toEqual({ answer: 'Hello there' });
    }
    const streamed = await (await chat({ n: 2, stream: true })).text();
    expect(streamed.match(/"finish_reason":"stop"/g)).toHaveLength(2);
  });

  it.each(['max_tokens', 'max_completion_tokens'])('stops at %s', async (name) => {
    const answer = await json(chat({ [name]: 4 }));
    expect(answer.choices[0]?.finish_reason).toBe('length');
    expect(answer.usage.completion_tokens).toBe(4);
  });

  it('streams tool calls in pieces that join to the plain call', async () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    const request = {
      tools: [{ type: 'function', function: { name: 'find', parameters } }],
      tool_choice: 'required',
    };
    const streamed = events(await (await chat({ ...request, stream: true })).text())
      .filter((data) => data !== '[DONE]')
      .map((data) => JSON.parse(data) as { choices: { delta: Delta; finish_reason: string | null }[] });
    const pieces = streamed.map(({ choices }) => choices[0]?.delta.tool_calls?.[0]?.function.arguments ?? '');
    const plain = await json(chat(request));
    expect(pieces.join('')).toBe(plain.choices[0]?.message.tool_calls?.[0]?.function.arguments);
    expect(streamed.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
  });

  it('quotes long questions in part, between characters', async () => {
    const answer = await json(chat({ messages: [user(`a${'🌊'.repeat(5000)}`)] }));
    const content = answer.choices[0]?.message.content ?? '';
    expect(content.isWellFormed()).toBe(true);
    expect(content.length).toBeLessThan(1000);
  });

  it('takes tokens for text, and gives vectors in base64 on request', async () => {
    const vectors = async (overrides: object) =>
      (await call({ model: 'demo', dimensions: 3, ...overrides }, {}, '/embeddings')).json<Vectors>();
    const floats = await vectors({ input: [[1, 2], [3]] });
    expect(floats.data).toHaveLength(2);
    expect(floats.usage.prompt_tokens).toBe(3);
    const encoded = await vectors({ input: [[1, 2], [3]], encoding_format: 'base64' });
    const bytes = Uint8Array.from(atob(String(encoded.data[0]?.embedding)), (unit) => unit.charCodeAt(0));
    expect([...new Float32Array(bytes.buffer)]).toEqual(floats.data[0]?.embedding);
    expect((await vectors({ input: [1, 2, 3] })).data).toHaveLength(1);
  });

  it.each([
    ['/chat/completions', { model: 'demo', messages: [user('?')], tool_choice: 'required' }, 'tool_choice'],
    ['/chat/completions', { model: 'demo', messages: [user('?')], stream_options: {} }, 'stream_options'],
    ['/chat/completions', { model: 'demo', messages: [user('?')], n: 17 }, 'n'],
    ['/embeddings', { model: 'demo', input: [] }, 'input'],
    ['/embeddings', { model: 'demo', input: Array(1000).fill('a'), dimensions: 3072 }, 'input'],
  ])('%s names the member that is wrong', async (path, body, member) => {
    const response = await call(body, {}, path);
    expect(response.status).toBe(400);
    expect((await response.json<Answer>()).error?.param).toBe(member);
  });

  it('reads no more of a body than it can hold', async () => {
    const piece = new TextEncoder().encode('x'.repeat(1024 * 1024));
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent++;
        controller.enqueue(piece);
      },
    });
    const response = await answerDemo(
      new Request(`${demoBaseUrl}/chat/completions`, { method: 'POST', body }),
    );
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(20);
  });

  it('makes unit vectors', async () => {
    const response = await call({ model: 'demo', input: ['a', 'b'], dimensions: 8 }, {}, '/embeddings');
    const { data, usage } = await response.json<{
      data: { embedding: number[] }[];
      usage: { prompt_tokens: number };
    }>();
    expect(data).toHaveLength(2);
    expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1, 5);
    expect(data[0]?.embedding).not.toEqual(data[1]?.embedding);
    expect(usage.prompt_tokens).toBeGreaterThan(0);
  });
});

describe('the knobs of the demo model', () => {
  it.each([400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 529])('error=%i', async (status) => {
    const response = await chat({ model: `demo?error=${status}` });
    expect(response.status).toBe(status);
    expect((await response.json<Answer>()).error?.message).toBeTruthy();
    expect(response.headers.has('retry-after')).toBe(status === 429);
  });

  it('tokens and the header', async () => {
    const answer = await json(chat({}, { 'x-demo-knobs': 'tokens=12' }));
    expect(answer.usage.completion_tokens).toBe(12);
    expect(answer.choices[0]?.finish_reason).toBe('length');
  });

  it('the header wins over the name', async () => {
    expect((await chat({ model: 'demo?error=500' }, { 'x-demo-knobs': 'error=429' })).status).toBe(429);
  });

  it('makes the longest answer as it is read, not before', async () => {
    const response = await chat({ model: 'demo?tokens=100000', stream: true });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.byteLength).toBeLessThan(1000);
    await reader?.cancel();
  });

  it('latency ends with the caller', async () => {
    const caller = new AbortController();
    const body = JSON.stringify({ model: 'demo?latency=600000', messages: [user('?')] });
    const request = new Request(`${demoBaseUrl}/chat/completions`, {
      method: 'POST',
      body,
      signal: caller.signal,
    });
    const answer = answerDemo(request);
    caller.abort(new Error('gone'));
    await expect(answer).rejects.toThrow();
  });

  it('latency and chunk delay without changing the answer', async () => {
    const text = await (await chat({ model: 'demo?latency=5&chunk=1&tokens=4', stream: true })).text();
    expect(events(text).at(-1)).toBe('[DONE]');
  });

  it.each(['error-event', 'early-end', 'hang', 'reset'])(
    'break=%s comes before the end of an answer shorter than its place',
    async (knob) => {
      const response = await chat({ model: `demo?break=${knob}&at=1000`, stream: true });
      const { text } = await readUntilSilence(response);
      expect(contentOf(text)).toContain('Hello there');
      expect(text).not.toContain('"finish_reason":"stop"');
      expect(text).not.toContain('[DONE]');
    },
  );

  it.each([
    ['hang', 'silence'],
    ['reset', 'failure'],
    ['early-end', 'end'],
  ])('break=%s cuts a plain answer in the middle', async (knob, ending) => {
    const read = await readUntilSilence(await chat({ model: `demo?break=${knob}` }));
    expect(read.ending).toBe(ending);
    expect(read.text).toContain('"chat.completion"');
    expect(() => JSON.parse(read.text)).toThrow();
  });

  it('break=split and break=no-usage hold for plain answers too', async () => {
    const split = await chat({ model: 'demo?break=split' });
    expect((await split.json<Answer>()).choices[0]?.message.content).toContain('🌊');
    expect(await (await chat({ model: 'demo?break=no-usage' })).json()).not.toHaveProperty('usage');
  });

  it('break=split cuts inside a character', async () => {
    const reader = (await chat({ model: 'demo?break=split', stream: true })).body?.getReader();
    const chunks: Uint8Array[] = [];
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done || value === undefined) break;
      chunks.push(value);
    }
    const strict = (bytes: Uint8Array) =>
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
    expect(chunks.some((bytes) => ((bytes.at(-1) ?? 0) & 0xc0) === 0xc0)).toBe(true);
    const whole = Uint8Array.from(chunks.flatMap((bytes) => [...bytes]));
    expect(contentOf(strict(whole))).toContain('🌊');
  });

  it('break=no-usage gives none even when asked', async () => {
    const text = await (
      await chat({ model: 'demo?break=no-usage', stream: true, stream_options: { include_usage: true } })
    ).text();
    expect(text).not.toContain('prompt_tokens');
  });

  it('break=error-event fails under status 200', async () => {
    const response = await chat({ model: 'demo?break=error-event&at=2', stream: true });
    expect(response.status).toBe(200);
    expect(events(await response.text()).at(-1)).toContain('"error"');
  });

  it('break=early-end ends without a word', async () => {
    const all = events(await (await chat({ model: 'demo?break=early-end&at=2', stream: true })).text());
    expect(all.join('')).not.toContain('"finish_reason":"stop"');
    expect(all.at(-1)).not.toBe('[DONE]');
  });

  it('break=reset breaks the connection', async () => {
    await expect((await chat({ model: 'demo?break=reset&at=2', stream: true })).text()).rejects.toThrow();
  });

  it('break=hang sends no more, and stops when the reader goes', async () => {
    const reader = (await chat({ model: 'demo?break=hang&at=1', stream: true })).body?.getReader();
    await reader?.read();
    await reader?.read();
    const next = await Promise.race([
      reader?.read(),
      new Promise((resolve) => setTimeout(() => resolve('silence'), 30)),
    ]);
    expect(next).toBe('silence');
    await reader?.cancel();
  });

  it.each([
    ['crlf', '\r\n\r\n'],
    ['comments', ': keep-alive'],
    ['no-space', 'data:{'],
  ])('break=%s', async (knob, sign) => {
    const text = await (await chat({ model: `demo?break=${knob}`, stream: true })).text();
    expect(text).toContain(sign);
  });

  it('F25 break=refuse-stream-options refuses them by name', async () => {
    const refused = await chat({
      model: 'demo?break=refuse-stream-options',
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(refused.status).toBe(400);
    expect((await refused.json<Answer>()).error?.message).toContain('stream_options');
    expect((await chat({ model: 'demo?break=refuse-stream-options', stream: true })).status).toBe(200);
  });

  it.each([
    ['demo?latncy=5', 'latncy', 'latency'],
    ['demo?error=418', 'error', '429'],
    ['demo?tokens=-1', 'tokens', '100000'],
    ['demo?tokens=', 'tokens', '100000'],
    ['demo?tokens=100001', 'tokens', '100000'],
    ['demo?latency=1e3', 'latency', '600000'],
    ['demo?break=apart', 'break', 'split'],
  ])('refuses %s, naming the knob and what was expected', async (model, knob, expected) => {
    const response = await chat({ model });
    expect(response.status).toBe(400);
    const message = (await response.json<Answer>()).error?.message ?? '';
    expect(message).toContain(knob);
    expect(message).toContain(expected);
  });

  it('refuses bad requests as OpenAI does', async () => {
    expect((await json(call('{"model":'))).error?.message).toContain('could not parse');
    expect((await json(call({ model: 'demo', messages: [] }))).error?.param).toBe('messages');
    expect((await call({}, {}, '/nothing')).status).toBe(404);
  });
});
