/** Calls that go through the door of `outbound-url.ts`: what may not be called is refused here too, whoever kept the address. */
import { isPublicAddress, networkOf, type OutboundRules } from './outbound-url.ts';

/** A call that was not made. */
export class OutboundRefusal extends Error {
  constructor(host: string, why: string) {
    super(`${host} is not called: ${why}.`);
    this.name = 'OutboundRefusal';
  }
}

/** What calling needs. */
export interface OutboundFetchServices {
  rules: OutboundRules;
  /** The network that public hosts are called over: where there can be one, it reaches no private address. */
  fetchPublic: typeof fetch;
  /** The network of hosts that the operator let be called. */
  fetchPrivate: typeof fetch;
  /**
   * The addresses of a name; null when they cannot be had. Absent where the network itself looks at them, when it connects.
   */
  resolve?: (hostname: string) => Promise<string[] | null>;
}

/** Calls one URL. A redirect is answered as it is, and never followed. */
export type OutboundFetch = (url: URL, init: RequestInit) => Promise<Response>;

/**
 * The fetch for addresses that callers named.
 *
 * @throws OutboundRefusal (the fetch) for an address, or a name that leads to one, that is not to be called
 */
export function createOutboundFetch(services: OutboundFetchServices): OutboundFetch {
  const { rules, fetchPublic, fetchPrivate, resolve } = services;
  return async (url, init) => {
    const network = networkOf(url, rules);
    if (network === null) throw new OutboundRefusal(url.host, 'it is no public host');
    const sent: RequestInit = { ...init, redirect: 'manual' };
    if (network === 'private') return fetchPrivate(url, sent);
    const addresses = (await resolve?.(url.hostname)) ?? [];
    if (!addresses.every(isPublicAddress))
      throw new OutboundRefusal(url.host, 'its name leads to a private address');
    return fetchPublic(url, sent);
  };
}
