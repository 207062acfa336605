/**
 * `npm run deploy`: brings the very bundle that the suites and the benchmark run to Cloudflare. Makes what is missing there,
 * asks for the secrets, migrates both databases, deploys, and proves itself by one traced call. Each step says what it did and
 * may run again. `--dry-run` does all that needs no account; `--url` names the address people reach it at; `--no-proof` leaves the
 * last step out. `docs/deploy.md` has the rest.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stdin } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildWorker } from './build-worker.mjs';
import { proveDeployment } from './deployment/prove.mjs';
import { provideBuckets, provideDatabases, provideQueues, queuesOf } from './deployment/resources.mjs';
import { ask, provideSecrets } from './deployment/secrets.mjs';
import { reasonOf, runWrangler } from './deployment/wrangler.mjs';
import { readWorkerConfig } from './worker-options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const written = path.join(root, 'wrangler.toml');

const options = readOptions();
const say = (line) => process.stdout.write(`${line}\n`);
const scratch = await mkdtemp(path.join(tmpdir(), 'weir-deploy-'));
/** wrangler.toml with the ids of this account, beside it because its paths are relative to it. */
const config = path.join(root, 'wrangler.deployed.toml');
// The secrets that are to be sent lie there for a moment: they go also when somebody stops this.
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
]) {
  process.once(signal, () => {
    rmSync(scratch, { recursive: true, force: true });
    rmSync(config, { force: true });
    process.stderr.write('Stopped. What was made stays; run it again to go on.\n');
    process.exit(128 + number);
  });
}
try {
  await (options['dry-run'] ? rehearse() : deploy());
} catch (cause) {
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
  await rm(config, { force: true });
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        'dry-run': { type: 'boolean', default: false },
        'no-proof': { type: 'boolean', default: false },
        url: { type: 'string' },
      },
    });
    if (values.url !== undefined && !/^https?:$/.test(URL.parse(values.url)?.protocol ?? ''))
      throw new Error(`--url ${values.url}: expected an address such as https://llm.example.com`);
    return values;
  } catch (cause) {
    process.stderr.write(
      `${cause.message}\nExpected: npm run deploy -- [--dry-run] [--url <address>] [--no-proof]\n`,
    );
    return process.exit(2);
  }
}

/** Everything but the account: the bundle is put together and taken apart by wrangler, and the steps are named. */
async function rehearse() {
  const worker = readWorkerConfig();
  for (const { database_name: name } of worker.d1_databases)
    say(`database ${name}: would be made where missing`);
  for (const { bucket_name: name } of worker.r2_buckets) say(`bucket ${name}: would be made where missing`);
  for (const name of queuesOf(worker)) say(`queue ${name}: would be made where missing`);
  say('secrets WEIR_ADMIN_KEY, WEIR_SIGNING_KEY: would be asked for where missing');
  for (const { binding } of worker.d1_databases) say(`migrations of ${binding}: would be applied`);
  const bundle = await build();
  const rehearsed = await runWrangler(['deploy', bundle, '--no-bundle', '--dry-run'], { config: written });
  const size = /^Total Upload: (.*)$/m.exec(rehearsed.output)?.[1];
  if (!rehearsed.ok || size === undefined)
    throw new Error(`It would not deploy: ${reasonOf(rehearsed.output)}`);
  say(`Total Upload: ${size}`);
  say('would be deployed, and proved by one traced call');
}

async function deploy() {
  const worker = readWorkerConfig();
  // First what a person may have to answer: an unanswered question leaves nothing half made.
  const secrets = await provideSecrets({ config: written, say });
  const ids = await provideDatabases({ databases: worker.d1_databases, config: written, say });
  await writeFile(config, withIds(await readFile(written, 'utf8'), worker.d1_databases, ids));
  await provideBuckets({ names: worker.r2_buckets.map(({ bucket_name: name }) => name), config, say });
  await provideQueues({ names: queuesOf(worker), config, say });
  for (const { binding } of worker.d1_databases) await migrate(binding);
  const url = await send(await build(), secrets.missing);
  for (const [name, value] of Object.entries(secrets.made)) say(`${name}, shown this once: ${value}`);
  await prove(options.url ?? url, secrets.missing.WEIR_ADMIN_KEY ?? process.env.WEIR_ADMIN_KEY);
}

/** Whole lines of the file, so that what people wrote beside them stays. */
function withIds(toml, databases, ids) {
  return databases.reduce(
    (text, { database_name: name, database_id: local }) =>
      text.replace(`database_id = "${local}"`, `database_id = "${ids.get(name)}"`),
    toml,
  );
}

async function build() {
  const bundle = await buildWorker();
  const digest = createHash('sha256')
    .update(await readFile(bundle))
    .digest('hex');
  say(`bundle: sha256 ${digest}`);
  return bundle;
}

async function migrate(binding) {
  const applied = await runWrangler(['d1', 'migrations', 'apply', binding, '--remote'], { config });
  if (!applied.ok) throw new Error(`Migrations of ${binding} failed: ${reasonOf(applied.output)}`);
  say(
    `migrations of ${binding}: ${/No migrations to apply/i.test(applied.output) ? 'up to date' : 'applied'}`,
  );
}

/** Sends bundle, assets and missing secrets as one version. Returns the first address it is reached at. */
async function send(bundle, secrets) {
  const outputFile = path.join(scratch, 'output.ndjson');
  const secretsFile = path.join(scratch, 'secrets.json');
  await writeFile(secretsFile, JSON.stringify(secrets), { mode: 0o600 });
  const sent = await runWrangler(
    [
      'deploy',
      bundle,
      '--no-bundle',
      ...(Object.keys(secrets).length === 0 ? [] : ['--secrets-file', secretsFile]),
    ],
    { config, outputFile },
  );
  if (!sent.ok) throw new Error(`It was not deployed: ${reasonOf(sent.output)}`);
  const lines = (await readFile(outputFile, 'utf8')).split('\n').filter((line) => line !== '');
  const deployed = lines.map((line) => JSON.parse(line)).find(({ type }) => type === 'deploy');
  const targets = (deployed?.targets ?? []).filter((target) => /^https?:/.test(target));
  say(`deployed: ${targets.join(', ') || 'no address of its own'}`);
  return targets[0];
}

async function prove(url, knownKey) {
  if (options['no-proof']) {
    say('not proved: --no-proof');
    return;
  }
  if (url === undefined) throw new Error('Deployed, not proved: name its address, --url https://…');
  const adminKey =
    knownKey || (stdin.isTTY ? await ask('WEIR_ADMIN_KEY, for one traced call (not kept): ') : '');
  if (adminKey === '')
    throw new Error(
      'Deployed, not proved: put WEIR_ADMIN_KEY into the environment of this command, or leave the proof out with --no-proof.',
    );
  const { traceId, recordedAfterMs } = await proveDeployment({ url: withSlash(url), adminKey, say });
  say(`proved: trace ${traceId} was there after ${recordedAfterMs} ms`);
}

function withSlash(url) {
  return url.endsWith('/') ? url : `${url}/`;
}
