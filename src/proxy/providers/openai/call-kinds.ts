/**
 * Which call a path means. Paths are matched by their ending, because every provider of this dialect puts its own prefix
 * before them: `/v1`, `/openai/v1`, `/openai/deployments/{name}`, `/serving-endpoints`.
 */
import type { CallKind, Reader, SpanType } from '../contract.ts';
import { chatPrompt } from './chat-prompt.ts';
import { readChat } from './read-chat.ts';
import { readCompletions } from './read-completions.ts';
import { readEmbeddings } from './read-embeddings.ts';
import { readInvocations } from './read-invocations.ts';
import { readImages, readSpeech, readTranscription } from './read-media.ts';
import { readConversation, readCounted, readOther, readVideos } from './read-other.ts';
import {
  readCompaction,
  readResponseResource,
  readResponses,
  readRetrievedResponse,
} from './read-responses.ts';
import { responsesPrompt } from './responses-prompt.ts';

interface Route {
  /** Methods that mean this call; null for all. */
  methods: readonly string[] | null;
  ending: RegExp;
  kind: CallKind;
}

const chat: CallKind = {
  ...kind('chat', 'CHAT_MODEL', readChat),
  messageFormat: 'openai',
  usageOnRequest: true,
  prompts: chatPrompt,
};
const responses: CallKind = {
  ...kind('chat', 'CHAT_MODEL', readResponses),
  messageFormat: 'openai',
  prompts: responsesPrompt,
};
const retrieved: CallKind = {
  ...kind('retrieve_response', 'LLM', readRetrievedResponse),
  messageFormat: 'openai',
};
const invocations: CallKind = {
  ...kind('chat', 'CHAT_MODEL', readInvocations),
  messageFormat: 'openai',
  prompts: chatPrompt,
};

/** The first route that matches counts. */
const routes: readonly Route[] = [
  post(/\/chat\/completions$/, chat),
  // Mistral's agents and fill-in-the-middle answer as chat does, and send usage unasked.
  post(/\/agents\/completions$/, { ...chat, usageOnRequest: false }),
  post(/\/fim\/completions$/, kind('text_completion', 'LLM', readChat)),
  post(/(?<!\/chat)\/completions$/, {
    ...kind('text_completion', 'LLM', readCompletions),
    usageOnRequest: true,
  }),
  post(/\/responses$/, responses),
  post(/\/responses\/compact$/, { ...kind('compact', 'LLM', readCompaction), messageFormat: 'openai' }),
  post(/\/responses\/input_tokens$/, kind('count_tokens', 'UNKNOWN', readResponseResource)),
  { methods: ['GET'], ending: /\/responses\/[^/]+$/, kind: retrieved },
  {
    methods: ['DELETE'],
    ending: /\/responses\/[^/]+$/,
    kind: kind('delete_response', 'UNKNOWN', readResponseResource),
  },
  {
    methods: ['GET'],
    ending: /\/responses\/[^/]+\/input_items$/,
    kind: kind('list_input_items', 'UNKNOWN', readResponseResource),
  },
  post(/\/responses\/[^/]+\/cancel$/, retrieved),
  post(/\/embeddings$/, kind('embeddings', 'EMBEDDING', readEmbeddings)),
  post(/\/invocations$/, invocations),
  post(/\/images\/(?:generations|edits|variations)$/, kind('image_generation', 'LLM', readImages)),
  post(/\/audio\/transcriptions$/, kind('transcription', 'LLM', readTranscription)),
  post(/\/audio\/translations$/, kind('translation', 'LLM', readTranscription)),
  post(/\/audio\/speech$/, kind('speech', 'LLM', readSpeech)),
  post(/\/moderations$/, kind('moderation', 'UNKNOWN', readCounted)),
  post(/\/rerank$/, kind('rerank', 'RERANKER', readCounted)),
  post(/\/videos(?:\/[^/]+\/remix)?$/, kind('video_generation', 'LLM', readVideos)),
  { methods: null, ending: /\/files(?:\/[^/]+(?:\/content)?)?$/, kind: kind('files', 'UNKNOWN', readOther) },
  {
    methods: null,
    ending: /\/conversations(?:\/[^/]+(?:\/items(?:\/[^/]+)?)?)?$/,
    kind: kind('conversations', 'UNKNOWN', readConversation),
  },
  {
    methods: null,
    ending: /\/batches(?:\/[^/]+(?:\/cancel)?)?$/,
    kind: kind('batches', 'UNKNOWN', readOther),
  },
  { methods: ['GET', 'DELETE'], ending: /\/models(?:\/.+)?$/, kind: kind('models', 'UNKNOWN', readOther) },
];

/**
 * The call that a method and path mean.
 *
 * @returns null when the path is none of this dialect's
 */
export function openaiCallFor(method: string, path: string): CallKind | null {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
  const found = routes.find(
    ({ methods, ending }) => (methods === null || methods.includes(method)) && ending.test(trimmed),
  );
  return found?.kind ?? null;
}

function kind(operation: string, spanType: SpanType, read: Reader): CallKind {
  return { operation, spanType, messageFormat: null, usageOnRequest: false, read };
}

function post(ending: RegExp, callKind: CallKind): Route {
  return { methods: ['POST'], ending, kind: callKind };
}
