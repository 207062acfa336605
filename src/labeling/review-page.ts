/** The page of the review app, and what it may do: load its own script and style, talk to its own origin, nothing else. */

/**
 * The policy of the page. Images lie within messages (`data:`); nothing comes from elsewhere, and nothing the conversations
 * say can run (https://www.w3.org/TR/CSP3/).
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // One policy, for one constant address: that of the service worker.
  'trusted-types weir-review',
].join('; ');

/** The policy of the service worker, which has its own: it fetches the app's files, and nothing else. */
export const workerPolicy = "default-src 'none'; connect-src 'self'";

/** Headers of the page. The address has no secret in it, and is told to nobody all the same. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-cache',
};

/** The page: everything in it is drawn by its script. Its files are named from where it lies, below any prefix. */
export const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="color-scheme" content="light dark">
    <title>Review · Weir</title>
    <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27 viewBox=%270 0 16 16%27%3E%3Cpath d=%27M1 5l3 6 4-6 4 6 3-6%27 fill=%27none%27 stroke=%27%2300819f%27 stroke-width=%272%27/%3E%3C/svg%3E">
    <link rel="stylesheet" href="assets/review.css">
    <script type="module" src="assets/review.js"></script>
  </head>
  <body>
    <div id="app"><noscript>Reviewing takes JavaScript.</noscript></div>
  </body>
</html>
`;
