/** Reads the trail, the newest first, page by page. */
import { invalidParameter } from '../core/app-error.ts';
import type { AuditEntry } from './audit-entry.ts';
import type { AuditFilter, AuditStore } from './store/audit-store.ts';

/** A page of the trail. */
export interface AuditPage {
  entries: AuditEntry[];
  /** Null on the last page. */
  nextPageToken: string | null;
}

/**
 * One page. Entries that come meanwhile are on no later page, and none is shown twice.
 *
 * @param input.pageToken of the page before; null: the first page
 * @throws AppError INVALID_PARAMETER_VALUE for a token that is none
 */
export async function listAudit({
  services,
  input,
}: {
  services: { audit: AuditStore };
  input: { filter: AuditFilter; pageSize: number; pageToken: string | null };
}): Promise<AuditPage> {
  const { filter, pageSize, pageToken } = input;
  if (pageToken !== null && !/^\d{1,15}$/.test(pageToken))
    throw invalidParameter('page_token', '`next_page_token` of the page before');
  const beforeId = pageToken === null ? null : Number(pageToken);
  const entries = await services.audit.list(filter, { beforeId, size: pageSize + 1 });
  const shown = entries.slice(0, pageSize);
  const last = shown.at(-1);
  const hasMore = entries.length > pageSize && last !== undefined;
  return { entries: shown, nextPageToken: hasMore ? String(last.entryId) : null };
}
