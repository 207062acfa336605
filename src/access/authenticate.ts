/**
 * Finds out who makes a management call (REST, MLflow, OTLP, dashboard). The proxy has its own admission, because there
 * the headers belong to the provider's SDK.
 */
import { AppError } from '../core/app-error.ts';
import { adminIdentity, openIdentity, type Identity } from './identity.ts';
import { isSameSecret } from './is-same-secret.ts';
import { isOpenDeployment, isOpenTo, type OpenAccessSettings } from './open-access.ts';
import { wasPassedOn, type CallerAddressSettings } from './caller-address.ts';
import { countingRefusals, type RefusedCredential, type Refusals } from './refusals.ts';
import { isFromOurOrigin, isFromOurPage, isOwnReading, isReading } from './same-origin.ts';
import { dashboardHeader, readSessionToken } from './session.ts';
import type { SessionStore } from './store/session-store.ts';
import { verifyKey, type VerifyKeyServices } from './verify-key.ts';
import { verifySession } from './verify-session.ts';

/** What authentication needs. */
export interface AuthenticateServices extends VerifyKeyServices {
  settings: OpenAccessSettings & CallerAddressSettings;
  refusals: Refusals;
  sessions: SessionStore;
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * Authenticates a request by its bearer token, basic password or `x-weir-key`; without any, by the dashboard's session.
 *
 * @throws AppError UNAUTHENTICATED, or RESOURCE_EXHAUSTED after many of them; PERMISSION_DENIED for a session's change that our own page did not make; TEMPORARILY_UNAVAILABLE when this deployment has no admin key yet
 */
export async function authenticate({
  services,
  request,
  credential: kind = 'key',
}: {
  services: AuthenticateServices;
  request: Request;
  /** As what a key is counted that is refused; absent: a key. */
  credential?: RefusedCredential;
}): Promise<Identity> {
  const credential = readCredential(request.headers);
  refuseForeignPages(request, services.settings.publicUrl);
  const attempt = async (): Promise<Identity> => {
    const identity = await identify(services, request, credential);
    const { settings } = services;
    const isElsewhere = isOpenDeployment(settings) && wasPassedOn(request.headers, settings);
    return isElsewhere ? { ...identity, passedOn: true } : identity;
  };
  // Asking without a key guesses none.
  if (credential === null) return attempt();
  return countingRefusals(services, { headers: request.headers, credential: kind }, attempt);
}

async function identify(
  services: AuthenticateServices,
  request: Request,
  credential: string | null,
): Promise<Identity> {
  const { settings } = services;
  if (settings.adminKey === null && !settings.local)
    throw notSetUp('Set one with the command: wrangler secret put WEIR_ADMIN_KEY');
  if (
    credential !== null &&
    settings.adminKey !== null &&
    (await isSameSecret(credential, settings.adminKey))
  )
    return adminIdentity;
  const verified = credential === null ? null : await verifyKey({ services, input: { key: credential } });
  if (verified !== null) return { kind: 'key', ...verified };
  const inSession = credential === null ? await authenticateSession(services, request) : null;
  if (inSession !== null) return inSession;
  if (isOpenTo(settings, request)) return openIdentity;
  if (settings.adminKey === null) throw notSetUp(closedBecause(settings, request));
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
  const { publicUrl } = services.settings;
  if (identity === null || isOwnReading(request, publicUrl) || isFromOurPage(request, publicUrl))
    return identity;
  throw new AppError(
    'PERMISSION_DENIED',
    `A session speaks for the dashboard's own pages alone, and changes things with the header ${dashboardHeader}; programs send a key.`,
  );
}

/** Browsers send a Basic password they were given once with whatever any page makes them send. */
function refuseForeignPages(request: Request, publicUrl: string | null): void {
  const isBasic = /^\s*basic\s/i.test(request.headers.get('authorization') ?? '');
  if (!isBasic || isReading(request) || isFromOurOrigin(request, publicUrl)) return;
  throw new AppError(
    'PERMISSION_DENIED',
    'A page of another origin cannot change things with a Basic password: send the key as bearer token or as x-weir-key.',
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

/** Why a deployment that is open to its own machine is not so to this call, and what to do. */
function closedBecause(settings: OpenAccessSettings, { headers }: Request): string {
  const remedy = 'Set one in .dev.vars or the environment (WEIR_ADMIN_KEY), and send keys.';
  if (settings.publicUrl !== null)
    return `It is open to its own machine only while WEIR_PUBLIC_URL is not set. ${remedy}`;
  if (wasPassedOn(headers, settings))
    return `Until one is set, only this machine may manage it, and this call came through a proxy. ${remedy}`;
  return 'Until one is set, in .dev.vars or the environment, only this machine may manage it.';
}
