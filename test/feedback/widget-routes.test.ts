/** The widget's files, as pages of any origin may load them. */
import { describe, expect, it } from 'vitest';
import { createWidgetRoutes } from '../../src/feedback/widget-routes.ts';

describe('the widget', () => {
  it.each(['/widget.js', '/widget.mjs'])('%s is a script for every page', async (path) => {
    const app = createWidgetRoutes({
      fetchAsset: async () => new Response('script', { headers: { etag: '"1"' } }),
    });
    const response = await app.request(path);
    expect(await response.text()).toBe('script');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      etag: '"1"',
    });
  });

  it('that was not built is not found, and says so', async () => {
    const app = createWidgetRoutes({ fetchAsset: async () => new Response('Not found', { status: 404 }) });
    expect((await app.request('/widget.js')).status).toBe(404);
  });
});
