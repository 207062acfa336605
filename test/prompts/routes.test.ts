/** The prompt registry over REST. */
import { describe, expect, it } from 'vitest';
import { createWire, type Loose } from '../helpers/mlflow-wire.ts';

const wire = createWire();
const call = (method: string, path: string, body?: object, key?: string) =>
  wire.call(method, `/api/v1/prompts${path}`, body, key);

async function ok(method: string, path: string, body?: object): Promise<Loose> {
  const answer = await call(method, path, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

async function register(name: string, template: unknown, more: object = {}): Promise<Loose> {
  return ok('POST', '', { name, template, ...more });
}

describe('registering', () => {
  it('F271 keeps numbers that are written out as long integers, and the prompt can be read and rendered', async () => {
    const config = { presence_penalty: 1.7e16, temperature: 1e17, extra_params: { seed: 1e20 } };
    const { prompt_version: version } = await register('long-numbers', 'x', { model_config: config });
    expect(version.model_config).toEqual(config);
    expect((await ok('POST', '/long-numbers/render', {})).model_config).toEqual(config);
  });

  it('gives the first version of a new prompt, with all that was said', async () => {
    const said = {
      template: 'You help {{ person.name }} with {{ question }}',
      commit_message: 'first',
      author: 'ann',
      tags: { team: 'core' },
      response_format: { type: 'object', properties: { answer: { type: 'string' } } },
      model_config: { model_name: 'gpt-4o-mini', temperature: 0, max_tokens: 40, extra_params: { seed: 7 } },
    };
    const { prompt_version: version, warnings } = await register('first.prompt', said.template, said);
    expect(version).toMatchObject({
      ...said,
      name: 'first.prompt',
      version: 1,
      type: 'text',
      variables: ['person.name', 'question'],
      aliases: [],
    });
    expect(warnings).toEqual([]);
    expect((await ok('GET', '/first.prompt/versions/1')).prompt_version).toEqual(version);
    expect((await ok('GET', '/first.prompt/versions/latest')).prompt_version).toEqual(version);
    expect((await ok('GET', '/first.prompt')).prompt).toMatchObject({
      name: 'first.prompt',
      latest_version: 1,
    });
  });

  it('keeps chat prompts as messages', async () => {
    const messages = [
      { role: 'system', content: 'Answer in {{ language }}.' },
      { role: 'user', content: '{{ question }}' },
    ];
    const { prompt_version: version } = await register('chat', messages);
    expect(version).toMatchObject({ type: 'chat', template: messages, variables: ['language', 'question'] });
  });

  it('imports templates in single braces', async () => {
    const { prompt_version: version } = await register('single', 'Q: {question} as {{json}}', {
      syntax: 'single',
    });
    expect(version.template).toBe('Q: {{ question }} as {json}');
  });

  it('F96: never gives one number twice, however many register at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => register('crowded', `text ${index}`)),
    );
    const versions = answers.map(({ prompt_version: { version } }) => version as number);
    expect(versions.toSorted((one, two) => one - two)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    for (const [index, version] of versions.entries()) {
      const { prompt_version: kept } = await ok('GET', `/crowded/versions/${version}`);
      expect(kept.template).toBe(`text ${index}`);
    }
  });

  it('F98: refuses a prompt that would contain another, so that no cycle can be', async () => {
    for (const block of ["{% include 'other' %}", "{% extends 'x' %}", "{%- from 'x' import y -%}"]) {
      expect(await call('POST', '', { name: 'cycle', template: block })).toMatchObject({
        status: 400,
        body: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining('contain another') },
      });
    }
  });

  it('F99: warns of a variable that stands before a long fixed stretch', async () => {
    const fixed = 'These are the rules of the house. '.repeat(10);
    const { warnings } = await register('clock', `It is {{ now }}. ${fixed}`);
    expect(warnings).toMatchObject([{ code: 'variable_before_stable_text', message: 0, variable: 'now' }]);
    const spread = [
      { role: 'system', content: 'It is {{ now }}.' },
      { role: 'user', content: fixed },
    ];
    expect((await register('clock.chat', spread)).warnings).toMatchObject([{ message: 0, variable: 'now' }]);
    expect((await register('no.clock', `${fixed} It is {{ now }}.`)).warnings).toEqual([]);
  });

  it.each([
    [{ name: '', template: 'x' }, 'name'],
    [{ name: 'a/b', template: 'x' }, 'name'],
    [{ name: '..', template: 'x' }, 'name'],
    [{ name: 'ok', template: '' }, 'template'],
    [{ name: 'ok', template: [] }, 'template'],
    [{ name: 'ok', template: 7 }, 'template'],
    [{ name: 'ok', template: 'x'.repeat(250_001) }, 'template'],
    [{ name: 'ok', template: [{ role: ' ', content: 'x' }] }, 'template'],
    [{ name: 'ok', template: '{% for x in y %}' }, 'template'],
    [{ name: 'ok', template: "{% if x %}{{ x | replace('a', 'b') }}{% endif %}" }, 'template'],
    [{ name: 'ok', template: 'x', model_config: { temprature: 1 } }, 'model_config.temprature'],
    [{ name: 'ok', template: 'x', model_config: { max_tokens: 0 } }, 'model_config.max_tokens'],
    [{ name: 'ok', template: 'x', tags: { a: 1 } }, 'tags.a'],
    [{ name: 'ok', template: 'x', tags: { '': 'x' } }, 'tags'],
  ])('refuses %j', async (body, field) => {
    const answer = await call('POST', '', body);
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
    expect(answer.body.details.field).toBe(field);
  });

  it('adds to a prompt that is there, by its path, and to no other', async () => {
    await register('by.path', 'one');
    const added = await ok('POST', '/by.path/versions', { template: 'two' });
    expect(added.prompt_version.version).toBe(2);
    expect(await call('POST', '/nowhere/versions', { template: 'x' })).toMatchObject({ status: 404 });
  });
});

describe('changing', () => {
  it('changes what is said about a version, never its template', async () => {
    await register('said', 'text', { tags: { keep: '1', drop: '1' } });
    const changed = await ok('PATCH', '/said/versions/1', {
      commit_message: 'better words',
      tags: { drop: null, add: '2' },
      model_config: { temperature: 1 },
    });
    expect(changed.prompt_version).toMatchObject({
      template: 'text',
      commit_message: 'better words',
      tags: { keep: '1', add: '2' },
      model_config: { temperature: 1 },
    });
    expect(await call('PATCH', '/said/versions/1', { template: 'other' })).toMatchObject({ status: 400 });
    expect(await call('PATCH', '/said/versions/9', { commit_message: 'x' })).toMatchObject({ status: 404 });
  });

  it('changes description and tags of a prompt', async () => {
    await register('described', 'text');
    const changed = await ok('PATCH', '/described', { description: 'for support', tags: { team: 'a' } });
    expect(changed.prompt).toMatchObject({ description: 'for support', tags: { team: 'a' } });
    expect((await ok('PATCH', '/described', { tags: { team: null } })).prompt).toMatchObject({
      description: 'for support',
      tags: {},
    });
  });

  it('lets keys of one experiment read prompts and not change them', async () => {
    await register('shared', 'text');
    const key = await wire.keyFor(['read', 'write'], '0');
    expect(await call('GET', '/shared', undefined, key)).toMatchObject({ status: 200 });
    for (const [method, path, body] of [
      ['POST', '', { name: 'shared', template: 'mine' }],
      ['POST', '/shared/versions', { template: 'mine' }],
      ['PATCH', '/shared', { description: 'mine' }],
      ['PATCH', '/shared/versions/1', { commit_message: 'mine' }],
      ['PUT', '/shared/aliases/production', { version: 1 }],
      ['DELETE', '/shared/aliases/production', undefined],
      ['DELETE', '/shared/versions/1', undefined],
      ['DELETE', '/shared', undefined],
    ] as const) {
      expect(await call(method, path, body, key)).toMatchObject({ status: 403 });
    }
  });
});

describe('aliases', () => {
  it('lead to a version, move, and go away', async () => {
    await register('aliased', 'one');
    await register('aliased', 'two');
    await ok('PUT', '/aliased/aliases/production', { version: 1 });
    expect((await ok('GET', '/aliased/versions/1')).prompt_version.aliases).toEqual(['production']);
    await ok('PUT', '/aliased/aliases/production', { version: 2 });
    expect((await ok('GET', '/aliased/versions/1')).prompt_version.aliases).toEqual([]);
    expect((await ok('GET', '/aliased/aliases/production')).alias.split).toEqual([{ version: 2, weight: 1 }]);
    expect((await ok('GET', '/aliased/aliases/latest')).alias.split).toEqual([{ version: 2, weight: 1 }]);
    await ok('DELETE', '/aliased/aliases/production');
    expect(await call('GET', '/aliased/aliases/production')).toMatchObject({ status: 404 });
    expect(await call('DELETE', '/aliased/aliases/production')).toMatchObject({ status: 404 });
  });

  it.each([
    ['latest', { version: 1 }, 400],
    ['v3', { version: 1 }, 400],
    ['a b', { version: 1 }, 400],
    ['production', { version: 9 }, 404],
    ['production', {}, 400],
    ['production', { version: 1, split: [{ version: 1, weight: 1 }] }, 400],
    ['production', { split: [] }, 400],
    ['production', { split: [{ version: 1, weight: 0 }] }, 400],
    [
      'production',
      {
        split: [
          { version: 1, weight: 1 },
          { version: 1, weight: 2 },
        ],
      },
      400,
    ],
  ])('refuses %s for %j', async (alias, body, status) => {
    await register('refusing', 'one');
    expect(await call('PUT', `/refusing/aliases/${encodeURIComponent(alias)}`, body)).toMatchObject({
      status,
    });
  });
});

describe('deleting', () => {
  it('is refused while an alias leads there', async () => {
    await register('guarded', 'one');
    await register('guarded', 'two');
    await ok('PUT', '/guarded/aliases/production', { version: 1 });
    for (const path of ['/guarded/versions/1', '/guarded']) {
      expect(await call('DELETE', path)).toMatchObject({
        status: 409,
        body: { error_code: 'RESOURCE_CONFLICT', message: expect.stringContaining('"production"') },
      });
    }
    expect((await ok('GET', '/guarded/versions')).prompt_versions).toHaveLength(2);
    await ok('DELETE', '/guarded/versions/2');
    await ok('DELETE', '/guarded/aliases/production');
    await ok('DELETE', '/guarded');
    for (const path of ['/guarded', '/guarded/versions', '/guarded/versions/1']) {
      expect(await call('GET', path)).toMatchObject({ status: 404 });
    }
    expect(await call('DELETE', '/guarded')).toMatchObject({ status: 404 });
  });

  it('never gives the number of a deleted version again', async () => {
    await register('numbers', 'one');
    await register('numbers', 'two');
    await ok('DELETE', '/numbers/versions/2');
    expect((await register('numbers', 'three')).prompt_version.version).toBe(3);
    await ok('DELETE', '/numbers');
    expect((await register('numbers', 'four')).prompt_version.version).toBe(4);
  });
});

describe('searching, comparing, rendering', () => {
  it('finds by name, tag and word, in pages', async () => {
    for (const name of ['find.a', 'find.b', 'find.c']) {
      await register(name, 'x');
      await ok('PATCH', `/${name}`, {
        tags: { kind: name === 'find.b' ? 'odd' : 'even' },
        description: 'Of FINDING',
      });
    }
    const names = async (query: string) =>
      ((await ok('GET', `?${query}`)).prompts as { name: string }[]).map(({ name }) => name);
    expect(await names(`filter=${encodeURIComponent("name LIKE 'find.%' AND tags.kind = 'even'")}`)).toEqual([
      'find.a',
      'find.c',
    ]);
    expect(await names('text=finding')).toEqual(['find.a', 'find.b', 'find.c']);
    expect(await names('text=finding&order_by=name%20DESC')).toEqual(['find.c', 'find.b', 'find.a']);
    const first = await ok('GET', '?text=finding&max_results=2');
    expect(first.prompts).toHaveLength(2);
    expect(await names(`text=finding&max_results=2&page_token=${first.next_page_token}`)).toEqual(['find.c']);
    expect(await call('GET', '?filter=color%20=%201')).toMatchObject({ status: 400 });
  });

  it('compares two versions', async () => {
    await register('compared', 'same\nold line\nend', { tags: { a: '1' } });
    await register('compared', 'same\nnew line\nend', { model_config: { temperature: 1 } });
    const { patch, changed } = await ok('GET', '/compared/diff?from=1&to=2');
    expect(patch).toContain('--- compared/1\n+++ compared/2\n');
    expect(patch).toContain('-old line\n+new line\n');
    expect(changed).toEqual([
      { member: 'model_config', from: null, to: { temperature: 1 } },
      { member: 'tags', from: { a: '1' }, to: {} },
    ]);
    expect(await ok('GET', '/compared/diff?from=1&to=1')).toEqual({ patch: null, changed: [] });
    expect(await call('GET', '/compared/diff?from=1&to=7')).toMatchObject({ status: 404 });
  });

  it('renders by version and by alias, and names what is missing', async () => {
    await register('rendered', 'Hello {{ name }}');
    const body = { variables: { name: 'Ann' } };
    expect(await ok('POST', '/rendered/render', body)).toMatchObject({
      rendered: 'Hello Ann',
      version: 1,
      alias: 'latest',
      arm: null,
    });
    expect(await ok('POST', '/rendered/versions/1/render', body)).toMatchObject({
      rendered: 'Hello Ann',
      alias: null,
    });
    expect(await call('POST', '/rendered/render', { variables: {} })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('"name"'), details: { field: 'name' } },
    });
    for (const [path, more] of [
      ['/rendered/render', { alias: 'nope' }],
      ['/rendered/render', { version: 9 }],
      ['/rendered/versions/9/render', {}],
      ['/nowhere/render', {}],
    ] as const) {
      expect(await call('POST', path, { ...body, ...more })).toMatchObject({ status: 404 });
    }
  });
});
