/**
 * The door that every address goes through which a caller can have Weir call: scorers, targets of evaluations, alerts. Public
 * hosts by their name over TLS, and else only what the operator named, or this machine while it is open to itself. Asked
 * when an address is kept, and again whenever it is called.
 */
import ipaddr from 'ipaddr.js';
import { invalidParameter } from './app-error.ts';

/** What may be called beside public hosts. */
export interface OutboundRules {
  /** This machine, over http too: while the deployment is open to it. */
  loopback: boolean;
  /** Hosts that the operator named, as {@link readPrivateHosts} gives them. */
  privateHosts: readonly string[];
}

/** The rules for an address that comes from such a caller: what is open to this machine is so to nobody else. */
export function outboundFor(
  rules: OutboundRules,
  { passedOn = false }: { passedOn?: boolean },
): OutboundRules {
  return passedOn ? { ...rules, loopback: false } : rules;
}

/** Which way a call goes out: to the world, or where the operator let it. */
export type OutboundNetwork = 'public' | 'private';

/**
 * Top-level names that lead into a private network, or nowhere: of IANA's registry of special-use names (RFC 6761, 6762, 7686,
 * 8375, 9476, and `internal`, which ICANN reserved), those that networks have made up for themselves (RFC 6762, appendix G, and
 * ICANN's study of name collisions: `mail`, `belkin`, …), and those of clusters (`svc`, `consul`). None of them is delegated.
 */
const PRIVATE_TOP_LEVELS = new Set([
  'alt',
  'arpa',
  'belkin',
  'cluster',
  'consul',
  'corp',
  'dhcp',
  'docker',
  'domain',
  'gateway',
  'home',
  'internal',
  'intra',
  'intranet',
  'invalid',
  'k8s',
  'kube',
  'lan',
  'local',
  'localdomain',
  'localhost',
  'mail',
  'modem',
  'nomad',
  'onion',
  'private',
  'router',
  'svc',
  'test',
  'vpn',
  'workgroup',
]);

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const MOST_CHARACTERS = 253;

/**
 * Checks an address.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the field
 */
export function checkOutboundUrl(field: string, text: string, rules: OutboundRules): URL {
  const url = URL.parse(text);
  if (url !== null && (url.username !== '' || url.password !== ''))
    throw invalidParameter(field, 'a URL without a password');
  if (url !== null && networkOf(url, rules) !== null) return url;
  const other = rules.loopback
    ? 'http on loopback, or a host of WEIR_PRIVATE_HOSTS'
    : 'a host of WEIR_PRIVATE_HOSTS';
  throw invalidParameter(field, `an https URL of a public host, by its name; or ${other}`);
}

/** The way to a URL; null where none goes. The platform's parser has brought every spelling of a host to one form. */
export function networkOf(url: URL, rules: OutboundRules): OutboundNetwork | null {
  if (!/^https?:$/.test(url.protocol)) return null;
  const { hostname } = url;
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (rules.privateHosts.some((host) => host === hostname || host === `${hostname}:${port}`))
    return 'private';
  if (rules.loopback && isLoopback(hostname)) return 'private';
  return url.protocol === 'https:' && isPublicName(hostname) ? 'public' : null;
}

function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost') return true;
  const address = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';
}

/** A name of the public DNS: of several labels, the last of which is no address's and no private network's. */
function isPublicName(hostname: string): boolean {
  const labels = hostname.split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || hostname.length > MOST_CHARACTERS) return false;
  return labels.every((label) => LABEL.test(label)) && /[a-z]/.test(last) && !PRIVATE_TOP_LEVELS.has(last);
}

/** True for an address of the public Internet: none that is private, of this machine, of many, or stands for another. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'unicast';
}

/**
 * The hosts of a list parted by commas, each with or without a port: `10.0.0.5:9000, scorer.internal, [fd00::1]`.
 *
 * @returns as {@link OutboundRules} has them; null when one is no host
 */
export function readPrivateHosts(text: string): string[] | null {
  const hosts: string[] = [];
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const [, host, port] = /^(\[[^\]]+\]|[^\s:/?#@[\]\\]+)(?::(\d{1,5}))?$/.exec(entry) ?? [];
    const hostname = host === undefined ? undefined : URL.parse(`https://${host}`)?.hostname;
    if (hostname === undefined || Number(port ?? 0) > 65_535) return null;
    hosts.push(port === undefined ? hostname : `${hostname}:${Number(port)}`);
  }
  return hosts;
}
