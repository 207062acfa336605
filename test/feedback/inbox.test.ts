/** What feedback leaves for later is not lost: votes while the store is down, word of traces, refused queues. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/app-error.ts';
import { newTraceId } from '../../src/core/ids.ts';
import { consumeFeedback } from '../../src/feedback/consume-feedback.ts';
import type { InboxMessage } from '../../src/feedback/inbox.ts';
import { createQueuedInbox } from '../../src/feedback/store/queued-inbox.ts';
import type { AssessmentStore } from '../../src/tracing/store/assessment-store.ts';
import { sampleAssessment } from '../contracts/sample-trace.ts';
import { feedbackApp, posting } from '../helpers/feedback-app.ts';
import { assessments, bearing, keyFor, log, logged } from '../helpers/management-app.ts';

/** The platform's queue as far as the inbox uses it; `refuses` makes it fail. */
function fakeQueue() {
  const sent: unknown[] = [];
  const state = { refuses: false };
  const send = async (body: unknown) => {
    if (state.refuses) throw new Error('Queue sending failed: Too Many Requests');
    sent.push(body);
  };
  return { sent, state, queue: { send } as unknown as Queue };
}

function inboxOf(spoolAll: boolean) {
  const fake = fakeQueue();
  const inbox = createQueuedInbox({ queue: fake.queue, bucket: env.CONTENT, spoolAll, log, now: Date.now });
  return { ...fake, inbox };
}

/** A delivery that notes what becomes of it. */
function delivery(body: unknown, attempts = 1) {
  const outcome: { acked: boolean; retriedAfter: number | null } = { acked: false, retriedAfter: null };
  return {
    outcome,
    id: `d-${Math.random()}`,
    attempts,
    body,
    ack: () => void (outcome.acked = true),
    retry: (seconds: number) => void (outcome.retriedAfter = seconds),
  };
}

const spooled = async (prefix = 'waiting') =>
  (await env.CONTENT.list({ prefix: `spool/feedback/${prefix}/` })).objects.map(({ key }) => key);
const given = (): InboxMessage => ({ kind: 'given', traceId: newTraceId(), atMs: Date.now() });
const failing: AssessmentStore = {
  ...assessments,
  createOverPrevious: () => Promise.reject(new Error('D1_ERROR: database is down')),
};
const consuming = (inbox: ReturnType<typeof inboxOf>['inbox'], more = {}) => ({
  assessments,
  inbox,
  onGiven: async (): Promise<'done' | 'early'> => 'done',
  resolveExperimentId: async (nameOrId: string | null) => nameOrId ?? '0',
  log,
  now: Date.now,
  ...more,
});

describe('the inbox', () => {
  it('sends a message through the queue alone', async () => {
    const { inbox, sent } = inboxOf(false);
    const message = given();
    await inbox.put(message);
    expect(sent).toEqual([{ message }]);
    expect(await spooled()).toEqual([]);
    expect(await inbox.open(sent[0])).toEqual({ message, spoolKey: null });
  });

  it('spools what the queue refuses, and what is too long for it; the sweep brings it back', async () => {
    const { inbox, sent, state } = inboxOf(false);
    state.refuses = true;
    const message = given();
    await inbox.put(message);
    state.refuses = false;
    expect(sent).toEqual([]);
    expect(await inbox.sweep(Date.now() - 60_000)).toBe(0);
    expect(await inbox.sweep(Date.now() + 1000)).toBe(1);
    const waiting = await inbox.open(sent[0]);
    expect(waiting?.message).toEqual(message);
    await inbox.done(waiting!);
    expect(await spooled()).toEqual([]);
    expect(await inbox.open(sent[0])).toBeNull();
    await inbox.put({ kind: 'given', traceId: 'x'.repeat(50_000), atMs: 1 });
    expect(sent.at(-1)).toHaveProperty('spooled');
    await inbox.done((await inbox.open(sent.at(-1)))!);
  });

  it('spools everything where the queue does not survive a restart', async () => {
    const { inbox, sent } = inboxOf(true);
    await inbox.put(given());
    expect(sent[0]).toHaveProperty('spooled');
    await inbox.done((await inbox.open(sent[0]))!);
  });

  it('opens nothing that is not its own', async () => {
    const { inbox } = inboxOf(false);
    for (const body of [
      null,
      'x',
      7,
      {},
      { message: { kind: 'other' } },
      { spooled: 'spool/feedback/waiting/none' },
    ]) {
      expect(await inbox.open(body)).toBeNull();
    }
  });
});

describe('a store that is down', () => {
  it('votes are taken, told to wait, and stored when it is back', async () => {
    const down = feedbackApp({ assessments: failing });
    const traceId = newTraceId();
    const body = {
      trace_id: traceId,
      token: await down.token(traceId),
      feedback: { rating: 2, tone: 'rude' },
    };
    const answer = await posting(down.app)(body);
    expect(answer).toMatchObject({ status: 202, body: { state: 'waiting' } });
    expect(down.messages).toMatchObject([{ kind: 'votes', votes: [{ traceId }, { traceId }] }]);
    const { inbox } = inboxOf(false);
    const [message] = down.messages;
    const first = delivery({ message });
    await consumeFeedback([first], consuming(inbox, { assessments: failing }));
    expect(first.outcome).toEqual({ acked: false, retriedAfter: 2 });
    const second = delivery({ message }, 2);
    await consumeFeedback([second, delivery({ message }, 2)], consuming(inbox));
    expect(second.outcome.acked).toBe(true);
    const kept = (await assessments.listByTrace([traceId], '0')).get(traceId) ?? [];
    const promised = answer.body['assessments'] as unknown as { assessment_id: string }[];
    expect(kept.map(({ assessmentId }) => assessmentId).sort()).toEqual(
      promised.map((one) => one.assessment_id).sort(),
    );
  });

  it('votes of a key that is bound to an experiment wait for a trace of it', async () => {
    const down = feedbackApp({ assessments: failing });
    const key = await keyFor(['feedback'], '0');
    const answer = await posting(down.app)({ trace_id: newTraceId(), value: 1 }, bearing(key));
    expect(answer).toMatchObject({ status: 202, body: { state: 'waiting' } });
    expect(down.messages).toMatchObject([{ kind: 'votes', scope: { within: '0' } }]);
  });

  it('with an inbox that is down too, the sender is told to come back', async () => {
    const down = feedbackApp({ assessments: failing });
    down.messages.push = () => {
      throw new Error('R2: internal error');
    };
    const traceId = newTraceId();
    const answer = await posting(down.app)({ trace_id: traceId, token: await down.token(traceId), value: 1 });
    expect(answer).toMatchObject({ status: 503, body: { error_code: 'TEMPORARILY_UNAVAILABLE' } });
    expect(answer.headers.get('retry-after')).toBe('30');
  });

  it('that only cannot leave word does not turn a vote down', async () => {
    const silent = feedbackApp();
    silent.messages.push = () => {
      throw new Error('R2: internal error');
    };
    const traceId = newTraceId();
    const answer = await posting(silent.app)({
      trace_id: traceId,
      token: await silent.token(traceId),
      value: 1,
    });
    expect(answer.status).toBe(200);
    expect(logged.map(({ event }) => event)).toContain('feedback-not-announced');
  });
});

describe('a store that announces', () => {
  it('leaves word whenever a person says something, by every way in, and never for judges', async () => {
    const { messages, store } = feedbackApp();
    const human = { type: 'HUMAN', id: 'ada' } as const;
    const judge = { type: 'LLM_JUDGE', id: 'j' } as const;
    const said = (source: typeof human | typeof judge) => sampleAssessment({ traceId: newTraceId(), source });
    const told = async (change: Promise<unknown>) => {
      await change;
      return messages.splice(0).map((message) => (message.kind === 'given' ? message.traceId : message.kind));
    };
    const [one, two, three, silent] = [said(human), said(human), said(human), said(judge)];
    expect(await told(store.create(one, null))).toEqual([one.traceId]);
    expect(await told(store.createAll([two, { ...two, assessmentId: 'a-2' }, silent], null))).toEqual([
      two.traceId,
    ]);
    expect(await told(store.createOverPrevious(three, { mostPerTrace: 10, within: null }))).toEqual([
      three.traceId,
    ]);
    const change = { changes: { rationale: 'why' }, atMs: 1 };
    expect(
      await told(
        store.update({ traceId: one.traceId, assessmentId: one.assessmentId, within: null }, change),
      ),
    ).toEqual([one.traceId]);
    expect(
      await told(
        store.update({ traceId: silent.traceId, assessmentId: silent.assessmentId, within: null }, change),
      ),
    ).toEqual([]);
    expect(await told(store.create(said(judge), null))).toEqual([]);
    expect(
      await told(store.delete({ traceId: one.traceId, assessmentId: one.assessmentId, within: null })),
    ).toEqual([]);
  });

  it('knows every way in: a new one must say whether it announces', () => {
    expect(Object.keys(assessments).sort()).toEqual(
      [
        'create',
        'createAll',
        'createOverPrevious',
        'delete',
        'expireEarly',
        'get',
        'listByTrace',
        'update',
      ].sort(),
    );
  });
});

describe('the consumer', () => {
  it('waits for a trace that has not come, with growing pauses, and puts it in anew before deliveries run out', async () => {
    const { inbox, sent } = inboxOf(false);
    const early = consuming(inbox, { onGiven: async () => 'early' });
    const pauses = [];
    for (const attempts of [1, 4, 11]) {
      const one = delivery({ message: given() }, attempts);
      await consumeFeedback([one], early);
      pauses.push(one.outcome.retriedAfter);
    }
    expect(pauses).toEqual([2, 16, 900]);
    const last = delivery({ message: given() }, 12);
    await consumeFeedback([last], early);
    expect(last.outcome).toEqual({ acked: true, retriedAfter: null });
    expect(sent).toHaveLength(1);
  });

  it('looks at a trace once per batch', async () => {
    const { inbox } = inboxOf(false);
    const message = given();
    let looked = 0;
    const onGiven = async () => {
      looked++;
      return 'done';
    };
    await consumeFeedback(
      Array.from({ length: 5 }, () => delivery({ message })),
      consuming(inbox, { onGiven }),
    );
    expect(looked).toBe(1);
  });

  it('sets aside what can never be handled, and what failed too often', async () => {
    const { inbox } = inboxOf(false);
    const full = consuming(inbox, {
      onGiven: () => Promise.reject(new AppError('PAYLOAD_TOO_LARGE', 'too large')),
    });
    const down = consuming(inbox, { onGiven: () => Promise.reject(new Error('D1_ERROR')) });
    const before = (await spooled('dead')).length;
    const deliveries = [delivery({ message: given() }), delivery({ message: given() }, 24)];
    await consumeFeedback([deliveries[0]!], full);
    await consumeFeedback([deliveries[1]!], down);
    expect(deliveries.map(({ outcome }) => outcome.acked)).toEqual([true, true]);
    expect((await spooled('dead')).length).toBe(before + 2);
  });
});
