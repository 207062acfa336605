/**
 * Opens the review app without a network: keeps its page, script and style as they were last served. The network comes
 * first, so that nobody reviews with an old app; answers and conversations are none of its business.
 */
// The library's `self` is that of any worker.
const worker = self as unknown as ServiceWorkerGlobalScope;

const SHELL = 'weir-review-shell';
/** A network that is there but brings nothing counts as none. */
const PATIENCE_MS = 4000;

const scope = new URL(worker.registration.scope);
/** The page is the same for every session; this one is kept for all of them. */
const page = new URL('shell', scope);
const assets = ['review.js', 'review.css'].map((name) => new URL(`assets/${name}`, scope));

worker.addEventListener('install', (event) => {
  event.waitUntil(install());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  const isAsset = assets.some(({ href }) => href === url.href);
  if (isAsset) event.respondWith(networkFirst(request, url));
  // A page of a session, and nothing below it.
  else if (request.mode === 'navigate' && /^[^/]+$/.test(url.pathname.slice(scope.pathname.length)))
    event.respondWith(networkFirst(request, page));
});

async function install(): Promise<void> {
  const shell = await caches.open(SHELL);
  await shell.addAll([page, ...assets].map(({ href }) => href));
  await worker.skipWaiting();
}

/** What the network brings, kept for the next time; what was kept when it brings nothing. */
async function networkFirst(request: Request, key: URL): Promise<Response> {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(key.href);
  if (kept === undefined) return fetch(request);
  const fetched = fetch(request).then(async (response) => {
    if (response.status === 200) await shell.put(key.href, response.clone());
    return response;
  });
  try {
    return await Promise.race([fetched, giveUp()]);
  } catch {
    // It may still come, for the next time.
    fetched.catch(() => undefined);
    return kept;
  }
}

function giveUp(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('The network brings nothing.')), PATIENCE_MS);
  });
}
