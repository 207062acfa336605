import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/tracing/trace.ts';
import {
  answerEvents,
  rateLimits,
  refused,
  tooOld,
  warmUpEvents,
} from '../fixtures/openai/responses-socket.ts';
import { createWholePath } from '../helpers/whole-path.ts';

const PATH = '/openai/v1/responses';
const QUESTION = { type: 'response.create', model: 'gpt-5', input: 'Weather in Paris?' };

/** A socket through Weir with the provider's end in the test's hands. */
async function openSocket(headers: Record<string, string> = {}, path = PATH) {
  const pair = new WebSocketPair();
  const provider = pair[1];
  provider.accept();
  const whole = createWholePath(() => new Response(null, { status: 101, webSocket: pair[0] }));
  const answer = await whole.call(path, { headers: { upgrade: 'websocket', ...headers } });
  const caller = answer.webSocket;
  if (caller === null) throw new Error(`not upgraded: ${answer.status}`);
  const received: unknown[] = [];
  caller.addEventListener('message', (event) => void received.push(event.data));
  caller.accept();
  const passed = async (socket: WebSocket, messages: readonly unknown[]) => {
    const target = socket === provider ? caller : provider;
    for (const message of messages) {
      const arrived = new Promise((resolve) => target.addEventListener('message', resolve, { once: true }));
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      await arrived;
    }
  };
  return {
    whole,
    answer,
    caller,
    provider,
    received,
    ask: (...messages: unknown[]) => passed(caller, messages),
    tell: (...events: unknown[]) => passed(provider, events),
    /** The traces of the calls that have ended since it was last asked, in the order they ended. */
    async traces(): Promise<Trace[]> {
      await whole.recorded();
      const ids = whole.waiting.map((message) => traceIdOf(message));
      await whole.deliver();
      return Promise.all(ids.map((id) => whole.trace(id)));
    },
  };
}

/** Of a message on the queue: an encoded exchange, or where in the spool it lies. */
function traceIdOf(message: unknown): string {
  const text =
    message instanceof Uint8Array ? new TextDecoder('latin1').decode(message) : JSON.stringify(message);
  return /tr-[0-9a-f]{32}/.exec(text)?.[0] ?? '';
}

const attributes = ({ spans }: Trace) => spans[0]?.attributes ?? {};

describe('a WebSocket on /v1/responses', () => {
  it('F135 makes a trace of each response as soon as it has ended, the first under the id of the answer', async () => {
    const socket = await openSocket();
    await socket.ask(QUESTION);
    const first = answerEvents({ id: 'resp_1', text: 'Sunny in Paris.' });
    await socket.tell(rateLimits, ...first);
    const [one, ...none] = await socket.traces();
    if (one === undefined) throw new Error('no trace while the socket is open');
    expect(none).toEqual([]);
    expect(one.info).toMatchObject({
      traceId: socket.answer.headers.get('x-weir-trace-id'),
      name: 'chat gpt-5',
      state: 'OK',
      status: 200,
      model: 'gpt-5-2025-08-07',
      usage: { inputTokens: 120, outputTokens: 9, totalTokens: 129, cacheReadTokens: 64 },
      requestPreview: 'Weather in Paris?',
      responsePreview: 'Sunny in Paris.',
      session: `ws-${one.info.traceId.slice(3)}`,
    });
    expect(one.info.cost.totalCostUsd).toBeGreaterThan(0);
    expect(one.info.firstTokenMs).not.toBeNull();
    expect(one.spans[0]?.type).toBe('CHAT_MODEL');
    expect(attributes(one)).toMatchObject({
      'mlflow.spanInputs': { model: 'gpt-5', input: 'Weather in Paris?' },
      'mlflow.spanOutputs': { id: 'resp_1', status: 'completed' },
      'gen_ai.response.id': 'resp_1',
      'gen_ai.response.finish_reasons': ['completed'],
      'network.protocol.name': 'websocket',
      'url.path': '/v1/responses',
      'weir.stream': true,
    });
    expect(socket.received).toEqual([rateLimits, ...first].map((event) => JSON.stringify(event)));

    await socket.ask({ ...QUESTION, previous_response_id: 'resp_1', input: 'And in Rome?' });
    await socket.tell(
      ...answerEvents({ id: 'resp_2', parent: 'resp_1', text: 'Rain.', input: 150, output: 4 }),
    );
    const [two] = await socket.traces();
    if (two === undefined) throw new Error('no second trace');
    expect(two.info.traceId).not.toBe(one.info.traceId);
    expect(two.info).toMatchObject({
      session: one.info.session,
      state: 'OK',
      usage: { inputTokens: 150, outputTokens: 4 },
      requestPreview: 'And in Rome?',
      responsePreview: 'Rain.',
    });
    expect(two.spans[0]?.parentSpanId).toBeNull();
    socket.caller.close(1000, 'done');
    expect(await socket.traces()).toEqual([]);
  });

  it('F135 takes the body beside the type or under `response`, and the session from where it is said', async () => {
    const named = await openSocket({ 'x-weir-session': 'conversation-7' });
    await named.ask({ type: 'response.create', response: { model: 'gpt-5', input: 'Hello', store: false } });
    await named.tell(...answerEvents({ id: 'resp_n', text: 'Hi.' }));
    const [nested] = await named.traces();
    expect(nested?.info).toMatchObject({ session: 'conversation-7', requestPreview: 'Hello' });
    expect(nested && attributes(nested)['mlflow.spanInputs']).toEqual({
      model: 'gpt-5',
      input: 'Hello',
      store: false,
    });

    const keyed = await openSocket();
    await keyed.ask({ ...QUESTION, prompt_cache_key: '01a22d07-483c-70d2-a634-630157f66163' });
    await keyed.tell(...answerEvents({ id: 'resp_k', text: 'Hi.' }));
    await keyed.ask({ ...QUESTION, prompt_cache_key: 'ignored', conversation: { id: 'conv_1' } });
    await keyed.tell(...answerEvents({ id: 'resp_c', text: 'Hi.' }));
    const sessions = (await keyed.traces()).map(({ info }) => info.session);
    expect(sessions).toEqual(['01a22d07-483c-70d2-a634-630157f66163', 'conv_1']);
  });

  it('F136 tells the conversations of one socket apart, however their events mix', async () => {
    const socket = await openSocket();
    await socket.ask(
      { ...QUESTION, stream_id: 'a', input: 'one' },
      { ...QUESTION, stream_id: 'b', input: 'two' },
      { ...QUESTION, stream_id: 'a', input: 'three' },
    );
    const a = answerEvents({ id: 'resp_a', text: 'First.', streamId: 'a', input: 101 });
    const b = answerEvents({ id: 'resp_b', text: 'Second.', streamId: 'b', input: 102 });
    const c = answerEvents({ id: 'resp_c', text: 'Third.', streamId: 'a', input: 103 });
    const mixed = a.flatMap((event, index) => [event, b[index]]);
    await socket.tell(...mixed.slice(0, -1), ...c.slice(0, 4), mixed.at(-1), ...c.slice(4));
    const traces = await socket.traces();
    expect(
      traces.map(({ info }) => [
        info.requestPreview,
        info.responsePreview,
        info.usage.inputTokens,
        info.state,
      ]),
    ).toEqual([
      ['one', 'First.', 101, 'OK'],
      ['two', 'Second.', 102, 'OK'],
      ['three', 'Third.', 103, 'OK'],
    ]);
    const [one, two, three] = traces.map(({ info }) => info.session);
    expect(three).toBe(one);
    expect(two).not.toBe(one);
    expect(one).toMatch(/^ws-[0-9a-f]{32}:a$/);
  });

  it('F136 keeps the usage of two responses apart that a provider mixes in one conversation', async () => {
    const socket = await openSocket();
    await socket.ask({ ...QUESTION, input: 'one' }, { ...QUESTION, input: 'two' });
    const one = answerEvents({ id: 'resp_1', text: 'First.', input: 101 });
    const two = answerEvents({ id: 'resp_2', text: 'Second.', input: 102 });
    await socket.tell(...one.flatMap((event, index) => [event, two[index]]));
    const traces = await socket.traces();
    expect(traces.map(({ info }) => [info.responsePreview, info.usage.inputTokens, info.state])).toEqual([
      ['First.', 101, 'OK'],
      ['Second.', 102, 'OK'],
    ]);
  });

  it('F137 makes no usage of a warm-up that the provider does not state', async () => {
    const socket = await openSocket();
    await socket.ask({ ...QUESTION, generate: false });
    await socket.tell(...warmUpEvents('resp_w'));
    const [warmUp] = await socket.traces();
    expect(warmUp?.info).toMatchObject({
      state: 'OK',
      usage: { inputTokens: null, outputTokens: null, totalTokens: null },
      cost: { totalCostUsd: null },
    });
  });

  it('F136 records what was under way as cancelled when the caller leaves, with what came', async () => {
    const socket = await openSocket();
    await socket.ask({ ...QUESTION, stream_id: 'a' }, { ...QUESTION, stream_id: 'b' });
    await socket.tell(...answerEvents({ id: 'resp_a', text: 'Half of it', streamId: 'a' }).slice(0, 6));
    const gone = new Promise((resolve) => socket.provider.addEventListener('close', resolve, { once: true }));
    socket.caller.close(1000, 'bye');
    await gone;
    const traces = (await socket.traces()).toSorted(
      (one, other) => (other.info.status ?? 0) - (one.info.status ?? 0),
    );
    expect(
      traces.map(({ info }) => [info.state, info.metadata['weir.end'], info.status, info.responsePreview]),
    ).toEqual([
      ['ERROR', 'client_cancelled', 200, 'Half of it'],
      ['ERROR', 'client_cancelled', null, 'The caller hung up before the answer was complete.'],
    ]);
  });

  it('F136 records what was under way as failed when the provider closes the socket', async () => {
    const socket = await openSocket();
    await socket.ask(QUESTION);
    await socket.tell(...answerEvents({ id: 'resp_a', text: 'Half of it' }).slice(0, 6));
    const gone = new Promise((resolve) => socket.caller.addEventListener('close', resolve, { once: true }));
    socket.provider.close(1011, 'internal error');
    await gone;
    const [trace] = await socket.traces();
    expect(trace?.info).toMatchObject({ state: 'ERROR', metadata: { 'weir.end': 'upstream_failed' } });
    expect(trace?.spans[0]?.status.message).toContain('1011, internal error');
  });

  it('F136 records a refused request as failed, and leaves the response under way alone', async () => {
    const socket = await openSocket();
    await socket.ask({ ...QUESTION, previous_response_id: 'resp_gone' });
    await socket.tell(refused);
    await socket.ask(QUESTION);
    const events = answerEvents({ id: 'resp_a', text: 'All of it.' });
    await socket.tell(...events.slice(0, 5));
    await socket.ask({ ...QUESTION, input: 'too early' });
    await socket.tell(refused, ...events.slice(5));
    const traces = await socket.traces();
    expect(traces.map(({ info }) => [info.requestPreview, info.state, info.status])).toEqual([
      ['Weather in Paris?', 'ERROR', 400],
      ['too early', 'ERROR', 400],
      ['Weather in Paris?', 'OK', 200],
    ]);
    expect(traces[0]?.spans[0]?.status.message).toContain('resp_gone');
    expect(traces[0]?.info.usage.totalTokens).toBeNull();
    expect(traces[2]?.info.responsePreview).toBe('All of it.');
  });

  it('F136 ends a response by the error it carries, numbered as its events are', async () => {
    const socket = await openSocket();
    await socket.ask(QUESTION);
    await socket.tell(...answerEvents({ id: 'resp_a', text: 'Half of it' }).slice(0, 6), {
      type: 'error',
      code: 'server_error',
      message: 'The server had an error.',
      param: null,
      sequence_number: 6,
    });
    const [trace] = await socket.traces();
    expect(trace?.info).toMatchObject({ state: 'ERROR', status: 200, responsePreview: 'Half of it' });
    expect(trace?.spans[0]?.status.message).toBe('The server had an error.');
  });

  it('F136 makes no trace of a socket without a call, nor of an error that is about none', async () => {
    const socket = await openSocket();
    await socket.tell(rateLimits, tooOld);
    socket.caller.close();
    expect(await socket.traces()).toEqual([]);

    const mistaken = await openSocket();
    await mistaken.ask('{"type":"response.creat","input":"Hello"}');
    await mistaken.tell({
      type: 'error',
      status: 400,
      error: { type: 'invalid_request_error', message: 'Unknown type.' },
    });
    const [trace] = await mistaken.traces();
    expect(trace?.info).toMatchObject({ state: 'ERROR', status: 400 });
    expect(trace?.spans[0]?.status.message).toBe('Unknown type.');
  });

  it('F136 records the response that follows by itself when the caller steers', async () => {
    const socket = await openSocket();
    await socket.ask({ ...QUESTION, stream_id: 'a' });
    const first = answerEvents({ id: 'resp_1', text: 'Sunny', streamId: 'a' });
    await socket.tell(...first.slice(0, 6));
    await socket.ask({ type: 'response.steer', previous_response_id: 'resp_1', input: 'In French, please.' });
    const ended = first.at(-1)?.response as object;
    await socket.tell(
      {
        type: 'response.steer.accepted',
        sequence_number: 6,
        steer: { id: 'steer_1', previous_response_id: 'resp_1' },
        stream_id: 'a',
      },
      {
        type: 'response.incomplete',
        sequence_number: 7,
        stream_id: 'a',
        response: { ...ended, status: 'incomplete', incomplete_details: { reason: 'steered' } },
      },
      ...answerEvents({ id: 'resp_2', parent: 'resp_1', text: 'Il fait beau.', streamId: 'a', input: 140 }),
    );
    const [steered, successor] = await socket.traces();
    expect(steered && attributes(steered)['gen_ai.response.finish_reasons']).toEqual(['steered']);
    expect(successor?.info).toMatchObject({
      state: 'OK',
      requestPreview: 'In French, please.',
      responsePreview: 'Il fait beau.',
      usage: { inputTokens: 140 },
    });
  });

  it('F136 records a response the caller cancelled as cancelled', async () => {
    const socket = await openSocket();
    await socket.ask(QUESTION);
    const events = answerEvents({ id: 'resp_1', text: 'Sunny' });
    await socket.tell(...events.slice(0, 5));
    await socket.ask({ type: 'response.cancel', response_id: 'resp_1' });
    await socket.tell({
      type: 'response.cancelled',
      response: { ...(events.at(-1)?.response as object), status: 'cancelled', usage: null },
    });
    const [trace] = await socket.traces();
    expect(trace?.info.metadata['weir.end']).toBe('client_cancelled');
  });

  it('F136 keeps the end of a response whatever its length', async () => {
    const socket = await openSocket();
    await socket.ask(QUESTION);
    const events = answerEvents({ id: 'resp_1', text: 'word '.repeat(4000), input: 77, output: 8000 });
    const delta = { ...events[4], type: 'response.output_text.delta', delta: 'x'.repeat(2000) };
    const many = Array.from({ length: 700 }, () => delta);
    await socket.tell(...events.slice(0, 4), ...many, ...events.slice(6));
    const [trace] = await socket.traces();
    expect(trace?.info).toMatchObject({ state: 'OK', usage: { inputTokens: 77, outputTokens: 8000 } });
  });

  it('F136 leaves no more memory held than before, and none for a caller who wants no trace', async () => {
    const socket = await openSocket();
    await socket.ask(...Array.from({ length: 300 }, () => QUESTION));
    socket.caller.close(1000, 'bye');
    await socket.whole.recorded();
    expect(socket.whole.services.proxy.memory.heldBytes()).toBe(0);
    const off = await openSocket({ 'x-weir-capture': 'off' });
    await off.ask(QUESTION);
    await off.tell(...answerEvents({ id: 'resp_1', text: 'Sunny' }));
    expect(await off.traces()).toEqual([]);
  });
});
