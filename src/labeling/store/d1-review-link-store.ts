/** Review links in the registry's D1 database. */
import type { ReviewLink, ReviewLinkStore } from './review-link-store.ts';

interface LinkRow {
  link_id: string;
  session_id: string;
  reviewer: string;
  created_at_ms: number;
  expires_at_ms: number;
  revoked_at_ms: number | null;
}

/** Most links that are listed of one session. */
const MOST_LISTED = 500;

/** Creates the store on D1. */
export function createD1ReviewLinkStore({ database }: { database: D1Database }): ReviewLinkStore {
  const bound = (sql: string, ...values: (string | number)[]) => database.prepare(sql).bind(...values);
  return {
    async insert(links) {
      if (links.length === 0) return;
      const sql = `INSERT INTO review_links (link_id, session_id, reviewer, created_at_ms, expires_at_ms)
        VALUES (?1, ?2, ?3, ?4, ?5)`;
      await database.batch(
        links.map((link) =>
          bound(sql, link.linkId, link.sessionId, link.reviewer, link.createdAtMs, link.expiresAtMs),
        ),
      );
    },
    async get(linkId) {
      const row = await bound('SELECT * FROM review_links WHERE link_id = ?1', linkId).first<LinkRow>();
      return row === null ? null : toLink(row);
    },
    async list(sessionId) {
      const { results } = await bound(
        'SELECT * FROM review_links WHERE session_id = ?1 ORDER BY created_at_ms DESC, link_id LIMIT ?2',
        sessionId,
        MOST_LISTED,
      ).all<LinkRow>();
      return results.map(toLink);
    },
    async revoke(sessionId, linkId, atMs) {
      const row = await bound(
        `UPDATE review_links SET revoked_at_ms = coalesce(revoked_at_ms, ?3)
         WHERE session_id = ?1 AND link_id = ?2 RETURNING *`,
        sessionId,
        linkId,
        atMs,
      ).first<LinkRow>();
      return row === null ? null : toLink(row);
    },
  };
}

function toLink(row: LinkRow): ReviewLink {
  return {
    linkId: row.link_id,
    sessionId: row.session_id,
    reviewer: row.reviewer,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    revokedAtMs: row.revoked_at_ms,
  };
}
