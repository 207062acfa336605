/** `POST /v1/chat/completions` of the demo model. */
import { isObject, parseJson, type JsonObject } from '../../../core/json.ts';
import { chatRequestSchema, type ChatRequest } from './chat-request.ts';
import { composeAnswer, type DemoAnswer, type DemoChoice } from './compose-answer.ts';
import { demoFailure } from './demo-failure.ts';
import { readKnobs, type Knobs } from './knobs.ts';
import { pause } from './pause.ts';
import { streamChat } from './stream-chat.ts';

/** Answers a chat call, plain or streamed, as its knobs say. */
export async function answerChatCall(request: Request): Promise<Response> {
  const body = await request.text();
  const json = parseJson(body);
  if (!isObject(json)) return demoFailure(400, 'We could not parse the JSON body of your request.');
  const parsed = chatRequestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const parameter = issue?.path.join('.') ?? '';
    return demoFailure(400, `Invalid value for '${parameter}': ${issue?.message}.`, parameter);
  }
  const chat = parsed.data;
  const read = readKnobs(chat.model, request.headers.get('x-demo-knobs'));
  if (!read.ok) return demoFailure(400, `Invalid knob '${read.knob}': ${read.expected}.`, 'model');
  return answer({ chat, body, knobs: read.knobs, signal: request.signal });
}

interface ChatCall {
  chat: ChatRequest;
  body: string;
  knobs: Knobs;
  signal: AbortSignal;
}

async function answer({ chat, body, knobs, signal }: ChatCall): Promise<Response> {
  if (knobs.latency > 0) await pause(knobs.latency, signal);
  if (knobs.error !== undefined) return demoFailure(knobs.error);
  if (knobs.break === 'refuse-stream-options' && chat.stream_options) {
    return demoFailure(400, "Unrecognized request argument supplied: 'stream_options'.", 'stream_options');
  }
  const composed = await composeAnswer(chat, body, knobs);
  if (chat.stream !== true) return Response.json(plainAnswer(composed));
  const withUsage = chat.stream_options?.include_usage === true && knobs.break !== 'no-usage';
  return new Response(streamChat({ answer: composed, knobs, withUsage }), {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
  });
}

function plainAnswer({ id, model, created, choices, usage }: DemoAnswer): JsonObject {
  return { id, object: 'chat.completion', created, model, choices: choices.map(plainChoice), usage };
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
