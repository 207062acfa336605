/** Redaction rules over REST, on the whole worker. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { createManagement } from '../../src/management.ts';
import { newExperiment } from '../contracts/sample-trace.ts';
import { createWire } from '../helpers/mlflow-wire.ts';

const EMAIL = 'ann.secret@example.org';

beforeEach(() => env.REGISTRY.prepare('DELETE FROM redaction_rules').run());

describe('redaction rules over REST', () => {
  const wire = createWire();
  const detect = { type: 'detectors', detectors: ['email'] };

  it('are created, listed, changed and deleted, and hold at once', async () => {
    const made = await wire.call('POST', '/api/v1/redaction-rules', { name: ' personal ', masks: detect });
    expect(made).toMatchObject({
      status: 200,
      body: { rule: { name: 'personal', enabled: true, experiment_id: null, includes_identifiers: false } },
    });
    const path = `/api/v1/redaction-rules/${made.body.rule.rule_id}`;
    const attempt = async () =>
      (await wire.call('POST', '/api/v1/redaction-rules/test', { text: EMAIL })).body;
    expect(await attempt()).toEqual({ text: '[email]', found: [{ marker: '[email]', count: 1 }] });
    expect((await wire.call('PATCH', path, { enabled: false })).body.rule.enabled).toBe(false);
    expect(await attempt()).toEqual({ text: EMAIL, found: [] });
    const masks = { type: 'pattern', pattern: 'SECRET', ignore_case: true, marker: 'word' };
    expect((await wire.call('PATCH', path, { enabled: true, masks })).body.rule.masks).toEqual(masks);
    expect((await attempt()).text).toBe('ann.[word]@example.org');
    expect((await wire.call('GET', '/api/v1/redaction-rules')).body.rules).toHaveLength(1);
    expect((await wire.call('DELETE', path)).status).toBe(200);
    expect((await wire.call('DELETE', path)).status).toBe(404);
    expect((await wire.call('PATCH', path, { enabled: true })).status).toBe(404);
  });

  it('F293 are refused where their expression would hold up what is stored, kept or tried', async () => {
    const fine = { type: 'pattern', pattern: 'CUST-\\w{16,128}' };
    const { rule } = (await wire.call('POST', '/api/v1/redaction-rules', { name: 'fine', masks: fine })).body;
    for (const pattern of ['\\w{1,900}@', '((a{0,100}){0,10})b', '(\\w|\\s){1,400}z']) {
      const masks = { type: 'pattern', pattern };
      const told = await Promise.all([
        wire.call('POST', '/api/v1/redaction-rules', { name: pattern, masks }),
        wire.call('PATCH', `/api/v1/redaction-rules/${rule.rule_id}`, { masks }),
        wire.call('POST', '/api/v1/redaction-rules/test', { text: 'a', masks }),
      ]);
      expect(told.map(({ status, body }) => [status, body.details?.field])).toEqual(
        told.map(() => [400, 'masks.pattern']),
      );
    }
  });

  it('are tried without being kept, on JSON too', async () => {
    const masks = { type: 'attributes', names: ['password'] };
    const tried = await wire.call('POST', '/api/v1/redaction-rules/test', {
      text: '{"Password": "x", "a": [1]}',
      masks,
    });
    expect(tried.body).toEqual({
      text: '{"Password":"[removed]","a":[1]}',
      found: [{ marker: '[removed]', count: 1 }],
    });
    expect((await wire.call('GET', '/api/v1/redaction-rules')).body.rules).toEqual([]);
  });

  it.each([
    ['masks.pattern', { type: 'pattern', pattern: '(?=a)' }],
    ['masks.pattern', { type: 'pattern', pattern: 'a*' }],
    ['masks.pattern', { type: 'pattern', pattern: '(' }],
    ['masks.detectors.0', { type: 'detectors', detectors: ['mood'] }],
    ['masks.detectors', { type: 'detectors', detectors: [] }],
    ['masks.marker', { type: 'pattern', pattern: 'a', marker: '](' }],
    ['masks.type', { type: 'magic' }],
    ['masks.names', { type: 'attributes', names: [] }],
  ])('refuse %s of %j', async (field, masks) => {
    const refused = await wire.call('POST', '/api/v1/redaction-rules', { name: 'n', masks });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE', details: { field } });
  });

  it('have one name each, and an experiment that exists', async () => {
    const create = (body: object) => wire.call('POST', '/api/v1/redaction-rules', { masks: detect, ...body });
    expect((await create({ name: 'a' })).status).toBe(200);
    expect((await create({ name: 'a' })).body.error_code).toBe('RESOURCE_ALREADY_EXISTS');
    expect((await create({ name: 'b', experiment: 'no such' })).status).toBe(404);
    const { rule } = (await create({ name: 'a', experiment: '0' })).body;
    expect(rule.experiment_id).toBe('0');
    expect((await wire.call('PATCH', `/api/v1/redaction-rules/${rule.rule_id}`, {})).status).toBe(400);
  });

  it('F91 a key bound to an experiment sees and tries what holds there alone', async () => {
    const own = await wire.services.experiments.create(`bound ${newExperiment()}`, 0);
    const id = own?.experimentId ?? '';
    const key = await wire.keyFor(['read', 'write'], id);
    const pattern = (name: string) => ({ type: 'pattern', pattern: name, marker: name });
    const create = (name: string, experiment: string | null, by?: string) =>
      wire.call('POST', '/api/v1/redaction-rules', { name, experiment, masks: pattern(name) }, by);
    const { rule } = (await create('all', null)).body;
    for (const [name, experiment] of [
      ['mine', id],
      ['foreign', '0'],
    ] as const)
      await create(name, experiment);
    const listed = (await wire.call('GET', '/api/v1/redaction-rules', undefined, key)).body.rules;
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(['all', 'mine']);
    const attempt = (body: object) => wire.call('POST', '/api/v1/redaction-rules/test', body, key);
    expect((await attempt({ text: 'all mine foreign' })).body.text).toBe('[all] [mine] foreign');
    expect((await attempt({ text: '', experiment: '0' })).status).toBe(404);
    expect((await create('x', id, key)).status).toBe(403);
    const path = `/api/v1/redaction-rules/${rule.rule_id}`;
    expect((await wire.call('PATCH', path, { enabled: false }, key)).status).toBe(403);
    expect((await wire.call('DELETE', path, undefined, key)).status).toBe(403);
  });

  it('are on the worker that is deployed', () => {
    const { routes } = createManagement(wire.services);
    expect(routes.some(({ path }) => path === '/api/v1/redaction-rules/test')).toBe(true);
  });
});
