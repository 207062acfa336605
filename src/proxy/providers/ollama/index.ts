/**
 * The Ollama dialect (github.com/ollama/ollama, docs/api.md). A table of contents: native calls are read here, its
 * compatible paths as OpenAI's and Anthropic's (docs.ollama.com/api/openai-compatibility, /anthropic-compatibility).
 */
import type { CallKind, Dialect, Reader } from '../contract.ts';
import { anthropicDialect } from '../anthropic/index.ts';
import { openaiDialect } from '../openai/index.ts';
import { readPlainJson } from '../wire/read-plain-json.ts';
import { ollamaChatPrompt } from './chat-prompt.ts';
import { readChat } from './read-chat.ts';
import { readEmbed } from './read-embed.ts';

const kind = (operation: string, spanType: CallKind['spanType'], read: Reader): CallKind => ({
  operation,
  spanType,
  messageFormat: null,
  usageOnRequest: false,
  read,
});

const callByPath: Record<string, CallKind> = {
  '/api/chat': { ...kind('chat', 'CHAT_MODEL', readChat), prompts: ollamaChatPrompt },
  '/api/generate': kind('text_completion', 'LLM', readChat),
  '/api/embed': kind('embeddings', 'EMBEDDING', readEmbed),
  '/api/embeddings': kind('embeddings', 'EMBEDDING', readEmbed),
  '/api/tags': kind('models', 'UNKNOWN', readPlainJson),
  '/api/show': kind('models', 'UNKNOWN', readPlainJson),
};

/** The dialect; a key is needed only by hosted instances. */
export const ollamaDialect: Dialect = {
  name: 'ollama',
  credentialHeaders: ['authorization'],
  credentialParameter: null,
  basePath: '',
  versionPaths: ['/api', '/v1'],
  // Two APIs at one origin: of a base URL for one and a client for the other, the client knows what it speaks.
  completePath: (path) => path.replace(/^(?:\/(?:api|v1))+(?=\/(?:api|v1)(?:\/|$))/, ''),
  applySecret(headers, secret) {
    headers.set('authorization', `Bearer ${secret}`);
  },
  renderFailure: (error) => ({ error: error.message }),
  callFor(method, path) {
    if (path.endsWith('/v1/messages')) return anthropicDialect.callFor(method, path);
    if (path.includes('/v1/')) return openaiDialect.callFor(method, path);
    const at = path.lastIndexOf('/api/');
    return at === -1 ? null : (callByPath[path.slice(at)] ?? null);
  },
};
