/**
 * Headers that may enter an exchange: an allow list, so that no credential or cookie can. A referer may name a page whose
 * address holds one, so values are redacted too.
 */
import { redactSecrets } from '../core/redaction.ts';

const KEPT_REQUEST = new Set([
  'content-type',
  'user-agent',
  'anthropic-version',
  'anthropic-beta',
  'openai-beta',
  'http-referer',
  'referer',
  'x-title',
  'x-openrouter-title',
  'accept',
]);

const KEPT_RESPONSE = new Set([
  'content-type',
  'x-request-id',
  'request-id',
  'apim-request-id',
  'x-amzn-requestid',
  'x-amzn-errortype',
  'cf-ray',
  'openai-processing-ms',
  'openai-version',
  'retry-after',
  'retry-after-ms',
  'x-ms-retry-after-ms',
  'x-ms-region',
  'x-groq-region',
  'server',
]);

const KEPT_RESPONSE_FAMILIES = /^(?:x-ratelimit-|anthropic-ratelimit-|x-amzn-bedrock-)/;

/** The request headers worth keeping. */
export function keptRequestHeaders(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_REQUEST) {
    const value = headers.get(name);
    if (value !== null) kept[name] = redactSecrets(value.slice(0, 500));
  }
  return kept;
}

/** The response headers worth keeping. */
export function keptResponseHeaders(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of headers) {
    if (KEPT_RESPONSE.has(name) || KEPT_RESPONSE_FAMILIES.test(name))
      kept[name] = redactSecrets(value.slice(0, 500));
  }
  return kept;
}
