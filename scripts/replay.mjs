/** `npm run replay`: sends every exchange that could not be stored through the queue again. */
const base = process.env.WEIR_URL ?? 'http://127.0.0.1:8787';
const key = process.env.WEIR_ADMIN_KEY;
const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };

try {
  const answer = await fetch(new URL('/api/v1/dead-letters/replay', base), { method: 'POST', headers });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.message);
  process.stdout.write(
    `${body.sent} sent; those that fail again will be listed at ${base}/api/v1/dead-letters\n`,
  );
} catch (cause) {
  process.stderr.write(`Replay failed at ${base} (WEIR_URL): ${cause.message}\n`);
  process.exit(1);
}
