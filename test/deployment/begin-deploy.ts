/** Runs `npm run deploy`'s script against an account that stands in for Cloudflare's, with nothing of this environment. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { FakeCloudflare } from './fake-cloudflare.ts';

/** The checkout. */
export const root = path.join(import.meta.dirname, '../..');

/** A run that has begun: its process, and how it ends, with all that it says. */
export function beginDeploy(
  account: FakeCloudflare,
  parameters: string[],
  environment: Record<string, string> = {},
) {
  const child = spawn(process.execPath, ['scripts/deploy.mjs', ...parameters], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      CLOUDFLARE_API_BASE_URL: account.url,
      CLOUDFLARE_API_TOKEN: 'token-of-the-test',
      CI: 'true',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
  return { child, ended };
}
