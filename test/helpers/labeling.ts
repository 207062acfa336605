/** Labeling over HTTP for tests: an experiment with traces, a session on them, reviewers with their cookies. */
import { newTraceId } from '../../src/core/ids.ts';
import type { Span, TraceInfo } from '../../src/tracing/trace.ts';
import { sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import { createWire, type Loose } from './mlflow-wire.ts';

/** The worker under test. */
export const wire = createWire({ WEIR_SIGNING_KEY: 'the signing key of the tests' });

let made = 0;

/** A new experiment. */
export async function newExperiment(): Promise<string> {
  made += 1;
  const body = { name: `labeling ${made} ${Date.now()}` };
  const answer = await wire.call('POST', '/api/v1/experiments', body);
  return answer.body.experiment.experiment_id;
}

/** New traces in the experiment. */
export async function newTraces(
  experimentId: string,
  count: number,
  { info = {}, spans }: { info?: Partial<TraceInfo>; spans?: Span[] } = {},
): Promise<string[]> {
  const traces = Array.from({ length: count }, (_, index) => {
    const own = spans ?? [
      sampleSpan({
        attributes: {
          'mlflow.spanInputs': { messages: [{ role: 'user', content: `Question ${index}?` }] },
          'mlflow.spanOutputs': {
            choices: [{ message: { role: 'assistant', content: `Answer ${index}.` } }],
          },
        },
      }),
    ];
    return sampleTrace({ experimentId, traceId: newTraceId(), ...info }, own);
  });
  await wire.services.traces.write(traces);
  return traces.map((trace) => trace.info.traceId);
}

/** A call that must succeed; its body. */
export async function ok(method: string, path: string, body?: unknown, key?: string): Promise<Loose> {
  const answer = await wire.call(method, path, body, key);
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A label schema. */
export async function newSchema(experiment: string, schema: object): Promise<Loose> {
  return (await ok('POST', '/api/v1/label-schemas', { experiment, ...schema })).label_schema;
}

/** The three questions most tests ask. */
export async function askThree(experiment: string): Promise<Loose[]> {
  return [
    await newSchema(experiment, {
      name: 'is_correct',
      enable_comment: true,
      input: { pass_fail: { positive_label: 'Right', negative_label: 'Wrong' } },
    }),
    await newSchema(experiment, {
      name: 'tone',
      input: { categorical: { options: ['kind', 'neutral', 'rude'], multi_select: true } },
    }),
    await newSchema(experiment, {
      name: 'expected_facts',
      type: 'EXPECTATION',
      input: { text: {} },
    }),
  ];
}

/** A session in the experiment. */
export async function newSession(experiment: string, session: object = {}): Promise<Loose> {
  made += 1;
  const body = { experiment, name: `session ${made}`, ...session };
  return (await ok('POST', '/api/v1/labeling-sessions', body)).labeling_session;
}

/** A reviewer who opened their link. */
export interface Reviewer {
  url: string;
  cookie: string;
  /** A call of the review app. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: Loose }>;
  /** Says something of an item. */
  submit(traceId: string, submission: object): Promise<{ status: number; body: Loose }>;
}

/** Makes a link and opens it. */
export async function openLink(sessionId: string, reviewer: string, hours = 1): Promise<Reviewer> {
  const { links } = await ok('POST', `/api/v1/labeling-sessions/${sessionId}/links`, {
    reviewer,
    expires_in_hours: hours,
  });
  const { url } = links[0];
  const token = url.split('#')[1];
  const signIn = await review(sessionId, 'POST', '/sign-in', { body: { token } });
  const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const call: Reviewer['call'] = async (method, path, body) => {
    const response = await review(sessionId, method, path, { body, cookie });
    return { status: response.status, body: await response.json() };
  };
  return {
    url,
    cookie,
    call,
    submit: (traceId, submission) =>
      call('POST', `/items/${traceId}`, { submissionId: crypto.randomUUID(), ...submission }),
  };
}

/** Any call below `/review/{session}/api`. */
export function review(
  sessionId: string,
  method: string,
  path: string,
  {
    body,
    cookie = '',
    headers = {},
  }: { body?: unknown; cookie?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return wire.fetch(`/review/${sessionId}/api${path}`, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** A session for Ada and Bo with three questions and new traces. */
export async function setUpSession(options: object = {}, count = 2) {
  const experiment = await newExperiment();
  const schemas = await askThree(experiment);
  const traceIds = await newTraces(experiment, count);
  const session = await newSession(experiment, {
    reviewers: ['ada', 'bo'],
    label_schemas: schemas.map(({ schema_id }) => schema_id),
    items: { trace_ids: traceIds },
    ...options,
  });
  const [correct, tone, facts] = schemas.map(({ schema_id }) => schema_id as string);
  const ids = { correct: correct ?? '', tone: tone ?? '', facts: facts ?? '' };
  return { experiment, traceIds, traceId: traceIds[0] ?? '', sessionId: session.session_id as string, ids };
}
