/** How the dashboard's files are served: one strict page for its addresses, files that never change. */
import { describe, expect, it } from 'vitest';
import { createDashboardRoutes } from '../../src/http/dashboard-routes.ts';

const files: Record<string, string> = {
  '/': '<!doctype html><title>Weir</title>',
  '/app/index-1a2b.js': 'run()',
};
const asked: string[] = [];
const app = createDashboardRoutes({
  async fetchAsset(request) {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    const file = files[pathname];
    return file === undefined ? new Response('Not found', { status: 404 }) : new Response(file);
  },
});

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

describe('a hashed file', () => {
  it('is kept for good, a missing one is not', async () => {
    const file = await app.request('/app/index-1a2b.js');
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const missing = await app.request('/app/index-0000.js');
    expect(missing.status).toBe(404);
    expect(missing.headers.get('cache-control')).toBeNull();
  });
});
