/** Where the call of a judge is filed, as the proxy is told. */

/**
 * The headers of a judge's call.
 *
 * @param experimentId absent: the experiment of all judges
 */
export function filingHeaders(experimentId: string | undefined, others: HeadersInit = {}): Headers {
  const headers = new Headers(others);
  if (experimentId !== undefined) headers.set('x-weir-experiment', experimentId);
  return headers;
}
