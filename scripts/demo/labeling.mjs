/**
 * People who look at answers: questions, three sessions, and reviewers who open their links and answer as the review app
 * does. One session is under way, one has just begun, one is closed.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { complaints } from './scenes.mjs';

const MARA = 'mara@lindbeck.example';
const JONAS = 'jonas@lindbeck.example';
const ARRIVAL_ATTEMPTS = 60;
const IDA = 'ida@lindbeck.example';

const questions = {
  'support-bot': [
    {
      name: 'is_correct',
      title: 'Is the answer correct?',
      instruction: 'Compare it with the handbook.',
      enable_comment: true,
      input: { pass_fail: { positive_label: 'Correct', negative_label: 'Incorrect' } },
    },
    {
      name: 'tone',
      title: 'How does it sound?',
      input: { categorical: { options: ['Kind', 'Neutral', 'Curt'], multi_select: false } },
    },
    {
      name: 'helpfulness',
      title: 'How helpful is it?',
      instruction: '1: not at all. 5: nothing left to ask.',
      input: { numeric: { min_value: 1, max_value: 5 } },
    },
  ],
  'shop-search': [
    {
      name: 'keeps_the_wish',
      title: 'Does the query keep what the customer wants?',
      enable_comment: true,
      input: { pass_fail: { positive_label: 'Yes', negative_label: 'No' } },
    },
    {
      name: 'ideal_query',
      title: 'What should the query have been?',
      type: 'EXPECTATION',
      input: { text: { max_length: 500 } },
    },
  ],
};

/** What reviewers would have said instead. */
const better = {
  'support-bot':
    'I am sorry for the trouble. It is on its way and reaches you by **Thursday**; should it not, write to me and I send another.',
  'shop-search': '{"category":"all","text":"what the customer typed","sort":"rating"}',
};

const sessions = [
  {
    experiment: 'support-bot',
    name: 'Tone of voice',
    description: 'After the new system prompt: do we still sound like ourselves?',
    asks: ['tone', 'helpfulness'],
    traces: 10,
    reviewers: { [IDA]: 1, [MARA]: 1 },
    closed: true,
  },
  {
    experiment: 'shop-search',
    name: 'Rewritten queries',
    description: 'Queries that customers of the shop typed, and what we made of them.',
    asks: ['keeps_the_wish', 'ideal_query'],
    traces: 12,
    reviewers: { [IDA]: 0.3, [JONAS]: 0 },
  },
  {
    experiment: 'support-bot',
    name: 'Support answers, this week',
    description: 'Is what we tell customers right, and is it kind?',
    asks: ['is_correct', 'tone', 'helpfulness'],
    traces: 18,
    reviewers: { [MARA]: 1, [JONAS]: 0.75 },
    dataset: 'hard-questions',
  },
];

/**
 * Makes them, once.
 *
 * @param {{ask: Function, draw: object, calls: object[]}} options `ask` calls Weir; `calls` of the month
 * @returns {Promise<number>} how many items were reviewed; 0 when the questions are there already, or links cannot be signed
 */
export async function makeLabeling({ ask, draw, calls }) {
  for (const [experiment, schemas] of Object.entries(questions)) {
    for (const schema of schemas) {
      const body = { experiment, ...schema };
      const made = await ask('/api/v1/label-schemas', { method: 'POST', body, accept: [400, 409] });
      if (!made.ok) return 0;
    }
  }
  let reviewed = 0;
  for (const session of sessions) reviewed += await makeSession({ ask, draw, calls, session });
  return reviewed;
}

async function makeSession({ ask, draw, calls, session }) {
  const { experiment, name, description, asks, dataset = null } = session;
  const items = calls.filter(({ scene, failed }) => scene.experiment === experiment && !failed);
  const looked = items.slice(-session.traces);
  const people = Object.keys(session.reviewers);
  const sessionId = await create(ask, {
    experiment,
    name,
    description,
    dataset,
    reviewers: people,
    label_schemas: asks,
    items: { trace_ids: looked.map(({ traceId }) => traceId) },
  });
  const path = `/api/v1/labeling-sessions/${sessionId}`;
  const answer = await ask(`${path}/links`, { method: 'POST', body: {}, accept: [503] });
  if (!answer.ok) return 0;
  let reviewed = 0;
  for (const { reviewer, url } of (await answer.json()).links) {
    const count = Math.round(looked.length * session.reviewers[reviewer]);
    const mine = looked.slice(0, count);
    if (count > 0) await review({ ask, draw, sessionId, token: url.split('#')[1], items: mine });
    reviewed += count;
  }
  if (session.closed) await ask(path, { method: 'PATCH', body: { status: 'closed' } });
  return reviewed;
}

/** Tries again while traces are on their way. */
async function create(ask, body) {
  for (let attempt = 1; ; attempt++) {
    const accept = attempt < ARRIVAL_ATTEMPTS ? [404] : [];
    const created = await ask('/api/v1/labeling-sessions', { method: 'POST', body, accept });
    if (created.ok) return (await created.json()).labeling_session.session_id;
    await sleep(1000);
  }
}

/** Opens the link and answers, as the review app does. */
async function review({ ask, draw, sessionId, token, items }) {
  const app = `/review/${sessionId}/api`;
  const signIn = await ask(`${app}/sign-in`, { method: 'POST', body: { token } });
  const headers = { cookie: signIn.headers.get('set-cookie').split(';')[0] };
  const work = await (await ask(`${app}/work`, { headers })).json();
  for (const call of items) {
    const state = draw.chance(0.06) ? 'skipped' : 'complete';
    const answers = state === 'skipped' ? {} : answersTo(work.questions, { draw, call });
    const body = { submissionId: randomUUID(), answers, state };
    await ask(`${app}/items/${call.traceId}`, { method: 'POST', body, headers });
  }
}

/** What somebody thinks of the call: mostly what everybody does, by what was asked and how it went. */
function answersTo(asked, { draw, call }) {
  const isGood = draw.chance(0.92) ? call.passed : !call.passed;
  const manner = Number.parseInt(call.traceId.slice(-2), 16) % 3;
  const tones = isGood ? ['Kind', 'Kind', 'Neutral'] : ['Neutral', 'Curt', 'Curt'];
  const said = {
    tone: draw.chance(0.85) ? tones[manner] : draw.one(tones),
    helpfulness: (isGood ? 4 : 1) + (draw.chance(0.8) ? manner % 2 : draw.whole(0, 1)),
  };
  const answers = {};
  for (const { schemaId, name, input } of asked) {
    if (input.kind === 'pass_fail') {
      const comment = isGood ? null : draw.one(complaints[call.scene.experiment]);
      answers[schemaId] = { value: isGood, comment };
    } else if (said[name] !== undefined) {
      answers[schemaId] = { value: said[name], comment: null };
    } else if ((name === 'expected_response' || name === 'ideal_query') && !isGood && draw.chance(0.6)) {
      answers[schemaId] = { value: better[call.scene.experiment], comment: null };
    }
  }
  return answers;
}
