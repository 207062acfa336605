/** Our own failures in the shape Anthropic's SDKs read (docs.anthropic.com, Errors). */
import type { AppError } from '../../../core/app-error.ts';
import type { JsonObject } from '../../../core/json.ts';

const typeByStatus: Partial<Record<AppError['status'], string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
};

/** Renders a failure of ours. */
export function renderAnthropicFailure(error: AppError): JsonObject {
  return {
    type: 'error',
    error: { type: typeByStatus[error.status] ?? 'api_error', message: error.message },
  };
}
