/** `POST /v1/chat/completions` of the demo model. */
import { answerPlain } from './answer-plain.ts';
import { chatRequestSchema } from './chat-request.ts';
import { composeAnswer } from './compose-answer.ts';
import { demoFailure } from './demo-failure.ts';
import { pause } from './pause.ts';
import { readDemoRequest } from './read-demo-request.ts';
import { streamChat } from './stream-chat.ts';

/** Answers a chat call, plain or streamed, as its knobs say. */
export async function answerChatCall(request: Request): Promise<Response> {
  const read = await readDemoRequest(request, chatRequestSchema);
  if (!read.ok) return read.answer;
  const { body: chat, text, knobs } = read;
  if (knobs.latency > 0) await pause(knobs.latency, request.signal);
  if (knobs.error !== undefined) return demoFailure(knobs.error);
  if (knobs.break === 'refuse-stream-options' && chat.stream_options) {
    return demoFailure(400, "Unrecognized request argument supplied: 'stream_options'.", 'stream_options');
  }
  const answer = await composeAnswer(chat, text, knobs);
  if (chat.stream !== true) return answerPlain(answer, knobs);
  const withUsage = chat.stream_options?.include_usage === true && knobs.break !== 'no-usage';
  return new Response(streamChat({ answer, knobs, withUsage }), {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
  });
}
