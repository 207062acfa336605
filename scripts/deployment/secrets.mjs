/** The secrets of a deployment: which it has, and what those are that it still needs. */
import { randomBytes } from 'node:crypto';
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { reasonOf, runWrangler } from './wrangler.mjs';

const LEAST_CHARACTERS = 16;
/** Both are needed; of these people need to know only the first. */
const NEEDED = [
  { name: 'WEIR_ADMIN_KEY', what: 'manages the deployment and makes keys', mayBeMadeUnseen: false },
  {
    name: 'WEIR_SIGNING_KEY',
    what: 'signs feedback tokens and review links',
    mayBeMadeUnseen: true,
  },
];

/**
 * Secrets that the deployment lacks: from the environment, else asked for, else made.
 *
 * @returns {Promise<{missing: Record<string, string>, made: Record<string, string>}>} all that is to be sent, and of it what was
 *   made here and is to be shown
 * @throws Error when one is needed that only a person can give, and nobody can be asked
 */
export async function provideSecrets({ config, say }) {
  const present = await listSecrets(config);
  const missing = {};
  const made = {};
  for (const { name, what, mayBeMadeUnseen } of NEEDED) {
    if (present.has(name)) {
      say(`secret ${name}: is set`);
      continue;
    }
    const given = process.env[name] || (stdin.isTTY ? await ask(`${name} (${what}; Enter makes one): `) : '');
    if (given !== '' && given.length < LEAST_CHARACTERS)
      throw new Error(`${name}: expected at least ${LEAST_CHARACTERS} characters.`);
    if (given === '' && !stdin.isTTY && !mayBeMadeUnseen)
      throw new Error(`${name} is not set yet. Put it into the environment of this command.`);
    missing[name] = given || randomBytes(32).toString('base64url');
    if (given === '' && !mayBeMadeUnseen) made[name] = missing[name];
    say(`secret ${name}: ${given === '' ? 'made' : 'given'}`);
  }
  return { missing, made };
}

async function listSecrets(config) {
  const listed = await runWrangler(['secret', 'list'], { config });
  if (listed.ok)
    return new Set(JSON.parse(listed.stdout.slice(listed.stdout.indexOf('['))).map(({ name }) => name));
  // Of nothing else: secrets that are taken for missing would be made anew over those that are there.
  if (/Worker "[^"]*" not found/i.test(listed.output)) return new Set();
  throw new Error(`The deployment's secrets cannot be listed: ${reasonOf(listed.output)}`);
}

/** Asks on the terminal, without showing what is typed. */
export async function ask(question) {
  stdout.write(question);
  const silent = new Writable({ write: (_, __, done) => done() });
  const reader = createInterface({ input: stdin, output: silent, terminal: true });
  try {
    return (await reader.question('')).trim();
  } finally {
    reader.close();
    stdout.write('\n');
  }
}
