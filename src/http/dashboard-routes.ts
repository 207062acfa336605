/**
 * The dashboard's files, built from `dashboard/` by `scripts/build-dashboard.mjs`: one page for all its addresses, which
 * may load nothing but what this origin serves, and hashed files that never change.
 */
import type { Context } from 'hono';
import { prefixOf } from '../core/public-url.ts';
import type { HonoEnv } from './hono-env.ts';
import { newApi, type Api } from './open-api.ts';

/** First segments of the app's addresses. The app finds its page itself. */
const sections = [
  'sign-in',
  'traces',
  'sessions',
  'prompts',
  'playground',
  'datasets',
  'evaluations',
  'quality',
  'labeling',
  'settings',
];

/** Nothing inline, nothing from elsewhere; images also from data, because messages carry them. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  'media-src data: blob:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // The page names the hashed files of one build: an old page would ask for files that are gone.
  'cache-control': 'no-cache',
};

/** What the routes need. */
export interface DashboardRoutesServices {
  fetchAsset(request: Request): Promise<Response>;
  /** Where people reach this deployment; null: where requests went. */
  publicUrl: string | null;
}

/** Routes of the dashboard's page and files. */
export function createDashboardRoutes(services: DashboardRoutesServices): Api {
  const api = newApi();
  const prefix = prefixOf(services.publicUrl);
  const showPage = async (context: Context<HonoEnv>): Promise<Response> => {
    const asset = await services.fetchAsset(new Request(new URL('/', context.req.url)));
    if (!asset.ok) return new Response('The dashboard has not been built.', { status: 503 });
    const page = prefix === '' ? asset.body : placeBelow(prefix, await asset.text());
    return new Response(page, { headers: pageHeaders });
  };
  for (const path of ['/', '/index.html']) api.get(path, showPage);
  for (const section of sections) {
    api.get(`/${section}`, showPage);
    api.get(`/${section}/*`, showPage);
  }
  api.get('/app/*', async (context) => {
    const asset = await services.fetchAsset(context.req.raw);
    const headers = new Headers(asset.headers);
    headers.set('x-content-type-options', 'nosniff');
    headers.set('cross-origin-resource-policy', 'same-origin');
    if (asset.ok) headers.set('cache-control', 'public, max-age=31536000, immutable');
    return new Response(asset.body, { status: asset.status, headers });
  });
  return api;
}

/** The built page names its files from the root. The script finds the prefix in its own address. */
function placeBelow(prefix: string, page: string): string {
  return page.replaceAll(/(?<=\s(?:href|src)=")\/(?!\/)/g, () => `${prefix}/`);
}
