/**
 * Every route of the worker, REST and MLflow's wire, called with a key of one experiment and with every id and name of
 * another: nothing of it is read, changed, or told to exist. An answer to what is another's is the answer to what is
 * nowhere. A route that is added has to be put into one of the tables here, or the test fails.
 */
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWire } from '../helpers/mlflow-wire.ts';
import { otherTenantCalls } from '../helpers/other-tenant-calls.ts';
import { inPath, tenantCalls, type TenantCall } from '../helpers/tenant-calls.ts';
import { createTenant, namesOfNothing, type TenantNames } from '../helpers/tenants.ts';

/** The same for everybody who may call it at all, and why. */
const deploymentWide: [RegExp, string][] = [
  [/ \/(api\/v1\/)?prompts|^\w+ \/api\/v1\/prompts/, 'prompts belong to the deployment'],
  [
    / \/api\/2\.0\/mlflow\/(registered-models|model-versions|logged-models)/,
    'prompts, and models there are none of',
  ],
  [/ \/api\/v1\/scorers\/kinds$/, 'what there is to choose from'],
  [/ \/api\/v1\/settings$/, 'what the operator set, without secrets'],
  [/ \/api\/3\.0\/mlflow\/server-info$| \/version$/, 'what this server is'],
  [/ \/(health|livez|readyz|metrics)(\/.*)?$/, 'how the deployment is'],
];
/** Those need the scope admin, or sign somebody in, or are opened by a token that names what it opens. */
const otherwiseGuarded: [RegExp, string][] = [
  [/ \/api\/v1\/(keys|dead-letters|audit|redaction-rules)/, 'scope admin, which is bound to no experiment'],
  [/^PATCH \/api\/v1\/experiments\//, 'scope admin'],
  [/ \/api\/v1\/session$/, 'signs in to the dashboard, with a key'],
  [/ \/review\//, 'opened by a reviewer’s link, of one session'],
  [/ \/(api\/v1\/proxy|mlflow\/gateway|gateway|serving-endpoints)/, 'calls a provider'],
  [/ \/api\/2\.0\/serving-endpoints/, 'calls a provider'],
];
/** Pages and files of our own. */
const assets = [/^GET \/(?!api\/|ajax-api\/|feedback\/)/, /^OPTIONS /];
/** Always refused, whatever is named. */
const refused = [/\/mpu\//, /\/(scorer\/invoke|genai\/evaluate\/invoke)$/];
/** What writes traces gives what it writes an id of its own: `F171` below. */
const writing = new Set([
  'POST /v1/traces',
  'POST /api/3.0/mlflow/traces',
  'PUT /api/2.0/mlflow-artifacts/artifacts/*',
]);
const artifactRoutes = ['GET', 'DELETE'].map((method) => `${method} /api/2.0/mlflow-artifacts/artifacts/*`);

/**
 * What a bound key does not get by these names: a scorer of MLflow's is more than names, which is told elsewhere, and what
 * the experiment is called is not for a bound key to say.
 */
const needsMore = new Set([
  'POST /api/3.0/mlflow/scorers/register',
  'POST /api/2.0/mlflow/experiments/update',
]);

const wire = createWire({ WEIR_SIGNING_KEY: 'signing-key-of-the-matrix' });
const routes = [
  ...new Set(
    wire
      .routes()
      .filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/ajax-api/'))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`),
  ),
];
const matches = (route: string, table: readonly (RegExp | [RegExp, string])[]): boolean =>
  table.some((entry) => (Array.isArray(entry) ? entry[0] : entry).test(route));
const isApart = (route: string): boolean =>
  writing.has(route) ||
  matches(route, deploymentWide) ||
  matches(route, otherwiseGuarded) ||
  matches(route, refused) ||
  (!(route in tenantCalls) && matches(route, assets));
const takesNames = (route: string): boolean =>
  route in tenantCalls || artifactRoutes.includes(route) || /\{\w+\}/.test(route);
/** Lists without any name of what they list: what they show is of the key's own experiment. */
const listing = (route: string): boolean =>
  ['GET /api/v1/experiments', 'GET /api/v1/models/unpriced'].includes(route);
/** Made anew by whoever may. */
const making = new Set(['POST /api/v1/experiments', 'POST /api/2.0/mlflow/experiments/create']);
const scoped = routes.filter((route) => !isApart(route) && !making.has(route));

interface Sent {
  status: number;
  text: string;
  /** What was sent, as text. */
  request: string;
}

/** One way to call a route. */
type Way = (names: TenantNames) => TenantCall;
const usualWay = (route: string): Way => tenantCalls[route] ?? (() => ({}));

interface Call {
  route: string;
  way?: Way;
  names: TenantNames;
  key: string;
}

async function send({ route, way = usualWay(route), names, key }: Call): Promise<Sent> {
  const [method = '', template = ''] = route.split(' ');
  const call = way(names);
  const filled = template
    .replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
      const fill = inPath[parameter];
      if (fill === undefined) throw new Error(`${route}: nothing is known of the parameter ${parameter}`);
      return encodeURIComponent(fill(names));
    })
    .replace('*', `${names.experimentId}/traces/${names.traceId}/artifacts/attachments/note.txt`);
  const query = new URLSearchParams(
    Object.entries(call.query ?? {}).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  );
  const path = query.size === 0 ? filled : `${filled}?${query.toString()}`;
  const { body } = call;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const response = await wire.fetch(path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(text === undefined ? {} : { body: text }),
  });
  const request = `${decodeURIComponent(path.replaceAll('+', ' '))} ${text ?? ''}`;
  return { status: response.status, text: await response.text(), request };
}

/** The members of the names that a route is called by. */
function membersOf(route: string, way: Way): (keyof TenantNames)[] {
  const used = new Set<keyof TenantNames>();
  const nothing = namesOfNothing();
  const watched = new Proxy(nothing, {
    get(target, member) {
      used.add(member as keyof TenantNames);
      return target[member as keyof TenantNames];
    },
  });
  way(watched);
  for (const [, parameter = ''] of route.matchAll(/\{(\w+)\}/g)) inPath[parameter]?.(watched);
  if (route.endsWith('*')) void [watched.experimentId, watched.traceId];
  return [...used];
}

/** What differs from one call to the next whoever is meant. */
function withoutNames(text: string, ...all: TenantNames[]): string {
  let plain = text;
  for (const names of all) {
    const members = Object.entries(names).toSorted(([, one], [, other]) => other.length - one.length);
    for (const [member, value] of members) {
      plain =
        member === 'experimentId'
          ? plain.replaceAll(new RegExp(`(?<![\\w.])${value}(?!\\w)`, 'g'), '<experimentId>')
          : plain.replaceAll(value, `<${member}>`);
    }
  }
  return plain
    .replaceAll(/[0-9a-f]{32}/g, '<id>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
    .replaceAll(/"(request_id|digest|link|url|token)":"[^"]*"/g, '"$1":"…"')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/\b1[789]\d{11}\b/g, '<ms>');
}

type Dump = Map<string, { table: string; row: Record<string, unknown> }>;

/** All rows of both databases. */
async function dump(): Promise<Dump> {
  const rows: Dump = new Map();
  for (const [name, database] of [
    ['traces', env.TRACES],
    ['registry', env.REGISTRY],
  ] as const) {
    const tables = await database
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_%\\_%\\_%' ESCAPE '\\'
        AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'trace_text%' AND name NOT LIKE '\\_cf%' ESCAPE '\\'
        AND name NOT LIKE 'd1\\_%' ESCAPE '\\'`)
      .all<{ name: string }>();
    for (const { name: table } of tables.results) {
      const { results } = await database.prepare(`SELECT * FROM "${table}"`).all();
      for (const row of results) rows.set(`${name}.${table} ${JSON.stringify(row)}`, { table, row });
    }
  }
  return rows;
}

/** Ids that are nobody else's. */
const idsOf = (names: TenantNames): Set<string> =>
  new Set(Object.entries(names).flatMap(([member, value]) => (member.endsWith('Id') ? [value] : [])));

describe('between tenants', () => {
  const nothing = namesOfNothing();
  let foreign: { names: TenantNames; key: string };
  let own: { names: TenantNames; key: string };
  /** One who leaves other things behind. */
  let another: { names: TenantNames; key: string };
  let before: Dump;
  beforeAll(async () => {
    // Ids that are seen in an answer only where the experiment is meant.
    await env.REGISTRY.prepare(
      "INSERT INTO experiments (experiment_id, name, created_at_ms, updated_at_ms) VALUES (73501264, 'before', 0, 0)",
    ).run();
    foreign = await createTenant(wire);
    own = await createTenant(wire);
    another = await createTenant(wire);
    before = await dump();
  }, 120_000);

  it('F171 every route is in a table', () => {
    const unclassified = scoped.filter((route) => !takesNames(route) && !listing(route));
    expect(unclassified).toEqual([]);
    expect(Object.keys(tenantCalls).filter((route) => !routes.includes(route))).toEqual([]);
    expect(scoped.length).toBeGreaterThan(120);
  });

  /** Calls it with what is another's, all or one of it, and with what is nothing's, and compares. */
  async function expectNothingTold(route: string, way: Way, by: typeof own): Promise<void> {
    const members = membersOf(route, way);
    const variants = [
      { named: 'all', theirs: foreign.names, nowhere: nothing },
      ...(members.length < 2 ? [] : members).map((member) => ({
        named: member,
        theirs: { ...by.names, [member]: foreign.names[member] },
        nowhere: { ...by.names, [member]: nothing[member] },
      })),
    ];
    for (const { named, theirs, nowhere } of variants) {
      const ofTheirs = await send({ route, way, names: theirs, key: by.key });
      const ofNothing = await send({ route, way, names: nowhere, key: by.key });
      const given = Object.values(foreign.names).filter((value) => !ofTheirs.request.includes(value));
      const told = given.filter((value) => value.length > 8 && ofTheirs.text.includes(value));
      expect({ route, named, told }).toEqual({ route, named, told: [] });
      const [mine, none] = [ofTheirs, ofNothing].map(({ status, text }) => ({
        route,
        named,
        status,
        text: withoutNames(text, foreign.names, nothing, by.names),
      }));
      expect(mine).toEqual(none);
      expect(mine?.status).toBeLessThan(500);
    }
  }

  it.each(scoped)('F171 %s tells nothing of another experiment', async (route) => {
    await expectNothingTold(route, usualWay(route), own);
  });

  it.each(otherTenantCalls.map(([route, way], index) => ({ route, way, index })))(
    'F260 $route tells nothing of another experiment by way $index',
    async ({ route, way }) => {
      expect(routes).toContain(route);
      await expectNothingTold(route, way, another);
    },
  );

  it('F171 changes nothing of another experiment, and adds nothing to it', async () => {
    const after = await dump();
    const ids = idsOf(foreign.names);
    const isTheirs = ({ row }: { row: Record<string, unknown> }): boolean =>
      Object.entries(row).some(
        ([column, value]) =>
          // Callers choose both, within their own experiment and trace.
          !['caller_trace_id', 'assessment_id'].includes(column) &&
          /(^|_)id$/.test(column) &&
          ids.has(String(value)),
      );
    const lost = [...before].filter(([text, row]) => isTheirs(row) && !after.has(text));
    expect(lost.map(([text]) => text)).toEqual([]);
    const added = [...after].filter(([text, row]) => isTheirs(row) && !before.has(text));
    expect(added.map(([text]) => text)).toEqual([]);
  });

  it('F171 lets the owner do all of it', async () => {
    const destroys = (route: string): boolean => /^DELETE|delete|remove|restore/.test(route);
    const lasting = await createTenant(wire);
    const failed: string[] = [];
    for (const route of scoped) {
      if (needsMore.has(route)) continue;
      const { names, key } = destroys(route) ? await createTenant(wire) : lasting;
      for (const first of firstFor(route)) await send({ route: first, names, key });
      const { status, text } = await send({ route, names, key });
      if (status >= 300) failed.push(`${route}: ${status} ${text.slice(0, 200)}`);
    }
    expect(failed).toEqual([]);
  }, 300_000);
});

/** What has to be done first. */
function firstFor(route: string): string[] {
  if (route.endsWith('/delete-experiment-tag')) return [route.replace('delete-', 'set-')];
  return route.endsWith('/restore') ? [route.replace('restore', 'delete')] : [];
}
