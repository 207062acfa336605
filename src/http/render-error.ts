/** How a failed call is answered on our own surfaces: one JSON shape, MLflow's codes, the cause only in the log. */
import type { ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { AppError, type ErrorCode } from '../core/app-error.ts';
import type { Log } from '../core/log.ts';
import { isStoreFailure } from '../core/store-failure.ts';
import type { HonoEnv } from './hono-env.ts';
import { notJson } from './json-only.ts';

/** The body of a failed call. */
export interface ErrorBody {
  error_code: ErrorCode;
  /** For people. */
  message: string;
  request_id: string;
  /** What is worth reading by program, such as the field that is wrong. */
  details?: Record<string, string>;
}

/** A failed call, ready to be sent. */
export interface RenderedError {
  status: AppError['status'];
  headers: Record<string, string>;
  body: ErrorBody;
}

/** Codes for what Hono itself refuses. */
const CODE_BY_STATUS: Record<number, ErrorCode> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'ENDPOINT_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/** Turns whatever was thrown into what the caller may know of it. */
export function renderError(thrown: unknown, requestId: string): RenderedError {
  const error = toAppError(thrown);
  const body: ErrorBody = { error_code: error.code, message: error.message, request_id: requestId };
  if (Object.keys(error.details).length > 0) body.details = error.details;
  return { status: error.status, headers: headersOf(error), body };
}

/** The error handler of an app: answers with {@link renderError}, and logs what is our own fault. */
export function createErrorHandler({ log }: { log: Log }): ErrorHandler<HonoEnv> {
  return (thrown, context) => {
    const requestId = context.get('requestId') ?? '';
    const { status, headers, body } = renderError(thrown, requestId);
    // To a page's own fetch, a challenge of basic would make the browser ask for a password over the page.
    if (status === 401 && context.req.header('sec-fetch-dest') === 'empty') {
      headers['www-authenticate'] = 'Bearer realm="weir"';
    }
    if (status >= 500) {
      const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
      log.error('request-failed', cause, { requestId, method: context.req.method, path: context.req.path });
    }
    return context.json(body, status, headers);
  };
}

/** Answers paths that nothing is mounted at. */
export const notFoundHandler: NotFoundHandler<HonoEnv> = (context) => {
  const { status, body } = renderError(
    new AppError('ENDPOINT_NOT_FOUND', `There is nothing at ${context.req.method} ${context.req.path}.`),
    context.get('requestId') ?? '',
  );
  return context.json(body, status);
};

function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = thrown instanceof HTTPException ? CODE_BY_STATUS[thrown.status] : undefined;
  if (code === 'UNSUPPORTED_MEDIA_TYPE') return notJson(thrown);
  if (thrown instanceof HTTPException && code !== undefined) {
    const invalidJson = thrown.message.startsWith('Malformed JSON');
    return new AppError(code, invalidJson ? 'The body is not valid JSON.' : thrown.message, {
      cause: thrown,
    });
  }
  if (isStoreFailure(thrown)) {
    return new AppError(
      'TEMPORARILY_UNAVAILABLE',
      'A store that this needs does not answer for now. Try again in a moment; GET /health says which.',
      { cause: thrown },
    );
  }
  return new AppError(
    'INTERNAL_ERROR',
    'Something went wrong on our side; the log has more under the request id.',
    {
      cause: thrown,
    },
  );
}

function headersOf(error: AppError): Record<string, string> {
  // Clients that only know basic authentication take the first challenge they understand (RFC 9110, section 11.6.1).
  if (error.code === 'UNAUTHENTICATED')
    return { 'www-authenticate': 'Basic realm="weir", Bearer realm="weir"' };
  if (error.code === 'TEMPORARILY_UNAVAILABLE') return { 'retry-after': '30' };
  if (error.code === 'RESOURCE_EXHAUSTED') return { 'retry-after': '60' };
  return {};
}
