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
  'timeout-minutes': { type: 'string', default: '60' },
  url: { type: 'string' },
  key: { type: 'string' },
};

const POLL_MS = 1000;
/** A difference that chance gives less often than this is taken for one. */
const SIGNIFICANT = 0.05;

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
    const call = openServer(options, surroundings);
    const started = await call('POST', '/api/v1/evaluations', toRequest(options));
    print(`evaluation ${started.evaluation_id}, run ${started.run_id}: ${started.rows.total} rows`);
    const ended = await wait(started, options, { call, ...surroundings });
    if (ended.state !== 'finished')
      throw new Error(`The evaluation is ${ended.state}. ${ended.error ?? ''}`.trim());
    for (const metric of ended.metrics) print(describeMetric(metric));
    const faults = [
      ...(ended.rows.failed > 0 ? [`${ended.rows.failed} rows failed`] : []),
      ...floors.flatMap((floor) => belowFloor(floor, ended.metrics)),
      ...(await worseThanBaseline(ended, options, { call, print })),
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

function describeMetric({ name, mean, ci_low: low, ci_high: high, count, errors, values }) {
  const figure =
    mean === null
      ? JSON.stringify(values)
      : `${mean.toFixed(4)}${low === null ? '' : ` (95 %: ${low.toFixed(4)} to ${high.toFixed(4)})`}`;
  return `${name}: ${figure}, ${count} verdicts${errors === 0 ? '' : `, ${errors} without a value`}`;
}

/** A scorer that says nothing holds no promise: absent, it is a fault too. */
function belowFloor({ name, least }, metrics) {
  const metric = metrics.find((one) => one.name === name);
  if (metric === undefined || metric.mean === null) return [`${name} has no mean; demanded is ${least}`];
  return metric.mean < least ? [`${name} is ${metric.mean}; demanded is ${least}`] : [];
}

async function worseThanBaseline({ evaluation_id: id }, { baseline }, { call, print }) {
  if (baseline === undefined) return [];
  const path = `/api/v1/evaluations/${id}/compare?baseline=${encodeURIComponent(baseline)}`;
  const { metrics } = await call('GET', path);
  return metrics.flatMap(({ name, wins, losses, ties, difference, p_value: p, regressions }) => {
    print(`${name}: ${wins} better, ${losses} worse, ${ties} alike, p = ${p?.toFixed(4) ?? '?'}`);
    for (const { candidate_trace_id: trace, rationale } of regressions.slice(0, 10))
      print(`  worse: ${trace} ${rationale ?? ''}`);
    return difference < 0 && p !== null && p < SIGNIFICANT ? [`${name} got worse by ${-difference}`] : [];
  });
}
