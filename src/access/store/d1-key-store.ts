/** Keys in the registry's D1 database. */
import { createNearby, type Nearby, type Statements } from '../../core/store/nearby.ts';
import { asArray, asString, parseJson } from '../../core/json.ts';
import type { StoredKey } from '../key.ts';
import { isScope } from '../scopes.ts';
import type { KeyStore } from './key-store.ts';
import { noteKeyUse, type KeyUseOptions } from './note-key-use.ts';

interface KeyRow {
  key_id: string;
  name: string;
  hint: string;
  scopes: string;
  experiment_id: string | null;
  owner: string | null;
  created_at_ms: number;
  expires_at_ms: number | null;
  last_used_at_ms: number | null;
  revoked_at_ms: number | null;
}

const COLUMNS =
  'key_id, name, hint, scopes, experiment_id, owner, created_at_ms, expires_at_ms, last_used_at_ms, revoked_at_ms';

const FIND = `SELECT ${COLUMNS} FROM api_keys WHERE hash = ?1 AND revoked_at_ms IS NULL`;

/** What the store is made of. */
export interface KeyStoreOptions extends KeyUseOptions {
  /** The nearest copy: there keys are looked up, at the primary only what is not found. */
  nearby?: Nearby;
}

/** Creates the key store on D1. */
export function createD1KeyStore(options: KeyStoreOptions): KeyStore {
  const { database, nearby = createNearby(database) } = options;
  return {
    async insert(key, hash) {
      await database
        .prepare(
          `INSERT INTO api_keys (${COLUMNS}, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`,
        )
        .bind(
          key.keyId,
          key.name,
          key.hint,
          JSON.stringify(key.scopes),
          key.experimentId,
          key.owner,
          key.createdAtMs,
          key.expiresAtMs,
          key.lastUsedAtMs,
          key.revokedAtMs,
          hash,
        )
        .run();
    },
    async findByHash(hash) {
      const find = (statements: Statements) => statements.prepare(FIND).bind(hash).first<KeyRow>();
      // A copy may not have heard of a new key yet.
      const row = (await nearby.run(find)) ?? (await find(database));
      if (row === null) return null;
      const key = toKey(row);
      noteKeyUse(key, options);
      return key;
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
    owner: row.owner,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
    revokedAtMs: row.revoked_at_ms,
  };
}
