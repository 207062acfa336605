/**
 * What is built, from what, and whether it still is what the sources say: a stamp beside the outputs keeps the digests of
 * both, so that a start builds only when something changed, and notices an output that is gone or damaged.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The bundle of the worker. */
export const workerFile = path.join(root, 'dist/worker/index.js');
/** What the engine is started with, made of wrangler.toml and the migrations: `readPlan` in engine-plan.mjs. */
export const planFile = path.join(root, 'dist/engine-plan.json');

const stampFile = path.join(root, 'dist/built.json');
const SOURCES = ['src', 'widget/src', 'review/src', 'dashboard/src', 'migrations'];
/** Single sources, and what says with which versions of the tools they are built. */
const FILES = [
  'dashboard/index.html',
  'dashboard/vite.config.ts',
  'wrangler.toml',
  'package-lock.json',
  ...['widget', 'review', 'dashboard', 'worker', 'dist'].map((name) => `scripts/build-${name}.mjs`),
  'scripts/built-outputs.mjs',
  'scripts/engine-plan.mjs',
  'scripts/price-data.mjs',
];

/**
 * Whether the outputs are there, whole, and made of these sources. Where there are no sources, as in a container's image,
 * outputs that are whole will do.
 *
 * @returns {Promise<boolean>}
 */
export async function isBuilt() {
  const stamp = await readStamp();
  if (stamp === null) return false;
  const hasSources = existsSync(path.join(root, 'src'));
  if (hasSources && stamp.sources !== (await digestSources())) return false;
  try {
    return stamp.outputs === (await digestOutputs());
  } catch (cause) {
    if (cause.code === 'ENOENT') return false;
    throw cause;
  }
}

/** Digest of all sources. Take it before building: what changes meanwhile is built the next time. */
export async function digestSources() {
  const folders = await Promise.all(SOURCES.map(listFiles));
  return digestFiles([...folders.flat(), ...FILES]);
}

/**
 * Notes that the outputs are made of these sources. They are no secret: whoever runs Weir may read them, also when the
 * process that builds keeps what it writes to itself.
 *
 * @param {string} sources what `digestSources` said before the build
 */
export async function writeStamp(sources) {
  const stamp = { sources, outputs: await digestOutputs() };
  await mkdir(path.dirname(stampFile), { recursive: true });
  // Whole or not at all: a build that is interrupted leaves no stamp that says otherwise.
  await writeFile(`${stampFile}.new`, JSON.stringify(stamp));
  await letAllRead([...(await listOutputs()), path.relative(root, `${stampFile}.new`)]);
  await rename(`${stampFile}.new`, stampFile);
}

/** Files of a folder and the folders in it, relative to the repository, sorted. */
async function listFiles(folder) {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

async function listOutputs() {
  const served = await listFiles('dashboard/public');
  return [...served, path.relative(root, workerFile), path.relative(root, planFile)];
}

async function digestOutputs() {
  return digestFiles(await listOutputs());
}

/** Files, and the folders that lead to them. */
async function letAllRead(names) {
  const folders = new Set();
  for (const name of names) {
    await chmod(path.join(root, name), 0o644);
    for (let folder = path.dirname(name); folder !== '.'; folder = path.dirname(folder)) folders.add(folder);
  }
  for (const folder of folders) await chmod(path.join(root, folder), 0o755);
}

/**
 * Digest of files: their names and what is in them.
 *
 * @param {string[]} names relative to the repository
 */
export async function digestFiles(names) {
  const hash = createHash('sha256');
  for (const name of names) {
    const content = await readFile(path.join(root, name));
    hash.update(`${name.replaceAll(path.sep, '/')}\n${content.byteLength}\n`).update(content);
  }
  return hash.digest('hex');
}

async function readStamp() {
  try {
    return JSON.parse(await readFile(stampFile, 'utf8'));
  } catch (cause) {
    if (cause.code === 'ENOENT' || cause instanceof SyntaxError) return null;
    throw cause;
  }
}
