/**
 * The real worker with bindings that can be told to fail, as the platform's do: the code under test is untouched.
 * `/__faults?clockMs=600000` sets the worker's clock on.
 * `/__faults?traces=down&content=down&queue=down&feedback-queue=down&registry=down` sets the faults, `up` ends them. With `consumer=down` the
 * consumer dies after it has stored a batch and before it can acknowledge any of it.
 */
import worker, { EvaluationWorkflow as RealEvaluationWorkflow } from '../../src/index.ts';

const down = new Set<string>();

/** Minutes pass at once: what the worker calls now is this much later than it is. */
let aheadMs = 0;
const realNow = Date.now.bind(Date);
Date.now = () => realNow() + aheadMs;

export class EvaluationWorkflow extends RealEvaluationWorkflow {
  constructor(context: ExecutionContext, env: Env) {
    super(context, faulty(env));
  }
}

export default {
  async fetch(request: Request, env: Env, context: ExecutionContext) {
    const url = new URL(request.url);
    if (url.pathname === '/__faults') {
      for (const [name, state] of url.searchParams) {
        if (name === 'clockMs') aheadMs += Number(state);
        else if (state === 'down') down.add(name);
        else down.delete(name);
      }
      return Response.json([...down]);
    }
    return worker.fetch(request as Parameters<typeof worker.fetch>[0], faulty(env), context);
  },
  async queue(batch: MessageBatch, env: Env) {
    if (!down.has('consumer')) return worker.queue(batch, faulty(env));
    await worker.queue(withoutAcknowledgement(batch), faulty(env));
    throw new Error('the consumer crashed');
  },
  scheduled: (controller: ScheduledController, env: Env) => worker.scheduled(controller, faulty(env)),
};

/** The same messages, whose acknowledgement never arrives. */
function withoutAcknowledgement(batch: MessageBatch): MessageBatch {
  const nothing = () => undefined;
  const messages = batch.messages.map(({ id, timestamp, body, attempts }) => ({
    id,
    timestamp,
    body,
    attempts,
    ack: nothing,
    retry: nothing,
  }));
  return { queue: batch.queue, metadata: batch.metadata, messages, ackAll: nothing, retryAll: nothing };
}

let wrapped: { from: Env; env: Env } | null = null;

function faulty(env: Env): Env {
  if (wrapped?.from !== env) {
    wrapped = {
      from: env,
      env: {
        ...env,
        TRACES: failing(env.TRACES, 'traces', 'D1_ERROR: database is down'),
        REGISTRY: failing(env.REGISTRY, 'registry', 'D1_ERROR: database is down'),
        CONTENT: failing(env.CONTENT, 'content', 'R2: internal error (10001)'),
        TRACES_QUEUE: failing(env.TRACES_QUEUE, 'queue', 'Queue sending failed: Too Many Requests'),
        SPOOLED_QUEUE: failing(env.SPOOLED_QUEUE, 'queue', 'Queue sending failed: Too Many Requests'),
        FEEDBACK_QUEUE: failing(
          env.FEEDBACK_QUEUE,
          'feedback-queue',
          'Queue sending failed: Too Many Requests',
        ),
      },
    };
  }
  return wrapped.env;
}

/** Every method of the binding rejects while it is down. */
function failing<Binding extends object>(binding: Binding, name: string, message: string): Binding {
  return new Proxy(binding, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]) => {
        // A session of D1 is made without asking anybody; what is asked by it fails.
        if (property === 'withSession')
          return failing(Reflect.apply(member, target, parameters) as object, name, message);
        if (down.has(name) && property !== 'prepare') return Promise.reject(new Error(message));
        const result: unknown = Reflect.apply(member, target, parameters);
        return property === 'prepare' ? failingStatement(result, name, message) : result;
      };
    },
  });
}

/** A prepared statement fails when it is run; inside a batch, the batch fails. */
function failingStatement(statement: unknown, name: string, message: string): unknown {
  if (typeof statement !== 'object' || statement === null || !down.has(name)) return statement;
  return new Proxy(statement, {
    get(target, property) {
      if (property === 'bind') return () => failingStatement(target, name, message);
      return () => Promise.reject(new Error(message));
    },
  });
}
