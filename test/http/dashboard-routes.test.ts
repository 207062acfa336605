/** How the dashboard's files are served: one strict page for its addresses, files that never change. */
import { describe, expect, it } from 'vitest';
import { createDashboardRoutes } from '../../src/http/dashboard-routes.ts';

const files: Record<string, string> = {
  '/': '<!doctype html><title>Weir</title><link href="/app/index-1a2b.css"><script src="/app/index-1a2b.js"></script>',
  '/app/index-1a2b.js': 'run()',
};
const asked: string[] = [];
async function fetchAsset(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  asked.push(pathname);
  const file = files[pathname];
  return file === undefined ? new Response('Not found', { status: 404 }) : new Response(file);
}
const app = createDashboardRoutes({ fetchAsset, publicUrl: null });

describe('the page', () => {
  it.each(['/', '/traces', '/traces/tr-1', '/sessions/a%2Fb', '/settings/keys?x=1'])(
    'is the same at %s, and may load nothing from elsewhere',
    async (path) => {
      const page = await app.request(path);
      expect(await page.text()).toContain('<title>Weir</title>');
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("style-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('takes no address that could be meant for a provider', async () => {
    for (const path of ['/openia/v1/chat/completions', '/v1/models', '/tracesx', '/api/v1/nothing']) {
      expect((await app.request(path)).status).toBe(404);
    }
    expect((await app.request('/traces', { method: 'POST' })).status).toBe(404);
  });
});

describe('the page below a path prefix', () => {
  it('names its files from there, at every depth', async () => {
    const below = createDashboardRoutes({ fetchAsset, publicUrl: 'https://llm.example/teams/$&/weir' });
    for (const path of ['/', '/traces/tr-1']) {
      const page = await below.request(path);
      const html = await page.text();
      expect(html).toContain('<link href="/teams/$&/weir/app/index-1a2b.css">');
      expect(html).toContain('<script src="/teams/$&/weir/app/index-1a2b.js">');
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    }
  });

  it.each([null, 'https://llm.example'])(
    'stays as it was built where there is none: %s',
    async (publicUrl) => {
      const page = await createDashboardRoutes({ fetchAsset, publicUrl }).request('/traces/tr-1');
      expect(await page.text()).toBe(files['/']);
    },
  );
});

describe('a hashed file', () => {
  it('is kept for good, a missing one is not', async () => {
    const file = await app.request('/app/index-1a2b.js');
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const missing = await app.request('/app/index-0000.js');
    expect(missing.status).toBe(404);
    expect(missing.headers.get('cache-control')).toBeNull();
  });
});
