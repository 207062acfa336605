/**
 * The Gemini dialect (ai.google.dev, Gemini API). A table of contents: the method stands after a colon in the path;
 * interactions are a resource; its OpenAI-compatible path is read as OpenAI's.
 */
import type { CallKind, Dialect, Reader } from '../contract.ts';
import { openaiDialect } from '../openai/index.ts';
import { readPlainJson } from '../wire/read-plain-json.ts';
import { generateContentPrompt } from './generate-content-prompt.ts';
import { countThoughts } from './count-thoughts.ts';
import { readCachedContent } from './read-cached-content.ts';
import { readEmbedContent } from './read-embed-content.ts';
import { readGenerateContent } from './read-generate-content.ts';
import { readInteraction, readRetrievedInteraction } from './read-interaction.ts';
import { renderGoogleFailure } from './render-failure.ts';

const generate: CallKind = {
  operation: 'generate_content',
  spanType: 'CHAT_MODEL',
  messageFormat: 'gemini',
  usageOnRequest: false,
  read: readGenerateContent,
  prompts: generateContentPrompt,
};

const other = (operation: string, spanType: CallKind['spanType'], read: Reader): CallKind => ({
  operation,
  spanType,
  messageFormat: null,
  usageOnRequest: false,
  read,
});

const interaction: CallKind = {
  operation: 'generate_content',
  spanType: 'CHAT_MODEL',
  messageFormat: null,
  usageOnRequest: false,
  read: readInteraction,
};

const callByMethod = new Map<string, CallKind>([
  ['generateContent', generate],
  ['streamGenerateContent', generate],
  ['embedContent', other('embeddings', 'EMBEDDING', readEmbedContent)],
  ['batchEmbedContents', other('embeddings', 'EMBEDDING', readEmbedContent)],
  ['countTokens', other('count_tokens', 'UNKNOWN', readPlainJson)],
  ['batchGenerateContent', other('batch', 'UNKNOWN', readPlainJson)],
]);

const isCompatible = (path: string): boolean => path.includes('/openai/');

/** The dialect; a key in the query is moved to the header, where it is not logged. */
export const googleDialect: Dialect = {
  name: 'google',
  credentialHeaders: ['x-goog-api-key', 'authorization'],
  credentialParameter: 'key',
  basePath: '/v1beta',
  versionPaths: ['/v1beta', '/v1alpha', '/v1', '/upload'],
  applySecret(headers, secret, path) {
    for (const name of this.credentialHeaders) headers.delete(name);
    // The OpenAI-compatible path takes a key as OpenAI does (ai.google.dev/gemini-api/docs/openai).
    if (isCompatible(path)) headers.set('authorization', `Bearer ${secret}`);
    else headers.set('x-goog-api-key', secret);
  },
  renderFailure: renderGoogleFailure,
  callFor(method, path) {
    if (isCompatible(path)) return countThoughts(openaiDialect.callFor(method, path));
    if (method === 'POST' && path.endsWith('/interactions')) return interaction;
    if (/\/interactions\//.test(path)) {
      return method === 'DELETE'
        ? other('delete_interaction', 'UNKNOWN', readPlainJson)
        : other('retrieve_interaction', 'LLM', readRetrievedInteraction);
    }
    if (method === 'POST' && path.endsWith('/cachedContents')) {
      return other('cache_content', 'UNKNOWN', readCachedContent);
    }
    const colon = path.lastIndexOf(':');
    const known = colon === -1 ? undefined : callByMethod.get(path.slice(colon + 1));
    if (known !== undefined && method === 'POST') return known;
    return /\/models(?:\/|$)/.test(path) ? other('models', 'UNKNOWN', readPlainJson) : null;
  },
};
