-- The index of traces. Content (inputs, outputs, attributes) lies in R2, encrypted; the key of each piece is in its span
-- row, so deleting the row makes the content unreadable at once.

CREATE TABLE traces (
  trace_row INTEGER PRIMARY KEY,
  trace_id TEXT NOT NULL UNIQUE,
  experiment_id TEXT NOT NULL,
  request_time_ms INTEGER NOT NULL,
  end_time_ms INTEGER, -- null while in progress
  state TEXT NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL, -- proxy, otlp or client
  provider TEXT,
  model TEXT,
  session TEXT,
  user TEXT,
  request_id TEXT,
  status INTEGER, -- HTTP status of a proxied call
  first_token_ms INTEGER,
  input_tokens INTEGER, -- null is unknown, never zero
  output_tokens INTEGER,
  total_tokens INTEGER,
  cache_read_tokens INTEGER,
  cache_write_tokens INTEGER,
  input_cost_usd REAL,
  output_cost_usd REAL,
  total_cost_usd REAL,
  span_count INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  request_preview TEXT,
  response_preview TEXT,
  metadata TEXT NOT NULL -- JSON object of strings: what has no column
);

CREATE INDEX traces_by_time ON traces (experiment_id, request_time_ms, trace_id);
CREATE INDEX traces_by_session ON traces (session, request_time_ms) WHERE session IS NOT NULL;

CREATE TABLE spans (
  trace_id TEXT NOT NULL,
  span_id TEXT NOT NULL,
  parent_span_id TEXT,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  start_ns TEXT NOT NULL, -- 64-bit, beyond what a JavaScript number holds
  end_ns TEXT,
  status TEXT NOT NULL, -- OK, ERROR, UNSET
  provider TEXT,
  model TEXT,
  input_tokens INTEGER,
  output_tokens INTEGER,
  total_tokens INTEGER,
  cache_read_tokens INTEGER,
  cache_write_tokens INTEGER,
  input_cost_usd REAL,
  output_cost_usd REAL,
  total_cost_usd REAL,
  size_bytes INTEGER NOT NULL,
  content_object TEXT NOT NULL, -- R2 key of the batch's object
  content_offset INTEGER NOT NULL,
  content_length INTEGER NOT NULL,
  content_key TEXT NOT NULL, -- AES-256-GCM key of the piece, base64
  PRIMARY KEY (trace_id, span_id)
) WITHOUT ROWID;

-- Tags are mutable and may arrive before their trace.
CREATE TABLE trace_tags (
  trace_id TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  set_at_ms INTEGER NOT NULL,
  PRIMARY KEY (trace_id, key)
) WITHOUT ROWID;

CREATE INDEX trace_tags_by_value ON trace_tags (key, value, trace_id);

-- Words of the previews.
CREATE VIRTUAL TABLE trace_text USING fts5 (
  request_preview,
  response_preview,
  content = 'traces',
  content_rowid = 'trace_row',
  tokenize = 'unicode61'
);

-- Models that could not be priced, so that operators see them.
CREATE TABLE unpriced_models (
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  first_seen_at_ms INTEGER NOT NULL,
  last_seen_at_ms INTEGER NOT NULL,
  PRIMARY KEY (provider, model)
) WITHOUT ROWID;
