/** Who may give feedback on a trace: the holder of its token, or a key with the scope `feedback`. */
import { authenticate, type AuthenticateServices } from '../access/authenticate.ts';
import { refuseCredential } from '../access/refusals.ts';
import { allows } from '../access/scopes.ts';
import { AppError } from '../core/app-error.ts';
import type { FeedbackTokens } from './feedback-token.ts';
import type { TraceScope } from './trace-scope.ts';

/** What authorising needs. */
export interface AuthoriseFeedbackServices extends AuthenticateServices {
  /** Null when this deployment has no signing key. */
  tokens: FeedbackTokens | null;
}

/** A caller that may give feedback on the trace. */
export interface FeedbackCaller {
  /** What tells this token from others; null for a key. */
  tokenSignature: string | null;
  /** The experiment whose trace they may speak of. */
  scope: TraceScope;
}

/** Where a token can be. */
export const tokenHeader = 'x-weir-feedback-token';

/**
 * Authorises a caller.
 *
 * @param input.token from the body, for senders that cannot set headers
 * @throws AppError RESOURCE_EXHAUSTED after many refused tokens or keys from an address; UNAUTHENTICATED for no or an expired token; PERMISSION_DENIED for one that is not for this trace, and
 *   for a key without the scope; TEMPORARILY_UNAVAILABLE when this deployment cannot verify tokens
 */
export async function authoriseFeedback({
  services,
  input,
}: {
  services: AuthoriseFeedbackServices;
  input: { request: Request; traceId: string; token: string | null };
}): Promise<FeedbackCaller> {
  const { request, traceId } = input;
  const token = input.token ?? readToken(request.headers);
  if (token === null) return authoriseKey(services, request);
  if (services.tokens === null) {
    throw new AppError(
      'TEMPORARILY_UNAVAILABLE',
      'This deployment has no signing key. Set one with the command: wrangler secret put WEIR_SIGNING_KEY',
    );
  }
  const verdict = await services.tokens.verify(token, traceId);
  if (verdict.ok) {
    return { tokenSignature: token.slice(-43), scope: { experiment: verdict.grant.experiment } };
  }
  const error =
    verdict.reason === 'expired'
      ? new AppError('UNAUTHENTICATED', 'This feedback token has expired.', {
          details: { reason: 'expired' },
        })
      : new AppError('PERMISSION_DENIED', 'This feedback token is not valid for this trace.');
  const refused = { headers: request.headers, credential: 'feedback_token' as const, error };
  throw await refuseCredential({ services, input: refused });
}

function readToken(headers: Headers): string | null {
  const own = headers.get(tokenHeader)?.trim();
  if (own !== undefined && own !== '') return own;
  return /^\s*bearer\s+(wf1\.\S+)\s*$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

async function authoriseKey(services: AuthoriseFeedbackServices, request: Request): Promise<FeedbackCaller> {
  const identity = await authenticate({ services, request });
  if (!allows(identity.scopes, 'feedback')) {
    throw new AppError('PERMISSION_DENIED', 'This key lacks the scope "feedback".', {
      details: { scope: 'feedback' },
    });
  }
  return { tokenSignature: null, scope: { within: identity.experimentId } };
}
