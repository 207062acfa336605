/**
 * The streamed answer: one event per token. Everything that can be wrong with an event stream is done to it here, on
 * request; how the bytes get to the reader is `step-stream.ts`.
 */
import type { JsonObject } from '../../../core/json.ts';
import type { DemoAnswer, DemoChoice } from './compose-answer.ts';
import { failureBody } from './demo-failure.ts';
import type { Knobs } from './knobs.ts';
import { splitInsideCharacter, stepStream, type Step } from './step-stream.ts';

/** What is streamed, and how. */
export interface StreamInput {
  answer: DemoAnswer;
  knobs: Knobs;
  /** The caller asked for usage: then every chunk has the member, null but in the last. */
  withUsage: boolean;
}

/** The stream of server-sent events. */
export function streamChat(input: StreamInput): ReadableStream<Uint8Array> {
  return stepStream(makeSteps(input), input.knobs.chunk);
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
  const misfortune = misfortuneOf(knobs, encoder);
  let tokens = 0;
  for (const { choice, kind } of makeDeltas(answer.choices)) {
    // An answer shorter than `at` meets its misfortune before it can end.
    const isDue = (kind === 'token' && tokens++ === knobs.at) || kind === 'end';
    if (misfortune !== null && isDue) {
      yield* misfortune;
      return;
    }
    yield* encoder.encode(chunk([choice]));
  }
  if (withUsage) yield* encoder.encode({ ...chunk([]), usage: answer.usage });
  yield* encoder.encodeText('[DONE]');
}

/** The steps with which the stream goes wrong for good, or null when it does not. */
function misfortuneOf(knobs: Knobs, encoder: EventEncoder): Step[] | null {
  switch (knobs.break) {
    case 'hang':
      return [{ hang: true }];
    case 'reset':
      return [{ reset: true }];
    case 'early-end':
      return [];
    case 'error-event':
      return encoder.encode(failureBody(500));
    default:
      return null;
  }
}

interface Delta {
  choice: JsonObject;
  /** Tokens count towards `at`; an end says why the choice ended. */
  kind: 'start' | 'token' | 'end';
}

function* makeDeltas(choices: DemoChoice[]): Generator<Delta, void, undefined> {
  for (const { index, pieces, toolCalls, finishReason } of choices) {
    const delta = (members: JsonObject, kind: Delta['kind']): Delta => ({
      choice: { index, delta: members, logprobs: null, finish_reason: null },
      kind,
    });
    yield delta({ role: 'assistant', content: toolCalls.length > 0 ? null : '', refusal: null }, 'start');
    for (const piece of pieces) yield delta({ content: piece }, 'token');
    for (const [at, call] of toolCalls.entries()) {
      const head = { index: at, id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
      yield delta({ tool_calls: [head] }, 'token');
      for (const part of call.arguments.match(/.{1,8}/gsu) ?? []) {
        yield delta({ tool_calls: [{ index: at, function: { arguments: part } }] }, 'token');
      }
    }
    yield { choice: { index, delta: {}, logprobs: null, finish_reason: finishReason }, kind: 'end' };
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
