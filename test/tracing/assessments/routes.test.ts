/** Assessments over REST: both shapes, every verb, and what is refused. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { newTraceId } from '../../../src/core/ids.ts';
import { sampleTrace } from '../../contracts/sample-trace.ts';
import {
  adminKey,
  bearing,
  experiments,
  keyFor,
  managementApp,
  traces,
} from '../../helpers/management-app.ts';

const app = managementApp();
const trace = sampleTrace();
const path = `/api/v1/traces/${trace.info.traceId}/assessments`;
type Body = Record<string, unknown>;
const call = async (method: string, at: string, body?: unknown, key = adminKey) => {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { ...bearing(key), 'content-type': 'application/json' };
  const response = await app.request(at, { method, headers, ...init });
  return { status: response.status, body: (await response.json()) as Body };
};
const first = (body: Body) => (body['assessments'] as Body[])[0] ?? {};

beforeAll(() => traces.write([trace]));

describe('assessments over REST', () => {
  it('are made in full', async () => {
    const wanted = {
      name: 'correctness',
      feedback: { value: 'no', error: null },
      source: { source_type: 'LLM_JUDGE', source_id: 'openai:/gpt-4.1-mini' },
      rationale: 'It contradicts the document.',
      metadata: { run: 'r1' },
      span_id: '00f067aa0ba902b7',
      assessment_id: 'a-mine',
    };
    const { status, body } = await call('POST', path, wanted);
    expect(status).toBe(200);
    expect(first(body)).toEqual({
      assessment_id: 'a-mine',
      trace_id: trace.info.traceId,
      span_id: '00f067aa0ba902b7',
      name: 'correctness',
      feedback: { value: 'no' },
      source: { source_type: 'LLM_JUDGE', source_id: 'openai:/gpt-4.1-mini' },
      rationale: 'It contradicts the document.',
      metadata: { run: 'r1' },
      overrides: null,
      valid: true,
      create_time: expect.stringMatching(/^20.*Z$/),
      last_update_time: expect.stringMatching(/^20.*Z$/),
    });
    expect((await call('POST', path, { ...wanted, rationale: 'again' })).body).toEqual(body);
    const read = await call('GET', `/api/v1/traces/${trace.info.traceId}`);
    expect((read.body['info'] as Body)['assessments']).toContainEqual(first(body));
  });

  it('are made in the simple shape, one per key', async () => {
    const { status, body } = await call('POST', path, {
      feedback: { helpfulness: 4, accuracy: { score: 5 } },
      expectation: { answer: 'Tomorrow.' },
      source: 'human',
      rationale: 'Read twice.',
    });
    expect(status).toBe(200);
    expect(body['assessments']).toEqual([
      expect.objectContaining({
        name: 'helpfulness',
        feedback: { value: 4 },
        rationale: 'Read twice.',
        source: { source_type: 'HUMAN', source_id: 'default' },
      }),
      expect.objectContaining({ name: 'accuracy', feedback: { value: { score: 5 } } }),
      expect.objectContaining({ name: 'answer', expectation: { value: 'Tomorrow.' } }),
    ]);
  });

  it('say who says it when nobody does, as MLflow', async () => {
    const { body } = await call('POST', path, { feedback: { a: 1 }, expectation: { b: 1 } });
    expect((body['assessments'] as Body[]).map((made) => made['source'])).toEqual([
      { source_type: 'CODE', source_id: 'default' },
      { source_type: 'HUMAN', source_id: 'default' },
    ]);
  });

  it('carry an error in place of a value', async () => {
    const error = { error_code: 'TIMEOUT', error_message: 'too slow', stack_trace: null };
    const { body } = await call('POST', path, { name: 'safety', feedback: { error } });
    expect(first(body)['feedback']).toEqual({ value: null, error });
  });

  it('are overridden, changed and deleted', async () => {
    const old = first((await call('POST', path, { name: 'tone', feedback: { value: 1 } })).body);
    const overrides = old['assessment_id'];
    const made = first((await call('POST', path, { name: 'tone', feedback: { value: 2 }, overrides })).body);
    const at = `${path}/${String(made['assessment_id'])}`;
    const listed = async () =>
      ((await call('GET', path)).body['assessments'] as Body[]).filter((each) => each['name'] === 'tone');
    expect((await listed()).map((each) => each['valid'])).toEqual(expect.arrayContaining([true, false]));
    expect(
      await call('PATCH', at, { feedback: { value: 3 }, rationale: 'why', metadata: { a: '1' } }),
    ).toMatchObject({
      status: 200,
      body: { feedback: { value: 3 }, rationale: 'why', metadata: { a: '1' } },
    });
    expect(await call('DELETE', at)).toEqual({ status: 200, body: {} });
    expect(await listed()).toEqual([old]);
    expect((await call('DELETE', at)).status).toBe(404);
    expect((await call('PATCH', at, { rationale: 'x' })).status).toBe(404);
  });

  it('may come before their trace', async () => {
    const early = sampleTrace();
    const at = `/api/v1/traces/${early.info.traceId}/assessments`;
    const made = await call('POST', at, { feedback: { good: true } });
    expect(made.status).toBe(200);
    expect((await call('GET', at)).body).toEqual(made.body);
    await traces.write([early]);
    expect((await call('GET', at)).body).toEqual(made.body);
    expect((await call('GET', `/api/v1/traces/${newTraceId()}/assessments`)).status).toBe(404);
  });

  it.each<[unknown, string]>([
    [{}, 'feedback'],
    [{ feedback: {} }, 'feedback'],
    [{ feedback: 4 }, 'feedback'],
    [{ feedback: { a: null } }, 'feedback'],
    [{ name: 'x' }, 'body'],
    [{ name: 'x', feedback: { value: 1 }, expectation: { value: 1 } }, 'body'],
    [{ name: 'x', feedback: 4 }, 'feedback'],
    [{ name: 'x', feedback: { value: null } }, 'feedback'],
    [{ name: 'x', feedback: { valeu: 1 } }, 'feedback.valeu'],
    [{ name: 'x', expectation: { error: { error_code: 'E' } } }, 'expectation'],
    [{ name: ' ', feedback: { value: 1 } }, 'name'],
    [{ feedback: { ['n'.repeat(251)]: 1 } }, 'name'],
    [{ feedback: { a: 1 }, overrides: 'a-1' }, 'name'],
    [{ feedback: { a: 1 }, source: 'robot' }, 'source'],
    [{ feedback: { a: 1 }, metadata: { a: 1 } }, 'metadata.a'],
    [{ feedback: { a: 1 }, sauce: 'human' }, 'sauce'],
  ])('refuse %j', async (body, field) => {
    expect(await call('POST', path, body)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', details: { field } },
    });
  });

  it('are kept all or none', async () => {
    const fresh = `/api/v1/traces/${newTraceId()}/assessments`;
    const body = { feedback: { fine: 1, ['n'.repeat(251)]: 1 } };
    expect((await call('POST', fresh, body)).status).toBe(400);
    expect((await call('GET', fresh)).status).toBe(404);
  });

  it('refuse a change to the other kind, and one that changes nothing', async () => {
    const made = first((await call('POST', path, { name: 'x', feedback: { value: 1 } })).body);
    const at = `${path}/${String(made['assessment_id'])}`;
    for (const body of [
      { expectation: { value: 2 } },
      {},
      { feedback: { value: 1 }, expectation: { value: 1 } },
    ]) {
      expect(await call('PATCH', at, body)).toMatchObject({
        status: 400,
        body: { error_code: 'INVALID_PARAMETER_VALUE' },
      });
    }
    expect(
      await call('POST', path, { name: 'x', feedback: { value: 1 }, overrides: 'a-none' }),
    ).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
  });

  it('never fail on our side, whatever is said', async () => {
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom('\u0000', '\ud800', '', 1e308, -0));
    const members = fc.dictionary(
      fc.constantFrom(
        'name',
        'feedback',
        'expectation',
        'source',
        'rationale',
        'metadata',
        'span_id',
        'overrides',
        'value',
        'error',
      ),
      fc.oneof(odd, fc.dictionary(fc.constantFrom('value', 'error', 'a', '\u0000', '__proto__'), odd)),
    );
    await fc.assert(
      fc.asyncProperty(members, fc.constantFrom('a-1', 'a%00b', '%ED%A0%80'), async (body, id) => {
        expect([200, 400, 404]).toContain((await call('POST', path, body)).status);
        expect([200, 400, 404]).toContain((await call('PATCH', `${path}/${id}`, body)).status);
        expect([200, 400, 404]).toContain((await call('DELETE', `${path}/${id}`)).status);
        const odd = `/api/v1/traces/${id}/assessments`;
        expect([200, 400, 404]).toContain((await call('POST', odd, body)).status);
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('are hidden from a key of another experiment', async () => {
    const other = (await experiments.create('another for assessments', 1))?.experimentId ?? '';
    const [reader, writer] = [await keyFor(['read'], other), await keyFor(['write'], other)];
    const made = first((await call('POST', path, { name: 'x', feedback: { value: 1 } })).body);
    const at = `${path}/${String(made['assessment_id'])}`;
    const before = (await call('GET', path)).body;
    const answers = [
      await call('GET', path, undefined, reader),
      await call('POST', path, { feedback: { a: 1 } }, writer),
      await call('PATCH', at, { rationale: 'x' }, writer),
      await call('DELETE', at, undefined, writer),
    ];
    // A trace of another experiment is one that has not come: what is said of it waits for one of the key's own.
    expect(answers.map((answer) => answer.status)).toEqual([404, 200, 404, 404]);
    expect((await call('GET', path)).body).toEqual(before);
    expect((await call('POST', path, { feedback: { a: 1 } }, reader)).status).toBe(403);
  });
});
