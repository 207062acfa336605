/** What no route swallows: names that it does not know, in bodies and queries, and an experiment under its other name. */
import { describe, expect, it } from 'vitest';
import { asAdmin, wholeManagement } from '../helpers/whole-management.ts';
import { bodiesWithUnknown, operations } from '../helpers/openapi-samples.ts';

const send = wholeManagement();
const post = (path: string, body: unknown, method = 'POST'): Promise<Response> =>
  send(path, {
    method,
    headers: { ...asAdmin, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

interface Refusal {
  error_code: string;
  message: string;
  details?: { field?: string; expected?: string; did_you_mean?: string };
}

const unknown = 'zz_no_such_name';

describe('F192 a name that a route does not know is refused', () => {
  const bodies = operations.flatMap(({ method, address, query, body }) =>
    body === null
      ? []
      : bodiesWithUnknown(body, unknown).map((found) => ({ method, path: `${address}?${query}`, ...found })),
  );

  it('in bodies: the document says of each object that it knows all its members', () => {
    const named = new Set(bodies.map(({ method, path }) => `${method} ${path}`));
    const withBody = operations.filter(({ body }) => body !== null);
    expect(named.size).toBe(withBody.length);
    expect(bodies.some(({ at }) => at !== '')).toBe(true);
  });

  it.each(bodies)('$method $path at "$at"', async ({ method, path, at, body }) => {
    const answer = await post(path, body, method);
    const refusal = await answer.json<Refusal>();
    expect([answer.status, refusal.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(refusal.message).toContain(unknown);
    const field = at === '' ? unknown : `${at}.${unknown}`;
    expect(refusal.details).toMatchObject({ field });
  });

  it.each(operations.filter(({ body }) => body === null))(
    'in a body that $method $path does not take',
    async ({ method, address, query }) => {
      if (method === 'GET') return;
      const answer = await post(`${address}?${query}`, { [unknown]: 1 }, method);
      expect(answer.status).toBe(400);
    },
  );

  it.each(operations)(
    'in the query of $method $path',
    async ({ method, address, query, queryNames, body }) => {
      const asked = new URLSearchParams([...query, [unknown, '1']]);
      const answer = await send(`${address}?${asked}`, {
        method,
        headers: { ...asAdmin, 'content-type': 'application/json' },
        ...(body === null ? {} : { body: '{}' }),
      });
      const refusal = await answer.json<Refusal>();
      expect([answer.status, refusal.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
      expect(refusal.message).toContain(`query.${unknown}`);
      for (const name of queryNames) expect(refusal.message).toContain(name);
    },
  );

  it('says what was meant', async () => {
    const answer = await post('/api/v1/keys', { name: 'a', scopes: ['read'], experimentId: '0' });
    expect(answer.status).toBe(400);
    expect(await answer.json<Refusal>()).toMatchObject({
      message: expect.stringMatching(
        /^Unknown name experimentId: expected one of name, scopes, .*\. Did you mean "experiment"\?$/,
      ),
      details: { field: 'experimentId', did_you_mean: 'experiment' },
    });
    const query = await send('/api/v1/traces?page-size=3', { headers: asAdmin });
    expect(await query.json<Refusal>()).toMatchObject({ details: { did_you_mean: 'page_size' } });
  });

  it('F274 a parameter without a name is refused too', async () => {
    for (const query of ['=', '=1', 'page_size=1&=2', '&=']) {
      const answer = await send(`/api/v1/traces?${query}`, { headers: asAdmin });
      expect([query, answer.status]).toEqual([query, 400]);
      expect((await answer.json<Refusal>()).message).toContain('expected one of experiment');
    }
    for (const query of ['', '&', 'page_size=1&', 'tag=a:b%3D', 'tag=a:b=c'])
      expect((await send(`/api/v1/traces?${query}`, { headers: asAdmin })).status).toBe(200);
  });

  it('F274 says of a choice what each of its forms expected', async () => {
    const answer = await send('/api/v1/datasets/d-1/records', { method: 'DELETE', headers: asAdmin });
    const { message } = await answer.json<Refusal>();
    expect([answer.status, message]).toEqual([
      400,
      expect.stringMatching(/record_id: .*string.*; or .*array/),
    ]);
  });

  it('a parameter that is taken once is refused twice', async () => {
    for (const path of ['/api/v1/scorers?experiment=0&experiment=1', '/api/v1/evaluations?limit=1&limit=2']) {
      expect((await send(path, { headers: asAdmin })).status).toBe(400);
    }
    expect((await send('/api/v1/traces?tag=a:b&tag=c:d', { headers: asAdmin })).status).toBe(200);
  });
});

describe('F193 experiment and experiment_id mean the same', () => {
  it('in a body: a key is bound by either', async () => {
    const make = async (body: object): Promise<Response> =>
      post('/api/v1/keys', { name: 'bound', scopes: ['read'], ...body });
    for (const body of [
      { experiment: '0' },
      { experiment_id: '0' },
      { experiment: '0', experiment_id: '0' },
    ]) {
      const answer = await make(body);
      expect(answer.status).toBe(200);
      expect((await answer.json<{ info: { experiment_id: string } }>()).info.experiment_id).toBe('0');
    }
    for (const body of [
      { experiment: '0', experiment_id: '1' },
      { experiment: null, experiment_id: '0' },
    ]) {
      const answer = await make(body);
      expect(answer.status).toBe(400);
      expect((await answer.json<Refusal>()).details).toMatchObject({ field: 'experiment_id' });
    }
  });

  it('in a query: the same scorers are listed', async () => {
    const made = await post('/api/v1/experiments', { name: 'named twice' });
    const { experiment } = await made.json<{ experiment: { experiment_id: string } }>();
    const id = experiment.experiment_id;
    const scorer = { name: 'only_there', scorer: { type: 'code', name: 'non_empty' }, experiment_id: id };
    const kinds = await send('/api/v1/scorers/kinds', { headers: asAdmin });
    expect(kinds.status).toBe(200);
    await post('/api/v1/scorers', scorer);
    const ask = async (query: string): Promise<unknown> =>
      (await send(`/api/v1/scorers?${query}`, { headers: asAdmin })).json();
    expect(await ask(`experiment_id=${id}`)).toEqual(await ask(`experiment=${id}`));
    expect(
      (await send(`/api/v1/scorers?experiment_id=${id}&experiment=0`, { headers: asAdmin })).status,
    ).toBe(400);
    expect(
      (await send(`/api/v1/traces?experiment_id=${id}&experiment_id=0`, { headers: asAdmin })).status,
    ).toBe(200);
  });

  it.each(operations)('in the document of $method $path', ({ queryNames }) => {
    expect(queryNames.includes('experiment')).toBe(queryNames.includes('experiment_id'));
  });
});
