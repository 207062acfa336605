/** What a review link opens, what reviewers say, and what neither does. */
import { describe, expect, it } from 'vitest';
import { makeDocument } from '../../src/http/reference-page.ts';
import { createManagement } from '../../src/management.ts';
import { asObject } from '../../src/core/json.ts';
import { newSession, ok, openLink, review, setUpSession, wire } from '../helpers/labeling.ts';
import { createWire, type Loose } from '../helpers/mlflow-wire.ts';

const saidOf = async (traceId: string): Promise<Loose[]> =>
  (await ok('GET', `/api/v1/traces/${traceId}/assessments`)).assessments;

describe('a review link', () => {
  it('opens its session as its reviewer, with the cookie that only its paths are sent', async () => {
    const { sessionId, traceIds, traceId } = await setUpSession();
    const ada = await openLink(sessionId, 'ADA');
    expect(ada.url).toMatch(/^https:\/\/weir\.example\/review\/rq-[0-9a-f]{32}#wr1\./);
    const token = ada.url.split('#')[1];
    const signIn = await review(sessionId, 'POST', '/sign-in', { body: { token } });
    expect(signIn.headers.get('set-cookie')).toMatch(
      new RegExp(`^weir_review=wr1[^;]+; Max-Age=\\d+; HttpOnly; Secure; SameSite=Strict$`),
    );
    const { body: work } = await ada.call('GET', '/work');
    expect(work).toMatchObject({ reviewer: 'ada', status: 'open', sessionId });
    expect(work.items).toEqual(traceIds.map((id) => ({ traceId: id, state: null })));
    expect(work.questions.map(({ name }: Loose) => name)).toEqual([
      'is_correct',
      'tone',
      'expected_facts',
      'expected_response',
    ]);
    const { body: item } = await ada.call('GET', `/items/${traceId}`);
    expect(item).toMatchObject({
      state: null,
      answers: {},
      conversation: { answerAt: 1, turns: [{ role: 'user' }, { parts: [{ text: 'Answer 0.' }] }] },
    });
  });

  it('F91 opens nothing else: no route of the API, no other session, no trace outside of it', async () => {
    const { sessionId } = await setUpSession();
    const other = await setUpSession();
    const ada = await openLink(sessionId, 'ada');
    const token = ada.cookie.split('=')[1] ?? '';
    const management = createManagement(wire.services);
    const ways = [
      { authorization: `Bearer ${token}` },
      { 'x-weir-key': token },
      { authorization: `Basic ${btoa(`x:${token}`)}` },
      { cookie: ada.cookie },
    ];
    for (const [path, methods] of Object.entries(asObject(makeDocument(management)['paths']))) {
      // Anybody may ask to sign in to the dashboard; that a link does not is shown below.
      if (path === '/feedback' || path === '/api/v1/session' || /^\/(?:health|livez|readyz)/.test(path))
        continue;
      for (const method of Object.keys(asObject(methods))) {
        const url = path.replaceAll(/\{[^}]+\}/g, 'nothing');
        for (const headers of ways) {
          const sent = { 'content-type': 'application/json', ...headers };
          const isRead = method === 'get' || method === 'delete';
          const init = { method: method.toUpperCase(), headers: sent, ...(isRead ? {} : { body: '{}' }) };
          expect((await wire.fetch(url, init)).status, `${method} ${url}`).toBe(401);
        }
      }
    }
    const signIn = await wire.fetch('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-weir-dashboard': '1' },
      body: JSON.stringify({ key: token }),
    });
    expect(signIn.status).toBe(401);
    const mlflow = await wire.fetch('/api/2.0/mlflow/experiments/search?max_results=5', {
      headers: ways[0] ?? {},
    });
    expect(mlflow.status).toBe(401);
    for (const path of ['/work', '/summary', `/items/${other.traceId}`]) {
      const answer = await review(other.sessionId, 'GET', path, { cookie: ada.cookie });
      expect(answer.status, path).toBe(401);
    }
    expect((await ada.call('GET', `/items/${other.traceId}`)).status).toBe(404);
    expect((await ada.submit(other.traceId, { state: 'skipped' })).status).toBe(404);
  });

  it('is refused when it is forged, of another session, expired, revoked, or its reviewer is gone', async () => {
    const { sessionId } = await setUpSession();
    const reasonOf = async (cookie: string) => {
      const answer = await review(sessionId, 'GET', '/work', { cookie });
      const body: Loose = await answer.json();
      return [answer.status, body.details?.reason];
    };
    const ada = await openLink(sessionId, 'ada');
    expect(await reasonOf('')).toEqual([401, 'missing']);
    expect(await reasonOf('weir_review=nonsense')).toEqual([401, 'invalid']);
    const [version, expiry, linkId, signature = ''] = ada.cookie.split('=')[1]?.split('.') ?? [];
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    expect(await reasonOf(`weir_review=${version}.${expiry}.${linkId}.${flipped}`)).toEqual([401, 'invalid']);
    expect(await reasonOf(`weir_review=${version}.zzzzzzz.${linkId}.${signature}`)).toEqual([401, 'invalid']);
    const { links } = await ok('GET', `/api/v1/labeling-sessions/${sessionId}/links`);
    expect(links).toMatchObject([{ link_id: linkId, reviewer: 'ada', revoke_time: null }]);
    expect(JSON.stringify(links)).not.toContain(signature);
    await ok('DELETE', `/api/v1/labeling-sessions/${sessionId}/links/${linkId}`);
    expect(await reasonOf(ada.cookie)).toEqual([401, 'revoked']);
    const bo = await openLink(sessionId, 'bo');
    await ok('PATCH', `/api/v1/labeling-sessions/${sessionId}`, { reviewers: ['ada'] });
    expect(await reasonOf(bo.cookie)).toEqual([401, 'revoked']);
    const tokens = wire.services.reviewTokens;
    const past = await tokens?.issue({ sessionId, linkId: linkId ?? '', expiresAtMs: Date.now() - 1000 });
    expect(await reasonOf(`weir_review=${past}`)).toEqual([401, 'expired']);
  });

  it('is made for those who are assigned, all at once or one by one', async () => {
    const { sessionId, experiment } = await setUpSession();
    const path = `/api/v1/labeling-sessions/${sessionId}/links`;
    const { links } = await ok('POST', path, {});
    expect(links.map(({ reviewer }: Loose) => reviewer)).toEqual(['ada', 'bo']);
    expect((await wire.call('POST', path, { reviewer: 'eve' })).status).toBe(400);
    expect((await wire.call('POST', path, { expires_in_hours: 0 })).status).toBe(400);
    const open = await newSession(experiment);
    const openPath = `/api/v1/labeling-sessions/${open.session_id}/links`;
    expect((await wire.call('POST', openPath, {})).status).toBe(400);
    expect((await ok('POST', openPath, { reviewer: 'Eve' })).links[0].reviewer).toBe('eve');
  });

  it('begins with where people reach Weir, below its prefix too', async () => {
    const { sessionId } = await setUpSession();
    const behind = createWire({
      WEIR_SIGNING_KEY: 'the signing key of the tests',
      WEIR_PUBLIC_URL: 'https://llm.example/weir/',
    });
    const path = `/api/v1/labeling-sessions/${sessionId}/links`;
    const { body } = await behind.call('POST', path, { reviewer: 'ada' });
    const [link] = body.links;
    expect(link.url).toMatch(new RegExp(`^https://llm\\.example/weir/review/${sessionId}#wr1\\.`));
    const signIn = await behind.fetch(`/review/${sessionId}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://llm.example' },
      body: JSON.stringify({ token: link.url.split('#')[1] }),
    });
    expect(signIn.status).toBe(200);
    expect(signIn.headers.get('set-cookie')).toMatch(
      /^[^;]+; Max-Age=\d+; HttpOnly; Secure; SameSite=Strict$/,
    );
    const page = await (await behind.fetch(`/review/${sessionId}`)).text();
    expect(page).not.toMatch(/(?:href|src)="\//);
  });

  it('cannot be made without a signing key, which is told', async () => {
    const { sessionId } = await setUpSession();
    const unsigned = createWire();
    const path = `/api/v1/labeling-sessions/${sessionId}/links`;
    expect(await unsigned.call('POST', path, {})).toMatchObject({
      status: 503,
      body: { message: expect.stringContaining('WEIR_SIGNING_KEY') },
    });
  });

  it('has a page that may load nothing from elsewhere, and answers that no cache keeps', async () => {
    const { sessionId } = await setUpSession();
    const page = await wire.fetch(`/review/${sessionId}`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const work = await review(sessionId, 'GET', '/work');
    expect(work.headers.get('cache-control')).toBe('no-store');
    expect((await wire.fetch(`/review/${sessionId}/anything`)).status).toBe(404);
  });

  it('takes no answer that another site’s page sends', async () => {
    const { sessionId, traceId } = await setUpSession();
    const { cookie } = await openLink(sessionId, 'ada');
    const body = { submissionId: 'submission', state: 'skipped' };
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      const answer = await review(sessionId, 'POST', `/items/${traceId}`, {
        body,
        cookie,
        headers,
      });
      expect(answer.status, JSON.stringify(headers)).toBe(403);
    }
    const plain = await wire.fetch(`/review/${sessionId}/api/items/${traceId}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'text/plain' },
      body: JSON.stringify(body),
    });
    expect(plain.status).toBe(415);
    const own = { origin: 'https://weir.example', 'sec-fetch-site': 'same-origin' };
    expect(
      (await review(sessionId, 'POST', `/items/${traceId}`, { body, cookie, headers: own })).status,
    ).toBe(200);
  });
});

describe('what reviewers say', () => {
  it('becomes HUMAN assessments of the trace, feedback and expectations, with comments', async () => {
    const { sessionId, traceId, ids } = await setUpSession();
    const ada = await openLink(sessionId, 'ada');
    const answer = await ada.submit(traceId, {
      answers: {
        [ids.correct]: { value: false, comment: '  Off by one. ' },
        [ids.tone]: { value: ['kind', 'neutral'] },
        [ids.facts]: { value: 'It left on Monday.' },
        correction: { value: 'It left on Monday, I am sorry.' },
      },
      state: 'complete',
    });
    expect(answer.status).toBe(200);
    const said = await saidOf(traceId);
    expect(
      said.map((one) => [one.name, one.feedback?.value ?? one.expectation?.value, one.rationale]),
    ).toEqual(
      expect.arrayContaining([
        ['is_correct', false, 'Off by one.'],
        ['tone', ['kind', 'neutral'], null],
        ['expected_facts', 'It left on Monday.', null],
        ['expected_response', 'It left on Monday, I am sorry.', null],
      ]),
    );
    for (const one of said) {
      expect(one.source).toEqual({ source_type: 'HUMAN', source_id: 'ada' });
      expect(one.metadata).toEqual({ 'weir.labeling.session': sessionId });
    }
    const { body: item } = await ada.call('GET', `/items/${traceId}`);
    expect(item).toMatchObject({
      state: 'complete',
      answers: {
        [ids.correct]: { value: false, comment: 'Off by one.' },
        correction: { value: expect.any(String) },
      },
    });
  });

  it('is kept of two people on one item; neither sees the other’s', async () => {
    const { sessionId, traceId, ids } = await setUpSession();
    const [ada, bo] = [await openLink(sessionId, 'ada'), await openLink(sessionId, 'bo')];
    await ada.submit(traceId, { answers: { [ids.correct]: { value: true } }, state: 'complete' });
    expect((await bo.call('GET', `/items/${traceId}`)).body).toMatchObject({ answers: {}, state: null });
    await bo.submit(traceId, { answers: { [ids.correct]: { value: false } }, state: 'complete' });
    const said = await saidOf(traceId);
    expect(
      said.filter(({ valid }) => valid).map((one) => [one.source.source_id, one.feedback.value]),
    ).toEqual(
      expect.arrayContaining([
        ['ada', true],
        ['bo', false],
      ]),
    );
    const { body: summary } = await ada.call('GET', '/summary');
    expect(summary).toMatchObject({
      complete: 1,
      reviewers: 2,
      questions: [{ agreement: { percentAgreement: 0 } }, {}, {}],
    });
    expect(JSON.stringify(summary)).not.toContain('bo');
  });

  it('takes the place of what the same person said before; sent twice it counts once', async () => {
    const { sessionId, traceId, ids } = await setUpSession();
    const ada = await openLink(sessionId, 'ada');
    const first = { submissionId: 'submission-1', answers: { [ids.correct]: { value: true } } };
    for (const _ of [1, 2, 3]) expect((await ada.submit(traceId, first)).status).toBe(200);
    expect(await saidOf(traceId)).toHaveLength(1);
    await ada.submit(traceId, { submissionId: 'submission-2', answers: { [ids.correct]: { value: false } } });
    // A copy of the first that comes late changes nothing.
    await ada.submit(traceId, first);
    const said = await saidOf(traceId);
    expect(said.map((one) => [one.feedback.value, one.valid])).toEqual(
      expect.arrayContaining([
        [true, false],
        [false, true],
      ]),
    );
    expect(said).toHaveLength(2);
    await ada.submit(traceId, { answers: { [ids.correct]: null } });
    expect(await saidOf(traceId)).toEqual([]);
  });

  it('is checked against its question', async () => {
    const { sessionId, traceId, ids } = await setUpSession();
    const ada = await openLink(sessionId, 'ada');
    for (const answers of [
      { [ids.correct]: { value: 'yes' } },
      { [ids.tone]: { value: ['angry'] } },
      { [ids.tone]: { value: 'kind' } },
      { [ids.tone]: { value: [] } },
      { [ids.facts]: { value: ' ' } },
      { [ids.facts]: { value: 7 } },
      { correction: { value: '' } },
      { [ids.correct]: { value: true, comment: 'x'.repeat(10_001) } },
      { 'ls-other': { value: true } },
    ]) {
      const { status, body } = await ada.submit(traceId, { answers });
      expect([status, body.error_code], JSON.stringify(answers)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    }
    expect((await ada.submit(traceId, { state: 'complete' })).status).toBe(400);
    expect((await ada.submit(traceId, { state: 'done' })).status).toBe(400);
    expect((await ada.submit(traceId, { submissionId: 'x' })).status).toBe(400);
    expect(await saidOf(traceId)).toEqual([]);
  });

  it('is not taken by a session that is closed', async () => {
    const { sessionId, traceId } = await setUpSession();
    const ada = await openLink(sessionId, 'ada');
    await ok('PATCH', `/api/v1/labeling-sessions/${sessionId}`, { status: 'closed' });
    expect((await ada.call('GET', '/work')).body.status).toBe('closed');
    const { status, body } = await ada.submit(traceId, { state: 'skipped' });
    expect([status, body.error_code]).toEqual([409, 'RESOURCE_CONFLICT']);
  });

  it('flows into the dataset of the session when it says what should have been', async () => {
    const { dataset } = await ok('POST', '/api/v1/datasets', { name: `gold ${Date.now()}` });
    const { sessionId, traceId, ids } = await setUpSession({ dataset: dataset.name });
    const ada = await openLink(sessionId, 'ada');
    await ada.submit(traceId, { answers: { [ids.correct]: { value: false } }, state: 'complete' });
    const path = `/api/v1/datasets/${dataset.dataset_id}/records`;
    expect((await ok('GET', path)).records).toEqual([]);
    await ada.submit(traceId, { answers: { correction: { value: 'Better.' } } });
    await ada.submit(traceId, { answers: { correction: { value: 'Best.' } } });
    const { records } = await ok('GET', path);
    expect(records).toMatchObject([
      { expectations: { expected_response: 'Best.' }, source: { source_data: { trace_id: traceId } } },
    ]);
    await ok('DELETE', `/api/v1/datasets/${dataset.dataset_id}`);
    expect((await ada.submit(traceId, { answers: { correction: { value: 'Still.' } } })).status).toBe(200);
  });

  it('of a trace that is gone is only that it was skipped', async () => {
    const { sessionId, traceId, ids } = await setUpSession();
    const ada = await openLink(sessionId, 'ada');
    await ok('DELETE', `/api/v1/traces/${traceId}`);
    expect((await ada.call('GET', `/items/${traceId}`)).body.conversation).toBeNull();
    const said = { answers: { [ids.correct]: { value: true } } };
    expect((await ada.submit(traceId, said)).status).toBe(404);
    expect((await ada.submit(traceId, { state: 'skipped' })).status).toBe(200);
  });
});
