/** What whoever leads a session reads of its reviewers, and sends into datasets. */
import { describe, expect, it } from 'vitest';
import { ok, openLink, setUpSession, wire } from '../helpers/labeling.ts';
import type { Loose } from '../helpers/mlflow-wire.ts';

describe('whoever leads a session', () => {
  it('reads item by item what each person did and said', async () => {
    const { sessionId, traceIds, traceId, ids } = await setUpSession({}, 3);
    const [ada, bo] = [await openLink(sessionId, 'ada'), await openLink(sessionId, 'bo')];
    const right = { value: true, comment: 'Quite.' };
    await ada.submit(traceId, { answers: { [ids.correct]: right }, state: 'complete' });
    await bo.submit(traceId, {
      answers: { [ids.correct]: { value: false }, correction: { value: 'Better.' } },
      state: 'complete',
    });
    await bo.submit(traceIds[1] ?? '', { state: 'skipped' });
    const path = `/api/v1/labeling-sessions/${sessionId}/reviews`;
    const { questions, items, next_page_token: next } = await ok('GET', `${path}?page_size=2`);
    expect(questions.map((one: Loose) => [one.name, one.labels])).toEqual([
      ['is_correct', { positive: 'Right', negative: 'Wrong' }],
      ['tone', null],
      ['expected_facts', null],
      ['expected_response', null],
    ]);
    expect(items).toMatchObject([
      {
        trace_id: traceId,
        status: 'COMPLETE',
        reviews: [
          {
            reviewer: 'ada',
            state: 'complete',
            answers: [{ schema_id: ids.correct, value: true, comment: 'Quite.' }],
          },
          {
            reviewer: 'bo',
            state: 'complete',
            answers: [
              { schema_id: ids.correct, value: false, comment: null },
              { schema_id: 'correction', value: 'Better.' },
            ],
          },
        ],
      },
      { status: 'PENDING', reviews: [{ reviewer: 'bo', state: 'skipped', answers: [] }] },
    ]);
    const rest = await ok('GET', `${path}?page_size=2&page_token=${next}`);
    expect(rest).toMatchObject({ items: [{ trace_id: traceIds[2], reviews: [] }], next_page_token: null });
    const done = await ok('GET', `${path}?status=COMPLETE`);
    expect(done.items.map((item: Loose) => item.trace_id)).toEqual([traceId]);
  });

  it('sends expectations into a dataset, as often as wanted', async () => {
    const { sessionId, traceIds, traceId, ids } = await setUpSession({}, 3);
    const ada = await openLink(sessionId, 'ada');
    const [, second = '', third = ''] = traceIds;
    await ada.submit(traceId, { answers: { correction: { value: 'Better.' } } });
    await ada.submit(second, { answers: { [ids.correct]: { value: true } } });
    await ada.submit(third, { answers: { [ids.facts]: { value: 'Gone.' } } });
    await ok('DELETE', `/api/v1/traces/${third}`);
    // What other people expect elsewhere is not what this session found.
    await ok('POST', `/api/v1/traces/${second}/assessments`, {
      name: 'expected_response',
      expectation: { value: 'Elsewhere.' },
      source: { source_type: 'HUMAN', source_id: 'eve' },
    });
    const { dataset } = await ok('POST', '/api/v1/datasets', { name: `sent ${sessionId}` });
    const path = `/api/v1/labeling-sessions/${sessionId}/send-expectations`;
    const body = { dataset: dataset.name };
    const first = await ok('POST', path, body);
    expect(first).toMatchObject({ inserted_count: 1, updated_count: 0, next_page_token: null });
    await ada.submit(traceId, { answers: { correction: { value: 'Best.' } } });
    expect(await ok('POST', path, body)).toMatchObject({ inserted_count: 0, updated_count: 1 });
    const { records } = await ok('GET', `/api/v1/datasets/${dataset.dataset_id}/records`);
    expect(records).toMatchObject([
      { expectations: { expected_response: 'Best.' }, source: { source_data: { trace_id: traceId } } },
    ]);
    expect((await wire.call('POST', path, { dataset: 'none' })).status).toBe(404);
    expect((await wire.call('POST', path, { ...body, page_token: 'x' })).status).toBe(400);
  });
});
