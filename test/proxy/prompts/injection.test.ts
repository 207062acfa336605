/** Prompts injected by the proxy: how calls ask, what reaches the provider, what is recorded, what fails. */
import { describe, expect, it } from 'vitest';
import { post } from '../../helpers/proxy.ts';
import { createPromptedProxy } from '../../helpers/prompts.ts';

const proxy = createPromptedProxy({ secrets: {} });
const { registry, sent } = proxy;
const chat = '/openai/v1/chat/completions';
const ask = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Where is my order?' }] };

async function failed(
  response: Response,
): Promise<{ status: number; error: { message: string; code: string } }> {
  return {
    status: response.status,
    ...((await response.json()) as { error: { message: string; code: string } }),
  };
}

describe('asking by header', () => {
  it('puts a text prompt first, as the system message', async () => {
    await registry.register('header.text', 'Help {{ customer.name }} with {{ topic }}.');
    const response = await proxy.call(
      chat,
      post(ask, {
        'x-weir-prompt': 'header.text',
        'x-weir-prompt-variables': JSON.stringify({ customer: { name: 'Ann' }, topic: 'orders' }),
      }),
    );
    expect(response.status).toBe(200);
    expect(sent()).toEqual({
      ...ask,
      messages: [{ role: 'system', content: 'Help Ann with orders.' }, ...ask.messages],
    });
    const headers = proxy.received.at(-1)?.headers;
    expect([...(headers?.keys() ?? [])].filter((name) => name.startsWith('x-weir-'))).toEqual([]);
    expect(proxy.exchanges.at(-1)).toMatchObject({
      prompts: [{ name: 'header.text', version: 1, alias: 'latest', arm: null, stale: false }],
      promptProblem: null,
    });
    expect(new TextDecoder().decode(proxy.exchanges.at(-1)?.request.bytes)).toBe(proxy.received.at(-1)?.body);
  });

  it('puts the messages of a chat prompt first, by version and by alias', async () => {
    const messages = [
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'Hi {{ name }}' },
      { role: 'assistant', content: 'Hello' },
    ];
    await registry.register('header.chat', messages);
    await registry.register('header.chat', 'A later version.');
    await registry.setAlias('header.chat', 'production', [{ version: 1, weight: 1 }]);
    const rendered = [messages[0], { role: 'user', content: 'Hi Ann' }, messages[2]];
    for (const name of ['header.chat/1', 'header.chat@production', 'prompts:/header.chat/1']) {
      const headers = { 'x-weir-prompt': name, 'x-weir-prompt-variables': '{"name":"Ann"}' };
      await proxy.call(chat, post(ask, headers));
      expect(sent().messages).toEqual([...rendered, ...ask.messages]);
    }
  });

  it('reads variables in UTF-8', async () => {
    await registry.register('utf8', '{{ word }}');
    const bytes = new TextEncoder().encode('{"word":"Größe 🏔"}');
    const latin1 = [...bytes].map((byte) => String.fromCharCode(byte)).join('');
    await proxy.call(chat, post(ask, { 'x-weir-prompt': 'utf8', 'x-weir-prompt-variables': latin1 }));
    expect(sent().messages[0].content).toBe('Größe 🏔');
  });

  it('leaves numbers as the caller wrote them', async () => {
    await registry.register('numbers', 'x');
    const body = '{"model":"m","seed":12345678901234567890,"temperature":1.0,"top_p":1e0,"messages":[]}';
    await proxy.call(chat, post(body, { 'x-weir-prompt': 'numbers' }));
    expect(proxy.received.at(-1)?.body).toBe(
      '{"model":"m","seed":12345678901234567890,"temperature":1.0,"top_p":1e0,"messages":[{"role":"system","content":"x"}]}',
    );
  });

  it('F62: gives the provider the length of the new body', async () => {
    await registry.register('length', 'A much longer body than the one that came.');
    await proxy.call(chat, post(ask, { 'x-weir-prompt': 'length' }));
    const received = proxy.received.at(-1);
    expect(received?.headers.get('content-length')).toBeNull();
    expect(JSON.parse(received?.body ?? '')).toMatchObject({ model: ask.model });
  });

  it('takes template syntax in values as plain text', async () => {
    await registry.register('inert', 'Say: {{ value }}');
    await registry.register('inert.jinja', '{% if true %}Say: {{ value }}{% endif %}');
    const value = '{{ secret }} {% for x in y %} {{ "{{" }} prompts:/inert/1 ${x} $&';
    const headers = { 'x-weir-prompt-variables': JSON.stringify({ value, secret: 'leaked' }) };
    for (const name of ['inert', 'inert.jinja']) {
      await proxy.call(chat, post(ask, { 'x-weir-prompt': name, ...headers }));
      expect(sent().messages[0].content).toBe(`Say: ${value}`);
    }
  });

  it('applies the settings of a prompt where the caller left a field out', async () => {
    await registry.register('settings', 'x', {
      modelConfig: {
        model_name: 'gpt-4o',
        temperature: 0.5,
        max_tokens: 40,
        top_p: 0.9,
        stop_sequences: ['END'],
        extra_params: { seed: 7 },
      },
      responseFormat: { title: 'Answer', type: 'object', properties: {} },
    });
    const headers = { 'x-weir-prompt': 'settings' };
    await proxy.call(chat, post({ messages: ask.messages }, headers));
    expect(sent()).toMatchObject({
      model: 'gpt-4o',
      temperature: 0.5,
      max_tokens: 40,
      top_p: 0.9,
      stop: ['END'],
      seed: 7,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'Answer', schema: { title: 'Answer', type: 'object', properties: {} } },
      },
    });
    const own = {
      model: 'o3',
      temperature: 0,
      max_completion_tokens: 9,
      seed: 0,
      response_format: { type: 'text' },
    };
    await proxy.call(chat, post({ ...own, messages: ask.messages }, headers));
    expect(sent()).toMatchObject(own);
    expect(sent()).not.toHaveProperty('max_tokens');
  });

  it('asks a stream for its usage all the same', async () => {
    await registry.register('streamed', 'x');
    await proxy.call(chat, post({ ...ask, stream: true }, { 'x-weir-prompt': 'streamed' }));
    expect(sent()).toMatchObject({
      stream_options: { include_usage: true },
      messages: [{ role: 'system' }, {}],
    });
  });

  it.each([
    [{ 'x-weir-prompt': 'nowhere' }, 404, 'nowhere'],
    [{ 'x-weir-prompt': 'failing/9' }, 404, 'version=9'],
    [{ 'x-weir-prompt': 'failing@nope' }, 404, 'nope'],
    [{ 'x-weir-prompt': 'failing' }, 400, '"question"'],
    [{ 'x-weir-prompt': 'not a name' }, 400, 'x-weir-prompt'],
    [{ 'x-weir-prompt': 'failing', 'x-weir-prompt-variables': '[1]' }, 400, 'x-weir-prompt-variables'],
    [{ 'x-weir-prompt': 'failing', 'x-weir-prompt-fallback': 'perhaps' }, 400, 'x-weir-prompt-fallback'],
  ])('fails before anything is sent: %j', async (headers, status, words) => {
    await registry.register('failing', '{{ question }}');
    const before = proxy.received.length;
    const failure = await failed(await proxy.call(chat, post(ask, headers)));
    expect(failure.status).toBe(status);
    expect(failure.error.message).toContain(words);
    expect(proxy.received.length).toBe(before);
  });

  it('fails in the shape of each SDK', async () => {
    const headers = { 'x-weir-prompt': 'nowhere' };
    const anthropic = await proxy.call('/anthropic/v1/messages', post({ messages: [] }, headers));
    expect([anthropic.status, await anthropic.json()]).toMatchObject([
      404,
      { type: 'error', error: { type: 'not_found_error', message: expect.stringContaining('nowhere') } },
    ]);
    const google = await proxy.call(
      '/google/v1beta/models/g:generateContent',
      post({ contents: [] }, headers),
    );
    expect([google.status, await google.json()]).toMatchObject([
      404,
      { error: { code: 404, status: 'NOT_FOUND' } },
    ]);
    const bedrock = await proxy.call('/bedrock/model/m/converse', post({ messages: [] }, headers));
    expect([bedrock.status, await bedrock.json()]).toMatchObject([
      404,
      { __type: 'ResourceNotFoundException' },
    ]);
  });

  it('sends the call as it is when the caller prefers that, and says so', async () => {
    await registry.register('passing', '{{ question }}');
    for (const name of ['nowhere', 'passing', 'not a name']) {
      const headers = { 'x-weir-prompt': name, 'x-weir-prompt-fallback': 'pass' };
      const response = await proxy.call(chat, post(ask, headers));
      expect(response.status).toBe(200);
      expect(proxy.received.at(-1)?.body).toBe(JSON.stringify(ask));
      expect(proxy.exchanges.at(-1)).toMatchObject({
        prompts: [],
        promptProblem: expect.stringMatching(/\w+/),
      });
    }
  });

  it('refuses calls and bodies that can hold no prompt', async () => {
    await registry.register('refusing', 'x');
    const headers = { 'x-weir-prompt': 'refusing' };
    const before = proxy.received.length;
    const refused = async (path: string, init: RequestInit, status: number) => {
      const failure = await failed(await proxy.call(path, init));
      expect(failure).toMatchObject({ status });
    };
    await refused('/openai/v1/embeddings', post({ input: 'x' }, headers), 400);
    await refused(chat, post('not json', headers), 400);
    await refused(chat, post(ask, { ...headers, 'content-type': 'text/plain' }), 400);
    await refused(chat, post(ask, { ...headers, 'content-encoding': 'gzip' }), 400);
    await refused(chat, post({ ...ask, padding: 'x'.repeat(5_000_000) }, headers), 413);
    const undeclared = post({ ...ask, padding: 'x'.repeat(5_000_000) }, headers);
    await refused(chat, { ...undeclared, headers: { ...headers, 'content-type': 'application/json' } }, 413);
    expect(proxy.received.length).toBe(before);
    const large = post(
      { ...ask, padding: 'x'.repeat(5_000_000) },
      { ...headers, 'x-weir-prompt-fallback': 'pass' },
    );
    expect((await proxy.call(chat, large)).status).toBe(200);
    expect(proxy.received.at(-1)?.body).toBe(large.body);
  });

  it('refuses a prompt for a WebSocket session', async () => {
    const response = await proxy.call('/openai/v1/realtime?model=m', {
      headers: { upgrade: 'websocket', 'x-weir-prompt': 'refusing' },
    });
    expect(await failed(response)).toMatchObject({ status: 400 });
  });

  it('does not mind being a default header of a client that lists models', async () => {
    const response = await proxy.call('/openai/v1/models', { headers: { 'x-weir-prompt': 'nowhere' } });
    expect(response.status).toBe(200);
  });

  it('injects for a body of undeclared length', async () => {
    await registry.register('undeclared', 'x');
    const headers = { 'content-type': 'application/json', 'x-weir-prompt': 'undeclared' };
    await proxy.call(chat, { method: 'POST', body: JSON.stringify(ask), headers });
    expect(sent().messages[0]).toEqual({ role: 'system', content: 'x' });
  });
});

describe('asking by a message that is a URI', () => {
  it('replaces the text where it stands', async () => {
    await registry.register('uri.text', 'Where is order {{ number }}?');
    const messages = [
      { role: 'system', content: 'Be kind.' },
      {
        role: 'user',
        name: 'ann',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'text', text: 'prompts:/uri.text/1' },
        ],
      },
      {
        role: 'assistant',
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: 'prompts:/uri.text is a name in a longer text' },
    ];
    const body = { model: 'm', messages, metadata: { number: '7', team: 'core' } };
    await proxy.call(chat, post(body));
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const content = [image, { type: 'text', text: 'Where is order 7?' }];
    const expected = messages.with(1, { role: 'user', name: 'ann', content });
    expect(sent()).toEqual({ model: 'm', messages: expected, metadata: { team: 'core' } });
  });

  it('replaces the message by the messages of a chat prompt, in order', async () => {
    await registry.register('uri.chat', [
      { role: 'system', content: 'S' },
      { role: 'user', content: '{{ q }}' },
    ]);
    const before = { role: 'user', content: 'before' };
    const after = { role: 'user', content: 'after' };
    const body = {
      model: 'm',
      prompt_variables: { q: 'Q' },
      messages: [before, { role: 'user', content: ' prompts:/uri.chat@latest\n' }, after],
    };
    await proxy.call(chat, post(body));
    expect(sent()).toEqual({
      model: 'm',
      messages: [before, { role: 'system', content: 'S' }, { role: 'user', content: 'Q' }, after],
    });
  });

  it('replaces several, each recorded', async () => {
    await registry.register('uri.a', 'A');
    await registry.register('uri.b', 'B');
    const messages = ['prompts:/uri.a', 'x', 'prompts:/uri.b'].map((content) => ({ role: 'user', content }));
    await proxy.call(chat, post({ model: 'm', messages }));
    expect(sent().messages.map(({ content }: { content: string }) => content)).toEqual(['A', 'x', 'B']);
    expect(proxy.exchanges.at(-1)?.prompts.map(({ name }) => name)).toEqual(['uri.a', 'uri.b']);
  });

  it('is read though its slash be escaped', async () => {
    await registry.register('uri.php', 'P');
    const body = String.raw`{"model":"m","messages":[{"role":"user","content":"prompts:\/uri.php"}]}`;
    await proxy.call(chat, post(body));
    expect(sent().messages[0].content).toBe('P');
  });

  it('never takes what a value became for another URI', async () => {
    await registry.register('uri.value', '{{ v }}');
    await registry.register('uri.secret', 'secret');
    const messages = [{ role: 'user', content: 'prompts:/uri.value' }];
    await proxy.call(chat, post({ model: 'm', messages, prompt_variables: { v: 'prompts:/uri.secret' } }));
    expect(sent().messages[0].content).toBe('prompts:/uri.secret');
  });

  it('is text like any other where operators switch it off, and beside a prompt named otherwise', async () => {
    const off = createPromptedProxy({ variables: { WEIR_PROMPT_URIS: 'off' } });
    await off.registry.register('uri.off', 'secret');
    const body = { model: 'm', messages: [{ role: 'user', content: 'prompts:/uri.off' }] };
    await off.call(chat, post(body));
    expect(off.sent()).toEqual(body);
    await proxy.call(chat, post(body, { 'x-weir-prompt': 'uri.off' }));
    expect(sent().messages).toEqual([{ role: 'system', content: 'secret' }, ...body.messages]);
  });

  it('fails when it leads nowhere', async () => {
    const body = { model: 'm', messages: [{ role: 'user', content: 'prompts:/uri.nowhere@x' }] };
    expect(await failed(await proxy.call(chat, post(body)))).toMatchObject({ status: 404 });
  });

  it('reads no body that does not ask, and sends it byte for byte', async () => {
    for (const body of [
      '{ "messages": [ { "role":"user", "content":"see prompts:/a in the manual" } ],\n "model":"m" }',
      '{ "tools": [ {"name":"prompt"} ], "messages":[], "prompt": "plain" }',
    ]) {
      await proxy.call(chat, post(body));
      expect(proxy.received.at(-1)?.body).toBe(body);
    }
  });
});

describe('asking as other products do', () => {
  it.each([
    [{ prompt_id: 'other', inputs: { q: 'Q' } }, 'two Q'],
    [{ prompt_id: 'other@production', prompt_variables: { q: 'Q' } }, 'one Q'],
    [{ prompt_id: 'other', inputs: { q: 'Q' }, version_id: '1' }, 'one Q'],
    [{ prompt_id: 'other', inputs: { q: 'Q' }, prompt_version: 1 }, 'one Q'],
    [{ prompt_id: 'other', inputs: { q: 'Q' }, version_id: 2, environment: 'production' }, 'one Q'],
    [{ prompt: { id: 'other', version: '1', variables: { q: 'Q' } } }, 'one Q'],
    [
      { prompt: { id: 'other', version: 'production', variables: { q: { type: 'input_text', text: 'Q' } } } },
      'one Q',
    ],
  ])('%j', async (fields, text) => {
    if ((await registry.services.prompts.get('other')) === null) {
      await registry.register('other', 'one {{ q }}');
      await registry.register('other', 'two {{ q }}');
      await registry.setAlias('other', 'production', [{ version: 1, weight: 1 }]);
    }
    await proxy.call(chat, post({ ...ask, ...fields }));
    expect(sent()).toEqual({ ...ask, messages: [{ role: 'system', content: text }, ...ask.messages] });
  });

  it.each([
    [{ prompt_id: 7 }, 400],
    [{ prompt_id: 'nowhere' }, 404],
    [{ prompt_id: 'other', environment: 7 }, 400],
    [{ prompt_id: 'other', version_id: {} }, 400],
    [{ prompt_id: 'other', inputs: [] }, 400],
    [{ prompt: { id: 'nowhere' } }, 404],
    [{ prompt: { id: 'other', variables: { q: { type: 'input_image' } } } }, 400],
  ])('fails for %j', async (fields, status) => {
    const before = proxy.received.length;
    expect(await failed(await proxy.call(chat, post({ ...ask, ...fields })))).toMatchObject({ status });
    expect(proxy.received.length).toBe(before);
  });

  it('leaves prompts that OpenAI keeps to OpenAI', async () => {
    const body = JSON.stringify({ model: 'm', prompt: { id: 'pmpt_123', variables: { a: 'b' } } });
    await proxy.call('/openai/v1/responses', post(body));
    expect(proxy.received.at(-1)?.body).toBe(body);
  });

  it('takes Helicone’s label for a prompt only when it is one of ours', async () => {
    await registry.register('labelled', 'L');
    await proxy.call(chat, post(ask, { 'helicone-prompt-id': 'labelled', 'helicone-prompt-version': '1' }));
    expect(sent().messages[0]).toEqual({ role: 'system', content: 'L' });
    await proxy.call(chat, post(ask, { 'helicone-prompt-id': 'only a label' }));
    expect(proxy.received.at(-1)?.body).toBe(JSON.stringify(ask));
  });
});

describe('splits', () => {
  it('stick to the session, else to the user, and follow their weights', async () => {
    await registry.register('split', 'one');
    await registry.register('split', 'two');
    const arms = [
      { version: 1, weight: 90 },
      { version: 2, weight: 10 },
    ];
    await registry.setAlias('split', 'production', arms);
    const call = async (headers: Record<string, string>, body: object = ask) => {
      await proxy.call(chat, post(body, { 'x-weir-prompt': 'split@production', ...headers }));
      return proxy.exchanges.at(-1)?.prompts[0];
    };
    const first = await call({ 'x-weir-session': 's-1' });
    expect(first).toMatchObject({ alias: 'production', arm: `v${first?.version}` });
    for (let again = 0; again < 5; again++) {
      expect(await call({ 'x-weir-session': 's-1', 'x-weir-user': `u-${again}` })).toEqual(first);
    }
    let second = 0;
    for (let user = 0; user < 400; user++) {
      if ((await call({ 'x-weir-user': `user ${user}` }))?.version === 2) second++;
    }
    const share = second / 400;
    expect(share).toBeGreaterThan(0.04);
    expect(share).toBeLessThan(0.18);
    const byBody = await call({}, { ...ask, user: 'body user' });
    for (let again = 0; again < 5; again++)
      expect(await call({}, { ...ask, user: 'body user' })).toEqual(byBody);
  });
});
