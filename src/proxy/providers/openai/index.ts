/**
 * The OpenAI dialect, spoken by OpenAI, Azure OpenAI and most other providers. A table of contents: calls are told apart in
 * `call-kinds.ts` and read by the `read-*.ts` files; what providers count differently is in `usage.ts`.
 */
import type { Dialect } from '../contract.ts';
import { openaiCallFor } from './call-kinds.ts';
import { isRealtimePiece, readRealtime } from './read-realtime.ts';
import { renderOpenaiFailure } from './render-failure.ts';
import { responsesSocket } from './responses-socket.ts';

/** The dialect with its key as a bearer token. */
export const openaiDialect: Dialect = {
  name: 'openai',
  credentialHeaders: ['authorization', 'api-key'],
  credentialParameter: null,
  basePath: '/v1',
  versionPaths: [],
  applySecret(headers, secret) {
    headers.delete('api-key');
    headers.set('authorization', `Bearer ${secret}`);
  },
  renderFailure: renderOpenaiFailure,
  callFor: openaiCallFor,
  socketProtocol: (path) => (/\/responses\/?$/.test(path) ? responsesSocket : null),
  readSession: readRealtime,
  isSessionPiece: isRealtimePiece,
  // https://platform.openai.com/docs/guides/realtime-websocket, "Connecting in browsers"
  credentialProtocolPrefix: 'openai-insecure-api-key.',
};

/** The same at Azure, whose deployment paths take a key only in `api-key`; an Entra token (a JWT) stays a bearer. */
export const azureOpenaiDialect: Dialect = {
  ...openaiDialect,
  name: 'azure-openai',
  credentialHeaders: ['api-key', 'authorization'],
  basePath: '/openai',
  // Its newer API has a version in the path, its older one `api-version` in the query; SDKs of OpenAI's send neither.
  completePath: (path, search) =>
    /^\/(?:openai|v1|deployments)(?:\/|$)|^\/?$/.test(path) || /[?&]api-version=/.test(search)
      ? path
      : `/v1${path}`,
  applySecret(headers, secret, path) {
    if (secret.startsWith('eyJ')) {
      openaiDialect.applySecret(headers, secret, path);
      return;
    }
    headers.delete('authorization');
    headers.set('api-key', secret);
  },
};
