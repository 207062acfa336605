/**
 * OpenAI's dialect with others beside it, below paths of their own: Databricks serves Anthropic's and Gemini's
 * (docs.databricks.com, "Use foundation models"), DeepSeek Anthropic's (api-docs.deepseek.com/guides/anthropic_api). Each
 * path is read by the dialect it belongs to; keys come in the headers of all their SDKs.
 */
import type { Dialect } from '../contract.ts';
import { anthropicDialect } from '../anthropic/index.ts';
import { googleDialect } from '../google/index.ts';
import { openaiDialect } from '../openai/index.ts';

/** Headers of the other dialects' SDKs; the provider itself takes a bearer token everywhere. */
const OTHER_HEADERS = ['x-api-key', 'x-goog-api-key', 'api-key'];

/** The dialect. */
export const mixedDialect: Dialect = {
  ...openaiDialect,
  name: 'mixed',
  basePath: '',
  credentialHeaders: ['authorization', ...OTHER_HEADERS],
  applySecret(headers, secret) {
    for (const name of OTHER_HEADERS) headers.delete(name);
    headers.set('authorization', `Bearer ${secret}`);
  },
  callFor(method, path) {
    if (path.includes('/anthropic/')) return anthropicDialect.callFor(method, path);
    if (path.includes('/gemini/')) return googleDialect.callFor(method, path);
    return openaiDialect.callFor(method, path);
  },
};
