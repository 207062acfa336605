/**
 * Calls of judges through Weir's own proxy, inside the process: stored secrets, tracing and prices apply as for anybody.
 * They lie in an experiment of their own, unless whoever asked may see no other than one, and bear a tag by which no judge judges a judge (F103).
 */
import { keyPrefix } from '../../access/key.ts';
import { randomHex } from '../../core/ids.ts';
import { forward } from '../../proxy/forward.ts';
import type { ProxyGrant, ProxyServices } from '../../proxy/proxy-services.ts';
import type { TraceInfo } from '../../tracing/trace.ts';
import type { CallProxy } from './provider-model.ts';

/** Where the traces of judges lie. */
export const judgeExperiment = 'weir-judges';

/** The tag on each trace of a judge. */
export const judgeTag = 'weir.judge';

/** True for a trace of a judge's own call. */
export function isJudgeTrace({ tags }: Pick<TraceInfo, 'tags'>): boolean {
  return tags[judgeTag] !== undefined;
}

/** Headers in which client libraries put a key of their own. */
const CREDENTIAL_HEADERS = ['authorization', 'x-api-key', 'x-goog-api-key', 'api-key'];

/** Calls that nobody's key asked for. */
const ownGrant: ProxyGrant = { keyId: 'inside', experimentId: null };

/**
 * The proxy with a door that only this process can open: a key made here, which never leaves it.
 *
 * @param grant whose calls they are; absent: our own
 */
export function openInside(proxy: ProxyServices, grant = ownGrant): { key: string; proxy: ProxyServices } {
  const key = `${keyPrefix}${randomHex(24)}`;
  return {
    key,
    proxy: {
      ...proxy,
      verifyProxyKey: async (sent) =>
        sent === key ? { ok: true, grant } : { ok: false, reason: 'unknown' as const },
      issueFeedbackToken: async () => null,
    },
  };
}

/**
 * Calls the proxy from inside. The answer is taken whole, and its recording has been handed over when this resolves, so
 * that nothing is left to an invocation that may have ended.
 *
 * @param headers ours, such as the experiment and tags
 */
export function createInsideCalls(proxy: ProxyServices, headers: Record<string, string>): CallProxy {
  return async (path, init) => {
    const inside = openInside(proxy);
    const sent = new Headers(init.headers);
    for (const name of CREDENTIAL_HEADERS) sent.delete(name);
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    sent.set('x-weir-key', inside.key);
    const background: Promise<unknown>[] = [];
    const owner = { waitUntil: (promise: Promise<unknown>) => void background.push(promise) };
    const body = typeof init.body === 'string' ? new TextEncoder().encode(init.body) : (init.body ?? null);
    // Without it the body would go on in chunks, which some providers refuse.
    if (body instanceof Uint8Array) sent.set('content-length', String(body.byteLength));
    const request = new Request(`https://weir.invalid${path}`, { ...init, headers: sent, body });
    const answer = await forward(request, owner, inside.proxy);
    const answered = await answer.arrayBuffer();
    await Promise.allSettled(background);
    return new Response(answered, answer);
  };
}

/** Calls of judges, filed in the experiment of all judges unless they say which. */
export function createJudgeCalls(proxy: ProxyServices): CallProxy {
  return (path, init) => {
    const experiment = new Headers(init.headers).get('x-weir-experiment') ?? judgeExperiment;
    const tags = JSON.stringify({ [judgeTag]: 'true' });
    const call = createInsideCalls(proxy, { 'x-weir-experiment': experiment, 'x-weir-tags': tags });
    return call(path, init);
  };
}
