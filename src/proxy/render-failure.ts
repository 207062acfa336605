/** Our own failures on a proxy path: in the error shape the caller's SDK reads, and marked as ours. */
import { AppError } from '../core/app-error.ts';
import { describeCause, type Log } from '../core/log.ts';
import { isStoreFailure } from '../core/store-failure.ts';
import type { Dialect } from './providers/contract.ts';

/** What is known of the call when it failed. */
export interface FailureContext {
  dialect: Dialect;
  /** Null when nothing was recorded. */
  traceId: string | null;
  /** Null when nothing was recorded, or this deployment issues none. */
  feedbackToken: string | null;
  log: Log;
}

/** Renders a failure. Anything that is not an AppError is logged in full and answered in general words. */
export function renderFailure(cause: unknown, context: FailureContext): Response {
  const error = cause instanceof AppError ? cause : internalError(cause, context);
  const headers = new Headers({ 'content-type': 'application/json', 'x-weir-error': error.code });
  if (context.traceId !== null) headers.set('x-weir-trace-id', context.traceId);
  if (context.feedbackToken !== null) headers.set('x-weir-feedback-token', context.feedbackToken);
  if (error.code === 'TEMPORARILY_UNAVAILABLE') headers.set('retry-after', RETRY_AFTER_SECONDS);
  if (error.status === 401) headers.set('www-authenticate', 'Bearer realm="weir"');
  if (error.code === 'RESOURCE_EXHAUSTED') headers.set('retry-after', '60');
  exposeToBrowsers(headers);
  return new Response(JSON.stringify(context.dialect.renderFailure(error)), {
    status: error.status,
    headers,
  });
}

/** SDKs try again by themselves after this. */
const RETRY_AFTER_SECONDS = '5';

function internalError(cause: unknown, { log, traceId }: FailureContext): AppError {
  log.error('proxy-failed', cause, { traceId });
  if (isStoreFailure(cause)) {
    return new AppError(
      'TEMPORARILY_UNAVAILABLE',
      'A store of Weir that this call needs does not answer for now. Try again in a moment.',
    );
  }
  return new AppError('INTERNAL_ERROR', 'Weir failed to handle this call.');
}

/** Headers of ours that pages may read. */
const EXPOSED =
  'x-weir-trace-id, x-weir-feedback-token, x-weir-error, server-timing, helicone-id, x-portkey-trace-id, cf-aig-log-id, x-litellm-call-id';

/** Lets pages read the answer and our headers; a provider's own CORS headers are kept. */
export function exposeToBrowsers(headers: Headers): void {
  if (!headers.has('access-control-allow-origin')) headers.set('access-control-allow-origin', '*');
  headers.append('access-control-expose-headers', EXPOSED);
}

/** Our words on a connection that failed, without addresses or credentials. */
export function connectionFailure(cause: unknown): string {
  return describeCause(cause).replace(/https?:\/\/\S+/g, 'the provider');
}
