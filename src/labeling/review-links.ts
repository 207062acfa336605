/** Links for reviewers: made, listed, revoked, and told from forged ones. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { randomHex } from '../core/ids.ts';
import { toReviewer, type LabelingSession } from './labeling-session.ts';
import type { ReviewTokens } from './review-token.ts';
import { getSession, type SessionReference, type SessionServices } from './sessions.ts';
import type { ReviewLink, ReviewLinkStore } from './store/review-link-store.ts';

/** What the verbs on links need. */
export interface ReviewLinkServices extends Pick<SessionServices, 'labeling' | 'now'> {
  reviewLinks: ReviewLinkStore;
  /** Null when this deployment has no signing key. */
  reviewTokens: ReviewTokens | null;
  /** Where people reach this deployment; null: where requests went. */
  publicUrl: string | null;
}

/** A link with its secret, which is shown once. */
export interface NewReviewLink extends ReviewLink {
  token: string;
}

/** Who reviews, and where. */
export interface ReviewerCall {
  session: LabelingSession;
  reviewer: string;
  /** Unix milliseconds. */
  expiresAtMs: number;
}

const HOUR_MS = 3_600_000;

/**
 * Makes links.
 *
 * @param input.reviewer null: everybody who is assigned gets one
 * @throws AppError RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE for a reviewer who is not assigned, or when nobody is;
 *   TEMPORARILY_UNAVAILABLE without a signing key
 */
export async function createReviewLinks({
  services,
  input,
}: {
  services: ReviewLinkServices;
  input: SessionReference & { reviewer: string | null; hours: number };
}): Promise<NewReviewLink[]> {
  const session = await getSession({ services, input });
  const tokens = signer(services);
  const reviewers = whoGetsOne(session, input.reviewer);
  const createdAtMs = services.now();
  // The token tells whole seconds.
  const expiresAtMs = Math.floor((createdAtMs + input.hours * HOUR_MS) / 1000) * 1000;
  const { sessionId } = session;
  const links: NewReviewLink[] = [];
  for (const reviewer of reviewers) {
    const linkId = randomHex(16);
    const token = await tokens.issue({ sessionId, linkId, expiresAtMs });
    links.push({ linkId, sessionId, reviewer, createdAtMs, expiresAtMs, revokedAtMs: null, token });
  }
  await services.reviewLinks.insert(links);
  return links;
}

/**
 * Links of a session, newest first, without their secrets.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function listReviewLinks({
  services,
  input,
}: {
  services: ReviewLinkServices;
  input: SessionReference;
}): Promise<ReviewLink[]> {
  await getSession({ services, input });
  return services.reviewLinks.list(input.sessionId);
}

/**
 * Ends a link at once.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function revokeReviewLink({
  services,
  input,
}: {
  services: ReviewLinkServices;
  input: SessionReference & { linkId: string };
}): Promise<ReviewLink> {
  await getSession({ services, input });
  const revoked = await services.reviewLinks.revoke(input.sessionId, input.linkId, services.now());
  if (revoked !== null) return revoked;
  throw new AppError(
    'RESOURCE_DOES_NOT_EXIST',
    `There is no link "${input.linkId.slice(0, 100)}" of this session.`,
  );
}

/**
 * Who holds a link's secret.
 *
 * @param input.token null when none was sent
 * @throws AppError UNAUTHENTICATED for no token, a forged one, one of another session, an expired or a revoked one (also
 *   when they are not assigned any more): the detail `reason` tells them apart; TEMPORARILY_UNAVAILABLE without a signing key
 */
export async function authoriseReviewer({
  services,
  input,
}: {
  services: ReviewLinkServices;
  input: { sessionId: string; token: string | null };
}): Promise<ReviewerCall> {
  const { sessionId, token } = input;
  if (token === null) throw refuse('This page is opened by a personal link.', 'missing');
  const grant = await signer(services).verify(token, sessionId);
  if (grant === null) throw refuse('This link is not valid.', 'invalid');
  if (grant.expiresAtMs <= services.now()) throw refuse('This link has expired.', 'expired');
  const [link, session] = await Promise.all([
    services.reviewLinks.get(grant.linkId),
    services.labeling.getSession(sessionId),
  ]);
  if (link === null || session === null || link.sessionId !== sessionId) {
    throw refuse('This link is not valid any more.', 'invalid');
  }
  const isAssigned = session.reviewers.length === 0 || session.reviewers.includes(link.reviewer);
  if (link.revokedAtMs !== null || !isAssigned) throw refuse('This link was revoked.', 'revoked');
  return { session, reviewer: link.reviewer, expiresAtMs: grant.expiresAtMs };
}

function whoGetsOne({ reviewers }: LabelingSession, wanted: string | null): string[] {
  if (wanted === null) {
    if (reviewers.length > 0) return reviewers;
    throw invalidParameter('reviewer', 'the name of who the link is for, because nobody is assigned');
  }
  const reviewer = toReviewer(wanted);
  if (reviewers.length === 0 || reviewers.includes(reviewer)) return [reviewer];
  throw invalidParameter('reviewer', `one of those assigned: ${reviewers.join(', ')}`);
}

function signer({ reviewTokens }: ReviewLinkServices): ReviewTokens {
  if (reviewTokens !== null) return reviewTokens;
  throw new AppError(
    'TEMPORARILY_UNAVAILABLE',
    'This deployment has no signing key. Set one with the command: wrangler secret put WEIR_SIGNING_KEY',
  );
}

function refuse(message: string, reason: 'missing' | 'invalid' | 'expired' | 'revoked'): AppError {
  return new AppError('UNAUTHENTICATED', message, { details: { reason } });
}
