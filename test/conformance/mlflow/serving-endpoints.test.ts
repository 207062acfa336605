/** Serving endpoints as MLflow's deployment client calls them, for `mlflow.genai.to_predict_fn`. */
import { describe, expect, it } from 'vitest';
import { createWire } from '../../helpers/mlflow-wire.ts';
import { chatAnswer, scriptJudge } from '../../helpers/scripted-judge.ts';

const messages = [{ role: 'user', content: 'Where is it?' }];

describe('serving endpoints', () => {
  it('a model of any provider is an endpoint that takes inputs as they are', async () => {
    const { call } = createWire();
    const { status, body } = await call('GET', '/api/2.0/serving-endpoints/openai/gpt-4.1-mini');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'openai/gpt-4.1-mini',
      endpoint_type: 'FOUNDATION_MODEL_API',
      state: { ready: 'READY' },
    });
  });

  it('asks the model through the proxy, with the stored secret and a trace', async () => {
    const wire = createWire();
    const asked = scriptJudge(wire.services, () => chatAnswer('On its way.'));
    const answer = await wire.call('POST', '/serving-endpoints/openai/org/model-1/invocations', { messages });
    expect(answer).toMatchObject({ status: 200, body: { object: 'chat.completion' } });
    expect(asked).toMatchObject([{ model: 'org/model-1', user: 'Where is it?' }]);
    await wire.settled();
    const trace = await wire.services.traces.get(answer.headers.get('x-weir-trace-id') ?? '', null);
    expect(trace?.info).toMatchObject({ source: 'proxy', provider: 'openai', state: 'OK' });
  });

  it('sends a plain name to the workspace behind it', async () => {
    const wire = createWire();
    const { proxy } = wire.services;
    const provider = proxy.providers.get('databricks');
    if (provider === undefined) throw new Error('no row for Databricks');
    const workspace = { ...provider, baseUrl: 'https://workspace.example/serving-endpoints' };
    const { providers } = proxy;
    proxy.providers = {
      ...providers,
      get: (name) => (name === 'databricks' ? workspace : providers.get(name)),
    };
    proxy.secret = () => 'dapi-stored';
    const seen: { url: string; authorization: string | null; body: unknown }[] = [];
    proxy.fetchUpstream = async (url, init) => {
      const authorization = new Headers(init.headers).get('authorization');
      seen.push({ url: String(url), authorization, body: await new Response(init.body).json() });
      return Response.json({ predictions: [1] });
    };
    const described = await wire.call('GET', '/api/2.0/serving-endpoints/churn');
    expect(described).toMatchObject({ status: 200, body: { name: 'churn' } });
    const answer = await wire.call('POST', '/serving-endpoints/churn/invocations', { inputs: [[1]] });
    expect(answer).toMatchObject({ status: 200, body: { predictions: [1] } });
    expect(seen).toEqual([
      {
        url: 'https://workspace.example/serving-endpoints/churn/invocations',
        authorization: 'Bearer dapi-stored',
        body: { inputs: [[1]] },
      },
    ]);
  });

  it.each(['nothing', 'nobody/model'])(
    'says how to name an endpoint when there is none: %s',
    async (name) => {
      const { call } = createWire();
      for (const [method, path] of [
        ['GET', `/api/2.0/serving-endpoints/${name}`],
        ['POST', `/serving-endpoints/${name}/invocations`],
      ] as const) {
        const { status, body } = await call(method, path, method === 'POST' ? { messages } : undefined);
        expect(status).toBe(404);
        expect(body).toMatchObject({ error_code: 'RESOURCE_DOES_NOT_EXIST' });
        expect(body.message).toContain(name === 'nothing' ? 'DATABRICKS_HOST' : 'openai');
      }
    },
  );

  it('is for keys that may call models', async () => {
    const wire = createWire();
    const key = await wire.keyFor(['read', 'write']);
    const path = '/serving-endpoints/openai/gpt/invocations';
    expect((await wire.call('POST', path, { messages }, key)).status).toBe(403);
    expect((await wire.call('POST', path, { messages }, 'weir_nobodys')).status).toBe(401);
    expect((await wire.call('GET', '/api/2.0/serving-endpoints/openai/gpt', undefined, key)).status).toBe(
      403,
    );
  });

  it('refuses a body that is no object', async () => {
    const wire = createWire();
    for (const body of ['[1]', 'nonsense', '']) {
      const answer = await wire.call('POST', '/serving-endpoints/openai/gpt/invocations', body);
      expect(answer).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
    }
  });
});
