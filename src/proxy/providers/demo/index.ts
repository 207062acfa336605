/**
 * The built-in model: OpenAI's wire, answered inside the worker, without any key. Deterministic, and with knobs for
 * everything a provider can do to a client, so that users test theirs against it. To the proxy it is a provider like any
 * other.
 */
import { answerEmbeddings } from './answer-embeddings.ts';
import { answerChatCall } from './answer-chat-call.ts';
import { demoFailure } from './demo-failure.ts';
import { listModels } from './list-models.ts';

/** Where the provider table sends calls to the demo model; no host by this name is ever asked. */
export const demoBaseUrl = 'https://demo.weir.internal/v1';

/** Answers a call to the demo model. Never rejects but when the caller has hung up. */
export async function answerDemo(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/v1/, '');
  if (path === '/models' && request.method === 'GET') return listModels();
  if (path === '/chat/completions' && request.method === 'POST') return answerChatCall(request);
  if (path === '/embeddings' && request.method === 'POST') return answerEmbeddings(request);
  return demoFailure(
    404,
    `Unknown request URL: ${request.method} /v1${path}. The demo model has /chat/completions, /embeddings and /models.`,
  );
}
