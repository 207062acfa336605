/**
 * `npm run deploy`: migrates both databases and deploys. Needs a Cloudflare account (`npx wrangler login`) and the
 * resources named in wrangler.toml; `docs/deploy.md` says how to make them.
 */
import { spawnSync } from 'node:child_process';

for (const parameters of [
  ['d1', 'migrations', 'apply', 'REGISTRY', '--remote'],
  ['d1', 'migrations', 'apply', 'TRACES', '--remote'],
  ['deploy', '--minify'],
]) {
  const { status } = spawnSync('wrangler', parameters, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
