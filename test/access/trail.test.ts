/** The trail: who changed what, when and from where; never a secret, never in the way. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { auditActions, auditedChange } from '../../src/audit/audited-changes.ts';
import { expireAudit } from '../../src/audit/expire-audit.ts';
import { createD1AuditStore } from '../../src/audit/store/d1-audit-store.ts';
import { createWire, wireAdminKey, type Loose } from '../helpers/mlflow-wire.ts';

const wire = createWire({ WEIR_DEMO: 'on', WEIR_SIGNING_KEY: 'signing-key-of-the-trail' });
const unique = () => Math.random().toString(36).slice(2, 10);

/** Entries of the trail, once the wanted one is there. */
async function entriesOf(query: string, wanted: (entries: Loose[]) => boolean = (all) => all.length > 0) {
  let entries: Loose[] = [];
  await expect
    .poll(async () => {
      entries = (await wire.call('GET', `/api/v1/audit?${query}`)).body.entries;
      return wanted(entries);
    })
    .toBe(true);
  return entries;
}

describe('F184 the trail', () => {
  it('tells who made a key, for whom, from where, and not the key', async () => {
    const name = `key ${unique()}`;
    const admin = (await wire.call('POST', '/api/v1/keys', { name: `boss ${name}`, scopes: ['admin'] })).body;
    const response = await wire.fetch('/api/v1/keys', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${admin.key}`,
        'content-type': 'application/json',
        'cf-connecting-ip': '203.0.113.50',
        'x-forwarded-for': '198.51.100.1',
        'user-agent': 'curl/8',
        'x-request-id': 'request-of-the-trail',
      },
      body: JSON.stringify({ name, scopes: ['proxy', 'read'], owner: 'ann@example.com' }),
    });
    const made = (await response.json()) as Loose;
    const [entry] = await entriesOf(`actor=${admin.info.key_id}`);
    expect(entry).toMatchObject({
      action: 'key.create',
      actor: { kind: 'key', key_id: admin.info.key_id, key_name: `boss ${name}` },
      target: { name, scopes: 'proxy, read', owner: 'ann@example.com', key_id: made.info.key_id },
      address: '203.0.113.50',
      user_agent: 'curl/8',
      request_id: 'request-of-the-trail',
      count: 1,
    });
    expect(Math.abs(Date.parse(entry.time) - Date.now())).toBeLessThan(60_000);
    const { results } = await env.REGISTRY.prepare('SELECT * FROM audit_entries').all();
    for (const secret of [made.key, admin.key, wireAdminKey])
      expect(JSON.stringify(results)).not.toContain(secret);
  });

  it('keeps changes by every way in, with what they were made to', async () => {
    const name = `trail-${unique()}`;
    const call = async (method: string, path: string, body?: unknown): Promise<Loose> => {
      const answer = await wire.call(method, path, body);
      expect([200, 201], `${method} ${path}: ${JSON.stringify(answer.body)}`).toContain(answer.status);
      return answer.body;
    };
    const v2 = '/api/2.0/mlflow';
    const { experiment } = await call('POST', '/api/v1/experiments', { name });
    const id = experiment.experiment_id;
    await call('PATCH', `/api/v1/experiments/${id}`, { retention_days: 7 });
    const { experiment_id: other } = await call('POST', `${v2}/experiments/create`, { name: `${name}-2` });
    await call('POST', `${v2}/experiments/delete`, { experiment_id: other });
    await call('POST', `/ajax-api/2.0/mlflow/experiments/restore`, { experiment_id: other });
    const { run } = await call('POST', `${v2}/runs/create`, { experiment_id: id });
    await call('POST', `${v2}/runs/delete`, { run_id: run.info.run_id });
    await call('POST', `${v2}/traces/delete-traces`, { experiment_id: id, request_ids: ['tr-1', 'tr-2'] });
    await call('POST', '/api/v1/prompts', { name, template: 'A template that is nobody’s business' });
    await call('PUT', `/api/v1/prompts/${name}/aliases/production`, { version: 1 });
    await call('DELETE', `/api/v1/prompts/${name}/aliases/production`);
    await call('DELETE', `/api/v1/prompts/${name}`);
    const masks = { type: 'pattern', pattern: 'TOP-SECRET-\\d+', marker: 'x' };
    const { rule } = await call('POST', '/api/v1/redaction-rules', { name, masks });
    await call('DELETE', `/api/v1/redaction-rules/${rule.rule_id}`);
    const wanted = [
      ['experiment.create', { name, experiment_id: id }],
      ['experiment.change', { experiment_id: id, retention_days: '7' }],
      ['experiment.create', { name: `${name}-2`, experiment_id: other }],
      ['experiment.delete', { experiment_id: other }],
      ['experiment.restore', { experiment_id: other }],
      ['run.delete', { run_id: run.info.run_id }],
      ['trace.delete', { experiment_id: id, request_ids: 'tr-1, tr-2' }],
      ['prompt.create', { name }],
      ['prompt_alias.set', { name, alias: 'production', version: '1' }],
      ['prompt_alias.delete', { name, alias: 'production' }],
      ['prompt.delete', { name }],
      ['redaction_rule.create', { name, rule_id: rule.rule_id }],
      ['redaction_rule.delete', { rule_id: rule.rule_id }],
    ] as const;
    const entries = await entriesOf('page_size=1000', (all) =>
      wanted.every(([action, target]) =>
        all.some(
          (one) =>
            one.action === action &&
            Object.entries(target).every(([member, value]) => one.target[member] === value),
        ),
      ),
    );
    expect(JSON.stringify(entries)).not.toMatch(/nobody’s business|TOP-SECRET/);
    expect(entries.every((one) => one.actor.kind !== 'open')).toBe(true);
  });

  it('F310 says what was done however its body is written, and nothing that its query makes up', async () => {
    const { experiment } = (await wire.call('POST', '/api/v1/experiments', { name: `told-${unique()}` }))
      .body;
    const id = experiment.experiment_id;
    const body = (traceId: string) => JSON.stringify({ experiment_id: id, request_ids: [traceId] });
    const [padded, twice, plain] = ['a', 'b', 'c'].map((digit) => `tr-${digit.repeat(32)}`);
    const path = '/api/2.0/mlflow/traces/delete-traces';
    const bodies: [string, string][] = [
      [path, body(padded ?? '') + ' '.repeat(300_000)],
      [path, JSON.stringify(body(twice ?? ''))],
      [`${path}?owner=ann&experiment_id=0&run_id=made-up`, body(plain ?? '')],
    ];
    for (const [to, text] of bodies) {
      const answer = await wire.fetch(to, {
        method: 'POST',
        headers: { authorization: `Bearer ${wireAdminKey}`, 'content-type': 'application/json' },
        body: text,
      });
      expect(answer.status, await answer.text()).toBe(200);
    }
    const of = (all: Loose[]) =>
      all.filter(({ target }) => target.experiment_id === id && target.request_ids);
    const entries = await entriesOf('action=trace&page_size=1000', (all) => of(all).length === 3);
    expect(of(entries).map(({ target }) => target)).toEqual(
      [plain, twice, padded].map((traceId) => ({ experiment_id: id, request_ids: traceId })),
    );
  });

  it('F310 tells of tags that say how prompts, experiments and datasets are used', async () => {
    const name = `tagged-${unique()}`;
    const { experiment } = (await wire.call('POST', '/api/v1/experiments', { name })).body;
    await wire.call('POST', '/api/v1/prompts', { name, template: 'Hello' });
    const { experiment_id: id } = experiment;
    const v2 = '/api/2.0/mlflow';
    const tag = { key: 'stage', value: 'live' };
    const calls: [string, string, object][] = [
      ['POST', `${v2}/registered-models/set-tag`, { name, ...tag }],
      ['DELETE', `${v2}/registered-models/delete-tag`, { name, key: 'stage' }],
      ['POST', `${v2}/model-versions/set-tag`, { name, version: '1', ...tag }],
      ['DELETE', `${v2}/model-versions/delete-tag`, { name, version: '1', key: 'stage' }],
      ['POST', `${v2}/experiments/set-experiment-tag`, { experiment_id: id, ...tag }],
      ['POST', `${v2}/experiments/delete-experiment-tag`, { experiment_id: id, key: 'stage' }],
    ];
    for (const [method, path, body] of calls) {
      const answer = await wire.call(method, path, body);
      expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBe(200);
    }
    const changes = (all: Loose[]) =>
      all
        .filter(({ target }) => target.name === name || target.experiment_id === id)
        .map(({ action }) => action)
        .filter((action) => action.endsWith('.change'));
    const entries = await entriesOf('page_size=1000', (all) => changes(all).length === 6);
    expect(changes(entries).toReversed()).toEqual([
      'prompt.change',
      'prompt.change',
      'prompt_version.change',
      'prompt_version.change',
      'experiment.change',
      'experiment.change',
    ]);
  });

  it('F311 counts changes that a key may not make: who tried what, from where', async () => {
    const { info, key } = (await wire.call('POST', '/api/v1/keys', { name: 'tries', scopes: ['read'] })).body;
    const name = `refused-${unique()}`;
    for (let time = 0; time < 4; time++)
      await wire.call('POST', '/api/v1/keys', { name, scopes: ['admin'] }, key);
    await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name }, key);
    await wire.call('GET', '/api/v1/audit', undefined, key);
    wire.services.refusals.flush();
    const entries = await entriesOf(
      `actor=${info.key_id}`,
      (all) => all.length === 2 && all.some(({ count }) => count === 4),
    );
    const told = entries.map(({ action, target, count, actor }) => [action, target, count, actor.key_name]);
    expect(told.toSorted((a, b) => a[2] - b[2])).toEqual([
      ['change.refused', { change: 'experiment.create' }, 1, 'tries'],
      ['change.refused', { change: 'key.create' }, 4, 'tries'],
    ]);
    expect(JSON.stringify(entries)).not.toContain(name);
  });

  it('F310 is a line each in its file, for readers that end lines elsewhere too', async () => {
    const { info, key } = (await wire.call('POST', '/api/v1/keys', { name: 'lines', scopes: ['admin'] }))
      .body;
    const name = `line ${unique()}\u2028{"entry_id":1}\u0085{"entry_id":2}\n{"entry_id":3}\u202Etxt`;
    await wire.call('POST', '/api/v1/experiments', { name }, key);
    await entriesOf(`actor=${info.key_id}`);
    const file = await wire.fetch(`/api/v1/audit?actor=${info.key_id}&format=ndjson`, {
      headers: { authorization: `Bearer ${wireAdminKey}` },
    });
    const text = await file.text();
    expect(text.trimEnd().split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(1);
    expect(text).not.toContain('\u202E');
    expect(JSON.parse(text).target.name).toBe(name);
  });

  it('does not keep what failed, was refused, or is only read', async () => {
    const name = `never-${unique()}`;
    await wire.call('POST', '/api/v1/keys', { name, scopes: [] });
    await wire.call('POST', '/api/v1/keys', { name, scopes: ['read'] }, await wire.keyFor(['write']));
    await wire.call('GET', `/api/v1/keys`);
    const marker = `after-${unique()}`;
    await wire.call('POST', '/api/v1/experiments', { name: marker });
    const entries = await entriesOf('page_size=1000', (all) => all.some((one) => one.target.name === marker));
    expect(entries.filter((one) => one.target.name === name)).toEqual([]);
  });

  it('masks a credential where somebody put one for a name', async () => {
    const secret = `sk-${'a1b2'.repeat(8)}`;
    await wire.call('POST', '/api/v1/experiments', { name: `mine is ${secret}` });
    const entries = await entriesOf('action=experiment.create&page_size=1000', (all) =>
      all.some((one) => one.target.name?.startsWith('mine is ')),
    );
    expect(JSON.stringify(entries)).not.toContain(secret);
  });

  it('tells sign-ins and sign-outs', async () => {
    const { key, info } = (await wire.call('POST', '/api/v1/keys', { name: 'signs in', scopes: ['read'] }))
      .body;
    const own = { 'x-weir-dashboard': '1', 'content-type': 'application/json' };
    const started = await wire.fetch('/api/v1/session', {
      method: 'POST',
      headers: own,
      body: JSON.stringify({ key }),
    });
    const cookie = started.headers.get('set-cookie')?.split(';')[0] ?? '';
    await wire.fetch('/api/v1/session', { method: 'DELETE', headers: { ...own, cookie } });
    const entries = await entriesOf(`actor=${info.key_id}`, (all) => all.length === 2);
    expect(entries.map(({ action }) => action)).toEqual(['session.end', 'session.start']);
    expect(JSON.stringify(entries)).not.toContain(key);
    expect(JSON.stringify(entries)).not.toContain(cookie.split('=')[1]);
  });

  it('counts refused keys and sign-ins together, by address', async () => {
    const refused = `weir_${'r'.repeat(43)}`;
    const headers = { 'cf-connecting-ip': '203.0.113.51', 'content-type': 'application/json' };
    for (let time = 0; time < 5; time++) {
      await wire.fetch('/api/v1/traces', { headers: { ...headers, authorization: `Bearer ${refused}` } });
      await wire.fetch('/demo/v1/models', { headers: { ...headers, 'x-weir-key': refused } });
      await wire.fetch('/api/v1/session', {
        method: 'POST',
        headers: { ...headers, 'x-weir-dashboard': '1' },
        body: JSON.stringify({ key: 'not a key' }),
      });
    }
    wire.services.refusals.flush();
    const of = (all: Loose[], action: string) =>
      all.filter((one) => one.action === action && one.address === '203.0.113.51');
    const entries = await entriesOf(
      'actor=nobody&page_size=1000',
      (all) => of(all, 'key.refused')[0]?.count === 10 && of(all, 'session.refused')[0]?.count === 5,
    );
    expect(of(entries, 'key.refused')).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain(refused);
    expect(JSON.stringify(entries)).not.toContain('not a key');
  });

  it('is filtered, goes page by page, and is exported whole', async () => {
    const { info, key } = (await wire.call('POST', '/api/v1/keys', { name: 'pages', scopes: ['admin'] }))
      .body;
    for (let index = 0; index < 5; index++)
      await wire.call('POST', '/api/v1/experiments', { name: `page ${unique()}` }, key);
    const actor = `actor=${info.key_id}`;
    await entriesOf(actor, (all) => all.length === 5);
    const ids: number[] = [];
    let token: string | null = '';
    while (token !== null) {
      const page: Loose = (
        await wire.call(
          'GET',
          `/api/v1/audit?${actor}&page_size=2${token === '' ? '' : `&page_token=${token}`}`,
        )
      ).body;
      ids.push(...page.entries.map((one: Loose) => one.entry_id));
      token = page.next_page_token;
    }
    expect(ids).toHaveLength(5);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    const count = async (query: string) =>
      (await wire.call('GET', `/api/v1/audit?${query}`)).body.entries.length;
    expect(await count(`${actor}&action=experiment`)).toBe(5);
    expect(await count(`${actor}&action=experiment.create`)).toBe(5);
    expect(await count(`${actor}&action=experiment.delete`)).toBe(0);
    expect(await count(`${actor}&action=exp`)).toBe(0);
    expect(await count(`${actor}&to=2020-01-01T00:00:00Z`)).toBe(0);
    expect(await count(`${actor}&from=2020-01-01T00:00:00Z`)).toBe(5);
    const file = await wire.fetch(`/api/v1/audit?${actor}&format=ndjson`, {
      headers: { authorization: `Bearer ${wireAdminKey}` },
    });
    expect(file.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = (await file.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).entry_id)).toEqual(ids);
  });

  it.each(['actor=', 'action=a.b.c', 'action=*', 'from=yesterday', 'page_size=0', 'page_token=x', 'who=ann'])(
    'refuses the question %s',
    async (query) => {
      const { status, body } = await wire.call('GET', `/api/v1/audit?${query}`);
      expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    },
  );

  it.each(['read', 'write', 'proxy', 'feedback'] as const)('is not for a key of scope %s', async (scope) => {
    const answer = await wire.call('GET', '/api/v1/audit', undefined, await wire.keyFor([scope]));
    expect(answer.status).toBe(403);
  });

  it('never fails what it records', async () => {
    const { audit } = wire.services;
    const add = audit.add.bind(audit);
    audit.add = async () => {
      throw new Error('the store is down');
    };
    const answer = await wire.call('POST', '/api/v1/experiments', { name: `unrecorded ${unique()}` });
    audit.add = add;
    expect(answer.status).toBe(200);
  });

  it('is kept for so many days', async () => {
    const audit = createD1AuditStore({ database: env.REGISTRY });
    const event = {
      actor: { kind: 'nobody' as const, keyId: null },
      target: {},
      from: { address: null, userAgent: null, requestId: null },
      count: 1,
      tally: null,
    };
    const day = 86_400_000;
    await audit.add({ ...event, action: 'test.old', atMs: 100 * day });
    await audit.add({ ...event, action: 'test.young', atMs: 102 * day });
    const filter = { fromMs: null, toMs: 200 * day, actor: null, action: 'test' };
    await expireAudit({ services: { audit, now: () => 111 * day }, input: { days: 10 } });
    const held = await audit.list(filter, { beforeId: null, size: 10 });
    expect(held.map(({ action }) => action)).toEqual(['test.young']);
  });

  it('bounds what refusals fill', async () => {
    const audit = createD1AuditStore({ database: env.REGISTRY });
    const event = {
      action: 'test.refused',
      actor: { kind: 'nobody' as const, keyId: null },
      target: {},
      from: { address: null, userAgent: null, requestId: null },
      count: 1,
      atMs: Date.now(),
    };
    for (let index = 0; index < 8; index++) await audit.add({ ...event, tally: `bound ${index}` });
    await audit.expire({ beforeMs: 0, mostTallies: 3 });
    const { results } = await env.REGISTRY.prepare(
      'SELECT tally FROM audit_entries WHERE tally IS NOT NULL ORDER BY entry_id DESC',
    ).all();
    expect(results).toEqual([{ tally: 'bound 7' }, { tally: 'bound 6' }, { tally: 'bound 5' }]);
  });
});

describe('F184 every change', () => {
  /** What Weir is for is recorded as what it is, or changes nothing: no part of the trail. */
  const everyday = [
    /^POST (?:\/feedback|\/v1\/traces|\/review\/)/,
    /(?:search|metrics|batchGetInfos|calculate-filter-correlation|server-info|render|\/test)$/,
    /\/traces\/:\w+\/tags(?:\/:key)?$|\/runs\/(?:set|delete)-tag$/,
    /^(?:POST|PATCH) \S*\/assessments(?:\/:assessment_id)?$/,
    /^(?:POST|PUT) \S*\/(?:records|import|from-traces|items|items\/:trace_id\/status|send-expectations)$/,
    /\/traces$|^PATCH \S*\/traces\/:request_id$|\/link-(?:to-run|prompts)$/,
    /\/runs\/(?:create|update|log-\w+|outputs)$/,
    /^(?:PUT|POST) \S*\/mlflow-artifacts\//,
    /^(?:POST|PATCH) \S*\/logged-models(?:\/:model_id)?$/,
    /\/review-queues\/(?:get-or-create-user|items\/add|items\/set-status)$/,
    /^POST (?:\/gateway\/|\/serving-endpoints\/)/,
  ];

  it('over REST and on MLflow’s wire is on the trail, or is known to be none', () => {
    const undecided = wire
      .routes()
      .filter(({ method }) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method))
      .filter(({ method, path }) => {
        const plain = path.replaceAll(/:\w+(?:\{[^}]*\})?/g, 'x').replace(/\*$/, 'x');
        return (
          auditedChange(method, plain) === null && !everyday.some((one) => one.test(`${method} ${path}`))
        );
      })
      .map(({ method, path }) => `${method} ${path}`);
    expect(undecided).toEqual([]);
  });

  it('has an action that one can filter by', () => {
    const actions = wire.routes().flatMap(({ method, path }) => auditedChange(method, path)?.action ?? []);
    expect(actions.filter((action) => !auditActions.includes(action))).toEqual([]);
    expect(actions.length).toBeGreaterThan(80);
  });
});
