/** The fixture provider and a Weir before it, as `npm start` runs it, with a provider row for each delay. */
import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, until } from '../../scripts/local-programs.mjs';
import { stored } from '../sdk/support/stored-credentials.ts';
import { startUpstream, type CallNote } from '../sdk/upstream/server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const START_MS = 180_000;

/** Where each provider stands at the fixture. */
const BASE_PATHS = {
  openai: '/openai/v1',
  anthropic: '/anthropic/v1',
  google: '/google/v1beta',
  mistral: '/mistral/v1',
  groq: '/groq/openai/v1',
  cohere: '/cohere/v2',
  ollama: '/ollama',
  bedrock: '/bedrock',
};

/** Both, running. */
export interface Place {
  /** Weir's origin. */
  weir: string;
  /** A Weir key that may call providers, for libraries that cannot do without one. */
  key: string;
  /** What the provider received so far. */
  notes(): Promise<CallNote[]>;
  close(): Promise<void>;
}

/** Starts them; Weir's data and log lie in `work`. */
export async function startPlace(work: string): Promise<Place> {
  const upstream = await startUpstream(stored.AWS_SECRET_ACCESS_KEY);
  const port = await freePort();
  const weir = `http://127.0.0.1:${port}`;
  const log = path.join(work, 'weir.log');
  const child = spawn(process.execPath, [path.join(root, 'scripts/start.mjs')], {
    cwd: root,
    env: {
      ...process.env,
      ...stored,
      PORT: String(port),
      WEIR_DATA_DIR: path.join(work, 'weir'),
      WEIR_PROVIDERS: JSON.stringify(providerRows(upstream.origin)),
    },
    stdio: ['ignore', openSync(log, 'w'), openSync(log, 'a')],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
    await upstream.close();
  };
  try {
    await until(`${weir}/health`, START_MS);
  } catch (cause) {
    await close();
    throw new Error(`Weir did not start: ${readFileSync(log, 'utf8').slice(-2000)}`, { cause });
  }
  const notes = async () => {
    const answer = await fetch(`${upstream.origin}/fixture/calls`);
    return (await answer.json()) as CallNote[];
  };
  return { weir, key: await createKey(weir), notes, close };
}

async function createKey(weir: string): Promise<string> {
  const answer = await fetch(`${weir}/api/v1/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'clients', scopes: ['proxy'] }),
  });
  if (!answer.ok) throw new Error(`no key: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { key: string }).key;
}

function providerRows(origin: string): Record<string, object> {
  return Object.fromEntries(
    Object.entries(BASE_PATHS).flatMap(([name, base]) =>
      [0, 1, 50].map((delayMs) => [
        `${name}-${delayMs}`,
        { like: name, baseUrl: `${origin}/after/${delayMs}${base}` },
      ]),
    ),
  );
}
