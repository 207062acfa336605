/** Builds before the first suite starts a server: how long a build takes is no suite's question. */
import { execFileSync } from 'node:child_process';

export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build-dist.mjs'], { stdio: 'inherit' });
}
