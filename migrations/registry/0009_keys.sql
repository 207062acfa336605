-- Who answers for a key, until when it is good, and when it was last used.

ALTER TABLE api_keys ADD COLUMN owner TEXT; -- null: nobody was named
ALTER TABLE api_keys ADD COLUMN expires_at_ms INTEGER; -- null: until it is revoked
ALTER TABLE api_keys ADD COLUMN last_used_at_ms INTEGER; -- to some ten minutes. Null: never, or before this was noted
