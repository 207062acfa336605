/**
 * From which address a call comes, as far as that can be known: never by a header that a caller can make up. The one place
 * that answers it, for limits by address and for the trail.
 */
import { isForwarded } from '../core/forwarding-headers.ts';
import { isSameKey } from './is-same-secret.ts';

/** What the answer depends on. */
export interface CallerAddressSettings {
  /** The worker serves one machine. */
  local: boolean;
  /** WEIR_ADDRESS_HEADER, lower case: set by a proxy that every call comes through; null: there is none. */
  addressHeader: string | null;
  /** Known to the process that runs Weir on a machine of one's own, and to nobody else; null: the platform runs it. */
  supervisorKey: string | null;
}

/** In which `scripts/front.mjs` says whose connection a call came by: `<supervisor key> <address> <version of HTTP>`. */
export const connectionHeader = 'x-weir-connection';

/** Stands for the address of calls that hide it where it is always told: they share what one address may do. */
const HIDDEN = 'unknown';

/**
 * The caller's address: by the operator's header, by the connection on a machine of one's own, by the platform when it is
 * deployed. Of IPv6 the network, because one household or server has as many addresses as it likes.
 *
 * @returns null when nothing trustworthy tells it; `unknown` when it would be told, had the call come as calls do
 */
export function callerAddress(headers: Headers, settings: CallerAddressSettings): string | null {
  const { addressHeader, supervisorKey, local } = settings;
  if (addressHeader !== null) return toNetwork(lastOf(headers.get(addressHeader))) ?? HIDDEN;
  if (supervisorKey !== null) return toNetwork(connectionOf(headers, supervisorKey)?.address) ?? HIDDEN;
  // The platform writes it anew on every call (https://developers.cloudflare.com/fundamentals/reference/http-headers/).
  return local ? null : toNetwork(headers.get('cf-connecting-ip'));
}

/**
 * True when a call was passed on by something in front of Weir, as far as that can be known: it has a header that proxies and
 * platforms add, or it came as no program on this machine calls. HTTP/1.0 is what nginx passes calls on in unless it is told
 * otherwise, with no header that says so; and what the front could not read is not known to be this machine's own.
 */
export function wasPassedOn(
  headers: Headers,
  { supervisorKey }: Pick<CallerAddressSettings, 'supervisorKey'>,
): boolean {
  if (isForwarded(headers)) return true;
  return supervisorKey !== null && connectionOf(headers, supervisorKey)?.version !== '1.1';
}

/** Proxies add to a list at its end: what stands before was sent by the caller. Of RFC 7239's form the parameter `for`. */
function lastOf(value: string | null): string | null {
  const last = value?.split(',').at(-1)?.trim() ?? null;
  return /(?:^|;)\s*for="?([^";]*)/i.exec(last ?? '')?.[1] ?? last;
}

/** A caller may send the same header; theirs lacks the key. */
function connectionOf(
  headers: Headers,
  supervisorKey: string,
): { address: string; version: string | undefined } | null {
  for (const one of (headers.get(connectionHeader) ?? '').split(',')) {
    const [key = '', address, version] = one.trim().split(' ', 3);
    if (address !== undefined && isSameKey(key, supervisorKey)) return { address, version };
  }
  return null;
}

/**
 * IPv4 as it is, also when it is written as IPv6 (RFC 4291, section 2.5.5.2; RFC 6052, section 2.1) or with a port; of IPv6 the
 * first 64 bits.
 */
function toNetwork(given: string | null | undefined): string | null {
  const text = given?.trim().toLowerCase() ?? '';
  const [, ipv4] = /^(?:\[?::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})\]?(?::\d+)?$/.exec(text) ?? [];
  if (ipv4 !== undefined) return ipv4;
  const ipv6 = /^\[([0-9a-f:.]+)\](?::\d+)?$/.exec(text)?.[1] ?? text.split('%', 1)[0] ?? '';
  // The URL parser knows every way to write one (https://url.spec.whatwg.org/#concept-ipv6-parser).
  const url = ipv6.includes(':') ? URL.parse(`http://[${ipv6}]`) : null;
  if (url === null) return null;
  const [head = '', tail] = url.hostname.slice(1, -1).split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? 0 : tail.split(':').length;
    while (groups.length + after < 8) groups.push('0');
    groups.push(...(tail === '' ? [] : tail.split(':')));
  }
  return ipv4Inside(groups) ?? `${groups.slice(0, 4).join(':')}::/64`;
}

/** An IPv4 address whose last 32 bits are those of an IPv6 one; else all who come by IPv4 would be one network. */
function ipv4Inside(groups: readonly string[]): string | null {
  const before = groups.slice(0, 6).join(':');
  if (before !== '0:0:0:0:0:ffff' && before !== '64:ff9b:0:0:0:0') return null;
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((bits) => [bits >> 8, bits & 255])
    .join('.');
}
