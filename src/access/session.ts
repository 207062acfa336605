/**
 * The dashboard's session: an opaque random token in a cookie that scripts cannot read. What it allows is looked up at
 * every call, so that revoking the key, or changing the admin key, ends it.
 */
import { toBase64Url } from '../core/base64url.ts';
import { toHex } from '../core/ids.ts';

/** The cookie. The proxy drops every cookie of this prefix, so the token never reaches a provider. */
const sessionCookie = 'weir_session';

/** The header that a page must add to change anything: pages of other origins cannot, without being asked first. */
export const dashboardHeader = 'x-weir-dashboard';

const TOKEN_BYTES = 32;

/** A stored session, without its token. */
export interface StoredSession {
  /** Null when it was begun with the admin key. */
  keyId: string | null;
  /** HMAC of the admin key under the token; null when it was begun with a stored key. */
  adminProof: string | null;
  expiresAtMs: number;
}

/** A new random token: 43 characters of base64url. */
export function newSessionToken(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
}

/** The token a request carries in its cookie; null when there is none of our form. */
export function readSessionToken(headers: Headers): string | null {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === sessionCookie && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value)) return value;
  }
  return null;
}

/** SHA-256 of a token, hex. */
export async function hashSessionToken(token: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))));
}

/** Binds a session to the admin key without storing anything the key could be guessed from: the token is its key. */
export async function proveAdminKey(token: string, adminKey: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(token), algorithm, false, ['sign']);
  return toHex(new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(adminKey))));
}

/** Where the cookie goes, and for how long. */
export interface SessionCookieOptions {
  /** The path people reach Weir below, such as `/weir`; empty for the root. */
  prefix: string;
  secure: boolean;
  lifetimeMs: number;
}

/**
 * The value of `set-cookie` (RFC 6265bis). `Secure` but on loopback, where there is no TLS.
 *
 * @param token null takes the cookie away
 */
export function renderSessionCookie(token: string | null, options: SessionCookieOptions): string {
  const maxAge = token === null ? 0 : Math.floor(options.lifetimeMs / 1000);
  const path = options.prefix === '' ? '/' : options.prefix;
  const secure = options.secure ? '; Secure' : '';
  return `${sessionCookie}=${token ?? ''}; Path=${path}; HttpOnly; SameSite=Strict; Max-Age=${maxAge}${secure}`;
}
