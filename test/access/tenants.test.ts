/** Two teams in one distributed trace: each way an id of a trace comes in, with keys that are bound to two experiments. */
import { beforeAll, describe, expect, it } from 'vitest';
import { randomHex } from '../../src/core/ids.ts';
import { createWire, type Loose } from '../helpers/mlflow-wire.ts';

const wire = createWire({ WEIR_DEMO: 'on', WEIR_SIGNING_KEY: 'signing-key-of-the-tenants' });
const keys = { first: '', second: '' };
const experiments = { first: '', second: '' };
type Team = keyof typeof keys;
const secretOf = (team: Team): string => `system prompt of the ${team}`;

beforeAll(async () => {
  for (const team of ['first', 'second'] as const) {
    const made = await wire.services.experiments.create(`tenants ${team}`, 1);
    experiments[team] = made?.experimentId ?? '';
    keys[team] = await wire.keyFor(['proxy', 'read', 'write', 'feedback'], experiments[team]);
  }
});

/** A proxied call; resolves to its answer's headers once it is recorded. */
async function call(team: Team, headers: Record<string, string>): Promise<Headers> {
  const response = await wire.fetch('/demo/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-weir-key': keys[team], ...headers },
    body: JSON.stringify({ model: 'demo', messages: [{ role: 'system', content: secretOf(team) }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
  await wire.settled();
  return response.headers;
}

/** The trace as a team sees it, REST. */
async function seen(
  team: Team | 'admin',
  traceId: string,
): Promise<{ status: number; body: Loose; text: string }> {
  const key = team === 'admin' ? [] : [keys[team]];
  const { status, body } = await wire.call('GET', `/api/v1/traces/${traceId}`, undefined, ...key);
  return { status, body, text: JSON.stringify(body) };
}

async function expectApart(traceId: string): Promise<void> {
  for (const [team, other] of [
    ['first', 'second'],
    ['second', 'first'],
  ] as const) {
    const { status, body, text } = await seen(team, traceId);
    expect({ team, status }).toEqual({ team, status: 200 });
    expect(text).toContain(secretOf(team));
    expect(text).not.toContain(secretOf(other));
    expect(body.info.experiment_id).toBe(experiments[team]);
  }
}

const hex = (): string => randomHex(16);
const spanId = '00f067aa0ba902b7';

describe('a proxied call that passes an id on', () => {
  it.each([
    ['traceparent', (id: string) => ({ traceparent: `00-${id}-${spanId}-01` })],
    ['x-litellm-trace-id', (id: string) => ({ 'x-litellm-trace-id': id })],
    [
      'x-portkey-trace-id',
      (id: string) => ({ 'x-portkey-trace-id': id, 'x-portkey-parent-span-id': spanId }),
    ],
    ['cf-aig-otel-trace-id', (id: string) => ({ 'cf-aig-otel-trace-id': id })],
  ])('F168 by %s is a trace of its own experiment', async (_, headers) => {
    const id = hex();
    const first = await call('first', headers(id));
    const second = await call('second', headers(id));
    await call('second', headers(id));
    expect(first.get('x-weir-trace-id')).toBe(`tr-${id}`);
    expect(second.get('x-weir-trace-id')).toBe(`tr-${id}`);
    await expectApart(`tr-${id}`);
    const own = (await seen('second', `tr-${id}`)).body;
    expect(own.spans).toHaveLength(2);
    expect(own.info.metadata['weir.caller_trace_id']).toBe(`tr-${id}`);
    expect(own.spans[0].links).toMatchObject([{ trace_id: `tr-${id}` }]);
    expect((await seen('admin', `tr-${id}`)).body.info.experiment_id).toBe(experiments.first);
    expect((await seen('admin', own.info.trace_id)).body).toEqual(own);
    expect((await seen('first', own.info.trace_id)).status).toBe(404);
  });

  it('F169 gets a feedback token that speaks of its own trace, before and after it came', async () => {
    const id = hex();
    const parent = { traceparent: `00-${id}-${spanId}-01` };
    const vote = async (headers: Headers, value: number) =>
      wire.fetch('/feedback', {
        method: 'POST',
        headers: { 'x-weir-feedback-token': headers.get('x-weir-feedback-token') ?? '' },
        body: JSON.stringify({ trace_id: `tr-${id}`, name: 'rating', value, user: `user ${value}` }),
      });
    const tokenOfSecond = await call('second', { traceparent: `00-${id}-${spanId}-01` });
    await wire.services.traces.delete([`tr-${id}`], null);
    expect((await vote(tokenOfSecond, 2)).status).toBe(200);
    const first = await call('first', parent);
    expect((await vote(first, 1)).status).toBe(200);
    const votes = async (team: Team) =>
      (await seen(team, `tr-${id}`)).body.info.assessments.map((one: Loose) => one.feedback.value);
    expect(await votes('first')).toEqual([1]);
    const second = await call('second', parent);
    expect((await vote(second, 3)).status).toBe(200);
    expect(await votes('second')).toEqual([2, 3]);
    expect(await votes('first')).toEqual([1]);
  });
});

describe('a trace of an SDK that claims an id', () => {
  const spans = (id: string, team: Team) => ({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              {
                traceId: id,
                spanId: randomHex(8),
                name: 'chat',
                startTimeUnixNano: '1792065600000000000',
                endTimeUnixNano: '1792065601000000000',
                attributes: [{ key: 'mlflow.spanInputs', value: { stringValue: `"${secretOf(team)}"` } }],
              },
            ],
          },
        ],
      },
    ],
  });
  const statement = (id: string, team: Team) => ({
    trace: {
      trace_info: {
        trace_id: `tr-${id}`,
        trace_location: {
          type: 'MLFLOW_EXPERIMENT',
          mlflow_experiment: { experiment_id: experiments[team] },
        },
        request_time: '2026-10-15T12:00:00Z',
        request_preview: secretOf(team),
        state: 'OK',
      },
    },
  });
  const ways: Record<string, (id: string, team: Team) => Promise<unknown>> = {
    'over OTLP': (id, team) => wire.call('POST', '/v1/traces', spans(id, team), keys[team]),
    'by StartTraceV3': (id, team) =>
      wire.call('POST', '/api/3.0/mlflow/traces', statement(id, team), keys[team]),
    'as an artifact': (id, team) =>
      wire.call(
        'PUT',
        `/api/2.0/mlflow-artifacts/artifacts/${experiments[team]}/traces/tr-${id}/artifacts/traces.json`,
        {
          spans: [
            {
              name: 'chat',
              span_id: randomHex(8),
              start_time_unix_nano: 1_792_065_600_000_000_000n.toString(),
              attributes: { 'mlflow.spanInputs': JSON.stringify(secretOf(team)) },
            },
          ],
        },
        keys[team],
      ),
    'through the proxy': (id, team) => call(team, { traceparent: `00-${id}-${spanId}-01` }),
  };

  it.each(Object.keys(ways).flatMap((one) => Object.keys(ways).map((other) => [one, other])))(
    'F168 %s, and then another %s, are two traces',
    async (one, other) => {
      const id = hex();
      await ways[one]?.(id, 'first');
      await ways[other]?.(id, 'second');
      await ways[one]?.(id, 'first');
      await expectApart(`tr-${id}`);
      const told = await wire.call(
        'GET',
        `/api/3.0/mlflow/traces/get?trace_id=tr-${id}&allow_partial=true`,
        undefined,
        keys.second,
      );
      expect(JSON.stringify(told.body)).not.toContain(secretOf('first'));
      expect(told.status).toBe(200);
    },
  );

  it('F168 answers StartTraceV3 with the id it got, and takes what its client sends there', async () => {
    const id = hex();
    await ways['over OTLP']?.(id, 'first');
    const started = await wire.call('POST', '/api/3.0/mlflow/traces', statement(id, 'second'), keys.second);
    const { trace_id: ownId, tags } = started.body.trace.trace_info;
    expect(ownId).not.toBe(`tr-${id}`);
    const folder = tags['mlflow.artifactLocation'].replace('mlflow-artifacts:/', '');
    const files = '/api/2.0/mlflow-artifacts/artifacts';
    const put = (path: string, text: string) => wire.call('PUT', `${files}/${path}`, text, keys.second);
    expect((await put(`${folder}/attachments/a.txt`, 'under its own id')).status).toBe(200);
    const callers = `${experiments.second}/traces/tr-${id}/artifacts`;
    expect((await put(`${callers}/attachments/b.txt`, 'under its caller’s id')).status).toBe(200);
    for (const traceId of [ownId, `tr-${id}`]) {
      for (const file of ['a.txt', 'b.txt']) {
        const path = `/api/2.0/mlflow/get-trace-artifact?request_id=${traceId}&path=${file}`;
        expect((await wire.call('GET', path, undefined, keys.second)).status).toBe(200);
        if (traceId !== ownId || file === 'b.txt')
          expect((await wire.call('GET', path, undefined, keys.first)).status).toBe(404);
      }
    }
    const ended = await wire.call(
      'PATCH',
      `/api/2.0/mlflow/traces/tr-${id}`,
      { status: 'ERROR' },
      keys.second,
    );
    expect(ended.body.trace_info.request_id).toBe(ownId);
    expect((await seen('first', `tr-${id}`)).body.info.state).not.toBe('ERROR');
  });

  it('F168 is found by its caller’s id where many are named', async () => {
    const id = hex();
    for (const team of ['first', 'second'] as const) await ways['over OTLP']?.(id, team);
    const own = (await seen('second', `tr-${id}`)).body.info.trace_id;
    const named = { trace_ids: [`tr-${id}`] };
    const infos = await wire.call('POST', '/api/3.0/mlflow/traces/batchGetInfos', named, keys.second);
    expect(infos.body.trace_infos.map((one: Loose) => one.trace_id)).toEqual([own]);
    const both = { ...named, experiment_ids: [experiments.second] };
    const asAdmin = await wire.call('POST', '/api/3.0/mlflow/traces/batchGetInfos', both);
    expect(asAdmin.body.trace_infos.map((one: Loose) => one.trace_id)).toEqual([own]);
    const searched = await wire.call(
      'GET',
      `/api/v1/traces?filter=${encodeURIComponent(`trace_id = 'tr-${id}'`)}`,
      undefined,
      keys.second,
    );
    expect(searched.body.traces.map((one: Loose) => one.trace_id)).toEqual([own]);
    const dataset = (
      await wire.call(
        'POST',
        '/api/v1/datasets',
        { name: `d ${id}`, experiments: [experiments.second] },
        keys.second,
      )
    ).body.dataset.dataset_id;
    const added = await wire.call(
      'POST',
      `/api/v1/datasets/${dataset}/records/from-traces`,
      named,
      keys.second,
    );
    expect(added.body).toMatchObject({ inserted_count: 1 });
    const records = await wire.call('GET', `/api/v1/datasets/${dataset}/records`, undefined, keys.second);
    expect(JSON.stringify(records.body)).toContain(secretOf('second'));
  });
});

describe('models without a price', () => {
  it('F171 are shown to whom they are of', async () => {
    const note = (team: Team) => ({ experimentId: experiments[team], provider: 'acme', model: `of ${team}` });
    await wire.services.traces.noteUnpriced([note('first'), note('second')]);
    const list = async (key?: string) =>
      (
        await wire.call('GET', '/api/v1/models/unpriced', undefined, ...(key === undefined ? [] : [key]))
      ).body.models
        .map(({ model }: Loose) => model)
        .filter((model: string) => model.startsWith('of '));
    expect(await list(keys.first)).toEqual(['of first']);
    expect((await list()).toSorted()).toEqual(['of first', 'of second']);
  });
});
