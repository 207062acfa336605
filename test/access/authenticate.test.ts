/** Who is let in to the management surfaces, and with which words others are refused. */
import { describe, expect, it } from 'vitest';
import { authenticate } from '../../src/access/authenticate.ts';
import { createKeyCache } from '../../src/access/key-cache.ts';
import { adminKey, keyFor, keys, nowhere, refusals, sessions } from '../helpers/management-app.ts';

const keyCache = createKeyCache({ now: () => Date.now() });
const deployed = { local: false, adminKey: adminKey as string | null };
const open = { local: true, adminKey: null };

function ask(
  headers: Record<string, string>,
  settings = deployed,
  host = 'weir.example',
  method: 'GET' | 'POST' = 'GET',
) {
  const request = new Request(`http://${host}/api/v1/traces`, { method, headers: { host, ...headers } });
  const services = {
    keys,
    keyCache,
    sessions,
    refusals,
    settings: { ...settings, ...nowhere },
    now: Date.now,
  };
  return authenticate({ services, request });
}

describe('authentication', () => {
  it.each([
    ['bearer token', { authorization: `Bearer ${adminKey}` }],
    ['bearer token in other letters', { authorization: `bearer   ${adminKey}` }],
    ['basic password', { authorization: `Basic ${btoa(`anyone:${adminKey}`)}` }],
    ['own header', { 'x-weir-key': adminKey }],
    ['own header beside another credential', { 'x-weir-key': adminKey, authorization: 'Bearer sk-provider' }],
  ])('takes the admin key as %s', async (_, headers) => {
    expect(await ask(headers)).toMatchObject({ kind: 'admin', experimentId: null });
  });

  it('F188 takes no change from a page of another origin that a browser sends a Basic password with', async () => {
    const authorization = `Basic ${btoa(`anyone:${adminKey}`)}`;
    const change = (headers: Record<string, string>) => ask(headers, deployed, 'weir.example', 'POST');
    await expect(change({ authorization, origin: 'https://evil.example' })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    await expect(change({ authorization, origin: 'null' })).rejects.toMatchObject({ status: 403 });
    expect(await change({ authorization })).toMatchObject({ kind: 'admin' });
    expect(await change({ authorization, origin: 'http://weir.example' })).toMatchObject({ kind: 'admin' });
    expect(await ask({ authorization, origin: 'https://evil.example' })).toMatchObject({ kind: 'admin' });
    const bearer = { authorization: `Bearer ${adminKey}`, origin: 'https://app.example' };
    expect(await change(bearer)).toMatchObject({ kind: 'admin' });
  });

  it('F280 takes no socket of a page of another origin with a Basic password', async () => {
    const basic = { authorization: `Basic ${btoa(`:${adminKey}`)}`, upgrade: 'websocket' };
    await expect(ask({ ...basic, origin: 'https://evil.example' })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    expect(await ask(basic)).toMatchObject({ kind: 'admin' });
  });

  it('takes a stored key, with what it may do', async () => {
    const key = await keyFor(['read'], '3');
    expect(await ask({ authorization: `Basic ${btoa(`:${key}`)}` })).toMatchObject({
      kind: 'key',
      scopes: ['read'],
      experimentId: '3',
    });
  });

  it.each([
    ['nothing', {}],
    ['an empty bearer token', { authorization: 'Bearer ' }],
    ['a wrong key', { authorization: 'Bearer wrong' }],
    ['the beginning of the admin key', { authorization: `Bearer ${adminKey.slice(0, -1)}` }],
    ['the admin key and more', { authorization: `Bearer ${adminKey}x` }],
    ['basic that is no base64', { authorization: 'Basic %%%' }],
    ['basic without password', { authorization: `Basic ${btoa('user:')}` }],
    ['basic without colon', { authorization: `Basic ${btoa(adminKey)}` }],
    ['another scheme', { authorization: `Digest ${adminKey}` }],
  ])('refuses %s', async (_, headers) => {
    await expect(ask(headers)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('says how to set the admin key when a deployment has none, whatever is sent', async () => {
    const settings = { local: false, adminKey: null };
    for (const headers of [{}, { authorization: `Bearer ${await keyFor(['admin'])}` }]) {
      await expect(ask(headers, settings)).rejects.toMatchObject({
        code: 'TEMPORARILY_UNAVAILABLE',
        message: expect.stringContaining('wrangler secret put WEIR_ADMIN_KEY'),
      });
    }
    await expect(ask({}, settings, 'localhost:8787')).rejects.toMatchObject({ status: 503 });
  });

  it.each(['localhost', 'localhost:8787', '127.0.0.1:8787', '127.3.2.1', '[::1]:8787'])(
    'is open in local mode on %s while there is no admin key',
    async (host) => {
      expect(await ask({}, open, host)).toMatchObject({ kind: 'open', experimentId: null });
      expect(await ask({ origin: `http://${host}` }, open, host)).toMatchObject({ kind: 'open' });
      await expect(ask({}, { local: true, adminKey }, host)).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
      });
    },
  );

  it.each([
    'weir.example',
    '192.168.1.5:8787',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '0.0.0.0:8787',
  ])('is not open to the name %s, even in local mode', async (host) => {
    await expect(ask({}, open, host)).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
  });

  it('is not open to pages of other sites', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      await expect(ask({ origin }, open, 'localhost:8787')).rejects.toMatchObject({ status: 503 });
    }
  });

  it('gives a stored key only its own rights, also in open local mode', async () => {
    const key = await keyFor(['read'], '3');
    expect(await ask({ 'x-weir-key': key }, open, 'localhost:8787')).toMatchObject({
      kind: 'key',
      experimentId: '3',
    });
  });
});
