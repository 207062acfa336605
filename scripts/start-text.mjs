/** What `npm start` prints. */

/** The first screen: base URLs, one call to try, where the traces are. */
export function welcome({ address: base, dataDirectory, variables }) {
  const access =
    variables.WEIR_ADMIN_KEY === undefined
      ? variables.WEIR_LOCAL === '1'
        ? 'open on this machine; set WEIR_ADMIN_KEY to ask for keys'
        : 'closed, because others can reach it here: set WEIR_ADMIN_KEY, then create keys with it'
      : 'with keys; create one with your WEIR_ADMIN_KEY at /api/v1/keys';
  const demo =
    variables.WEIR_DEMO === undefined ? variables.WEIR_LOCAL === '1' : variables.WEIR_DEMO === 'on';
  return `
Weir listens on ${base}

  Set the base URL of your SDK
    OpenAI      ${base}/openai/v1
    Anthropic   ${base}/anthropic
    Gemini      ${base}/google
    any other   ${base}/{provider}/v1    (an unknown name lists them all)
${demo ? tryDemo(base) : ''}
  Read it back
    traces      ${base}/api/v1/traces
    reference   ${base}/reference
    access      ${access}
    data        ${dataDirectory}

`;
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
