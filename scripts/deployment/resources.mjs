/** Makes what a deployment needs and the account does not have yet. Each may run again and changes nothing then. */
import { reasonOf, runWrangler } from './wrangler.mjs';

/** The tree carries ids that mean a database on this machine. */
const LOCAL_ID = /^0{8}-/;
/** As the platform answers for a name that is in use by this account. */
const EXISTS = /already (?:exists|taken)|code: (?:10004|11009)/i;

/**
 * Finds the databases by name, and makes those that are missing.
 *
 * @param {{database_name: string, database_id: string}[]} databases of wrangler.toml
 * @returns {Promise<Map<string, string>>} id by name
 * @throws Error with the platform's reason
 */
export async function provideDatabases({ databases, config, say }) {
  const known = await listDatabases(config);
  for (const { database_name: name, database_id: written } of databases) {
    if (!LOCAL_ID.test(written)) {
      known.set(name, written);
      say(`database ${name}: ${written}, as wrangler.toml says`);
      continue;
    }
    const existing = known.get(name);
    if (existing !== undefined) {
      say(`database ${name}: exists`);
      continue;
    }
    const made = await runWrangler(['d1', 'create', name], { config });
    if (!made.ok) throw new Error(`The database ${name} could not be made: ${reasonOf(made.output)}`);
    const id = (await listDatabases(config)).get(name);
    if (id === undefined) throw new Error(`The database ${name} was made, but the account does not list it.`);
    known.set(name, id);
    say(`database ${name}: made`);
  }
  return known;
}

async function listDatabases(config) {
  const listed = await runWrangler(['d1', 'list', '--json'], { config });
  if (!listed.ok) throw new Error(`The account's databases cannot be listed: ${reasonOf(listed.output)}`);
  const text = listed.stdout.slice(listed.stdout.indexOf('['));
  return new Map(JSON.parse(text).map(({ name, uuid }) => [name, uuid]));
}

/**
 * Makes buckets that are missing.
 *
 * @throws Error with the platform's reason
 */
export function provideBuckets({ names, config, say }) {
  return provide({ what: 'bucket', verb: ['r2', 'bucket'], names }, { config, say });
}

/**
 * Makes queues that are missing.
 *
 * @throws Error with the platform's reason
 */
export function provideQueues({ names, config, say }) {
  return provide({ what: 'queue', verb: ['queues'], names }, { config, say });
}

/** What a list shows need not be made; it may be one page of many, so that a name in use is no failure either. */
async function provide({ what, verb, names }, { config, say }) {
  const listed = await runWrangler([...verb, 'list'], { config });
  const known = new Set(listed.ok ? listed.stdout.split(/[\s│|]+/) : []);
  for (const name of names) {
    const made = known.has(name) ? null : await runWrangler([...verb, 'create', name], { config });
    if (made?.ok === true) say(`${what} ${name}: made`);
    else if (made === null || EXISTS.test(made.output)) say(`${what} ${name}: exists`);
    else throw new Error(`The ${what} ${name} could not be made: ${reasonOf(made.output)}`);
  }
}

/** Every queue that wrangler.toml names, those for what failed included. */
export function queuesOf(config) {
  const { producers, consumers } = config.queues;
  return [
    ...new Set([
      ...producers.map(({ queue }) => queue),
      ...consumers.flatMap(({ queue, dead_letter_queue: dead }) => (dead ? [queue, dead] : [queue])),
    ]),
  ];
}
