/**
 * Which pages may give feedback: those of the listed origins, Weir's own, and on one's own machine those of loopback. Calls
 * without an Origin come from no page, and their token or key speaks for them.
 */
import { isLoopbackOrigin } from '../access/loopback.ts';

/** What is asked, and what is allowed. */
export interface OriginQuestion {
  /** The header `Origin`; null when there is none. */
  origin: string | null;
  /** Weir's own address, as the caller wrote it. */
  requestUrl: string;
  /** WEIR_FEEDBACK_ORIGINS: `*`, whole origins, or `https://*.example.com`. */
  allowed: readonly string[];
  /** The worker serves one machine, and the call was made there. */
  local: boolean;
}

/** True when a page of that origin may give feedback. */
export function isAllowedOrigin({ origin, requestUrl, allowed, local }: OriginQuestion): boolean {
  if (origin === null || allowed.includes('*')) return true;
  const given = origin.toLowerCase();
  if (allowed.includes(given)) return true;
  if (!URL.canParse(given)) return false;
  const { host, protocol } = new URL(given);
  if (host === new URL(requestUrl).host) return true;
  if (local && isLoopbackOrigin(given)) return true;
  return allowed.some((pattern) => {
    const [scheme, domain] = pattern.split('://*.');
    return domain !== undefined && protocol === `${scheme}:` && host.endsWith(`.${domain}`);
  });
}
