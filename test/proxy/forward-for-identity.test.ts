/** Calls of whoever is signed in to the dashboard: the grant of the session, and nothing of it at the provider. */
import { describe, expect, it } from 'vitest';
import { forwardForIdentity } from '../../src/proxy/forward-for-identity.ts';
import { createProxy, post } from '../helpers/proxy.ts';

const identity = { kind: 'key', keyId: 'key-7', scopes: ['proxy'], experimentId: '5' } as const;

function call(headers: Record<string, string> = {}) {
  const proxy = createProxy({
    upstream: () => Response.json({ choices: [] }),
    variables: { WEIR_PROXY_AUTH: 'key' },
    secrets: { OPENAI_API_KEY: 'sk-stored' },
  });
  const url = 'https://weir.example/api/v1/proxy/openai/v1/chat/completions?x=1';
  const request = new Request(url, post({ model: 'm', messages: [] }, headers));
  const answer = forwardForIdentity({ request, owner: proxy.owner, identity }, proxy.services);
  return { ...proxy, answer };
}

describe('a call for somebody who is signed in', () => {
  it('goes where it would go with a key, with the stored key of the provider', async () => {
    const { answer, received } = call();
    expect((await answer).status).toBe(200);
    expect(received[0]?.url).toBe('https://api.openai.com/v1/chat/completions?x=1');
    expect(received[0]?.headers.get('authorization')).toBe('Bearer sk-stored');
  });

  it('tells the provider nothing of the session or the page', async () => {
    const { answer, received } = call({
      cookie: 'weir_session=secret-token; other=1',
      origin: 'https://weir.example',
      referer: 'https://weir.example/playground',
      'x-weir-dashboard': '1',
    });
    await answer;
    const sent = JSON.stringify([...(received[0]?.headers ?? [])]);
    expect(sent).not.toMatch(/secret-token|weir|referer|origin|cookie/);
  });

  it('is recorded in the experiment the session is bound to, by its key', async () => {
    const { answer, settled, exchanges } = call({ 'x-weir-experiment': 'elsewhere' });
    await (await answer).text();
    await settled();
    expect(JSON.stringify(exchanges)).toContain('key-7');
    expect(exchanges[0]?.experiment).toBe('5');
  });
});
