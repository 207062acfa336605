/**
 * Proves a deployment: one call goes through it to a provider and must become a trace. The provider refuses the call, since
 * it carries no key of theirs: that costs nothing and is recorded as any other. Where the built-in model is on, that answers.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** A new deployment takes a while to be known everywhere. */
const REACHED_WITHIN_MS = 60_000;
const RECORDED_WITHIN_MS = 60_000;
const PAUSE_MS = 1_000;

/**
 * Makes one call and waits for its trace. The key it needs is made for it and revoked afterwards.
 *
 * @param {{url: string, adminKey: string, say: (line: string) => void}} input
 * @returns {Promise<{traceId: string, status: number, recordedAfterMs: number}>}
 * @throws Error that says what did not work
 */
export async function proveDeployment({ url, adminKey, say }) {
  const admin = client(url, adminKey);
  await reach(admin);
  const { key, info } = await admin('POST', 'api/v1/keys', {
    name: 'proof of a deployment',
    scopes: ['proxy'],
  });
  try {
    const call = await callProvider(url, key);
    say(`call: ${call.provider} answered ${call.status}, trace ${call.traceId}`);
    const recordedAfterMs = await recorded(admin, call.traceId);
    return { traceId: call.traceId, status: call.status, recordedAfterMs };
  } finally {
    // It says what to do, and hides nothing of what went wrong before.
    await admin('DELETE', `api/v1/keys/${info.key_id}`).catch((cause) =>
      say(`the key of the proof, ${info.key_id}, was not revoked: ${cause.message}`),
    );
  }
}

function client(url, key) {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${key}` };
    const sent =
      body === undefined
        ? { method, headers }
        : { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(new URL(path, url), sent).catch((cause) => {
      throw new Error(`${url} cannot be reached: ${cause.cause?.code ?? cause.message}`, { cause });
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`${method} /${path} was answered ${answer.status}: ${text.slice(0, 300)}`);
    return text === '' ? null : JSON.parse(text);
  };
}

async function reach(admin) {
  const until = Date.now() + REACHED_WITHIN_MS;
  for (;;) {
    try {
      const health = await admin('GET', 'health');
      if (health.status !== 'down') return;
      throw new Error(`something is down: ${JSON.stringify(health.checks)}`);
    } catch (cause) {
      if (Date.now() > until) throw new Error(`It does not answer well: ${cause.message}`, { cause });
      await sleep(PAUSE_MS);
    }
  }
}

async function callProvider(url, key) {
  for (const provider of ['demo', 'openai']) {
    const answer = await fetch(new URL(`${provider}/v1/chat/completions`, url), {
      method: 'POST',
      headers: {
        'x-weir-key': key,
        'x-weir-tag-deployment': 'proof',
        authorization: 'Bearer no-key-of-the-provider',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'Is it recorded?' }] }),
    });
    await answer.arrayBuffer();
    const traceId = answer.headers.get('x-weir-trace-id');
    if (traceId !== null) return { provider, status: answer.status, traceId };
  }
  throw new Error('A call through the deployment was not answered by a provider.');
}

async function recorded(admin, traceId) {
  const began = Date.now();
  while (Date.now() - began < RECORDED_WITHIN_MS) {
    const found = await admin('GET', `api/v1/traces/${traceId}`).catch(() => null);
    if (found !== null) return Date.now() - began;
    await sleep(PAUSE_MS);
  }
  throw new Error(
    `The call was answered, but its trace ${traceId} was not there after ${RECORDED_WITHIN_MS / 1000} s. GET /health says what is down.`,
  );
}
