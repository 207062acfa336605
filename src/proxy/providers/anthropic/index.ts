/**
 * The Anthropic dialect (docs.anthropic.com, Messages API). A table of contents: calls are told apart here and read by the
 * `read-*.ts` files; how it counts is in `usage.ts`. Its OpenAI-compatible path is read as OpenAI's.
 */
import type { CallKind, Dialect } from '../contract.ts';
import { openaiDialect } from '../openai/index.ts';
import { readPlainJson } from '../wire/read-plain-json.ts';
import { readMessages } from './read-messages.ts';
import { renderAnthropicFailure } from './render-failure.ts';

const messages: CallKind = {
  operation: 'chat',
  spanType: 'CHAT_MODEL',
  messageFormat: 'anthropic',
  usageOnRequest: false,
  read: readMessages,
};

const plain = (operation: string): CallKind => ({
  operation,
  spanType: 'UNKNOWN',
  messageFormat: null,
  usageOnRequest: false,
  read: readPlainJson,
});

/** The dialect; `authorization` carries the bearer tokens of OAuth clients. */
export const anthropicDialect: Dialect = {
  name: 'anthropic',
  credentialHeaders: ['x-api-key', 'authorization'],
  credentialParameter: null,
  basePath: '/v1',
  versionPaths: [],
  applySecret(headers, secret) {
    headers.delete('authorization');
    headers.set('x-api-key', secret);
  },
  renderFailure: renderAnthropicFailure,
  callFor(method, path) {
    if (path.endsWith('/chat/completions')) return openaiDialect.callFor(method, path);
    if (method === 'POST' && path.endsWith('/messages')) return messages;
    if (path.endsWith('/messages/count_tokens')) return plain('count_tokens');
    if (/\/messages\/batches(?:\/|$)/.test(path)) return plain('batch');
    if (/\/models(?:\/|$)/.test(path)) return plain('models');
    return null;
  },
};
