/**
 * From which address a call comes, as far as that can be known: never by a header that a caller can make up. The one place
 * that answers it, for limits by address and for the trail.
 */
import { isSameSecret } from './is-same-secret.ts';

/** What the answer depends on. */
export interface CallerAddressSettings {
  /** The worker serves one machine. */
  local: boolean;
  /** WEIR_ADDRESS_HEADER, lower case: set by a proxy that every call comes through; null: there is none. */
  addressHeader: string | null;
  /** Known to the process that runs Weir on a machine of one's own, and to nobody else; null: the platform runs it. */
  supervisorKey: string | null;
}

/** In which `scripts/front.mjs` says whose connection a call came by: `<supervisor key> <address>`. */
export const connectionHeader = 'x-weir-connection';

/**
 * The caller's address: by the operator's header, by the connection on a machine of one's own, by the platform when it is
 * deployed. Of IPv6 the network, because one household or server has as many addresses as it likes.
 *
 * @returns null when nothing trustworthy tells it
 */
export async function callerAddress(
  headers: Headers,
  settings: CallerAddressSettings,
): Promise<string | null> {
  const { addressHeader, supervisorKey, local } = settings;
  if (addressHeader !== null) return toNetwork(lastOf(headers.get(addressHeader)));
  if (supervisorKey !== null) return toNetwork(await connectionOf(headers, supervisorKey));
  // The platform writes it anew on every call (https://developers.cloudflare.com/fundamentals/reference/http-headers/).
  return local ? null : toNetwork(headers.get('cf-connecting-ip'));
}

/** Proxies add to a list at its end: what stands before was sent by the caller. */
function lastOf(value: string | null): string | null {
  return value?.split(',').at(-1)?.trim() ?? null;
}

/** A caller may send the same header; theirs lacks the key. */
async function connectionOf(headers: Headers, supervisorKey: string): Promise<string | null> {
  for (const one of (headers.get(connectionHeader) ?? '').split(',')) {
    const [key = '', address] = one.trim().split(' ', 2);
    if (address !== undefined && (await isSameSecret(key, supervisorKey))) return address;
  }
  return null;
}

/**
 * IPv4 as it is, also when it is written as IPv6 (RFC 4291, section 2.5.5.2; RFC 6052, section 2.1) or with a port; of IPv6 the
 * first 64 bits.
 */
function toNetwork(given: string | null): string | null {
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
