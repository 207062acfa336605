/** Every page, file, answer and failure of ours tells browsers what they may do with it; asked of the app as it is deployed. */
import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { answerMistakes, readDeployment } from '../../src/deployment.ts';
import { downloadHeaders } from '../../src/http/download.ts';

/** What is built into the folder, by type; the real build has the same kinds of files under hashed names. */
const files: Record<string, [type: string, body: string]> = {
  '/': ['text/html; charset=utf-8', '<!doctype html><title>Weir</title>'],
  '/index.html': ['text/html; charset=utf-8', '<!doctype html><title>Weir</title>'],
  '/other.html': ['text/html; charset=utf-8', '<script>alert(1)</script>'],
  '/app/index-1a2b.js': ['text/javascript', 'run()'],
  '/app/index-1a2b.css': ['text/css', 'a{}'],
  '/app/logo-1a2b.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  '/widget.js': ['text/javascript', 'run()'],
  '/widget.mjs': ['text/javascript', 'run()'],
  '/review/assets/review.js': ['text/javascript', 'run()'],
  '/review/assets/review.css': ['text/css', 'a{}'],
  '/review/assets/service-worker.js': ['text/javascript', 'run()'],
  '/robots.txt': ['text/plain', 'User-agent: *'],
};
const built = Object.keys(import.meta.glob('../../dashboard/public/**')).map((path) =>
  path.replace('../../dashboard/public', ''),
);

function createApp(variables: Record<string, string> = {}) {
  const ASSETS = {
    fetch: async (request: Request) => {
      const file = files[new URL(request.url).pathname];
      if (file === undefined) return new Response('Not found', { status: 404 });
      return new Response(file[1], { headers: { 'content-type': file[0] } });
    },
  };
  const bindings = { ...env, WEIR_LOCAL: '1', ...variables, ASSETS } as unknown as Env;
  const deployment = readDeployment(bindings);
  if (!deployment.ok) throw new Error(JSON.stringify(deployment.mistakes));
  return async (address: string, init: RequestInit = {}): Promise<Response> =>
    deployment.app.fetch(new Request(address, init), bindings, createExecutionContext());
}

const origin = 'http://127.0.0.1:8787';

function expectGuarded({ headers, status }: Response, path: string): void {
  const told = [
    'x-content-type-options',
    'referrer-policy',
    'x-frame-options',
    'content-security-policy',
    'cross-origin-resource-policy',
  ].map((name) => headers.get(name));
  const said = `${status} ${path}`;
  expect([said, told[0], told[1], told[2]]).toEqual([said, 'nosniff', 'no-referrer', 'DENY']);
  expect([said, told[3]]).toEqual([said, expect.stringMatching(/default-src 'none'|(?:^|, )sandbox$/)]);
  expect([said, told[3]]).not.toEqual([said, expect.stringMatching(/unsafe|https?:|\*/)]);
  expect([said, told[4]]).toEqual([said, expect.stringMatching(/^(?:same|cross)-origin$/)]);
}

describe('what every answer of ours tells browsers', () => {
  it('F203 pages, files and what is missing, one by one', async () => {
    const get = createApp();
    const pages = [
      '/',
      '/index.html',
      '/sign-in',
      '/traces/tr-1',
      '/settings/keys',
      '/review/s-1',
      '/reference',
    ];
    const others = [
      '/openapi.json',
      '/health',
      '/app/missing.js',
      '/review/assets/missing.js',
      '/missing.html',
    ];
    for (const path of new Set([...pages, ...others, ...Object.keys(files), ...built])) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await get(origin + path, { method });
        expectGuarded(answer, path);
        const policy = answer.headers.get('content-security-policy') ?? '';
        const isPage = pages.includes(path);
        // A page of ours works; whatever else is opened in a tab runs nothing.
        if (isPage) expect([path, policy]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
        expect([path, /(?:^|[;,] )sandbox$/.test(policy)]).toEqual([
          path,
          !isPage && path !== '/review/assets/service-worker.js',
        ]);
      }
    }
  });

  it('F203 every route of the API, with and without a key', async () => {
    const get = createApp();
    const locked = createApp({ WEIR_ADMIN_KEY: 'admin-key-of-the-tests' });
    const { paths } = await (await get(`${origin}/openapi.json`)).json<{ paths: Record<string, object> }>();
    expect(Object.keys(paths).length).toBeGreaterThan(50);
    for (const [path, methods] of Object.entries(paths)) {
      const filled = path.replaceAll(/\{\w+\}/g, 'x');
      for (const method of Object.keys(methods)) {
        const body = method === 'get' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } };
        for (const ask of [get, locked])
          expectGuarded(
            await ask(origin + filled, { method: method.toUpperCase(), ...body }),
            `${method} ${path}`,
          );
      }
    }
    for (const path of [
      '/api/v1/nothing',
      '/ajax-api/2.0/mlflow/nothing',
      '/gateway/mlflow/v1/chat/completions',
    ])
      expectGuarded(await get(origin + path, { method: 'POST', body: '{}' }), path);
    expectGuarded(answerMistakes([{ variable: 'X', message: 'm' }]), 'a configuration with mistakes');
  });

  it('F203 files of people’s making are saved, never shown', async () => {
    const ask = createApp();
    for (const [name, type] of [
      ['page.html', 'text/html'],
      ['drawing.svg', 'image/svg+xml'],
      ['"a\u2028b".html', 'text/html'],
    ] as const) {
      const address = `${origin}/api/2.0/mlflow-artifacts/artifacts/0/runs/${encodeURIComponent(name)}`;
      const body = '<svg onload="alert(1)">';
      const put = await ask(address, { method: 'PUT', body, headers: { 'content-type': type } });
      expect(put.status).toBe(200);
      const answer = await ask(address);
      expect([answer.status, await answer.text()]).toEqual([200, body]);
      expectGuarded(answer, name);
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*?=[\x21-\x7e]+$/);
    }
    for (const format of ['ndjson', 'csv', 'parquet']) {
      const answer = await ask(`${origin}/api/v1/traces?format=${format}`);
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="traces.${format}"`);
      expectGuarded(answer, format);
      await answer.body?.cancel();
    }
    expect(
      downloadHeaders({ contentType: 'a/b', fileName: "it's (1)*\ud800.csv" })['content-disposition'],
    ).toBe("attachment; filename*=UTF-8''it%27s%20%281%29%2A%EF%BF%BD.csv");
  });

  it.each([
    ['http://127.0.0.1:8787', {}, null],
    ['http://weir.internal', { WEIR_PUBLIC_URL: 'https://llm.example/weir' }, 'max-age=31536000'],
    ['https://weir.example', {}, 'max-age=31536000'],
    ['https://weir.example', { WEIR_PUBLIC_URL: 'http://weir.lan' }, null],
  ])('F203 asks for TLS where people reach it by TLS: %s %o', async (asked, variables, expected) => {
    const get = createApp({ WEIR_ADMIN_KEY: 'admin-key-of-the-tests', ...variables });
    for (const path of [
      '/',
      '/app/index-1a2b.js',
      '/health',
      '/api/v1/traces',
      '/demo/v1/models',
      '/nowhere',
    ])
      expect((await get(asked + path)).headers.get('strict-transport-security')).toBe(expected);
  });
});
