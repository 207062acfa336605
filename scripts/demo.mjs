/**
 * `npm run demo`: fills a running Weir with a month of traffic, by the ways that everybody else uses: OpenTelemetry for
 * the past, the proxy and the built-in model for the present, feedback, judges' verdicts, prompts, a dataset.
 * WEIR_URL names the instance (default http://127.0.0.1:8787), WEIR_KEY an admin key where one is needed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { makeMonth } from './demo/month.mjs';
import { complaints, createDraw, prompts, scenes } from './demo/scenes.mjs';

const SEED = 20_261;
const SPANS_PER_REQUEST = 60;
const AT_ONCE = 8;
const LIVE_CALLS = 24;
const ARRIVAL_ATTEMPTS = 60;

const origin = process.env.WEIR_URL ?? `http://127.0.0.1:${process.env.PORT ?? '8787'}`;
const key = process.env.WEIR_KEY;
const draw = createDraw(SEED);

await waitForWeir();
await makePrompts();
const month = makeMonth(draw, Date.now());
await sendMonth(month);
say(`${month.length} calls of the last month`);
await judge(month);
const live = await callNow();
say(`${live.length} calls through the proxy`);
await makeDataset(month);
say(`Look at it: ${origin}/`);

function say(text) {
  process.stdout.write(`${text}\n`);
}

async function ask(path, { method = 'GET', body, headers = {}, accept = [] } = {}) {
  const response = await fetch(origin + path, {
    method,
    headers: {
      ...(key === undefined ? {} : { 'x-weir-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok && !accept.includes(response.status)) {
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
  return response;
}

async function waitForWeir() {
  try {
    await ask('/health', { accept: [503] });
  } catch {
    process.stderr.write(`No Weir answers at ${origin}. Start one with: npm start\n`);
    process.exit(1);
  }
}

async function makePrompts() {
  for (const [name, { description, versions, user }] of Object.entries(prompts)) {
    const existing = await ask(`/api/v1/prompts/${name}`, { accept: [404] });
    if (existing.ok) continue;
    for (const [index, { message, system }] of versions.entries()) {
      const template = [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ];
      const path = index === 0 ? '/api/v1/prompts' : `/api/v1/prompts/${name}/versions`;
      const body = { template, commit_message: message, author: 'demo', ...(index === 0 ? { name } : {}) };
      await ask(path, { method: 'POST', body });
    }
    await ask(`/api/v1/prompts/${name}`, { method: 'PATCH', body: { description } });
    await ask(`/api/v1/prompts/${name}/aliases/production`, {
      method: 'PUT',
      body: { version: versions.length },
    });
  }
  say(`${Object.keys(prompts).length} prompts`);
}

async function sendMonth(calls) {
  for (const { experiment } of scenes) {
    const spans = calls.filter(({ scene }) => scene.experiment === experiment).flatMap((call) => call.spans);
    for (let index = 0; index < spans.length; index += SPANS_PER_REQUEST) {
      const part = spans.slice(index, index + SPANS_PER_REQUEST);
      await ask('/v1/traces', {
        method: 'POST',
        headers: { 'x-weir-experiment': experiment },
        body: {
          resourceSpans: [{ resource: {}, scopeSpans: [{ scope: { name: experiment }, spans: part }] }],
        },
      });
    }
  }
}

/** Judges look at some calls, people at fewer. */
async function judge(calls) {
  const said = [];
  for (const { traceId, passed, failed, scene } of calls) {
    if (failed) continue;
    const rationale = passed ? null : draw.one(complaints[scene.experiment]);
    if (draw.chance(0.35)) {
      const source = { source_type: 'LLM_JUDGE', source_id: 'openai:/gpt-4.1-mini' };
      said.push([
        traceId,
        { name: 'correctness', feedback: { value: passed ? 'yes' : 'no' }, source, rationale },
      ]);
    }
    if (draw.chance(0.2)) {
      const source = { source_type: 'CODE', source_id: 'short-enough' };
      said.push([traceId, { name: 'conciseness', feedback: { value: draw.chance(0.93) }, source }]);
    }
    if (draw.chance(0.12)) {
      const source = { source_type: 'HUMAN', source_id: `customer-${draw.whole(1, 60)}` };
      const content = draw.chance(passed ? 0.94 : 0.25);
      said.push([
        traceId,
        { name: 'thumbs', feedback: { value: content }, source, rationale: content ? null : rationale },
      ]);
    }
  }
  await inTurns(said, ([traceId, body]) =>
    ask(`/api/v1/traces/${traceId}/assessments`, { method: 'POST', body }),
  );
  say(`${said.length} verdicts`);
}

/** Calls of this moment, with the good and bad manners of the built-in model. */
async function callNow() {
  const manners = ['', '', 'latency=300&tokens=80', 'tokens=160', 'latency=900', 'error=429'];
  const questions = scenes.flatMap(({ turns }) => turns.map(([question]) => question));
  const calls = Array.from({ length: LIVE_CALLS }, () => ({
    knobs: draw.one(manners),
    question: draw.one(questions),
  }));
  const traceIds = [];
  await inTurns(calls, async ({ knobs, question }) => {
    const response = await ask('/demo/v1/chat/completions', {
      method: 'POST',
      headers: {
        'x-weir-experiment': 'support-bot',
        'x-weir-user': `customer-${draw.whole(1, 60)}`,
        ...(knobs === '' ? {} : { 'x-demo-knobs': knobs }),
      },
      body: { model: 'demo', stream: true, messages: [{ role: 'user', content: question }] },
      accept: [429],
    });
    await response.text();
    traceIds.push(response.headers.get('x-weir-trace-id'));
  });
  return traceIds;
}

/** What the judges did not like, to do better on. */
async function makeDataset(calls) {
  const created = await ask('/api/v1/datasets', {
    method: 'POST',
    body: { name: 'hard-questions' },
    accept: [400, 409],
  });
  if (!created.ok) return;
  const { dataset } = await created.json();
  const traceIds = calls
    .filter(({ passed, failed, scene }) => !passed && !failed && scene.prompt !== null)
    .slice(-12);
  const body = { trace_ids: traceIds.map(({ traceId }) => traceId) };
  for (let attempt = 0; attempt < ARRIVAL_ATTEMPTS; attempt++) {
    const added = await ask(`/api/v1/datasets/${dataset.dataset_id}/records/from-traces`, {
      method: 'POST',
      body,
      accept: [404],
    });
    if (added.ok) break;
    await sleep(1000);
  }
  say('1 dataset');
}

/** Runs tasks a few at a time. */
async function inTurns(tasks, run) {
  const waiting = [...tasks];
  const work = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await run(task);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
