/**
 * The demo's quality: scorers that judge the month as it comes, a schedule, alerts, and evaluations to compare. Code scorers
 * say what is so; the demo model stands in for a judge, and says with each verdict that it is none.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { scenes } from './scenes.mjs';

const EVALUATION_ATTEMPTS = 120;
const DAY_MS = 86_400_000;
const demoJudge = 'demo:/demo';

/** By experiment: what is registered, and the share of traces it judges. */
const scorers = [
  {
    experiment: 'support-bot',
    name: 'short_enough',
    scorer: { code: 'length_bound', options: { maximum: 160 } },
    sample_rate: 0.3,
    filter: "status = 'OK'",
  },
  {
    experiment: 'support-bot',
    name: 'fast_enough',
    scorer: { code: 'latency_threshold', options: { maximumMs: 1500 } },
    sample_rate: 0.3,
    filter: "status = 'OK'",
  },
  {
    experiment: 'support-bot',
    name: 'no_personal_data',
    scorer: { code: 'no_personal_data' },
    sample_rate: 0.2,
  },
  {
    experiment: 'support-bot',
    name: 'kindness',
    scorer: {
      instructions: 'Is {{ outputs }} kind and to the point, given that a customer wrote {{ inputs }}?',
      model: demoJudge,
    },
    sample_rate: 0.05,
    filter: "status = 'OK'",
  },
  {
    experiment: 'support-bot',
    name: 'relevance_to_query',
    scorer: { builtin: 'RelevanceToQuery', model: demoJudge },
    sample_rate: 0,
  },
  {
    experiment: 'shop-search',
    name: 'json_validity',
    scorer: { code: 'json_validity', options: { requiredMembers: ['category'] } },
    sample_rate: 0.3,
    filter: "status = 'OK'",
  },
  {
    experiment: 'shop-search',
    name: 'cheap_enough',
    scorer: { code: 'cost_threshold', options: { maximumUsd: 0.0003 } },
    sample_rate: 0.3,
    filter: "status = 'OK'",
  },
  {
    experiment: 'code-review',
    name: 'names_the_line',
    scorer: { code: 'regex_match', options: { pattern: 'line \\d', ignoreCase: true } },
    sample_rate: 0.5,
    filter: "status = 'OK'",
  },
];

/** Questions with what a good answer says; the rows of the evaluations. */
const records = scenes[0].turns.map(([question, answer]) => ({
  inputs: { question },
  expectations: { expected_response: answer },
}));

/** What is tried on them: the old prompt and the new one, which answers shorter. */
const candidates = [
  { name: 'first prompt', model: 'demo:/demo', prompt: 'support-answer/1' },
  { name: 'short answers', model: 'demo:/demo?tokens=24', prompt: 'support-answer/3' },
];

const evaluationScorers = [
  'no_personal_data',
  'relevance_to_query',
  { name: 'brief', scorer: { code: 'length_bound', options: { maximum: 142 } } },
  { name: 'ends_its_sentence', scorer: { code: 'regex_match', options: { pattern: '[.!?]$' } } },
];

/**
 * Registers the scorers that are not there yet, so that what comes from now on is judged.
 *
 * @param {(path: string, options?: object) => Promise<Response>} ask
 */
export async function registerScorers(ask) {
  for (const scorer of scorers) {
    await ensureExperiment(ask, scorer.experiment);
    const path = `/api/v1/scorers/${scorer.name}?experiment=${scorer.experiment}`;
    const existing = await ask(path, { accept: [404] });
    if (!existing.ok) await ask('/api/v1/scorers', { method: 'POST', body: scorer });
  }
  return scorers.length;
}

/** Experiments are made by the first call that names them; scorers come before. */
async function ensureExperiment(ask, name) {
  const path = '/api/2.0/mlflow/experiments/create';
  await ask(path, { method: 'POST', body: { name }, accept: [400, 409] });
}

/** What runs by the clock, over the last days too. */
export async function makeSchedule(ask) {
  const body = {
    experiment: 'support-bot',
    name: 'relevance of slow answers',
    cron: '0 3 * * *',
    filter: "status = 'OK' AND trace.execution_time_ms > 2000",
    scorers: ['relevance_to_query'],
  };
  const created = await ask('/api/v1/schedules', { method: 'POST', body, accept: [400, 409] });
  if (!created.ok) return false;
  const { schedule_id: id } = await created.json();
  const span = {
    from: new Date(Date.now() - 7 * DAY_MS).toISOString(),
    to: new Date().toISOString(),
  };
  await ask(`/api/v1/schedules/${id}/backfill`, { method: 'POST', body: span });
  return true;
}

/** Rules that tell nobody as long as all is well: the address is one that cannot be. */
export async function makeAlerts(ask) {
  const common = {
    experiment: 'support-bot',
    window_seconds: 86_400,
    webhook_url: 'https://hooks.example/quality',
  };
  const alerts = [
    {
      ...common,
      name: 'Answers get too long',
      metric: { of: 'score', scorer: 'short_enough' },
      condition: { kind: 'below', threshold: 0.2 },
      window_seconds: 604_800,
    },
    {
      ...common,
      name: 'Latency rises',
      metric: { of: 'latency_ms' },
      condition: { kind: 'rise', share: 3, baseline_seconds: 604_800 },
    },
  ];
  for (const body of alerts) await ask('/api/v1/alerts', { method: 'POST', body, accept: [400, 409] });
  return alerts.length;
}

/**
 * Judges answers of the last week again, and tries two prompts on the same questions.
 *
 * @returns {Promise<number>} how many evaluations there are
 */
export async function makeEvaluations(ask) {
  const created = await ask('/api/v1/datasets', {
    method: 'POST',
    body: { name: 'support-questions' },
    accept: [400, 409],
  });
  if (!created.ok) return 0;
  const { dataset } = await created.json();
  await ask(`/api/v1/datasets/${dataset.dataset_id}/records`, { method: 'POST', body: { records } });
  // The calls of this moment are not of the week.
  const span = {
    from: new Date(Date.now() - 7 * DAY_MS).toISOString(),
    to: new Date(Date.now() - DAY_MS / 24).toISOString(),
  };
  await evaluate(ask, {
    name: 'answers of the last week',
    traces: { filter: "status = 'OK'", ...span, max: 60 },
    scorers: ['short_enough', 'fast_enough', 'no_personal_data'],
  });
  for (const { name, model, prompt } of candidates) {
    const target = { model, prompt };
    await evaluate(ask, { name, dataset: dataset.dataset_id, scorers: evaluationScorers, target });
  }
  return candidates.length + 1;
}

async function evaluate(ask, body) {
  const path = '/api/v1/evaluations';
  const started = await ask(path, { method: 'POST', body: { experiment: 'support-bot', ...body } });
  const { evaluation_id: id } = await started.json();
  for (let attempt = 0; attempt < EVALUATION_ATTEMPTS; attempt++) {
    const { state } = await (await ask(`${path}/${id}`)).json();
    if (state !== 'preparing' && state !== 'running') return;
    await sleep(500);
  }
}
