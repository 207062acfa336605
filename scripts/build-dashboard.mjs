/**
 * Builds the dashboard into `dashboard/public`, when its sources say something else than at the last build. Run by
 * `npm start`, `npm run deploy` and, through wrangler.toml, by any other `wrangler deploy`.
 */
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestFiles } from './built-outputs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dashboard = path.join(root, 'dashboard');
const stampFile = path.join(root, 'dist/dashboard-sources');

/**
 * Builds it if needed.
 *
 * @returns {Promise<boolean>} true when it was built
 */
export async function buildDashboard() {
  const digest = await digestSources();
  const [stamp, page] = await Promise.all([
    readText(stampFile),
    readText(path.join(dashboard, 'public/index.html')),
  ]);
  if (stamp === digest && page !== '') return false;
  const { build } = await import('vite');
  await rm(path.join(dashboard, 'public/app'), { recursive: true, force: true });
  await build({ configFile: path.join(dashboard, 'vite.config.ts'), logLevel: 'warn' });
  await mkdir(path.dirname(stampFile), { recursive: true });
  await writeFile(stampFile, digest);
  return true;
}

/** The sources, and the versions of what they are built with. */
async function digestSources() {
  const entries = await readdir(path.join(dashboard, 'src'), { recursive: true, withFileTypes: true });
  const sources = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  const others = ['dashboard/index.html', 'dashboard/vite.config.ts', 'package-lock.json'];
  return digestFiles([...sources.sort(), ...others]);
}

async function readText(file) {
  return readFile(file, 'utf8').catch((cause) => {
    if (cause.code === 'ENOENT') return '';
    throw cause;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildDashboard();
