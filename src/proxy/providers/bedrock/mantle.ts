/**
 * Bedrock's other host, `bedrock-mantle.{region}.api.aws` (docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html):
 * OpenAI's Chat and Responses below `/v1`, or for some models below `/openai/v1`, and Anthropic's Messages below
 * `/anthropic/v1`. Each path is read by the dialect it belongs to. A key is a Bedrock API key, or calls are signed.
 */
import { anthropicDialect } from '../anthropic/index.ts';
import type { Dialect } from '../contract.ts';
import { openaiDialect } from '../openai/index.ts';
import { takeSignature } from './take-signature.ts';

/** Where the APIs lie. */
const API = /^(\/anthropic|\/openai)?(?:\/v1)*(\/.*)$/;

/** The dialect. */
export const mantleDialect: Dialect = {
  ...openaiDialect,
  name: 'bedrock-mantle',
  credentialHeaders: ['authorization', 'x-api-key'],
  basePath: '',
  versionPaths: ['/v1', '/openai', '/anthropic'],
  applySecret(headers, secret) {
    headers.delete('x-api-key');
    headers.set('authorization', `Bearer ${secret}`);
  },
  takeSignature,
  // SDKs disagree whether the version belongs to the base URL, and Anthropic's may know only the host.
  completePath(path) {
    const [, named, rest] = API.exec(path) ?? [];
    if (rest === undefined || rest === '/') return path;
    const api = named ?? (/^\/messages(?:\/|$)/.test(rest) ? '/anthropic' : '');
    return `${api}/v1${rest}`;
  },
  callFor(method, path) {
    const dialect = path.includes('/anthropic/') ? anthropicDialect : openaiDialect;
    return dialect.callFor(method, path);
  },
};
