/** Our own failures in the shape Google's SDKs read (google.rpc.Status as JSON). */
import type { AppError } from '../../../core/app-error.ts';
import type { JsonObject } from '../../../core/json.ts';

const wordByStatus: Partial<Record<AppError['status'], string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  501: 'UNIMPLEMENTED',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** Renders a failure of ours. */
export function renderGoogleFailure(error: AppError): JsonObject {
  return {
    error: { code: error.status, message: error.message, status: wordByStatus[error.status] ?? 'INTERNAL' },
  };
}
