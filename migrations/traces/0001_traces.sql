-- The index of traces. Content (inputs, outputs, attributes) lies in R2, encrypted, the key of each piece is in its span
-- rows, so deleting the rows makes the content unreadable at once.
-- trace_tags and trace_text are indexes of traces: the store rewrites the entries of a trace in the transaction that changes
-- it. (Not by triggers: the query endpoint of D1, through which migrations are applied, cuts their bodies at the semicolons.)

CREATE TABLE traces (
  trace_row INTEGER PRIMARY KEY, -- order of arrival: neighbours in time are neighbours on disk and in the word index
  trace_id TEXT NOT NULL UNIQUE,
  experiment_id TEXT NOT NULL,
  request_time_ms INTEGER NOT NULL,
  end_time_ms INTEGER, -- null while in progress
  state TEXT NOT NULL,
  has_root INTEGER NOT NULL, -- 1 once the root span has arrived: its facts outrank those of other spans
  name TEXT NOT NULL,
  source TEXT NOT NULL, -- proxy, otlp or client
  provider TEXT,
  model TEXT,
  session TEXT,
  user TEXT,
  request_id TEXT,
  status INTEGER, -- HTTP status of a proxied call
  first_token_ms INTEGER,
  tokens_summed INTEGER NOT NULL, -- 1: the tokens are a sum over spans, 0: as the writer stated them
  input_tokens INTEGER, -- null is unknown, never zero
  output_tokens INTEGER,
  total_tokens INTEGER,
  cache_read_tokens INTEGER,
  cache_write_tokens INTEGER,
  costs_summed INTEGER NOT NULL, -- likewise for the costs
  input_cost_usd REAL,
  output_cost_usd REAL,
  total_cost_usd REAL,
  span_count INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  request_preview TEXT,
  response_preview TEXT,
  metadata TEXT NOT NULL, -- JSON object of strings: what has no column
  tags TEXT NOT NULL -- JSON object of strings, trace_tags is its index
);

CREATE INDEX traces_by_time ON traces (experiment_id, request_time_ms);
-- Failures are what people look for, and are few: this costs nothing for the rest.
CREATE INDEX traces_by_error ON traces (experiment_id, request_time_ms) WHERE state = 'ERROR';
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
  size_bytes INTEGER NOT NULL, -- of the content as JSON, before compression
  content_object TEXT NOT NULL, -- R2 key of the object of the batch
  content_offset INTEGER NOT NULL,
  content_length INTEGER NOT NULL,
  content_key TEXT NOT NULL, -- AES-256-GCM key of the piece, base64
  PRIMARY KEY (trace_id, span_id)
) WITHOUT ROWID;

-- Finds traces by tag, newest first, in one step: one row per tag, the table is the index.
CREATE TABLE trace_tags (
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  experiment_id TEXT NOT NULL,
  request_time_ms INTEGER NOT NULL,
  trace_row INTEGER NOT NULL,
  PRIMARY KEY (key, value, experiment_id, request_time_ms, trace_row)
) WITHOUT ROWID;

-- Tags that came before their trace, they join it when it arrives.
CREATE TABLE early_tags (
  trace_id TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  set_at_ms INTEGER NOT NULL,
  PRIMARY KEY (trace_id, key)
) WITHOUT ROWID;

-- Words of the previews, and two marks per trace that begin with a private-use character, which queries cannot contain:
-- its experiment and its hour, so that a search reads only the entries of the experiment and the time it asks for.
CREATE VIRTUAL TABLE trace_text USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
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
