/** Failures of the demo model, worded and shaped as OpenAI's. */

/** Statuses the `error` knob knows, with the type, code and message OpenAI gives them (platform.openai.com, error codes). */
const FAILURES: Record<number, { type: string; code: string | null; message: string }> = {
  400: { type: 'invalid_request_error', code: null, message: 'The request was invalid.' },
  401: { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided.' },
  403: {
    type: 'invalid_request_error',
    code: 'unsupported_country_region_territory',
    message: 'Not allowed here.',
  },
  404: { type: 'invalid_request_error', code: 'model_not_found', message: 'The model does not exist.' },
  408: { type: 'server_error', code: null, message: 'Request timed out.' },
  409: { type: 'invalid_request_error', code: null, message: 'The resource was changed by another request.' },
  413: { type: 'invalid_request_error', code: null, message: 'The request is too large.' },
  422: { type: 'invalid_request_error', code: null, message: 'The request could not be processed.' },
  429: { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached for requests.' },
  500: {
    type: 'server_error',
    code: null,
    message: 'The server had an error while processing your request.',
  },
  502: { type: 'server_error', code: null, message: 'Bad gateway.' },
  503: {
    type: 'server_error',
    code: null,
    message: 'The engine is currently overloaded, please try again later.',
  },
  529: { type: 'server_error', code: null, message: 'The engine is overloaded.' },
};

/** Statuses a caller may ask for. */
export const knownStatuses = Object.keys(FAILURES).map(Number);

/** The error object of a status. */
export function failureBody(
  status: number,
  message?: string,
  parameter: string | null = null,
): { error: object } {
  const failure = FAILURES[status] ?? { type: 'server_error', code: null, message: `Status ${status}.` };
  return {
    error: { message: message ?? failure.message, type: failure.type, param: parameter, code: failure.code },
  };
}

/** A failed answer; a rate limit says when to come again. */
export function demoFailure(status: number, message?: string, parameter: string | null = null): Response {
  const headers: Record<string, string> =
    status === 429 ? { 'retry-after': '1', 'retry-after-ms': '1000' } : {};
  return Response.json(failureBody(status, message, parameter), { status, headers });
}
