/** Keys in the registry's D1 database. */
import { createNearby, type Nearby, type Statements } from '../../core/store/nearby.ts';
import { asArray, asString, parseJson } from '../../core/json.ts';
import type { StoredKey } from '../key.ts';
import { isScope } from '../scopes.ts';
import type { KeyStore } from './key-store.ts';

interface KeyRow {
  key_id: string;
  name: string;
  hint: string;
  scopes: string;
  experiment_id: string | null;
  created_at_ms: number;
  revoked_at_ms: number | null;
}

const COLUMNS = 'key_id, name, hint, scopes, experiment_id, created_at_ms, revoked_at_ms';

const FIND = `SELECT ${COLUMNS} FROM api_keys WHERE hash = ?1 AND revoked_at_ms IS NULL`;

/**
 * Creates the key store on D1.
 *
 * @param nearby the nearest copy: there keys are looked up, at the primary only what is not found
 */
export function createD1KeyStore({
  database,
  nearby = createNearby(database),
}: {
  database: D1Database;
  nearby?: Nearby;
}): KeyStore {
  return {
    async insert(key, hash) {
      await database
        .prepare(`INSERT INTO api_keys (${COLUMNS}, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`)
        .bind(
          key.keyId,
          key.name,
          key.hint,
          JSON.stringify(key.scopes),
          key.experimentId,
          key.createdAtMs,
          key.revokedAtMs,
          hash,
        )
        .run();
    },
    async findByHash(hash) {
      const find = (statements: Statements) => statements.prepare(FIND).bind(hash).first<KeyRow>();
      // A copy may not have heard of a new key yet.
      const row = (await nearby.run(find)) ?? (await find(database));
      return row === null ? null : toKey(row);
    },
    async list() {
      const rows = await database
        .prepare(`SELECT ${COLUMNS} FROM api_keys ORDER BY created_at_ms DESC, key_id`)
        .all<KeyRow>();
      return rows.results.map(toKey);
    },
    async revoke(keyId, revokedAtMs) {
      const sql =
        'UPDATE api_keys SET revoked_at_ms = coalesce(revoked_at_ms, ?2) WHERE key_id = ?1 RETURNING key_id';
      const revoked = await nearby.run((statements) =>
        statements.prepare(sql).bind(keyId, revokedAtMs).all(),
      );
      return revoked.results.length > 0;
    },
  };
}

function toKey(row: KeyRow): StoredKey {
  return {
    keyId: row.key_id,
    name: row.name,
    hint: row.hint,
    scopes: asArray(parseJson(row.scopes))
      .map((scope) => asString(scope) ?? '')
      .filter(isScope),
    experimentId: row.experiment_id,
    createdAtMs: row.created_at_ms,
    revokedAtMs: row.revoked_at_ms,
  };
}
