import { describe, expect, it } from 'vitest';
import { PredictionError, toPredictFunction, type PredictOptions } from '../../widget/src/predict.ts';
import { createWire, wireAdminKey, type Wire } from '../helpers/mlflow-wire.ts';
import { chatAnswer, scriptJudge } from '../helpers/scripted-judge.ts';

const weirUrl = 'https://weir.example/';

/** Options by which the function asks the worker of the test. */
function through(wire: Wire, more: PredictOptions = {}): PredictOptions {
  const send = async (url: string | URL | Request, init?: RequestInit) =>
    wire.fetch(String(url).replace('https://weir.example', ''), init);
  return { weirUrl, key: wireAdminKey, fetch: send, ...more };
}

/** An application that answers as the test says; returns what it was sent. */
function application(answer: () => Response): { fetch: typeof fetch; sent: unknown[] } {
  const sent: unknown[] = [];
  const send = async (url: string | URL | Request, init?: RequestInit) => {
    const { headers, body } = new Request(url, init);
    sent.push({
      url: String(url),
      authorization: headers.get('authorization'),
      body: await new Response(body).json(),
    });
    return answer();
  };
  return { fetch: send, sent };
}

describe('toPredictFunction', () => {
  it('asks a model, and returns its answer, its text and its trace', async () => {
    const wire = createWire();
    const asked = scriptJudge(wire.services, () => chatAnswer('On its way.'));
    const predict = toPredictFunction('openai:/gpt-4.1-mini', through(wire));
    const { outputs, text, traceId } = await predict({ question: 'Where is it?' });
    expect({ outputs, text }).toMatchObject({ text: 'On its way.', outputs: { object: 'chat.completion' } });
    expect(asked).toMatchObject([{ model: 'gpt-4.1-mini', user: 'Where is it?' }]);
    await wire.settled();
    expect((await wire.services.traces.get(traceId ?? '', null))?.info).toMatchObject({ source: 'proxy' });
  });

  it.each([
    ['messages as they are', { messages: [{ role: 'user', content: 'Hi.' }], more: 1 }, 'Hi.'],
    ['a text', 'Hi.', 'Hi.'],
    ['several values as JSON', { a: 1, b: 2 }, '{"a":1,"b":2}'],
  ])('says %s', async (_, inputs, expected) => {
    const wire = createWire();
    const asked = scriptJudge(wire.services, () => chatAnswer('Fine.'));
    await toPredictFunction<unknown>('endpoints:/openai/gpt', through(wire))(inputs);
    expect(asked).toMatchObject([{ model: 'gpt', user: expected }]);
  });

  it('puts the inputs into a prompt, which the trace names, in the experiment asked for', async () => {
    const wire = createWire();
    const asked = scriptJudge(wire.services, () => chatAnswer('Fine.'));
    const name = `predict-${crypto.randomUUID().slice(0, 8)}`;
    await wire.call('POST', '/api/v1/prompts', { name, template: 'Translate {{ text }}.' });
    const experiment = `Prüfung ${name}`;
    const options = through(wire, { prompt: `${name}/1`, experiment, parameters: { temperature: 0 } });
    const { traceId } = await toPredictFunction<{ text: string }>('openai:/gpt', options)({ text: 'よ' });
    expect(asked).toMatchObject([{ user: 'Translate よ.' }]);
    await wire.settled();
    const info = await wire.services.traces.getInfo(traceId ?? '', null);
    expect(info?.prompts).toEqual([{ name, version: '1' }]);
    const found = await wire.call(
      'GET',
      `/api/2.0/mlflow/experiments/get-by-name?experiment_name=${encodeURIComponent(experiment)}`,
    );
    expect(found.body.experiment.experiment_id).toBe(info?.experimentId);
  });

  it('rejects with the status and what was said when the target fails', async () => {
    const wire = createWire();
    scriptJudge(wire.services, () => Response.json({ error: { message: 'overloaded' } }, { status: 503 }));
    const failure = await toPredictFunction('openai:/gpt', through(wire))({ q: 1 }).catch((cause) => cause);
    expect(failure).toBeInstanceOf(PredictionError);
    expect(failure).toMatchObject({ status: 503, body: expect.stringContaining('overloaded') });
    expect(failure.traceId).toMatch(/^tr-/);
  });

  it('asks an application at a URL, which answers outputs or anything', async () => {
    const url = 'https://app.example/answer';
    const wrapped = application(() => Response.json({ outputs: { answer: 'a' } }));
    const { outputs } = await toPredictFunction(url, { fetch: wrapped.fetch, key: 'k' })({ q: 1 });
    expect(outputs).toEqual({ answer: 'a' });
    expect(wrapped.sent).toEqual([{ url, authorization: 'Bearer k', body: { inputs: { q: 1 } } }]);
    const plain = application(() => new Response('Soon.'));
    expect(await toPredictFunction(url, { fetch: plain.fetch })({ q: 1 })).toEqual({
      outputs: 'Soon.',
      text: 'Soon.',
      traceId: null,
    });
  });

  it('sends an endpoint of the workspace the inputs as they are', async () => {
    const { fetch: send, sent } = application(() => Response.json({ predictions: [1] }));
    await toPredictFunction('endpoints:/churn', { weirUrl, fetch: send })({ dataframe_records: [] });
    expect(sent).toMatchObject([
      { url: 'https://weir.example/serving-endpoints/churn/invocations', body: { dataframe_records: [] } },
    ]);
  });

  it.each([
    ['gpt-4.1-mini', {}, 'expected <provider>:/<model>'],
    ['openai:/', {}, 'expected <provider>:/<model>'],
    ['openai:/gpt', { weirUrl: 'localhost:8787' }, 'weirUrl'],
    ['endpoints:/churn', { prompt: 'support' }, 'for models'],
    ['https://app.example', { parameters: {} }, 'for models'],
  ])('refuses %s with %j', (uri, options, words) => {
    expect(() => toPredictFunction(uri, { weirUrl, ...options })).toThrow(words);
  });
});
