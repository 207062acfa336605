/** The items of labeling sessions and what reviewers did with them, in the registry's D1 database. */
import { toItem, toReview, type ItemRow, type ReviewRow } from './labeling-rows.ts';
import type { ItemCounts, LabelingStore } from './labeling-store.ts';

type ItemsPart = Pick<
  LabelingStore,
  | 'addItems'
  | 'getItems'
  | 'listItems'
  | 'removeItems'
  | 'countItems'
  | 'setItemStatus'
  | 'putReview'
  | 'listReviews'
>;

const ORDERS = { arrival: 'item_row', newest: 'created_at_ms DESC, trace_id' };

/** ?1: session, ?2: JSON array of trace ids, ?3: time, ?4: most items. The first ones that fit are added. */
const ADD_ITEMS = `
INSERT INTO labeling_items (session_id, trace_id, status, created_at_ms, updated_at_ms)
SELECT ?1, value, 'PENDING', ?3, ?3 FROM json_each(?2)
WHERE EXISTS (SELECT 1 FROM labeling_sessions WHERE session_id = ?1)
  AND NOT EXISTS (SELECT 1 FROM labeling_items WHERE session_id = ?1 AND trace_id = value)
ORDER BY key LIMIT max(0, ?4 - (SELECT count(*) FROM labeling_items WHERE session_id = ?1))
RETURNING trace_id`;

/** ?1: session, ?2: trace, ?3: status, ?4: by whom, ?5: time. */
const SET_STATUS = `
UPDATE labeling_items SET status = ?3, completed_by = ?4, completed_at_ms = iif(?4 IS NULL, NULL, ?5), updated_at_ms = ?5
WHERE session_id = ?1 AND trace_id = ?2 AND status <> ?3`;

const PUT_REVIEW = `
INSERT INTO labeling_reviews (session_id, trace_id, reviewer, state, updated_at_ms)
SELECT ?1, ?2, ?3, ?4, ?5
WHERE EXISTS (SELECT 1 FROM labeling_items WHERE session_id = ?1 AND trace_id = ?2)
ON CONFLICT DO UPDATE SET state = excluded.state, updated_at_ms = excluded.updated_at_ms
RETURNING trace_id`;

/** ?1: session, ?2: trace, ?3: the reviewer who was last, ?4: time. */
const SETTLE = `
UPDATE labeling_items SET status = outcome.status, completed_by = ?3, completed_at_ms = ?4, updated_at_ms = ?4
FROM (SELECT iif(EXISTS (SELECT 1 FROM labeling_reviews WHERE session_id = ?1 AND trace_id = ?2 AND state = 'complete'),
  'COMPLETE', 'DECLINED') AS status) AS outcome
WHERE session_id = ?1 AND trace_id = ?2 AND labeling_items.status <> outcome.status
  AND NOT EXISTS (
    SELECT 1 FROM labeling_sessions AS session, json_each(session.reviewers) AS assigned
    WHERE session.session_id = ?1 AND NOT EXISTS (
      SELECT 1 FROM labeling_reviews AS done
      WHERE done.session_id = ?1 AND done.trace_id = ?2 AND done.reviewer = assigned.value))`;

type Bind = (sql: string, ...values: (string | number | null)[]) => D1PreparedStatement;

/** Creates this part of the store. */
export function createD1LabelingItems({ database }: { database: D1Database }): ItemsPart {
  const bound: Bind = (sql, ...values) => database.prepare(sql).bind(...values);
  return { ...createItems(database, bound), ...createReviews(database, bound) };
}

function createItems(
  database: D1Database,
  bound: Bind,
): Omit<ItemsPart, 'setItemStatus' | 'putReview' | 'listReviews'> {
  return {
    async addItems(sessionId, traceIds, { atMs, mostItems }) {
      const ids = JSON.stringify([...new Set(traceIds)]);
      const { results } = await bound(ADD_ITEMS, sessionId, ids, atMs, mostItems).all();
      return { added: results.length };
    },
    async getItems(sessionId, traceIds) {
      const { results } = await bound(
        `SELECT * FROM labeling_items WHERE session_id = ?1 AND trace_id IN (SELECT value FROM json_each(?2))
         ORDER BY item_row`,
        sessionId,
        JSON.stringify(traceIds),
      ).all<ItemRow>();
      return results.map(toItem);
    },
    async listItems(sessionId, { status, order, offset, pageSize }) {
      const { results } = await bound(
        `SELECT * FROM labeling_items WHERE session_id = ?1 AND (?2 IS NULL OR status = ?2)
         ORDER BY ${ORDERS[order]} LIMIT ?3 OFFSET ?4`,
        sessionId,
        status ?? null,
        pageSize,
        offset,
      ).all<ItemRow>();
      return results.map(toItem);
    },
    async removeItems(sessionId, traceIds) {
      const ids = JSON.stringify(traceIds);
      const which = 'WHERE session_id = ?1 AND trace_id IN (SELECT value FROM json_each(?2))';
      const results = await database.batch([
        bound(`DELETE FROM labeling_reviews ${which}`, sessionId, ids),
        bound(`DELETE FROM labeling_items ${which} RETURNING trace_id`, sessionId, ids),
      ]);
      return results.at(-1)?.results.length ?? 0;
    },
    async countItems(sessionIds) {
      const { results } = await bound(
        `SELECT session_id, status, count(*) AS items FROM labeling_items
         WHERE session_id IN (SELECT value FROM json_each(?1)) GROUP BY session_id, status`,
        JSON.stringify(sessionIds),
      ).all<{ session_id: string; status: keyof ItemCounts; items: number }>();
      const counts = new Map(sessionIds.map((id) => [id, { PENDING: 0, COMPLETE: 0, DECLINED: 0 }]));
      for (const row of results) {
        const count = counts.get(row.session_id);
        if (count !== undefined) count[row.status] = row.items;
      }
      return counts;
    },
  };
}

function createReviews(
  database: D1Database,
  bound: Bind,
): Pick<ItemsPart, 'setItemStatus' | 'putReview' | 'listReviews'> {
  const one = 'SELECT * FROM labeling_items WHERE session_id = ?1 AND trace_id = ?2';
  return {
    async setItemStatus(sessionId, traceId, { status, by, atMs }) {
      const forget = 'DELETE FROM labeling_reviews WHERE session_id = ?1 AND trace_id = ?2';
      const results = await database.batch<ItemRow>([
        bound(SET_STATUS, sessionId, traceId, status, by, atMs),
        by === null
          ? bound(forget, sessionId, traceId)
          : bound(PUT_REVIEW, sessionId, traceId, by, status === 'COMPLETE' ? 'complete' : 'skipped', atMs),
        bound(one, sessionId, traceId),
      ]);
      const row = results.at(-1)?.results[0];
      return row === undefined ? null : toItem(row);
    },
    async putReview({ sessionId, traceId, reviewer, state, atMs }) {
      const [noted] = await database.batch([
        bound(PUT_REVIEW, sessionId, traceId, reviewer, state, atMs),
        bound(SETTLE, sessionId, traceId, reviewer, atMs),
      ]);
      return noted?.results.length === 1;
    },
    async listReviews(sessionId, reviewer, traceIds) {
      const { results } = await bound(
        `SELECT * FROM labeling_reviews WHERE session_id = ?1 AND (?2 IS NULL OR reviewer = ?2)
           AND (?3 IS NULL OR trace_id IN (SELECT value FROM json_each(?3)))
         ORDER BY trace_id, reviewer`,
        sessionId,
        reviewer,
        traceIds === undefined ? null : JSON.stringify(traceIds),
      ).all<ReviewRow>();
      return results.map(toReview);
    },
  };
}
