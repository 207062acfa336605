/** Our own failures in the shape OpenAI's SDKs read: they pick the exception by status and show `message`. */
import type { AppError, ErrorCode } from '../../../core/app-error.ts';
import type { JsonObject } from '../../../core/json.ts';

const typeByCode: Record<ErrorCode, string> = {
  INVALID_PARAMETER_VALUE: 'invalid_request_error',
  BAD_REQUEST: 'invalid_request_error',
  RESOURCE_ALREADY_EXISTS: 'invalid_request_error',
  UNAUTHENTICATED: 'authentication_error',
  PERMISSION_DENIED: 'permission_error',
  RESOURCE_DOES_NOT_EXIST: 'not_found_error',
  NOT_FOUND: 'not_found_error',
  ENDPOINT_NOT_FOUND: 'not_found_error',
  METHOD_NOT_ALLOWED: 'invalid_request_error',
  RESOURCE_CONFLICT: 'conflict_error',
  PAYLOAD_TOO_LARGE: 'invalid_request_error',
  URI_TOO_LONG: 'invalid_request_error',
  UNSUPPORTED_MEDIA_TYPE: 'invalid_request_error',
  RESOURCE_EXHAUSTED: 'rate_limit_error',
  INTERNAL_ERROR: 'server_error',
  NOT_IMPLEMENTED: 'server_error',
  UPSTREAM_FAILED: 'server_error',
  TEMPORARILY_UNAVAILABLE: 'server_error',
  DEADLINE_EXCEEDED: 'server_error',
};

/** Renders a failure of ours. */
export function renderOpenaiFailure(error: AppError): JsonObject {
  return {
    error: {
      message: error.message,
      type: typeByCode[error.code],
      param: error.details.field ?? null,
      code: error.code,
    },
  };
}
