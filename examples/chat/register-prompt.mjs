/** Registers the example's prompt over MLflow's protocol, once: later it is changed in Weir, not here. */

const NAME = 'chat-example-support';
const ALIAS = 'production';
const TEMPLATE = 'You are the support desk of a bookshop. Answer in at most three sentences.';

/**
 * @returns {Promise<{header: string, note: string} | null>} the value of `x-weir-prompt`; null when Weir has no registry
 */
export async function registerPrompt({ origin, authorization }) {
  const call = async (method, path, body) => {
    const answer = await fetch(`${origin}/api/2.0/mlflow/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...authorization },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { ok: answer.ok, body: await answer.json().catch(() => null) };
  };
  const header = `${NAME}@${ALIAS}`;
  const isPrompt = { key: 'mlflow.prompt.is_prompt', value: 'true' };
  const known = await call('GET', `registered-models/alias?name=${NAME}&alias=${ALIAS}`);
  if (known.ok) return { header, note: 'as registered' };
  await call('POST', 'registered-models/create', { name: NAME, tags: [isPrompt] });
  const version = await call('POST', 'model-versions/create', {
    name: NAME,
    source: 'chat-example',
    tags: [isPrompt, { key: 'mlflow.prompt.text', value: TEMPLATE }],
  });
  const number = version.body?.model_version?.version;
  if (!version.ok || number === undefined) return null;
  const named = await call('POST', 'registered-models/alias', {
    name: NAME,
    alias: ALIAS,
    version: String(number),
  });
  return named.ok ? { header, note: 'registered now' } : null;
}
