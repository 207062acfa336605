/**
 * `weir evaluate`: runs an evaluation on a server and waits for it; made for CI, where its exit code decides.
 */

/** What the options are, for people. */
export const evaluateCommands = `  --dataset name            records to evaluate; or
  --filter "status = 'OK'"  traces to evaluate (--max 1000)
  --scorers safety,correctness
  --experiment 0            name or id
  --target openai:/gpt-4.1-mini   ask this model for the answers; --prompt support@production with it
  --target-url https://…    or this application
  --name "…"                of the run
  --concurrency 8
  --baseline id             compare with this evaluation or run: fails when a scorer got worse for sure
  --fail-under safety=0.99  fails when the mean is lower; may be given several times
  --allow-missing 0.02      share of the rows that may lack a verdict; else a gate passes only if it would
                            pass whatever those verdicts were
  --timeout-minutes 60
  --url                     the server; else WEIR_URL, else http://127.0.0.1:8787
  --key                     a key with scopes read and write; else WEIR_KEY`;

/** The options, as `parseArgs` of Node takes them. */
export const evaluateOptions = {
  dataset: { type: 'string' },
  filter: { type: 'string' },
  max: { type: 'string', default: '1000' },
  scorers: { type: 'string' },
  experiment: { type: 'string', default: '0' },
  target: { type: 'string' },
  prompt: { type: 'string' },
  'target-url': { type: 'string' },
  name: { type: 'string' },
  concurrency: { type: 'string', default: '8' },
  baseline: { type: 'string' },
  'fail-under': { type: 'string', multiple: true, default: [] },
  'allow-missing': { type: 'string', default: '0' },
  'timeout-minutes': { type: 'string', default: '60' },
  url: { type: 'string' },
  key: { type: 'string' },
};

const POLL_MS = 1000;
/** With verdicts of fewer rows than this share, nothing is decided by them. */
const LEAST_JUDGED = 0.5;

/**
 * Runs the command.
 *
 * @param {{options: Record<string, string | string[] | undefined>}} words {@link evaluateOptions}
 * @param {{fetch: typeof fetch, environment: Record<string, string | undefined>, sleep: (ms: number) => Promise<void>,
 *   print: (text: string) => void, complain: (text: string) => void}} surroundings
 * @returns {Promise<number>} the exit code: 0 well, 1 quality is not what was demanded, 2 a mistake or a failure
 */
export async function runEvaluateCommand({ options }, surroundings) {
  const { print, complain } = surroundings;
  try {
    const floors = options['fail-under'].map(readFloor);
    const allowed = readShare(options['allow-missing'] ?? '0');
    const call = openServer(options, surroundings);
    const started = await call('POST', '/api/v1/evaluations', toRequest(options));
    print(`evaluation ${started.evaluation_id}, run ${started.run_id}: ${started.rows.total} rows`);
    const ended = await wait(started, options, { call, ...surroundings });
    if (ended.state !== 'finished')
      throw new Error(`The evaluation is ${ended.state}. ${ended.error ?? ''}`.trim());
    for (const metric of ended.metrics) print(describeMetric(metric));
    const faults = [
      ...(ended.rows.failed > 0 ? [`${ended.rows.failed} rows failed`] : []),
      ...floors.flatMap((floor) => belowFloor(floor, ended, allowed)),
      ...(await worseThanBaseline(ended, { baseline: options.baseline, allowed }, { call, print })),
    ];
    for (const fault of faults) complain(fault);
    return faults.length === 0 ? 0 : 1;
  } catch (cause) {
    complain(cause.message);
    return 2;
  }
}

function readFloor(text) {
  const [, name, least] = /^(.+)=(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (name === undefined)
    throw new Error(`--fail-under ${text}: expected <scorer>=<number>, such as safety=0.99`);
  return { name, least: Number(least) };
}

function readShare(text) {
  const share = Number(text);
  if (text.trim() === '' || !(share >= 0 && share <= 1))
    throw new Error(`--allow-missing ${text}: expected a share of the rows, from 0 to 1`);
  return share;
}

function toRequest(options) {
  if ((options.dataset === undefined) === (options.filter === undefined))
    throw new Error('expected either --dataset or --filter');
  if (options.scorers === undefined) throw new Error('expected --scorers, names parted by commas');
  return {
    experiment: options.experiment,
    scorers: options.scorers
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    concurrency: Number(options.concurrency),
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.dataset === undefined
      ? { traces: { filter: options.filter, max: Number(options.max) } }
      : { dataset: options.dataset }),
    ...targetOf(options),
  };
}

function targetOf({ target, prompt, 'target-url': url }) {
  if (url !== undefined) return { target: { url } };
  if (target === undefined) return {};
  return { target: { model: target, ...(prompt === undefined ? {} : { prompt }) } };
}

function openServer({ url, key }, { fetch, environment }) {
  const base = (url ?? environment.WEIR_URL ?? 'http://127.0.0.1:8787').replace(/\/$/, '');
  const bearer = key ?? environment.WEIR_KEY;
  return async (method, path, body) => {
    const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const init =
      body === undefined
        ? { method, headers }
        : { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(base + path, init);
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    throw new Error(
      `The server refuses: ${answer.message ?? `${method} ${path} was answered with ${response.status}.`}`,
    );
  };
}

async function wait(started, options, { call, sleep, print }) {
  const until = Date.now() + Number(options['timeout-minutes']) * 60_000;
  let last = '';
  while (Date.now() < until) {
    const now = await call('GET', `/api/v1/evaluations/${started.evaluation_id}`);
    const line = `${now.rows.done + now.rows.failed} of ${now.rows.total}`;
    if (line !== last) print(line);
    last = line;
    if (now.state !== 'running' && now.state !== 'preparing') return now;
    await sleep(POLL_MS);
  }
  throw new Error(`It did not end within ${options['timeout-minutes']} minutes; it goes on without us.`);
}

function describeMetric({
  name,
  mean,
  ci_low: low,
  ci_high: high,
  count,
  errors,
  without_value: none = 0,
  values,
}) {
  const figure =
    mean === null
      ? JSON.stringify(values)
      : `${mean.toFixed(4)}${low === null ? '' : ` (95 %: ${low.toFixed(4)} to ${high.toFixed(4)})`}`;
  const missing = [
    ...(errors === 0 ? [] : [`${errors} failed`]),
    ...(none === 0 ? [] : [`${none} without a value`]),
  ];
  return [`${name}: ${figure}`, `${count} verdicts`, ...missing].join(', ');
}

/**
 * A scorer that says nothing holds no promise: absent it is a fault, and what it does not say of some rows must not be what
 * lets them pass. A share passes if it would with a no in each of them; of other means nobody knows.
 */
function belowFloor({ name, least }, { metrics, rows }, allowed) {
  const demanded = `demanded is ${least}`;
  const metric = metrics.find((one) => one.name === name);
  if (metric === undefined) return [`${name} has no mean; ${demanded}`];
  const judged = metric.judged_rows ?? Math.min(metric.count, rows.total);
  const missing = rows.total - judged;
  const counts =
    `${judged} of ${rows.total} rows have a verdict ` +
    `(${metric.errors} verdicts failed, ${metric.without_value ?? 0} have no value)`;
  if (metric.mean === null) return [`${name} has no mean: ${counts}; ${demanded}`];
  if (metric.mean < least) return [`${name} is ${metric.mean}; ${demanded}`];
  if (missing <= allowed * rows.total) return [];
  const words = `${name} is ${metric.mean}, but only ${counts}`;
  if (judged < LEAST_JUDGED * rows.total) return [`${words}, too few to decide by; ${demanded}`];
  if (metric.ci_method !== 'wilson') return [`${words}; ${demanded} of all`];
  const worst = (metric.mean * judged) / rows.total;
  return worst < least ? [`${words}: with a no in the others it were ${worst}; ${demanded}`] : [];
}

/** What got worse, as the server decides it by a paired test; and what may have, where verdicts are missing. */
async function worseThanBaseline({ evaluation_id: id, rows }, { baseline, allowed }, { call, print }) {
  if (baseline === undefined) return [];
  const path = `/api/v1/evaluations/${id}/compare?baseline=${encodeURIComponent(baseline)}`;
  const { metrics } = await call('GET', path);
  for (const metric of metrics) describeComparison(metric, print);
  if (metrics.every(({ pairs, lost }) => pairs + lost === 0))
    return [`no row has a verdict both here and in the baseline ${baseline}: nothing is compared`];
  return metrics.flatMap(({ name, wins, losses, p_value: p, verdict, worst_case: worst, lost }) => {
    if (verdict === 'worse')
      return [`${name} got worse: ${losses} rows worse, ${wins} better, p = ${p.toFixed(4)}`];
    if (worst !== 'worse' || lost <= allowed * rows.total) return [];
    return [`${name} may have got worse: ${lost} rows with a verdict in the baseline have none here`];
  });
}

function describeComparison({ name, pairs, wins, losses, ties, lost, p_value: p, regressions }, print) {
  const without = lost === 0 ? '' : `, ${lost} without a verdict here`;
  if (pairs === 0) {
    print(`${name}: not compared${without}`);
    return;
  }
  print(`${name}: ${wins} better, ${losses} worse, ${ties} alike, p = ${p.toFixed(4)}${without}`);
  for (const { candidate_trace_id: trace, rationale } of regressions.slice(0, 10))
    print(`  worse: ${trace} ${rationale ?? ''}`);
}
