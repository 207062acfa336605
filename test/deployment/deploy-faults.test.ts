/** What goes wrong while a deployment is made: each fault is said, nothing secret is, and the next run goes on from there. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeCloudflare, type FakeCloudflare } from './fake-cloudflare.ts';

const root = path.join(import.meta.dirname, '../..');
const secrets = {
  WEIR_ADMIN_KEY: 'an-admin-key-for-the-test',
  WEIR_SIGNING_KEY: 'a-signing-key-for-the-test',
};
let account: FakeCloudflare;

beforeEach(async () => {
  account = await startFakeCloudflare();
});
afterEach(() => account.close());

function begin(parameters: string[], environment: Record<string, string> = secrets) {
  const child = spawn(process.execPath, ['scripts/deploy.mjs', ...parameters], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      CLOUDFLARE_API_BASE_URL: account.url,
      CLOUDFLARE_API_TOKEN: 'token-of-the-test',
      CI: 'true',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => {
      for (const secret of [...Object.values(secrets), 'token-of-the-test'])
        expect(output).not.toContain(secret);
      expect(readdirSync(root)).not.toContain('wrangler.deployed.toml');
      resolve({ code, output });
    });
  });
  return { child, ended };
}

const deploy = (parameters: string[], environment?: Record<string, string>) =>
  begin(parameters, environment).ended;

const migrationsOf = (name: string): number => {
  const held = [...account.databases.values()].find((entry) => entry.name === name);
  return held?.database.prepare('SELECT name FROM d1_migrations').all().length ?? 0;
};

describe('F314 npm run deploy, where something fails', { timeout: 300_000 }, () => {
  it('ends at a migration that fails, and goes on with that one', async () => {
    let fails = true;
    account.refuse = ({ path: asked, body }) =>
      fails &&
      /\/query$/.test(asked) &&
      /CREATE TABLE\W+(?:IF NOT EXISTS )?\W*scoring_tasks/i.test(body.toString())
        ? { status: 500, code: 7500, message: 'internal error: try again' }
        : null;
    const first = await deploy(['--no-proof']);
    expect(first.code, first.output).toBe(1);
    expect(first.output).toContain('Migrations of TRACES failed');
    expect(first.output).toContain('internal error');
    expect(account.upload).toBeNull();
    const files = await readdir(path.join(root, 'migrations/traces'));
    expect(migrationsOf('weir-traces')).toBeGreaterThan(0);
    expect(migrationsOf('weir-traces')).toBeLessThan(files.length);
    fails = false;
    const second = await deploy(['--no-proof']);
    expect(second.code, second.output).toBe(0);
    expect(second.output).toContain('database weir-traces: exists');
    expect(migrationsOf('weir-traces')).toBe(files.length);
  });

  it('names the permission that a token lacks, and makes what an earlier run did not', async () => {
    // Of an earlier run: a bucket, a queue that nobody consumes, and lists that show neither.
    account.buckets.add('weir-content');
    account.queues.add('weir-traces');
    const hidden = /^\/(?:r2\/buckets|queues)$/;
    const denied = { status: 403, code: 10000, message: 'Authentication error' };
    account.refuse = ({ method, path: asked }) =>
      (method === 'GET' && hidden.test(asked)) || (method === 'POST' && asked === '/queues') ? denied : null;
    const first = await deploy(['--no-proof']);
    expect(first.code, first.output).toBe(1);
    expect(first.output).toContain('bucket weir-content: exists');
    expect(first.output).toMatch(/The queue weir-\w+ could not be made: .*Authentication error/);
    account.refuse = () => null;
    const second = await deploy(['--no-proof']);
    expect(second.code, second.output).toBe(0);
    expect(second.output).toContain('queue weir-traces: exists');
    expect([...account.consumers.keys()]).toContain('weir-traces');
  });

  it('says that it is deployed and not proved, by what was answered, and takes its key back', async () => {
    const seen: string[] = [];
    const site = http.createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      request.resume();
      const answer = (body: object, headers = {}) => {
        response.writeHead(200, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(body));
      };
      if (request.url === '/health') answer({ status: 'ok', checks: {} });
      else if (request.method === 'POST' && request.url === '/api/v1/keys')
        answer({ key: `weir_${'k'.repeat(43)}`, info: { key_id: 'key-1' } });
      else if (request.method === 'DELETE') {
        response.writeHead(500);
        response.end('down');
      } else {
        response.writeHead(404);
        response.end('{}');
      }
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const { code, output } = await deploy(['--url', url]);
    site.close();
    expect(code, output).toBe(1);
    expect(output).toContain('A call through the deployment was not answered by a provider.');
    expect(output).toContain('key-1, was not revoked');
    expect(output).not.toContain('k'.repeat(43));
    expect(seen).toContain('DELETE /api/v1/keys/key-1');
  });

  it('leaves no secret behind when it is stopped', async () => {
    const before = new Set(readdirSync(tmpdir()).filter((name) => name.startsWith('weir-deploy-')));
    const { child, ended } = begin(['--no-proof']);
    account.refuse = ({ path: asked }) => {
      if (asked === '/r2/buckets') child.kill('SIGTERM');
      return null;
    };
    const { code, output } = await ended;
    expect(output).toContain('run it again to go on');
    expect(code).toBe(143);
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith('weir-deploy-') && !before.has(name));
    expect(left).toEqual([]);
  });
});
