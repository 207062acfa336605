-- Who is signed in to the dashboard. A session lives no longer than the key it was begun with.

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY, -- SHA-256 of the token in the cookie, hex, the token itself is never stored
  key_id TEXT, -- null: begun with the admin key
  admin_proof TEXT, -- HMAC of the admin key under the token: another admin key ends the session
  expires_at_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_expiry ON sessions (expires_at_ms);
