/** What headers of a proxied call say is found by MLflow's filters under MLflow's names. */
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { createWire } from '../../helpers/mlflow-wire.ts';
import { createWholePath } from '../../helpers/whole-path.ts';

const wire = createWire();
const proxied = createWholePath(
  () =>
    new Response('{"id":"c","object":"chat.completion","choices":[]}', {
      headers: { 'content-type': 'application/json' },
    }),
);

async function found(filter: string): Promise<string[]> {
  const locations = [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } }];
  const { status, body } = await wire.call('POST', '/api/3.0/mlflow/traces/search', { locations, filter });
  expect({ filter, status }).toEqual({ filter, status: 200 });
  return (body.traces ?? []).map(({ trace_id: id }: { trace_id: string }) => id);
}

describe('a proxied call', () => {
  it('F166 is found by what its headers said, and shows it', async () => {
    const [user, session, environment, request] = Array.from({ length: 4 }, () => `x-${randomHex(4)}`);
    const body = '{"model":"gpt-4.1","messages":[]}';
    const response = await proxied.call('/openai/v1/chat/completions', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': String(body.length),
        'x-weir-user': user ?? '',
        'x-weir-session': session ?? '',
        'x-weir-environment': environment ?? '',
        'x-weir-request-id': request ?? '',
        'x-weir-tag-team': user ?? '',
      },
      body,
    });
    await response.text();
    await proxied.deliver();
    const traceId = response.headers.get('x-weir-trace-id') ?? '';
    for (const filter of [
      `metadata.\`mlflow.user\` = '${user}'`,
      `metadata.\`mlflow.user\` LIKE '${user?.slice(0, 6)}%'`,
      `request_metadata.\`mlflow.user\` = '${user}'`,
      `metadata.\`mlflow.trace.user\` = '${user}'`,
      `metadata.\`mlflow.trace.session\` = '${session}'`,
      `tags.environment = '${environment}'`,
      `tag.environment LIKE '${environment?.slice(0, 8)}%'`,
      `metadata.\`weir.environment\` = '${environment}'`,
      `trace.client_request_id = '${request}'`,
      `tags.team = '${user}'`,
    ]) {
      expect({ filter, found: await found(filter) }).toEqual({ filter, found: [traceId] });
    }
    expect(await found(`metadata.\`mlflow.user\` != '${user}'`)).not.toContain(traceId);
    const { trace_info: info } = (await wire.call('GET', `/api/3.0/mlflow/traces/${traceId}`)).body.trace;
    expect(info).toMatchObject({
      client_request_id: request,
      trace_metadata: { 'mlflow.user': user, 'mlflow.trace.user': user, 'mlflow.trace.session': session },
      tags: { environment, team: user },
    });
  });

  it('F166 keeps what a client states of itself', async () => {
    const traceId = `tr-${randomHex(16)}`;
    const stated = {
      trace_id: traceId,
      trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } },
      request_time: '2026-10-06T09:00:00Z',
      state: 'OK',
      trace_metadata: {
        'mlflow.user': 'operator',
        'mlflow.trace.user': 'customer',
        'mlflow.source.name': 'bot.py',
        'mlflow.source.type': 'LOCAL',
      },
    };
    await wire.call('POST', '/api/3.0/mlflow/traces', { trace: { trace_info: stated } });
    expect(await found("metadata.`mlflow.user` = 'operator'")).toEqual([traceId]);
    expect(
      await found("metadata.`mlflow.trace.user` = 'customer' AND metadata.`mlflow.source.name` = 'bot.py'"),
    ).toEqual([traceId]);
    const { trace_info: info } = (await wire.call('GET', `/api/3.0/mlflow/traces/${traceId}`)).body.trace;
    expect(info.trace_metadata).toMatchObject(stated.trace_metadata);
  });
});
