/**
 * The streamed answer: one event per token, made when the reader asks for it, so that a reader who goes away stops the
 * generation. Everything that can be wrong with a stream is done to it here, on request.
 */
import type { JsonObject } from '../../../core/json.ts';
import type { DemoAnswer, DemoChoice } from './compose-answer.ts';
import { failureBody } from './demo-failure.ts';
import type { Knobs } from './knobs.ts';
import { pause } from './pause.ts';

/** What is streamed, and how. */
export interface StreamInput {
  answer: DemoAnswer;
  knobs: Knobs;
  /** The caller asked for usage: then every chunk has the member, null but in the last. */
  withUsage: boolean;
}

/** What the reader gets next: bytes, or a misfortune. */
type Step = { bytes: Uint8Array } | { hang: true } | { reset: true };

/** The stream of server-sent events. */
export function streamChat(input: StreamInput): ReadableStream<Uint8Array> {
  const steps = makeSteps(input);
  const gone = new AbortController();
  let isFirst = true;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = steps.next();
        if (done === true || value === undefined) {
          controller.close();
          return;
        }
        if (!isFirst && input.knobs.chunk > 0) await untilGone(pause(input.knobs.chunk, gone.signal));
        isFirst = false;
        if ('bytes' in value) controller.enqueue(value.bytes);
        else if ('reset' in value) controller.error(new Error('connection reset by the demo model'));
        else await untilGone(pause(LONGEST_HANG_MS, gone.signal));
      },
      cancel() {
        gone.abort();
      },
    },
    { highWaterMark: 0 },
  );
}

/** A hang outlasts every timeout a client or Weir has, and still leaves no timer behind for ever. */
const LONGEST_HANG_MS = 3_600_000;

/** Nobody waits for a pause any more whose reader has gone. */
async function untilGone(waiting: Promise<void>): Promise<void> {
  await waiting.catch(() => undefined);
}

function* makeSteps({ answer, knobs, withUsage }: StreamInput): Generator<Step, void, undefined> {
  const encoder = new EventEncoder(knobs);
  const chunk = (choices: JsonObject[]): JsonObject => ({
    id: answer.id,
    object: 'chat.completion.chunk',
    created: answer.created,
    model: answer.model,
    choices,
    ...(withUsage ? { usage: null } : {}),
  });
  let token = 0;
  for (const delta of makeDeltas(answer.choices)) {
    if (delta.isToken && token++ === knobs.at) {
      const misfortune = misfortuneAt(knobs, encoder);
      yield* misfortune.steps;
      if (misfortune.ends) return;
    }
    yield* encoder.encode(chunk([delta.choice]));
  }
  if (withUsage) yield* encoder.encode({ ...chunk([]), usage: answer.usage });
  yield* encoder.encodeText('[DONE]');
}

function misfortuneAt(knobs: Knobs, encoder: EventEncoder): { steps: Step[]; ends: boolean } {
  switch (knobs.break) {
    case 'hang':
      return { steps: [{ hang: true }], ends: true };
    case 'reset':
      return { steps: [{ reset: true }], ends: true };
    case 'early-end':
      return { steps: [], ends: true };
    case 'error-event':
      return { steps: encoder.encode(failureBody(500)), ends: true };
    default:
      return { steps: [], ends: false };
  }
}

interface Delta {
  choice: JsonObject;
  /** Counts towards `at`. */
  isToken: boolean;
}

function* makeDeltas(choices: DemoChoice[]): Generator<Delta, void, undefined> {
  for (const { index, pieces, toolCalls, finishReason } of choices) {
    const delta = (members: JsonObject, isToken: boolean): Delta => ({
      choice: { index, delta: members, logprobs: null, finish_reason: null },
      isToken,
    });
    yield delta({ role: 'assistant', content: toolCalls.length > 0 ? null : '' }, false);
    for (const piece of pieces) yield delta({ content: piece }, true);
    for (const [at, call] of toolCalls.entries()) {
      const head = { index: at, id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
      yield delta({ tool_calls: [head] }, true);
      for (const part of call.arguments.match(/.{1,8}/gsu) ?? []) {
        yield delta({ tool_calls: [{ index: at, function: { arguments: part } }] }, true);
      }
    }
    yield { choice: { index, delta: {}, logprobs: null, finish_reason: finishReason }, isToken: false };
  }
}

/** Writes events as the `break` knob says. */
class EventEncoder {
  readonly #knobs: Knobs;
  readonly #encoder = new TextEncoder();

  constructor(knobs: Knobs) {
    this.#knobs = knobs;
  }

  encode(event: object): Step[] {
    return this.encodeText(JSON.stringify(event));
  }

  encodeText(data: string): Step[] {
    const newline = this.#knobs.break === 'crlf' ? '\r\n' : '\n';
    const space = this.#knobs.break === 'no-space' ? '' : ' ';
    const comment = this.#knobs.break === 'comments' ? `: keep-alive${newline}${newline}` : '';
    const bytes = this.#encoder.encode(`${comment}data:${space}${data}${newline}${newline}`);
    return this.#knobs.break === 'split' ? splitInsideCharacter(bytes) : [{ bytes }];
  }
}

/** Cuts in the middle of the first character of several bytes, or in the middle of the event when there is none. */
function splitInsideCharacter(bytes: Uint8Array): Step[] {
  const first = bytes.findIndex((byte) => byte >= 0xc0);
  const at = first === -1 ? bytes.byteLength >> 1 : first + 1;
  return [{ bytes: bytes.slice(0, at) }, { bytes: bytes.slice(at) }];
}
