/**
 * The Cohere dialect (docs.cohere.com). A table of contents: v2 chat as typed events, v1 chat as JSON lines, embeddings,
 * rerank; its OpenAI-compatible path is read as OpenAI's.
 */
import type { CallKind, Dialect, Reader } from '../contract.ts';
import { openaiDialect } from '../openai/index.ts';
import { readPlainJson } from '../wire/read-plain-json.ts';
import { cohereChatPrompt } from './chat-prompt.ts';
import { readChat } from './read-chat.ts';
import { readChatV1 } from './read-chat-v1.ts';
import { readEmbed } from './read-embed.ts';
import { readRerank } from './read-rerank.ts';

const kind = (operation: string, spanType: CallKind['spanType'], read: Reader): CallKind => ({
  operation,
  spanType,
  messageFormat: null,
  usageOnRequest: false,
  read,
});

const callByEnd: readonly (readonly [end: string, call: CallKind])[] = [
  ['/v2/chat', { ...kind('chat', 'CHAT_MODEL', readChat), prompts: cohereChatPrompt }],
  ['/v1/chat', kind('chat', 'CHAT_MODEL', readChatV1)],
  ['/embed', kind('embeddings', 'EMBEDDING', readEmbed)],
  ['/rerank', kind('rerank', 'RERANKER', readRerank)],
  ['/tokenize', kind('tokenize', 'UNKNOWN', readPlainJson)],
  ['/classify', kind('classify', 'UNKNOWN', readPlainJson)],
];

/** The dialect. */
export const cohereDialect: Dialect = {
  name: 'cohere',
  credentialHeaders: ['authorization'],
  credentialParameter: null,
  basePath: '/v2',
  versionPaths: ['/v1', '/v2', '/compatibility'],
  // Its OpenAI-compatible API has no version before it.
  completePath: (path) => path.replace(/^\/v\d(?=\/compatibility(?:\/|$))/, ''),
  applySecret(headers, secret) {
    headers.set('authorization', `Bearer ${secret}`);
  },
  renderFailure: (error) => ({ message: error.message }),
  callFor(method, path) {
    if (path.includes('/compatibility/')) return openaiDialect.callFor(method, path);
    return method === 'POST' ? (callByEnd.find(([end]) => path.endsWith(end))?.[1] ?? null) : null;
  },
};
