-- What people are asked of traces, who is asked, and how far they are. With what is configured and not with the traces: the
-- verdicts themselves are assessments and lie there.

CREATE TABLE label_schemas (
  schema_id TEXT PRIMARY KEY, -- ls- and 32 hex digits
  experiment_id TEXT NOT NULL,
  name TEXT NOT NULL, -- the name of the assessments it makes
  type TEXT NOT NULL CHECK (type IN ('FEEDBACK', 'EXPECTATION')),
  title TEXT,
  instruction TEXT,
  enable_comment INTEGER NOT NULL, -- 0 or 1
  input TEXT NOT NULL, -- JSON: kind and what it allows, see label-schema.ts
  created_by TEXT,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE UNIQUE INDEX label_schemas_by_name ON label_schemas (experiment_id, name);

-- A labeling session, on the wire of MLflow the same thing is a review queue.
CREATE TABLE labeling_sessions (
  session_id TEXT PRIMARY KEY, -- rq- and 32 hex digits
  experiment_id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL, -- the name in lower case: unique in its experiment
  kind TEXT NOT NULL CHECK (kind IN ('USER', 'CUSTOM')),
  description TEXT,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
  reviewers TEXT NOT NULL, -- JSON array of lower-case names, sorted
  schema_ids TEXT NOT NULL, -- JSON array, in the order they are asked
  dataset_id TEXT, -- where expectations flow to, null: nowhere
  allow_correction INTEGER NOT NULL, -- 0 or 1: whether reviewers may write a better answer
  created_by TEXT,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE UNIQUE INDEX labeling_sessions_by_name ON labeling_sessions (experiment_id, name_key);
CREATE INDEX labeling_sessions_by_time ON labeling_sessions (experiment_id, created_at_ms DESC, session_id);

CREATE TABLE labeling_items (
  item_row INTEGER PRIMARY KEY, -- order of arrival, in which reviewers see them
  session_id TEXT NOT NULL,
  trace_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('PENDING', 'COMPLETE', 'DECLINED')), -- of the item as a whole
  completed_by TEXT,
  completed_at_ms INTEGER,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
);

CREATE UNIQUE INDEX labeling_items_by_trace ON labeling_items (session_id, trace_id);
CREATE INDEX labeling_items_of_trace ON labeling_items (trace_id, session_id);

-- How far each reviewer is with each item.
CREATE TABLE labeling_reviews (
  session_id TEXT NOT NULL,
  trace_id TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('complete', 'skipped')),
  updated_at_ms INTEGER NOT NULL,
  PRIMARY KEY (session_id, trace_id, reviewer)
) WITHOUT ROWID;

-- Links that let one reviewer into one session. The link itself is signed and not stored.
CREATE TABLE review_links (
  link_id TEXT PRIMARY KEY, -- 32 hex digits
  session_id TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  revoked_at_ms INTEGER
) WITHOUT ROWID;

CREATE INDEX review_links_by_session ON review_links (session_id, created_at_ms);
