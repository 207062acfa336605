/**
 * Open mode: whether a caller is let in without a key, because Weir serves one machine and the call was made there. The one
 * place that answers it; whatever is allowed in open mode asks here.
 */
import { wasPassedOn } from './caller-address.ts';
import { isLoopbackOrigin, isOwnHost } from './loopback.ts';

/** What the answer depends on. */
export interface OpenAccessSettings {
  /** The worker listens on loopback only. */
  local: boolean;
  adminKey: string | null;
  /** Where people reach this deployment; null: nowhere but on this machine, as far as was said. */
  publicUrl: string | null;
  /** With it the front of one's own machine says how a call came; null: there is no front. */
  supervisorKey: string | null;
}

/** What it depends on for the proxy. */
export interface ProxyAccessSettings extends Omit<OpenAccessSettings, 'adminKey'> {
  /** WEIR_PROXY_AUTH; null when the operator did not say. */
  proxyAuth: 'key' | 'open' | null;
}

/**
 * True when the deployment serves its own machine and nobody said otherwise: it listens on loopback, and has no public
 * address (which means that something in front of it passes others' calls on).
 */
export function isOwnMachine({ local, publicUrl }: Pick<OpenAccessSettings, 'local' | 'publicUrl'>): boolean {
  return local && publicUrl === null;
}

/** True when the deployment is open to its own machine: it serves no other, and no admin key was set. */
export function isOpenDeployment(settings: Omit<OpenAccessSettings, 'supervisorKey'>): boolean {
  return isOwnMachine(settings) && settings.adminKey === null;
}

/**
 * Whether callers of the proxy need a Weir key: all (`key`), none (`open`, which an operator says), or those whose calls
 * were not made on this machine (`local`, where nothing was said).
 */
export function proxyAuthOf(settings: Omit<ProxyAccessSettings, 'supervisorKey'>): 'key' | 'open' | 'local' {
  return settings.proxyAuth ?? (isOwnMachine(settings) ? 'local' : 'key');
}

/**
 * True when the proxy takes a call without a Weir key: where nothing was said, one that was made on this machine and asked for
 * by one of its names. Another name was pointed here by DNS, or whatever has that name passed the call on.
 *
 * @param headers as the caller sent them
 */
export function isProxyOpenTo(settings: ProxyAccessSettings, headers: Headers): boolean {
  const auth = proxyAuthOf(settings);
  if (auth !== 'local') return auth === 'open';
  const host = headers.get('host');
  return !wasPassedOn(headers, settings) && (host === null || isOwnHost(host));
}

/**
 * True when an open deployment lets this call in without a key: made on this machine, and not by a web page on its own. The
 * Host must be a loopback name, or a page could reach us through a DNS name it points here; an Origin, when sent, must be
 * one too; and nothing may say that a proxy passed the call on.
 */
export function isOpenTo(settings: OpenAccessSettings, request: Request): boolean {
  if (!isOpenDeployment(settings) || wasPassedOn(request.headers, settings)) return false;
  const host = request.headers.get('host') ?? new URL(request.url).host;
  if (!isLoopbackOrigin(`http://${host}`)) return false;
  const origin = request.headers.get('origin');
  return origin === null || isLoopbackOrigin(origin);
}
