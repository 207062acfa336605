/** Prompts over HTTP, as MLflow's clients call them: registered models and model versions with reserved tags. */
import { describe, expect, it } from 'vitest';
import { createWire, type Loose } from '../../helpers/mlflow-wire.ts';

const wire = createWire();
const v2 = '/api/2.0/mlflow';
const isPrompt = { key: 'mlflow.prompt.is_prompt', value: 'true' };
const onlyPrompts = "tags.`mlflow.prompt.is_prompt` = 'true'";

const call = (method: string, path: string, body?: object, key?: string) =>
  wire.call(method, `${v2}/${path}`, body, key);

async function ok(method: string, path: string, body?: object): Promise<Loose> {
  const answer = await call(method, path, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

const tagsOf = (entity: Loose): Record<string, string> =>
  Object.fromEntries(entity.tags.map(({ key, value }: { key: string; value: string }) => [key, value]));

async function register(name: string, text: string, more: Record<string, string> = {}): Promise<Loose> {
  if ((await call('GET', `registered-models/get?name=${name}`)).status === 404) {
    await ok('POST', 'registered-models/create', { name, tags: [isPrompt] });
  }
  const tags = [isPrompt, { key: 'mlflow.prompt.text', value: text }];
  tags.push(...Object.entries(more).map(([key, value]) => ({ key, value })));
  const body = { name, source: 'dummy-source', description: `says ${text}`, tags };
  return (await ok('POST', 'model-versions/create', body)).model_version;
}

describe('registering and loading', () => {
  it('keeps a text prompt as registered model and model version', async () => {
    const version = await register('text', 'Hello {{ name }}', {
      team: 'core',
      _mlflow_prompt_type: 'text',
      _mlflow_prompt_response_format: '{"type":"object"}',
      _mlflow_prompt_model_config: '{"model_name":"gpt-4o","temperature":0.5,"reasoning_effort":"low"}',
    });
    expect(version).toMatchObject({
      name: 'text',
      version: '1',
      description: 'says Hello {{ name }}',
      current_stage: 'None',
      status: 'READY',
      source: 'dummy-source',
      user_id: 'admin',
      aliases: [],
    });
    const { _mlflow_prompt_model_config: config, ...tags } = tagsOf(version);
    expect(tags).toEqual({
      'mlflow.prompt.is_prompt': 'true',
      'mlflow.prompt.text': 'Hello {{ name }}',
      _mlflow_prompt_type: 'text',
      _mlflow_prompt_response_format: '{"type":"object"}',
      team: 'core',
    });
    expect(config).toBe('{"model_name":"gpt-4o","temperature":0.5,"reasoning_effort":"low"}');
    expect((await ok('GET', 'model-versions/get?name=text&version=1')).model_version).toEqual(version);
    const { registered_model: model } = await ok('GET', 'registered-models/get?name=text');
    expect(tagsOf(model)).toEqual({ 'mlflow.prompt.is_prompt': 'true' });
    expect(model.latest_versions).toEqual([version]);
  });

  it('keeps a chat prompt, and shows the same over REST', async () => {
    const messages = [{ role: 'system', content: 'S {{ x }}' }];
    const version = await register('chat', JSON.stringify(messages), { _mlflow_prompt_type: 'chat' });
    expect(JSON.parse(tagsOf(version)['mlflow.prompt.text'] ?? '')).toEqual(messages);
    const rest = await wire.call('GET', '/api/v1/prompts/chat/versions/1');
    expect(rest.body.prompt_version).toMatchObject({ type: 'chat', template: messages, variables: ['x'] });
  });

  it.each([
    ['registered-models/create', { name: 'text', tags: [isPrompt] }, 400, 'RESOURCE_ALREADY_EXISTS'],
    ['registered-models/create', { name: 'a/b', tags: [isPrompt] }, 400, 'INVALID_PARAMETER_VALUE'],
    ['registered-models/create', { name: 'a model' }, 501, 'NOT_IMPLEMENTED'],
    [
      'model-versions/create',
      { name: 'nowhere', tags: [{ key: 'mlflow.prompt.text', value: 'x' }] },
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ],
    ['model-versions/create', { name: 'text', tags: [] }, 400, 'INVALID_PARAMETER_VALUE'],
    [
      'model-versions/create',
      {
        name: 'text',
        tags: [
          { key: 'mlflow.prompt.text', value: 'x' },
          { key: '_mlflow_prompt_model_config', value: '[' },
        ],
      },
      400,
      'INVALID_PARAMETER_VALUE',
    ],
    [
      'model-versions/create',
      {
        name: 'text',
        tags: [
          { key: 'mlflow.prompt.text', value: '"x"' },
          { key: '_mlflow_prompt_type', value: 'chat' },
        ],
      },
      400,
      'INVALID_PARAMETER_VALUE',
    ],
  ])('POST %s %j is refused', async (path, body, status, code) => {
    await register('text', 'x');
    expect(await call('POST', path, body)).toMatchObject({ status, body: { error_code: code } });
  });

  it('answers 404 for what is not there', async () => {
    await register('there', 'x');
    for (const path of ['registered-models/get?name=nowhere', 'model-versions/get?name=there&version=9']) {
      expect(await call('GET', path)).toMatchObject({
        status: 404,
        body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
      });
    }
  });
});

describe('aliases', () => {
  it('are set, read, moved, removed; latest is the highest version', async () => {
    await register('aliased', 'one');
    await register('aliased', 'two');
    const get = (alias: string) => call('GET', `registered-models/alias?name=aliased&alias=${alias}`);
    await ok('POST', 'registered-models/alias', { name: 'aliased', alias: 'prod', version: '1' });
    expect((await get('prod')).body.model_version).toMatchObject({ version: '1', aliases: ['prod'] });
    expect((await ok('GET', 'registered-models/get?name=aliased')).registered_model.aliases).toEqual([
      { alias: 'prod', version: '1' },
    ]);
    expect((await get('latest')).body.model_version.version).toBe('2');
    await ok('DELETE', 'registered-models/alias', { name: 'aliased', alias: 'prod' });
    await ok('DELETE', 'registered-models/alias', { name: 'aliased', alias: 'prod' });
    expect(await get('prod')).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
    expect(
      await call('POST', 'registered-models/alias', { name: 'aliased', alias: 'latest', version: '1' }),
    ).toMatchObject({ status: 400 });
    expect(
      await call('POST', 'registered-models/alias', { name: 'aliased', alias: 'x', version: '9' }),
    ).toMatchObject({ status: 404 });
  });

  it('of a split read as the version most calls get', async () => {
    await register('split', 'one');
    await register('split', 'two');
    const split = [
      { version: 1, weight: 10 },
      { version: 2, weight: 90 },
    ];
    expect((await wire.call('PUT', '/api/v1/prompts/split/aliases/prod', { split })).status).toBe(200);
    expect((await ok('GET', 'registered-models/alias?name=split&alias=prod')).model_version.version).toBe(
      '2',
    );
  });
});

describe('tags', () => {
  it('of prompts and versions are set and removed', async () => {
    await register('tagged', 'x');
    await ok('POST', 'registered-models/set-tag', { name: 'tagged', key: 'team', value: 'a' });
    await ok('POST', 'model-versions/set-tag', {
      name: 'tagged',
      version: '1',
      key: 'checked',
      value: 'yes',
    });
    expect(tagsOf((await ok('GET', 'registered-models/get?name=tagged')).registered_model).team).toBe('a');
    expect(tagsOf((await ok('GET', 'model-versions/get?name=tagged&version=1')).model_version).checked).toBe(
      'yes',
    );
    await ok('DELETE', 'registered-models/delete-tag', { name: 'tagged', key: 'team' });
    await ok('DELETE', 'model-versions/delete-tag', { name: 'tagged', version: '1', key: 'checked' });
    expect(
      tagsOf((await ok('GET', 'model-versions/get?name=tagged&version=1')).model_version),
    ).not.toHaveProperty('checked');
  });

  it('that make up the template cannot be changed; the model config can', async () => {
    await register('fixed', 'x');
    const set = (key: string, value: string) =>
      call('POST', 'model-versions/set-tag', { name: 'fixed', version: '1', key, value });
    for (const key of ['mlflow.prompt.text', '_mlflow_prompt_type', 'mlflow.prompt.is_prompt']) {
      expect(await set(key, 'other')).toMatchObject({
        status: 400,
        body: { error_code: 'INVALID_PARAMETER_VALUE' },
      });
    }
    expect(await set('_mlflow_prompt_model_config', '{"temperature":1}')).toMatchObject({ status: 200 });
    const rest = await wire.call('GET', '/api/v1/prompts/fixed/versions/1');
    expect(rest.body.prompt_version.model_config).toEqual({ temperature: 1 });
    expect(await set('_mlflow_prompt_model_config', '{"temperature":"hot"}')).toMatchObject({ status: 400 });
    await ok('PATCH', 'model-versions/update', { name: 'fixed', version: '1', description: 'new words' });
    await ok('PATCH', 'registered-models/update', { name: 'fixed', description: 'of the prompt' });
    expect((await ok('GET', 'registered-models/get?name=fixed')).registered_model.description).toBe(
      'of the prompt',
    );
  });
});

describe('searching', () => {
  const search = async (filter: string, more = ''): Promise<Loose> =>
    ok('GET', `registered-models/search?filter=${encodeURIComponent(filter)}${more}`);
  const names = (answer: Loose): string[] =>
    answer.registered_models.map(({ name }: { name: string }) => name);

  it('finds prompts by name, tag and experiment, in pages', async () => {
    for (const name of ['find_a', 'find_b', 'find_c']) {
      await register(name, 'x');
      const ids = { key: '_mlflow_experiment_ids', value: name === 'find_b' ? ',0,12,' : ',0,' };
      await ok('POST', 'registered-models/set-tag', { name, ...ids });
    }
    expect(names(await search(`${onlyPrompts} AND name LIKE 'find%'`))).toEqual([
      'find_a',
      'find_b',
      'find_c',
    ]);
    expect(names(await search(`${onlyPrompts} AND tags.\`_mlflow_experiment_ids\` LIKE '%,12,%'`))).toEqual([
      'find_b',
    ]);
    const first = await search(`${onlyPrompts} AND name LIKE 'find%'`, '&max_results=2');
    expect(names(first)).toHaveLength(2);
    const rest = await search(
      `${onlyPrompts} AND name LIKE 'find%'`,
      `&max_results=2&page_token=${encodeURIComponent(first.next_page_token)}`,
    );
    expect(names(rest)).toEqual(['find_c']);
  });

  it('leaves prompts out of searches for models', async () => {
    await register('hidden', 'x');
    expect(names(await search(''))).toEqual([]);
    expect(names(await search("name = 'hidden'"))).toEqual([]);
    expect(names(await search("tags.`mlflow.prompt.is_prompt` != 'true'"))).toEqual([]);
  });

  it('finds the versions of a prompt, highest first', async () => {
    for (const text of ['one', 'two', 'three']) await register('versions', text);
    const versions = async (filter: string, more = '') => {
      const answer = await ok('GET', `model-versions/search?filter=${encodeURIComponent(filter)}${more}`);
      return answer.model_versions.map(({ version }: { version: string }) => version);
    };
    const ofPrompt = `name = 'versions' AND ${onlyPrompts}`;
    expect(await versions(ofPrompt)).toEqual(['3', '2', '1']);
    expect(await versions(`${ofPrompt} AND version_number > 1`, '&order_by=version_number%20ASC')).toEqual([
      '2',
      '3',
    ]);
    expect(await versions(`${ofPrompt} AND tags.\`mlflow.prompt.text\` = 'x'`)).toEqual([]);
    expect(await versions("name = 'versions'")).toEqual([]);
  });

  it.each([
    'registered-models/search?max_results=0',
    'registered-models/search?max_results=1001',
    'model-versions/search?max_results=200001',
    `registered-models/search?filter=${encodeURIComponent("color = 'x' AND " + onlyPrompts)}`,
  ])('GET %s is refused', async (path) => {
    expect(await call('GET', path)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });
});

describe('deleting', () => {
  it('deletes versions and prompts, but for what an alias leads to', async () => {
    await register('doomed', 'one');
    await register('doomed', 'two');
    await ok('POST', 'registered-models/alias', { name: 'doomed', alias: 'prod', version: '1' });
    expect(await call('DELETE', 'model-versions/delete', { name: 'doomed', version: '1' })).toMatchObject({
      status: 409,
      body: { error_code: 'RESOURCE_CONFLICT', message: expect.stringContaining('prod') },
    });
    await ok('DELETE', 'model-versions/delete', { name: 'doomed', version: '2' });
    await ok('DELETE', 'registered-models/alias', { name: 'doomed', alias: 'prod' });
    await ok('DELETE', 'registered-models/delete', { name: 'doomed' });
    expect(await call('GET', 'registered-models/get?name=doomed')).toMatchObject({ status: 404 });
  });
});

describe('who may', () => {
  it('reads with either scope, writes with write and without a bound experiment', async () => {
    await register('guarded', 'x');
    const [reader, writer, bound, caller] = await Promise.all([
      wire.keyFor(['read']),
      wire.keyFor(['write']),
      wire.keyFor(['read', 'write'], '0'),
      wire.keyFor(['proxy']),
    ]);
    const get = (key: string) => call('GET', 'registered-models/get?name=guarded', undefined, key);
    const set = (key: string) =>
      call('POST', 'registered-models/set-tag', { name: 'guarded', key: 'k', value: 'v' }, key);
    for (const key of [reader, writer, bound]) expect((await get(key)).status).toBe(200);
    expect((await get(caller)).status).toBe(403);
    expect((await set(writer)).status).toBe(200);
    for (const key of [reader, bound, caller]) expect((await set(key)).status).toBe(403);
  });
});
