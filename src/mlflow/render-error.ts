/** Failures as MLflow writes them: `{"error_code", "message"}` with the status its clients expect of the code. */
import type { ErrorHandler } from 'hono';
import type { ErrorCode } from '../core/app-error.ts';
import type { Log } from '../core/log.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import { renderError } from '../http/render-error.ts';

/** Codes of ours that MLflow does not have, and what its clients take them for. The status stays. */
const CODE_OF_MLFLOW: Partial<Record<ErrorCode, string>> = {
  METHOD_NOT_ALLOWED: 'ENDPOINT_NOT_FOUND',
  PAYLOAD_TOO_LARGE: 'BAD_REQUEST',
  URI_TOO_LONG: 'BAD_REQUEST',
  UNSUPPORTED_MEDIA_TYPE: 'BAD_REQUEST',
  UPSTREAM_FAILED: 'TEMPORARILY_UNAVAILABLE',
};

/** The error handler of the MLflow surface. */
export function createMlflowErrorHandler({ log }: { log: Log }): ErrorHandler<HonoEnv> {
  return (thrown, context) => {
    const requestId = context.get('requestId') ?? '';
    const { status, headers, body } = renderError(thrown, requestId);
    if (status >= 500 && status !== 501) {
      const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
      log.error('request-failed', cause, { requestId, method: context.req.method, path: context.req.path });
    }
    const code = CODE_OF_MLFLOW[body.error_code] ?? body.error_code;
    return context.json({ error_code: code, message: body.message }, status, headers);
  };
}
