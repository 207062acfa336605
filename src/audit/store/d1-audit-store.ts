/** The trail in the registry's D1 database. */
import { asString, isObject, parseJson } from '../../core/json.ts';
import type { AuditActor, AuditEntry } from '../audit-entry.ts';
import type { AuditFilter, AuditStore } from './audit-store.ts';

interface AuditRow {
  entry_id: number;
  at_ms: number;
  last_at_ms: number;
  action: string;
  actor_kind: string;
  actor_key_id: string | null;
  key_name: string | null;
  target: string;
  address: string | null;
  user_agent: string | null;
  request_id: string | null;
  count: number;
}

/** Rows that one run of retention deletes at most: so many leave other writes their turn. */
const MOST_EXPIRED = 5_000;

const COLUMNS =
  'at_ms, last_at_ms, action, actor_kind, actor_key_id, target, address, user_agent, request_id, count';

/** Creates the store on D1. */
export function createD1AuditStore({ database }: { database: D1Database }): AuditStore {
  return {
    async add({ atMs, action, actor, target, from, count, tally }) {
      await database
        .prepare(
          `INSERT INTO audit_entries (${COLUMNS}, tally) VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
           ON CONFLICT (tally) WHERE tally IS NOT NULL DO UPDATE SET
             count = count + excluded.count, last_at_ms = max(last_at_ms, excluded.last_at_ms)`,
        )
        .bind(
          atMs,
          action,
          actor.kind,
          actor.keyId,
          JSON.stringify(target),
          from.address,
          from.userAgent,
          from.requestId,
          count,
          tally,
        )
        .run();
    },
    async list(filter, { beforeId, size }) {
      const { where, values } = whereOf(filter, beforeId);
      const rows = await database
        .prepare(
          `SELECT entry_id, ${COLUMNS},
             (SELECT name FROM api_keys WHERE key_id = actor_key_id) AS key_name
           FROM audit_entries ${where} ORDER BY entry_id DESC LIMIT ?`,
        )
        .bind(...values, size)
        .all<AuditRow>();
      return rows.results.map(toEntry);
    },
    async expire({ beforeMs, mostTallies }) {
      await database.batch([
        database
          .prepare(
            'DELETE FROM audit_entries WHERE entry_id IN (SELECT entry_id FROM audit_entries WHERE at_ms < ?1 LIMIT ?2)',
          )
          .bind(beforeMs, MOST_EXPIRED),
        database
          .prepare(
            // Ids are given one after another, so no more than so many lie above. An offset would read them all each time.
            `DELETE FROM audit_entries WHERE entry_id IN (
               SELECT entry_id FROM audit_entries INDEXED BY audit_entries_counted
               WHERE tally IS NOT NULL AND entry_id <= (SELECT max(entry_id) FROM audit_entries) - ?1
               ORDER BY entry_id LIMIT ?2)`,
          )
          .bind(mostTallies, MOST_EXPIRED),
      ]);
    },
  };
}

function whereOf(filter: AuditFilter, beforeId: number | null): { where: string; values: unknown[] } {
  const isKind = filter.actor !== null && ['admin', 'open', 'nobody'].includes(filter.actor);
  const clauses: [sql: string, value: unknown][] = [
    ['entry_id < ?', beforeId],
    ['at_ms >= ?', filter.fromMs],
    ['at_ms < ?', filter.toMs],
    [isKind ? 'actor_kind = ?' : 'actor_key_id = ?', filter.actor],
    filter.action?.includes('.') === true ? ['action = ?', filter.action] : ['action GLOB ?', globOf(filter)],
  ];
  const given = clauses.filter(([, value]) => value !== null);
  return {
    where: given.length === 0 ? '' : `WHERE ${given.map(([sql]) => sql).join(' AND ')}`,
    values: given.map(([, value]) => value),
  };
}

/** An object's name is letters and underscores alone, which the route has seen to. */
function globOf({ action }: AuditFilter): string | null {
  return action === null ? null : `${action}.*`;
}

function toEntry(row: AuditRow): AuditEntry {
  const target = parseJson(row.target);
  return {
    entryId: row.entry_id,
    atMs: row.at_ms,
    lastAtMs: row.last_at_ms,
    action: row.action,
    // Written by `add` alone.
    actor: { kind: row.actor_kind as AuditActor['kind'], keyId: row.actor_key_id },
    keyName: row.key_name,
    target: isObject(target)
      ? Object.fromEntries(Object.entries(target).map(([name, value]) => [name, asString(value) ?? '']))
      : {},
    from: { address: row.address, userAgent: row.user_agent, requestId: row.request_id },
    count: row.count,
  };
}
