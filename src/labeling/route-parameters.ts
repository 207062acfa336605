/** What the routes of labeling share: which experiment, which page, and scopes that are needed besides the route's own. */
import { z } from '@hono/zod-openapi';
import type { Identity } from '../access/identity.ts';
import { allows, type Scope } from '../access/scopes.ts';
import { AppError, invalidParameter } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';

/** Finds experiments by what people call them. */
export interface FindsExperiments {
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

const DEFAULT_EXPERIMENT = '0';

/** The path parameter of every route on one session. */
export const sessionParameter = z.string().min(1).max(100).openapi({
  example: 'rq-4bf92f3577b34da6a3ce929d0e0e4736',
});

/** Which session, and what the caller may see. */
export function referenceOf(
  { session_id: sessionId }: { session_id: string },
  { experimentId: within }: Identity,
): { sessionId: string; within: string | null } {
  return { sessionId, within };
}

/** Query parameters of a list within an experiment. */
export const pageParameters = z.object({
  experiment: z.string().min(1).max(500).optional().openapi({
    example: 'support-bot',
    description: 'Name or id. Absent: the experiment of the key, else `0`.',
  }),
  page_size: z.coerce.number().int().min(1).max(limits.pageSize).default(100),
  page_token: z.string().max(50).optional().openapi({ description: '`next_page_token` of the page before.' }),
});

/** The experiment that is meant: the one named, else the key's own, else the default. */
export function experimentOf(
  services: FindsExperiments,
  named: string | undefined,
  identity: Identity,
): Promise<string> | string {
  return named === undefined
    ? (identity.experimentId ?? DEFAULT_EXPERIMENT)
    : services.findExperimentId(named, identity.experimentId);
}

/**
 * Where a page begins.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function offsetOf(token: string | undefined): number {
  if (token === undefined || token === '') return 0;
  const offset = /^\d{1,9}$/.test(token) ? Number(token) : Number.NaN;
  if (Number.isNaN(offset)) throw invalidParameter('page_token', 'the next_page_token of the page before');
  return offset;
}

/** The token of the page that begins there. */
export function tokenOf(offset: number | null): string | null {
  return offset === null ? null : String(offset);
}

/**
 * Refuses a key that lacks a scope its route does not always need: what lets others read, or tells what traces hold, takes
 * a key that may read.
 *
 * @throws AppError PERMISSION_DENIED
 */
export function requireAlso(identity: Identity, scope: Scope): void {
  if (allows(identity.scopes, scope)) return;
  throw new AppError('PERMISSION_DENIED', `This key lacks the scope "${scope}".`, { details: { scope } });
}
