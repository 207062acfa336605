/**
 * An account at Cloudflare, as far as wrangler asks for it when it deploys: it keeps what is made, and refuses what exists.
 * Its databases split SQL at every semicolon and take quotes in comments for strings, as the platform's endpoint has done
 * (https://github.com/cloudflare/workers-sdk/issues/3892 and 4713).
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';

const ACCOUNT = 'a'.repeat(32);

export interface Asked {
  method: string;
  /** Below the account, such as `/d1/database`. */
  path: string;
  /** Of the query; empty for all. */
  names: string[];
  body: Buffer;
}

export interface FakeCloudflare {
  url: string;
  accountId: string;
  databases: Map<string, { name: string; database: DatabaseSync }>;
  buckets: Set<string>;
  queues: Set<string>;
  /** Consumers by queue. */
  consumers: Map<string, unknown>;
  secrets: Set<string>;
  /** The uploaded worker; null until it was. */
  upload: Buffer | null;
  /** Cron expressions. */
  schedules: string[];
  /** What was asked and has no answer here. */
  unknown: string[];
  /** Says no to what it likes, such as an account whose token lacks a permission; null: it is answered. */
  refuse: (asked: Asked) => Refusal | null;
  close(): Promise<void>;
}

export interface Refusal {
  status: number;
  code: number;
  message: string;
}

type Answer = { result: unknown; info?: object } | Refusal;

const paged = { result_info: { page: 1, per_page: 50, count: 1, total_count: 1, total_pages: 1 } };

export async function startFakeCloudflare(): Promise<FakeCloudflare> {
  const server = http.createServer((request, response) => {
    void serve(request, response);
  });
  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const body = await collect(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    const path = pathname.replace('/client/v4', '').replace(`/accounts/${ACCOUNT}`, '');
    const answer = answerTo(account, {
      method: request.method ?? 'GET',
      path,
      names: searchParams.getAll('name'),
      body,
    });
    response.writeHead('status' in answer ? answer.status : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        'status' in answer
          ? {
              success: false,
              errors: [{ code: answer.code, message: answer.message }],
              messages: [],
              result: null,
            }
          : { success: true, errors: [], messages: [], result: answer.result, ...answer.info },
      ),
    );
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const account: FakeCloudflare = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4`,
    accountId: ACCOUNT,
    databases: new Map(),
    buckets: new Set(),
    queues: new Set(),
    consumers: new Map(),
    secrets: new Set(),
    upload: null,
    schedules: [],
    unknown: [],
    refuse: () => null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return account;
}

async function collect(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function answerTo(account: FakeCloudflare, asked: Asked): Answer {
  const { method, path } = asked;
  const answered =
    account.refuse(asked) ??
    answerAccount(path) ??
    answerD1(account, asked) ??
    answerStores(account, asked) ??
    answerWorker(account, asked);
  if (answered !== null) return answered;
  account.unknown.push(`${method} ${path}`);
  return { status: 404, code: 10007, message: 'not found' };
}

function answerAccount(path: string): Answer | null {
  if (path === '/accounts') return { result: [{ id: ACCOUNT, name: 'Acme' }], info: paged };
  if (path === '/memberships') return { result: [{ account: { id: ACCOUNT, name: 'Acme' } }], info: paged };
  if (path === '/user') return { result: { id: 'user', email: 'ann@example.com' } };
  if (path === '/user/tokens/verify') return { result: { id: 'token', status: 'active' } };
  return null;
}

function answerD1(account: FakeCloudflare, { method, path, body }: Asked): Answer | null {
  if (path === '/d1/database' && method === 'GET')
    return { result: [...account.databases].map(([uuid, { name }]) => ({ uuid, name })), info: paged };
  if (path === '/d1/database') {
    const { name } = JSON.parse(body.toString()) as { name: string };
    const uuid = crypto.randomUUID();
    account.databases.set(uuid, { name, database: new DatabaseSync(':memory:') });
    return { result: { uuid, name } };
  }
  const [, uuid, verb] = /^\/d1\/database\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
  const held = account.databases.get(uuid ?? '');
  if (held === undefined) return null;
  if (verb === undefined) return { result: { uuid, name: held.name, version: 'production' } };
  if (verb !== 'query') return null;
  const { sql } = JSON.parse(body.toString()) as { sql: string };
  return runSql(held.database, sql);
}

/** All of it or nothing, as the platform does (https://developers.cloudflare.com/d1/reference/migrations/). */
function runSql(database: DatabaseSync, sql: string): Answer {
  database.exec('BEGIN');
  try {
    const result = splitCrudely(sql).map((statement) => ({
      success: true,
      results: database.prepare(statement).all(),
      meta: { duration: 0, changes: 0, rows_read: 0, rows_written: 0 },
    }));
    database.exec('COMMIT');
    return { result };
  } catch (cause) {
    database.exec('ROLLBACK');
    return { status: 400, code: 7500, message: (cause as Error).message };
  }
}

/** Statements as a splitter finds them that knows no comments. */
function splitCrudely(sql: string): string[] {
  const statements: string[] = [];
  let quote = '';
  let statement = '';
  for (const character of sql) {
    if (quote === '' && /['"`]/.test(character)) quote = character;
    else if (character === quote) quote = '';
    if (character === ';' && quote === '') {
      statements.push(statement);
      statement = '';
    } else statement += character;
  }
  return [...statements, statement].filter((text) => text.replaceAll(/--.*$/gm, '').trim() !== '');
}

function answerStores(account: FakeCloudflare, { method, path, names: wanted, body }: Asked): Answer | null {
  if (path === '/r2/buckets' && method === 'GET')
    return {
      result: { buckets: [...account.buckets].map((name) => ({ name, creation_date: '2026-11-01' })) },
    };
  if (path === '/r2/buckets') {
    const { name } = JSON.parse(body.toString()) as { name: string };
    if (account.buckets.has(name))
      return {
        status: 409,
        code: 10004,
        message: 'The bucket you tried to create already exists, and you own it.',
      };
    account.buckets.add(name);
    return { result: { name } };
  }
  if (path === '/queues' && method === 'GET')
    return {
      result: [...account.queues]
        .filter((name) => wanted.length === 0 || wanted.includes(name))
        .map((name) => ({
          queue_id: name,
          queue_name: name,
          consumers: [],
          producers_total_count: 1,
          consumers_total_count: 0,
          created_on: '2026-11-01',
          modified_on: '2026-11-01',
        })),
      info: paged,
    };
  if (path === '/queues') {
    const { queue_name: name } = JSON.parse(body.toString()) as { queue_name: string };
    if (account.queues.has(name))
      return { status: 409, code: 11009, message: `Queue name '${name}' is already taken.` };
    account.queues.add(name);
    return { result: { queue_id: name, queue_name: name } };
  }
  const bucket = /^\/r2\/buckets\/([^/]+)$/.exec(path)?.[1];
  if (bucket !== undefined && account.buckets.has(bucket)) return { result: { name: bucket } };
  const [, queue] = /^\/queues\/([^/]+)\/consumers/.exec(path) ?? [];
  if (queue === undefined) return null;
  if (method !== 'GET') account.consumers.set(queue, JSON.parse(body.toString()));
  return { result: [...account.consumers].filter(([name]) => name === queue).map(([, held]) => held) };
}

function answerWorker(account: FakeCloudflare, { method, path, body }: Asked): Answer | null {
  const [, below] = /^\/workers\/(?:scripts|services|workers)\/weir(.*)$/.exec(path) ?? [];
  if (path === '/workers/subdomain') return { result: { subdomain: 'acme' } };
  if (path === '/workers/assets/upload') return { result: { jwt: 'completed' } };
  if (path.startsWith('/workflows/'))
    return { result: { id: 'workflow', version_id: 'version', script_name: 'weir' } };
  if (below === undefined) return null;
  const absent = { status: 404, code: 10007, message: 'This Worker does not exist on your account.' };
  if (account.upload === null && method === 'GET') return absent;
  if (below === '' && method === 'GET')
    return {
      result: {
        default_environment: { environment: 'production', script: { last_deployed_from: 'wrangler' } },
        subdomain: { enabled: true, previews_enabled: false },
      },
    };
  // A worker that exists gets a new version, which is then deployed.
  if (below === '/versions' && method === 'POST') {
    account.upload = body;
    return {
      result: { id: 'version', number: 2, startup_time_ms: 1, resources: { script: { etag: 'etag' } } },
    };
  }
  if (below === '/versions') return { result: { items: [{ id: 'version' }] } };
  if (below === '/script-settings') return { result: {} };
  if (below === '/deployments') return { result: { deployments: [], items: [] } };
  if (below === '/settings') return { result: { bindings: [], migration_tag: null } };
  if (below === '/secrets')
    return { result: [...account.secrets].map((name) => ({ name, type: 'secret_text' })) };
  if (below === '/assets-upload-session') return { result: { jwt: 'session', buckets: [] } };
  if (below === '/schedules') {
    account.schedules = (JSON.parse(body.toString()) as { cron: string }[]).map(({ cron }) => cron);
    return { result: {} };
  }
  if (below === '/subdomain') return { result: { enabled: true, previews_enabled: false } };
  if (below === '' && method === 'PUT') {
    account.upload = body;
    for (const [, name] of body.toString('latin1').matchAll(/"name":"(\w+)","type":"secret_text"/g))
      account.secrets.add(name ?? '');
    return {
      result: {
        id: 'weir',
        version_id: 'version',
        deployment_id: 'deployment',
        startup_time_ms: 1,
        subdomain: { enabled: true, previews_enabled: false },
      },
    };
  }
  return null;
}
