/** `npm run deploy` with the real wrangler, against an account that stands in for Cloudflare's. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWeir, type Weir } from '../faults/weir.ts';
import { beginDeploy, root } from './begin-deploy.ts';
import { startFakeCloudflare, type FakeCloudflare } from './fake-cloudflare.ts';

const adminKey = 'an-admin-key-for-the-test';
let account: FakeCloudflare;
let provider: http.Server;
let weir: Weir;

beforeAll(async () => {
  account = await startFakeCloudflare();
  provider = http.createServer((request, response) => {
    request.resume();
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end('{"error":{"message":"Incorrect API key provided","type":"invalid_request_error"}}');
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  weir = await startWeir({
    variables: {
      WEIR_LOCAL: '0',
      WEIR_DEMO: 'off',
      WEIR_ADMIN_KEY: adminKey,
      WEIR_PROVIDERS: JSON.stringify({ openai: { baseUrl } }),
    },
  });
});
afterAll(async () => {
  await weir.stop();
  await account.close();
  provider.close();
});

const deploy = (parameters: string[], environment: Record<string, string> = {}) =>
  beginDeploy(account, parameters, environment).ended;

const tablesOf = (name: string): string[] => {
  const held = [...account.databases.values()].find((entry) => entry.name === name);
  return (held?.database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() ?? []).map(
    (row) => String(row['name']),
  );
};

// Wrangler takes seconds for each of a score of steps.
describe('F257 npm run deploy', { timeout: 300_000 }, () => {
  it('makes nothing without a word about the admin key where nobody can be asked', async () => {
    const { code, output } = await deploy([]);
    expect(output).toContain('WEIR_ADMIN_KEY is not set yet');
    expect(code).toBe(1);
    expect(account.databases.size + account.buckets.size + account.queues.size).toBe(0);
  });

  it('makes what is missing, migrates, sends bundle and secrets, and proves itself by a traced call', async () => {
    const { code, output } = await deploy(['--url', weir.url], { WEIR_ADMIN_KEY: adminKey });
    expect(output).toMatch(/proved: trace tr-[0-9a-f]{32}/);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(account.unknown).toEqual([]);
    expect([...account.databases.values()].map(({ name }) => name)).toEqual(['weir-registry', 'weir-traces']);
    expect(tablesOf('weir-traces')).toEqual(expect.arrayContaining(['traces', 'spans', 'd1_migrations']));
    expect(tablesOf('weir-registry')).toEqual(expect.arrayContaining(['api_keys', 'd1_migrations']));
    expect(account.buckets).toEqual(new Set(['weir-content']));
    expect([...account.consumers.keys()].every((queue) => account.queues.has(queue))).toBe(true);
    expect(account.consumers.size).toBeGreaterThan(4);
    expect(account.schedules).toContain('* * * * *');
    expect(account.secrets).toEqual(new Set(['WEIR_ADMIN_KEY', 'WEIR_SIGNING_KEY']));
    for (const id of account.databases.keys()) expect(account.upload?.toString('latin1')).toContain(id);
    const bundle = createHash('sha256').update(await readFile(path.join(root, 'dist/worker/index.js')));
    expect(output).toContain(`bundle: sha256 ${bundle.digest('hex')}`);
    expect(output).not.toContain(adminKey);
    const headers = { authorization: `Bearer ${adminKey}` };
    const keys = await (await fetch(`${weir.url}/api/v1/keys`, { headers })).json();
    expect(keys).toMatchObject({ keys: [{ revocation_time: expect.any(String) as string }] });
  });

  it('changes nothing that is there when it runs again, and leaves no file of its own', async () => {
    const before = { databases: [...account.databases.keys()], queues: [...account.queues] };
    const { code, output } = await deploy(['--no-proof']);
    expect(output).not.toContain(': made');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain('database weir-traces: exists');
    expect(output).toContain('secret WEIR_ADMIN_KEY: is set');
    expect(output.match(/migrations of \w+: up to date/g)).toHaveLength(2);
    expect({ databases: [...account.databases.keys()], queues: [...account.queues] }).toEqual(before);
    expect(existsSync(path.join(root, 'wrangler.deployed.toml'))).toBe(false);
    const applied = [...account.databases.values()].flatMap(({ database }) =>
      database.prepare('SELECT name FROM d1_migrations').all(),
    );
    const files = await Promise.all(
      ['registry', 'traces'].map((name) => readdir(path.join(root, 'migrations', name))),
    );
    expect(applied).toHaveLength(files.flat().length);
  });

  it.each([['--dryrun'], ['--url', 'llm.example.com'], ['--url', 'ftp://llm.example.com'], ['weir']])(
    'says what it expected instead of %s %s',
    async (...parameters) => {
      const { code, output } = await deploy(parameters.filter((parameter) => typeof parameter === 'string'));
      expect(code).toBe(2);
      expect(output).toContain('Expected: npm run deploy');
    },
  );
});
