/** Sessions in the registry's D1 database, beside the keys that they live by. */
import { asArray, asString, parseJson } from '../../core/json.ts';
import { isScope } from '../scopes.ts';
import { noteKeyUse, type KeyUseOptions } from './note-key-use.ts';
import type { FoundSession, SessionStore } from './session-store.ts';

interface SessionRow {
  key_id: string | null;
  admin_proof: string | null;
  expires_at_ms: number;
  name: string | null;
  scopes: string | null;
  experiment_id: string | null;
  key_expires_at_ms: number | null;
  last_used_at_ms: number | null;
}

/** Creates the session store on D1. */
export function createD1SessionStore(options: KeyUseOptions): SessionStore {
  const { database } = options;
  return {
    async insert(tokenHash, { keyId, adminProof, expiresAtMs }, nowMs) {
      await database.batch([
        database.prepare('DELETE FROM sessions WHERE expires_at_ms <= ?1').bind(nowMs),
        database
          .prepare(
            'INSERT INTO sessions (token_hash, key_id, admin_proof, expires_at_ms) VALUES (?1, ?2, ?3, ?4)',
          )
          .bind(tokenHash, keyId, adminProof, expiresAtMs),
      ]);
    },
    async find(tokenHash, nowMs) {
      const row = await database
        .prepare(
          `SELECT s.key_id, s.admin_proof, s.expires_at_ms, k.name, k.scopes, k.experiment_id,
             k.expires_at_ms AS key_expires_at_ms, k.last_used_at_ms
           FROM sessions AS s LEFT JOIN api_keys AS k ON k.key_id = s.key_id AND k.revoked_at_ms IS NULL
             AND (k.expires_at_ms IS NULL OR k.expires_at_ms > ?2)
           WHERE s.token_hash = ?1 AND s.expires_at_ms > ?2 AND (s.key_id IS NULL OR k.key_id IS NOT NULL)`,
        )
        .bind(tokenHash, nowMs)
        .first<SessionRow>();
      if (row === null) return null;
      const found = toFound(row);
      if (found.key !== null) noteKeyUse(found.key, options);
      return found;
    },
    async delete(tokenHash) {
      await database.prepare('DELETE FROM sessions WHERE token_hash = ?1').bind(tokenHash).run();
    },
  };
}

function toFound(row: SessionRow): FoundSession {
  const session = { keyId: row.key_id, adminProof: row.admin_proof, expiresAtMs: row.expires_at_ms };
  if (row.key_id === null) return { session, key: null };
  const scopes = asArray(parseJson(row.scopes ?? '[]'))
    .map((scope) => asString(scope) ?? '')
    .filter(isScope);
  return {
    session,
    key: {
      keyId: row.key_id,
      name: row.name ?? '',
      scopes,
      experimentId: row.experiment_id,
      expiresAtMs: row.key_expires_at_ms,
      lastUsedAtMs: row.last_used_at_ms,
    },
  };
}
