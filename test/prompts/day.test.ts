/** The whole way of a prompt: registered by an MLflow client, injected by name, found again by the trace it left. */
import { describe, expect, it } from 'vitest';
import { createWire, wireAdminKey, type Loose } from '../helpers/mlflow-wire.ts';

const wire = createWire({ WEIR_DEMO: 'on', WEIR_PROXY_AUTH: 'open' });
const template = 'You are a support agent. Answer this: {{ question }}';
const isPrompt = { key: 'mlflow.prompt.is_prompt', value: 'true' };

async function ok(method: string, path: string, body?: object): Promise<Loose> {
  const answer = await wire.call(method, path, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

async function chat(headers: Record<string, string>): Promise<Response> {
  const response = await wire.fetch('/demo/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await response.text();
  await wire.settled();
  return response;
}

describe('a prompt’s day', () => {
  it('is registered, loaded, called by name, and found by its trace', async () => {
    const name = 'customer_support_prompt';
    await ok('POST', '/api/2.0/mlflow/registered-models/create', { name, tags: [isPrompt] });
    const tags = [isPrompt, { key: 'mlflow.prompt.text', value: template }];
    await ok('POST', '/api/2.0/mlflow/model-versions/create', { name, source: 'dummy-source', tags });
    await ok('POST', '/api/2.0/mlflow/registered-models/alias', { name, alias: 'production', version: '1' });
    const loaded = await ok('GET', `/api/2.0/mlflow/model-versions/get?name=${name}&version=1`);
    expect(loaded.model_version.tags).toContainEqual({ key: 'mlflow.prompt.text', value: template });
    const rendered = await ok('POST', `/api/v1/prompts/${name}/versions/1/render`, {
      variables: { question: 'Where is my order?' },
    });
    expect(rendered.rendered).toBe('You are a support agent. Answer this: Where is my order?');

    const called = await chat({
      'x-weir-prompt': `${name}@production`,
      'x-weir-prompt-variables': JSON.stringify({ question: 'Where is my order?' }),
    });
    expect(called.status).toBe(200);
    const traceId = called.headers.get('x-weir-trace-id');

    const found = await ok('POST', '/api/3.0/mlflow/traces/search', {
      locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } }],
      filter: `prompt = '${name}/1'`,
    });
    expect(found.traces.map(({ trace_id: id }: Loose) => id)).toEqual([traceId]);
    expect(JSON.parse(found.traces[0].tags['mlflow.linkedPrompts'])).toEqual([{ name, version: '1' }]);
    expect(found.traces[0].trace_metadata).toMatchObject({ 'weir.prompt.alias': `${name}@production` });

    const { spans } = await ok('GET', `/api/v1/traces/${traceId}`);
    const [span] = spans;
    expect(span.attributes).toMatchObject({
      'mlflow.linkedPrompts': [{ name, version: '1' }],
      'weir.prompt.aliases': ['production'],
    });
    expect(JSON.stringify(span.attributes['mlflow.spanInputs'])).toContain('Answer this: Where is my order?');
  });

  it('tells of the call that had to go on without its prompt', async () => {
    const called = await chat({ 'x-weir-prompt': 'nowhere@production', 'x-weir-prompt-fallback': 'pass' });
    expect(called.status).toBe(200);
    const { info } = await ok('GET', `/api/v1/traces/${called.headers.get('x-weir-trace-id')}`);
    expect(JSON.stringify(info)).toContain('Prompt with name=nowhere not found.');
  });

  it('needs no key of the registry to be injected, and one to be read', async () => {
    await ok('POST', '/api/v1/prompts', { name: 'private', template: 'x' });
    const keyless = await wire.fetch('/api/v1/prompts/private');
    expect(keyless.status).toBe(401);
    expect((await wire.call('GET', '/api/v1/prompts/private', undefined, wireAdminKey)).status).toBe(200);
  });
});
