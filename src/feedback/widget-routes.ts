/** `/widget.js` and `/widget.mjs`: the widget, for pages of any origin. Built by `scripts/build-widget.mjs`. */
import { newApi, type Api } from '../http/open-api.ts';

/** Routes of the widget's files. */
export function createWidgetRoutes(services: { fetchAsset(request: Request): Promise<Response> }): Api {
  const api = newApi();
  for (const path of ['/widget.js', '/widget.mjs']) {
    api.get(path, async (context) => {
      const asset = await services.fetchAsset(context.req.raw);
      const headers = new Headers(asset.headers);
      if (asset.ok) headers.set('content-type', 'text/javascript; charset=utf-8');
      headers.set('access-control-allow-origin', '*');
      headers.set('cross-origin-resource-policy', 'cross-origin');
      headers.set('x-content-type-options', 'nosniff');
      headers.set('cache-control', 'public, max-age=3600');
      return new Response(asset.body, { status: asset.status, headers });
    });
  }
  return api;
}
