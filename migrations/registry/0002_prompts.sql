-- The prompt registry. The template of a version never changes and its number is never given twice, not even after a delete.

CREATE TABLE prompts (
  name TEXT PRIMARY KEY,
  description TEXT,
  tags TEXT NOT NULL DEFAULT '{}', -- JSON object of strings
  last_version INTEGER NOT NULL DEFAULT 0, -- the highest number ever given
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  deleted_at_ms INTEGER -- the row stays for its last_version
) WITHOUT ROWID;

CREATE TABLE prompt_versions (
  name TEXT NOT NULL REFERENCES prompts (name),
  version INTEGER NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('text', 'chat')),
  template TEXT NOT NULL, -- the text, or a JSON list of messages
  commit_message TEXT,
  author TEXT,
  tags TEXT NOT NULL DEFAULT '{}', -- JSON object of strings
  response_format TEXT, -- JSON
  model_config TEXT, -- JSON object
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  PRIMARY KEY (name, version)
) WITHOUT ROWID;

-- One row for each version an alias leads to. The foreign key is the guard: a version an alias leads to cannot be deleted.
CREATE TABLE prompt_alias_arms (
  name TEXT NOT NULL,
  alias TEXT NOT NULL,
  version INTEGER NOT NULL,
  weight REAL NOT NULL CHECK (weight > 0),
  updated_at_ms INTEGER NOT NULL,
  PRIMARY KEY (name, alias, version),
  FOREIGN KEY (name, version) REFERENCES prompt_versions (name, version)
) WITHOUT ROWID;
