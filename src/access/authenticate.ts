/**
 * Finds out who makes a management call (REST, MLflow, OTLP, dashboard). The proxy has its own admission, because there
 * the headers belong to the provider's SDK.
 */
import { AppError } from '../core/app-error.ts';
import { adminIdentity, openIdentity, type Identity } from './identity.ts';
import { isLoopbackOrigin } from './loopback.ts';
import { verifyKey, type VerifyKeyServices } from './verify-key.ts';

/** What authentication needs. */
export interface AuthenticateServices extends VerifyKeyServices {
  settings: {
    /** The worker serves one machine. */
    local: boolean;
    adminKey: string | null;
  };
}

/**
 * Authenticates a request by its bearer token, basic password or `x-weir-key`.
 *
 * @throws AppError UNAUTHENTICATED; TEMPORARILY_UNAVAILABLE when this deployment has no admin key yet
 */
export async function authenticate({
  services,
  request,
}: {
  services: AuthenticateServices;
  request: Request;
}): Promise<Identity> {
  const { settings } = services;
  const credential = readCredential(request.headers);
  if (settings.adminKey === null) {
    if (!settings.local) throw notSetUp('Set one with the command: wrangler secret put WEIR_ADMIN_KEY');
    if (!isOpenTo(request)) {
      throw notSetUp('Until one is set, in .dev.vars or the environment, only this machine may manage it.');
    }
  } else if (credential !== null && (await isSame(credential, settings.adminKey))) {
    return adminIdentity;
  }
  const verified = credential === null ? null : await verifyKey({ services, input: { key: credential } });
  if (verified !== null) return { kind: 'key', ...verified };
  if (settings.adminKey === null) return openIdentity;
  throw new AppError(
    'UNAUTHENTICATED',
    credential === null
      ? 'A Weir key is needed: send it as bearer token, as basic password or as x-weir-key.'
      : 'This key is unknown or revoked.',
  );
}

/** The key a request carries, wherever a client may put it; null when there is none. */
function readCredential(headers: Headers): string | null {
  const own = headers.get('x-weir-key')?.trim();
  if (own !== undefined && own !== '') return own;
  const [, scheme, value] = /^\s*(bearer|basic)\s+(\S+)\s*$/i.exec(headers.get('authorization') ?? '') ?? [];
  if (scheme === undefined || value === undefined) return null;
  return scheme.toLowerCase() === 'bearer' ? value : readPassword(value);
}

function readPassword(base64: string): string | null {
  try {
    const text = atob(base64);
    const colon = text.indexOf(':');
    return colon < 0 || colon === text.length - 1 ? null : text.slice(colon + 1);
  } catch {
    return null;
  }
}

function notSetUp(what: string): AppError {
  return new AppError('TEMPORARILY_UNAVAILABLE', `This deployment of Weir has no admin key. ${what}`);
}

/**
 * True for calls from this machine that no web page made on its own: the Host must be a loopback name, or a page could
 * reach us through a DNS name it points here; and an Origin, when sent, must be one too.
 */
function isOpenTo(request: Request): boolean {
  const host = request.headers.get('host') ?? new URL(request.url).host;
  if (!isLoopbackOrigin(`http://${host}`)) return false;
  const origin = request.headers.get('origin');
  return origin === null || isLoopbackOrigin(origin);
}

/** Compares digests, so that neither the time nor the length tells anything of the secret. */
async function isSame(given: string, secret: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const [one, two] = await Promise.all([
    crypto.subtle.digest('SHA-256', encoder.encode(given)),
    crypto.subtle.digest('SHA-256', encoder.encode(secret)),
  ]);
  return crypto.subtle.timingSafeEqual(one, two);
}
