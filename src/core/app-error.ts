/**
 * The one error type and its closed set of codes. Codes and statuses are MLflow's (mlflow/exceptions.py), because its
 * clients key on them. Rendering is left to each surface: `http/render-error.ts` and the proxy's dialects.
 */

/** The codes Weir answers with, and the HTTP status of each. */
export const statusByCode = {
  INVALID_PARAMETER_VALUE: 400,
  BAD_REQUEST: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  RESOURCE_DOES_NOT_EXIST: 404,
  NOT_FOUND: 404,
  ENDPOINT_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  RESOURCE_CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  URI_TOO_LONG: 414,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  UPSTREAM_FAILED: 502,
  TEMPORARILY_UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
} as const satisfies Record<string, number>;

/** One of the codes in {@link statusByCode}. */
export type ErrorCode = keyof typeof statusByCode;

/** What else an error may carry: the cause for the log, and details for the caller. */
export interface AppErrorOptions {
  cause?: unknown;
  details?: Record<string, string>;
}

/** A failure we can explain to the caller. The message is shown to them, the cause never is. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, string>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
  }

  /** The HTTP status this error is answered with. */
  get status(): (typeof statusByCode)[ErrorCode] {
    return statusByCode[this.code];
  }
}

/** Shorthand for the commonest failure: a field that is not what was expected. */
export function invalidParameter(field: string, expected: string): AppError {
  return new AppError('INVALID_PARAMETER_VALUE', `Invalid value for ${field}: expected ${expected}.`, {
    details: { field, expected },
  });
}
