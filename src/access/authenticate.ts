/**
 * Finds out who makes a management call (REST, MLflow, OTLP, dashboard). The proxy has its own admission, because there
 * the headers belong to the provider's SDK.
 */
import { AppError } from '../core/app-error.ts';
import { adminIdentity, openIdentity, type Identity } from './identity.ts';
import { isSameSecret } from './is-same-secret.ts';
import { isLoopbackOrigin } from './loopback.ts';
import { isFromOurPage, isReading } from './same-origin.ts';
import { dashboardHeader, readSessionToken } from './session.ts';
import type { SessionStore } from './store/session-store.ts';
import { verifyKey, type VerifyKeyServices } from './verify-key.ts';
import { verifySession } from './verify-session.ts';

/** What authentication needs. */
export interface AuthenticateServices extends VerifyKeyServices {
  settings: {
    /** The worker serves one machine. */
    local: boolean;
    adminKey: string | null;
    /** Where people reach this deployment; null: where requests went. */
    publicUrl: string | null;
  };
  sessions: SessionStore;
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * Authenticates a request by its bearer token, basic password or `x-weir-key`; without any, by the dashboard's session.
 *
 * @throws AppError UNAUTHENTICATED; PERMISSION_DENIED for a session's change that our own page did not make; TEMPORARILY_UNAVAILABLE when this deployment has no admin key yet
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
  } else if (credential !== null && (await isSameSecret(credential, settings.adminKey))) {
    return adminIdentity;
  }
  const verified = credential === null ? null : await verifyKey({ services, input: { key: credential } });
  if (verified !== null) return { kind: 'key', ...verified };
  const inSession = credential === null ? await authenticateSession(services, request) : null;
  if (inSession !== null) return inSession;
  if (settings.adminKey === null) return openIdentity;
  throw new AppError(
    'UNAUTHENTICATED',
    credential === null
      ? 'A Weir key is needed: send it as bearer token, as basic password or as x-weir-key.'
      : 'This key is unknown or revoked.',
  );
}

/** Who a session's cookie speaks for; null when there is no session. */
async function authenticateSession(
  services: AuthenticateServices,
  request: Request,
): Promise<Identity | null> {
  const token = readSessionToken(request.headers);
  const identity = token === null ? null : await verifySession({ services, input: { token } });
  if (identity === null || isReading(request) || isFromOurPage(request, services.settings.publicUrl))
    return identity;
  throw new AppError(
    'PERMISSION_DENIED',
    `A session changes things only from the dashboard itself, with the header ${dashboardHeader}; programs send a key.`,
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
