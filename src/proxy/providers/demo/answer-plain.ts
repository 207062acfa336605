/** The plain answer, and what a connection can do to it: the breaks that are about bytes, in the middle of the body. */
import type { JsonObject } from '../../../core/json.ts';
import type { DemoAnswer, DemoChoice } from './compose-answer.ts';
import type { Knobs } from './knobs.ts';
import { splitInsideCharacter, stepStream, type Step } from './step-stream.ts';

/** Answers in one piece; breaks that only a stream of events can have are left out. */
export function answerPlain(answer: DemoAnswer, knobs: Knobs): Response {
  const { id, model, created, choices, usage } = answer;
  const body: JsonObject = {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: choices.map(plainChoice),
  };
  if (knobs.break !== 'no-usage') body.usage = usage;
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const steps = brokenSteps(bytes, knobs);
  return new Response(steps === null ? bytes : stepStream(steps.values(), knobs.chunk), {
    headers: { 'content-type': 'application/json' },
  });
}

function brokenSteps(bytes: Uint8Array, knobs: Knobs): Step[] | null {
  const half = { bytes: bytes.slice(0, bytes.byteLength >> 1) };
  switch (knobs.break) {
    case 'split':
      return splitInsideCharacter(bytes);
    case 'hang':
      return [half, { hang: true }];
    case 'reset':
      return [half, { reset: true }];
    case 'early-end':
      return [half];
    default:
      return null;
  }
}

function plainChoice({ index, pieces, toolCalls, finishReason }: DemoChoice): JsonObject {
  const content = toolCalls.length > 0 ? null : pieces.join('');
  const message: JsonObject = { role: 'assistant', content, refusal: null };
  if (toolCalls.length > 0) {
    message.tool_calls = toolCalls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    }));
  }
  return { index, message, logprobs: null, finish_reason: finishReason };
}
