/** What `npm start` prints. */

/** The first screen: base URLs, one call to try, where the traces are. */
export function welcome({ address: base, dataDirectory, variables }) {
  const demo =
    variables.WEIR_DEMO === undefined ? variables.WEIR_LOCAL === '1' : variables.WEIR_DEMO === 'on';
  return `
Weir listens on ${base}

  Set the base URL of your SDK
    OpenAI      ${base}/openai/v1
    Anthropic   ${base}/anthropic
    Gemini      ${base}/google
    any other   ${base}/{provider}/v1    (an unknown name lists them all)
${demo && needsNoKey(variables) ? tryDemo(base) : ''}
  Read it back
    traces      ${base}/api/v1/traces
    reference   ${base}/reference
    access      ${accessLine(variables)}
    data        ${dataDirectory}

`;
}

/** Who is let in: `src/access/open-access.ts` decides, this says it. */
function accessLine({ WEIR_ADMIN_KEY: adminKey, WEIR_LOCAL: local, WEIR_PUBLIC_URL: publicUrl }) {
  if (adminKey !== undefined) return 'with keys; create one with your WEIR_ADMIN_KEY at /api/v1/keys';
  if (local !== '1')
    return 'closed, because others can reach it here: set WEIR_ADMIN_KEY, then create keys with it';
  if (publicUrl !== undefined)
    return 'closed, because WEIR_PUBLIC_URL is set: set WEIR_ADMIN_KEY to create keys';
  return `open to calls made on this machine; closed to calls that a proxy forwards
                set WEIR_ADMIN_KEY to ask everybody for keys, and before any proxy is put in front`;
}

/** Whether a call on this machine to the proxy needs no key. */
function needsNoKey({ WEIR_PROXY_AUTH: auth, WEIR_LOCAL: local, WEIR_PUBLIC_URL: publicUrl }) {
  return auth === undefined ? local === '1' && publicUrl === undefined : auth === 'open';
}

/** The call of the README, for whoever has no provider key at hand. */
function tryDemo(base) {
  return `    no key yet  ${base}/demo/v1

  Try it
    curl ${base}/demo/v1/chat/completions -H 'content-type: application/json' \\
      -d '{"model":"demo","messages":[{"role":"user","content":"Hello, Weir"}]}'
`;
}

/**
 * One trace as one line: time, trace id, provider/model, state, tokens in/out, cost, first token, duration.
 *
 * @param {object} trace fields of the worker's `trace-recorded` line
 */
export function traceLine(trace) {
  const time = new Date(trace.requestTimeMs).toISOString().slice(11, 23);
  const tokens = `${known(trace.inputTokens)}/${known(trace.outputTokens)} tokens`;
  const cost = trace.costUsd === null ? 'unpriced' : `$${formatUsd(trace.costUsd)}`;
  const firstToken = trace.firstTokenMs === null ? '' : `first token ${trace.firstTokenMs} ms  `;
  return `${time}  ${trace.traceId}  ${trace.provider}/${trace.model ?? '-'}  ${trace.state}  ${tokens}  ${cost}  ${firstToken}${trace.durationMs} ms`;
}

function known(count) {
  return count ?? '?';
}

function formatUsd(usd) {
  return usd >= 0.01 ? usd.toFixed(4) : usd.toPrecision(3).replace(/e-(\d+)$/, 'e-$1');
}
