/** Every bound in one place, each with its unit in the name and the harm it prevents. */
export const limits = {
  /** Largest body of a management call: our own JSON never needs more. */
  managementBodyBytes: 1024 * 1024,
  /** Largest JSON body on MLflow's wire: a batch of metrics, assessments with long values. */
  mlflowBodyBytes: 4 * 1024 * 1024,
  /** Largest part of spans that is decoded at once: it takes several times as much memory. Larger ones are taken apart. */
  otlpBodyBytes: 8 * 1024 * 1024,
  /** Largest artifact; it streams through. Workers take requests of 100 MB on most plans. */
  artifactBytes: 100 * 1024 * 1024,
  /** Kept of each body, by default; the rest is counted and digested. WEIR_CAPTURE_LIMIT_BYTES changes it. */
  captureBytes: 1024 * 1024,
  /** Kept of a body that was kept compressed, once that is undone: a small body can hide a very large one. */
  decodedBytes: 4 * 1024 * 1024,
  /** A request up to this size may be held to make an edit to it; larger ones stream through untouched. */
  editableRequestBytes: 4 * 1024 * 1024,
  /** Read of a request that is answered unread, so that the answer arrives: as large as any provider takes. It is not kept. */
  heardOutBytes: 32 * 1024 * 1024,
  /** Largest request that is held to be signed: above what any provider that wants signatures takes (Bedrock: 25 MB). */
  signedRequestBytes: 32 * 1024 * 1024,
  /** An SSE event longer than this is not ours to remove: the stream passes on untouched from there. */
  heldEventBytes: 64 * 1024,
  /** A refusal longer than this cannot be the one about `stream_options`. */
  inspectedErrorBytes: 16 * 1024,
  /** Held by all calls of an isolate together, beyond their streams: an isolate has 128 MB, and encoding copies once more. */
  heldBytes: 24 * 1024 * 1024,
  /** Arrival times noted per response; later ones are merged. */
  arrivals: 256,
  /**
   * Exchanges that the consumer has in work at a time, as they lie in the queue. Made into traces they take about six times
   * as much (measured with bodies of 0.12 and 0.67 MB), twice of it where two batches are under way.
   */
  consumedSliceBytes: 1_500_000,
  /** A queue message may hold 128,000 bytes; the rest is left for its frame. */
  queueMessageBytes: 120_000,
  /** MLflow cuts previews here. */
  previewCharacters: 1000,
  /** Longest value of one of our headers. */
  callerHeaderBytes: 8 * 1024,
  /** Tags a caller may put on one trace. */
  tagsPerTrace: 64,
  /** Wait for the upstream's first byte. */
  firstByteTimeoutMs: 600_000,
  /** Wait between two chunks of an answer. */
  idleTimeoutMs: 600_000,
  /** How long the provider may still send after a caller has had the answer and left: usage comes last. */
  lingerMs: 5_000,
  /** How much it may send then: usage and an end, never another answer. */
  lingerBytes: 256 * 1024,
  /** How long a key found valid is trusted without asking the registry again. */
  keyCacheMs: 30_000,
  /** How long it is trusted while the registry is asked again beside the call: so long a revoked key lives at most. */
  keyStaleMs: 60_000,
  /** How long it is trusted while the registry does not answer. WEIR_KEY_STALE_HOURS changes it. */
  keyLastKnownMs: 12 * 3_600_000,
  /** How long somebody stays signed in to the dashboard. */
  sessionMs: 12 * 3_600_000,
  /** Largest page of a search. */
  pageSize: 1000,
  /** Traces that one question about many of them looks at, the newest first: what D1 counts within a few seconds. */
  statisticsTraces: 250_000,
  /** Rows of one answer of statistics, groups times intervals: they are held in memory. */
  statisticsRows: 50_000,
  /** Longest span that is cut by a time zone: its changes of clocks are looked for one by one. */
  zonedMs: 50 * 366 * 86_400_000,
  /** Points of a chart: more than a screen is wide. */
  statisticsBuckets: 1000,
  /** Largest body of feedback: some comments and a correction. */
  feedbackBodyBytes: 64 * 1024,
  /**
   * Objects and arrays inside each other in JSON that is read; what is deeper is kept as text. Whatever walks a value may
   * recurse so far, and SQLite's and Python's JSON, which end at a thousand, read what is stored.
   */
  jsonDepth: 64,
  /**
   * The same in content read back from the store, where values that were read apart stand inside each other: an argument
   * in a message in an attribute of a span.
   */
  storedJsonDepth: 256,
  /**
   * The same in attributes on MLflow's wire: three messages of protobuf for each, of which its Python client takes a
   * hundred (google.protobuf.json_format, `max_recursion_depth`).
   */
  wireJsonDepth: 31,
  /** Largest body of records for a dataset: it is held in memory, several times over, while it is read. */
  datasetBodyBytes: 16 * 1024 * 1024,
  /** Records that fit one Parquet file, which is made in memory; the other formats stream. */
  parquetRecords: 50_000,
  /** What the smallest paid tier of OpenAI allows of its small models (https://platform.openai.com/docs/guides/rate-limits). */
  judgeQuestionsPerMinute: 500,
  /** Wait for a judge's whole answer. */
  judgeTimeoutMs: 60_000,
  /** Largest answer of a scorer or target behind a webhook. */
  webhookAnswerBytes: 256 * 1024,
  /** Traces of one run that is compared: the content of each is read to find its row. */
  comparedTraces: 2_000,
  /** Rows of one evaluation. */
  evaluationRows: 10_000,
  /** Largest body of an evaluation with its rows. */
  evaluationBodyBytes: 16 * 1024 * 1024,
  /** Messages kept of one WebSocket session; their bytes count against the capture limit. */
  webSocketEvents: 4096,
  /** Calls under way on one WebSocket that are followed at the same time: more than providers answer at once. */
  socketCalls: 256,
} as const;
