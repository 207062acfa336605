// ../../../tmp/gl.ts
import { readFileSync } from 'node:fs';

// src/core/limits.ts
var limits = {
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
  consumedSliceBytes: 15e5,
  /** A queue message may hold 128,000 bytes; the rest is left for its frame. */
  queueMessageBytes: 12e4,
  /** MLflow cuts previews here. */
  previewCharacters: 1e3,
  /** Longest value of one of our headers. */
  callerHeaderBytes: 8 * 1024,
  /** Tags a caller may put on one trace. */
  tagsPerTrace: 64,
  /** Wait for the upstream's first byte. */
  firstByteTimeoutMs: 6e5,
  /** Wait between two chunks of an answer. */
  idleTimeoutMs: 6e5,
  /** How long the provider may still send after a caller has had the answer and left: usage comes last. */
  lingerMs: 5e3,
  /** How much it may send then: usage and an end, never another answer. */
  lingerBytes: 256 * 1024,
  /** How long a key found valid is trusted without asking the registry again. */
  keyCacheMs: 3e4,
  /** How long it is trusted while the registry is asked again beside the call: so long a revoked key lives at most. */
  keyStaleMs: 6e4,
  /** How long it is trusted while the registry does not answer. WEIR_KEY_STALE_HOURS changes it. */
  keyLastKnownMs: 12 * 36e5,
  /** How long somebody stays signed in to the dashboard. */
  sessionMs: 12 * 36e5,
  /** Largest page of a search. */
  pageSize: 1e3,
  /** Traces that one question about many of them looks at, the newest first: what D1 counts within a few seconds. */
  statisticsTraces: 25e4,
  /** Rows of one answer of statistics, groups times intervals: they are held in memory. */
  statisticsRows: 5e4,
  /** Longest span that is cut by a time zone: its changes of clocks are looked for one by one. */
  zonedMs: 50 * 366 * 864e5,
  /** Points of a chart: more than a screen is wide. */
  statisticsBuckets: 1e3,
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
  parquetRecords: 5e4,
  /** What the smallest paid tier of OpenAI allows of its small models (https://platform.openai.com/docs/guides/rate-limits). */
  judgeQuestionsPerMinute: 500,
  /** Wait for a judge's whole answer. */
  judgeTimeoutMs: 6e4,
  /** Largest answer of a scorer or target behind a webhook. */
  webhookAnswerBytes: 256 * 1024,
  /** Traces of one run that is compared: the content of each is read to find its row. */
  comparedTraces: 2e3,
  /** Rows of one evaluation. */
  evaluationRows: 1e4,
  /** Largest body of an evaluation with its rows. */
  evaluationBodyBytes: 16 * 1024 * 1024,
  /** Messages kept of one WebSocket session; their bytes count against the capture limit. */
  webSocketEvents: 4096,
  /** Calls under way on one WebSocket that are followed at the same time: more than providers answer at once. */
  socketCalls: 256,
};

// src/core/json.ts
var { rawJSON, isRawJSON } = JSON;

// src/core/exact-json.ts
var { rawJSON: rawJSON2 } = JSON;

// src/core/secrets/secret-names.ts
function folded(name) {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
var ENDINGS =
  /(?:apikeys?|accesskey|accesstoken|refreshtoken|idtoken|authtoken|apitoken|apisecret|bearertoken|sessiontoken|securitytoken|authorizationtoken|authorization|clientsecret|secretkey|secretaccesskey|privatekey|password|passwd|passphrase|subscriptionkey|accountkey|sharedaccesskey|sharedaccesssignature|sastoken|connectionstring|signingkey|signingsecret|webhooksecret|encryptionkey|masterkey|virtualkey|sshkey|authkey|csrftoken|seedphrase|recoveryphrase|(?:github|gitlab|slack|npm|bot|hf|huggingface|personalaccess|deploy|vault|x?auth)token|(?:azure|aws|openai|anthropic|twilio|app|consumer|oauth|token|jwt|session|cookie|hmac|shared|totp|otp|mfa|accesstoken)secret)$/;
var WHOLE = /* @__PURE__ */ new Set([
  'pwd',
  'pgpassword',
  'mysqlpwd',
  'apikeyauth',
  'xbfvk',
  'dsn',
  'xposthogkey',
  'heliconeposthogkey',
]);
var WORDS = /* @__PURE__ */ new Set([
  'secret',
  'auth',
  'cookie',
  'setcookie',
  'credential',
  'credentials',
  'passcode',
  'pass',
  'xauth',
  'jwt',
]);
var WORD_ENDINGS =
  /(?:secret|credentials?|creds|basicauth|(?:helicone|mcp|proxy|http|api|app|registry)auth|(?:smtp|db|ssh|ftp|mail|email|user|admin|root)pass|passwordconfirmation|passwordhash)$/;
var MAYBE =
  /token$|assertion$|^(?:bearer|authentication|pat|samlresponse|codeverifier|devicecode|authcode|authorizationcode|jsessionid|phpsessid|kubeconfig|dockerconfigjson|clientkeydata|keytab|userkey|xhoneycombteam|xamznoidcdata|recoverycode|backupcode|accesscode|(?:github|gitlab|airtable|azure|devops|ado)?pat)$|(?:openai|anthropic|claude|azure|gemini|google|maps|vertex|bedrock|cohere|mistral|groq|openrouter|deepseek|perplexity|together|replicate|litellm|portkey|helicone|langfuse|langsmith|wandb|pinecone|weaviate|qdrant|supabase|stripe|twilio|sendgrid|mailgun|datadog|algolia|cloudflare|github|rapidapi|serper|tavily|elevenlabs|deepgram|hmac|license|app|application|server|fcm|deploy|servicerole|serviceaccount|service|write|ingest|insert|tls|ssl|unseal|recovery|function|functions|publishable|anon|admin|root)key$/;
var NO_TOKENS =
  /(?:page|next|prev|previous|continuation|cursor|sync|resume|scan|eos|bos|pad|unk|mask|cls|sep|eot|stop|start|end|begin|first|last|special|image|audio|video|text|input|output|cancel|cancellation)token$/;
var LABELS =
  /^(?:forgot|reset|change|invalid|wrong|incorrect|enter|show|hide|update|confirm|missing|no)\w*(?:password|passphrase|apikey)$/;
var HEADER_BAGS = /* @__PURE__ */ new Set([
  'headers',
  'extraheaders',
  'defaultheaders',
  'httpheaders',
  'customheaders',
  'additionalheaders',
  'requestheaders',
  'rawheaders',
  'secrets',
]);
var HARMLESS_HEADERS = new Set(
  'accept acceptcharset acceptencoding acceptlanguage acceptranges age allow cachecontrol connection contentdisposition contentencoding contentlanguage contentlength contenttype date etag expires host ifmodifiedsince ifnonematch keepalive lastmodified origin pragma range retryafter retryafterms server te trailer transferencoding upgrade useragent vary via xrequestid requestid apimrequestid xamznrequestid xamznerrortype cfray traceparent tracestate openaiversion openaiprocessingms openaibeta anthropicversion anthropicbeta xtitle xopenroutertitle xmsregion xgroqregion xmsretryafterms'.split(
    ' ',
  ),
);
var HARMLESS_FAMILIES =
  /^(?:xratelimit|anthropicratelimit|xamznbedrock|secfetch|secch|accesscontrol|xstainless)/;
var PARAMETERS = /* @__PURE__ */ new Set([
  'key',
  'token',
  'sig',
  'signature',
  'xamzsignature',
  'xamzcredential',
  'xamzsecuritytoken',
  'xgoogsignature',
  'xgoogcredential',
  'awsaccesskeyid',
]);
var longestNameCharacters = 80;
function kindOfName(name) {
  if (name.length < 3 || name.length > longestNameCharacters) return null;
  const plain = folded(name.slice(name.lastIndexOf('.') + 1));
  if (WORDS.has(plain) || LABELS.test(plain)) return 'word';
  if (ENDINGS.test(plain) || WHOLE.has(plain)) return 'credential';
  if (WORD_ENDINGS.test(plain)) return 'word';
  return MAYBE.test(plain) && !NO_TOKENS.test(plain) ? 'maybe' : null;
}
function isHeaderBag(name) {
  return (
    name.length <= longestNameCharacters && HEADER_BAGS.has(folded(name.slice(name.lastIndexOf('.') + 1)))
  );
}
function isHarmlessHeader(name) {
  const plain = folded(name);
  return HARMLESS_HEADERS.has(plain) || HARMLESS_FAMILIES.test(plain);
}
function isSecretParameter(name) {
  return name.length <= longestNameCharacters && (PARAMETERS.has(folded(name)) || kindOfName(name) !== null);
}
var STAND_IN =
  /^(?:string|str|text|number|integer|boolean|object|array|null|none|undefined|true|false|\$\{\w+\}|\$[A-Z_]+|\{\{[\w .-]{1,60}\}\}|<[A-Za-z _-]{1,40}>|\*+|\[[\w -]{1,40}\])$/i;
function isSecretValue(value, kind) {
  const text = value.slice(0, 400).trim();
  if (text === '' || STAND_IN.test(text)) return false;
  if (kind === 'credential') return true;
  if (kind === 'maybe') return looksRandom(text);
  return (
    text.length >= 8 && (/[=:;]/.test(text) || !/\s\S+\s/.test(text)) && !/^[a-z]+ [a-z]+[.!?]?$/i.test(text)
  );
}
var FEWEST_RANDOM_CHARACTERS = 16;
var NO_SPACE = /^[\x21-\x7e]+$/;
var REFERENCE = /^(?:https?:\/\/|\$|process\.|os\.|env\.|arn:|secrets?[.:]|vault:|op:\/\/)|\(.*\)|\{.*\}/;
var NUMBER = /^[-+]?[\d.]+(?:e[-+]?\d+)?$/i;
var MIXED_PIECE = /(?=[A-Za-z]{0,12}\d)(?=\d{0,12}[A-Za-z])[A-Za-z0-9]{8,}/;
function looksRandom(value) {
  if (value.length < FEWEST_RANDOM_CHARACTERS || !NO_SPACE.test(value) || REFERENCE.test(value)) return false;
  if (NUMBER.test(value)) return false;
  if (MIXED_PIECE.test(value) && /\d.*\d/.test(value)) return true;
  const capitals = value.match(/[A-Z]/g)?.length ?? 0;
  const small = value.match(/[a-z]/g)?.length ?? 0;
  return capitals >= value.length / 4 && small >= value.length / 4 && /[a-z][A-Z][A-Z]?[a-z]/.test(value);
}
function looksLikePassword(value) {
  if (value.length < 8 || !NO_SPACE.test(value) || REFERENCE.test(value) || !/\d/.test(value)) return false;
  return /[a-z]/.test(value)
    ? /[A-Z!@#$%^&*?+~]/.test(value)
    : /[A-Z]/.test(value) && /[!@#$%^&*?+~]/.test(value);
}

// src/core/secrets/scan-json.ts
var MOST_MEMBERS = 200;
var BACKSLASH = '\\';
function quoteAt(text, at) {
  let end = at;
  while (text[end] === BACKSLASH && end - at < 16) end++;
  const mark = text[end];
  if (mark !== '"' && mark !== "'" && mark !== '`') return null;
  return { text: text.slice(at, end + 1), escapes: end - at };
}
function endOfString(text, start, { text: quote, escapes }) {
  const mark = quote.at(-1) ?? '"';
  for (let at = text.indexOf(mark, start); at >= 0; at = text.indexOf(mark, at + 1)) {
    let slashes = 0;
    while (at - slashes > start && text[at - slashes - 1] === BACKSLASH) slashes++;
    if (slashes <= escapes || (slashes - escapes) % (2 * (escapes + 1)) === 0)
      return at - Math.min(slashes, escapes);
  }
  return text.length;
}
function stringAt(text, at) {
  const quote = quoteAt(text, at);
  if (quote === null) return null;
  const start = at + quote.text.length;
  return { start, end: endOfString(text, start, quote) };
}
function skipSpace(text, from) {
  let at = from;
  for (;;) {
    const character = text[at];
    if (character === ' ' || character === '\n' || character === '\r' || character === '	') at++;
    else if (character === BACKSLASH && /^\\+[nrt]/.test(text.slice(at, at + 9)))
      at += /^\\+[nrt]/.exec(text.slice(at, at + 9))?.[0].length ?? 1;
    else return at;
  }
}
function endOfNested(text, from, most) {
  let depth = 0;
  const end = Math.min(text.length, from + most);
  for (let at = from; at < end; at++) {
    const character = text[at];
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) return at + 1;
    } else if (character === '"' || character === BACKSLASH) {
      const quote = quoteAt(text, at);
      if (quote !== null) at = endOfString(text, at + quote.text.length, quote) + quote.text.length - 1;
    }
  }
  return end;
}
var LONGEST_VALUE = 512;
function membersOf(text, from) {
  const members = [];
  const isList = text[from] === '[';
  let at = skipSpace(text, from + 1);
  while (members.length < MOST_MEMBERS && at < text.length && text[at] !== '}' && text[at] !== ']') {
    let name = '';
    if (!isList) {
      const quote = quoteAt(text, at);
      if (quote === null) break;
      const end = endOfString(text, at + quote.text.length, quote);
      name = text.slice(at + quote.text.length, end);
      at = skipSpace(text, end + quote.text.length);
      if (text[at] !== ':') break;
      at = skipSpace(text, at + 1);
    }
    members.push({ name, valueAt: at });
    at = skipSpace(text, endOfValue(text, at));
    if (text[at] !== ',') break;
    at = skipSpace(text, at + 1);
  }
  return members;
}
function endOfValue(text, at) {
  const quote = quoteAt(text, at);
  if (quote !== null) return endOfString(text, at + quote.text.length, quote) + quote.text.length;
  if (text[at] === '{' || text[at] === '[') return endOfNested(text, at, LONGEST_VALUE);
  const bare = /^[\w.+-]*/.exec(text.slice(at, at + 64))?.[0].length ?? 0;
  return at + bare;
}

// src/core/secrets/find-headers.ts
var NAMES_OF_NAMES = /* @__PURE__ */ new Set(['name', 'key', 'header', 'field', 'param', 'variable']);
function isSchema(text, members) {
  return members.some(({ name, valueAt }) => isSchemaWord(name) && isSchemaValue(text, name, valueAt));
}
function isSchemaWord(name) {
  return (
    name === 'type' ||
    name === '$ref' ||
    name === 'properties' ||
    name === 'anyOf' ||
    name === 'oneOf' ||
    name === 'allOf'
  );
}
function findInHeaders(text, at, found) {
  if (text[at] === '[') findInHeaderList(text, at, found);
  if (text[at] !== '{') return;
  const members = membersOf(text, at);
  if (isSchema(text, members)) return;
  for (const { name, valueAt } of members) {
    if (isHarmlessHeader(name)) continue;
    const values = text[valueAt] === '[' ? membersOf(text, valueAt).map((one) => one.valueAt) : [valueAt];
    for (const one of values) pushHeader({ text, found }, one);
  }
}
function pushHeader({ text, found }, at) {
  const value = at === void 0 ? null : stringAt(text, at);
  if (value !== null && isSecretValue(text.slice(value.start, value.end), 'credential')) found.push(value);
}
function findInHeaderList(text, at, found) {
  for (const { valueAt } of membersOf(text, at)) {
    const line = stringAt(text, valueAt);
    if (line === null) {
      const parts = text[valueAt] === '[' || text[valueAt] === '{' ? membersOf(text, valueAt) : [];
      const isPair = text[valueAt] === '[' && parts.length === 2;
      const nameAt = isPair
        ? parts[0]
        : parts.find(({ name: name2 }) => NAMES_OF_NAMES.has(name2.toLowerCase()));
      const held = isPair ? parts[1] : parts.find(({ name: name2 }) => /^value$/i.test(name2));
      const name = nameAt === void 0 ? null : stringAt(text, nameAt.valueAt);
      if (name !== null && !isHarmlessHeader(text.slice(name.start, name.end)))
        pushHeader({ text, found }, held?.valueAt);
      continue;
    }
    const written = /^([\w-]{2,80}): ?(?=\S{8})/.exec(text.slice(line.start, line.end));
    if (written !== null && !isHarmlessHeader(written[1] ?? ''))
      found.push({ start: line.start + written[0].length, end: line.end });
  }
}
function isSchemaValue(text, name, at) {
  if (name !== 'type') return text[at] === '{' || text[at] === '[' || name === '$ref';
  const value = stringAt(text, at);
  if (value === null) return text[at] === '[';
  return /^(?:object|string|array|number|integer|boolean|null)$/i.test(text.slice(value.start, value.end));
}

// src/core/secrets/find-named.ts
function findNamed(text) {
  const found = [];
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) findAtColon(text, at, found);
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) findAtEquals(text, at, found);
  return found;
}
var BACKSLASH2 = '\\';
function nameBefore(text, sign) {
  let end = sign;
  while (end > 0 && sign - end < 8 && (text[end - 1] === ' ' || text[end - 1] === '	')) end--;
  const last = text[end - 1];
  if (last === '"' || last === "'" || last === '`') return quotedNameBefore(text, end);
  let start = end;
  const least = Math.max(0, end - longestNameCharacters - 1);
  while (start > least && isNameCode(text.charCodeAt(start - 1))) start--;
  if (text[start - 1] === BACKSLASH2 && /[nrt]/.test(text.charAt(start))) start++;
  return start === end ? null : { name: text.slice(start, end), start, quote: null };
}
function quotedNameBefore(text, end) {
  let close = end - 1;
  const last = text.charCodeAt(close - 1);
  if (!isNameCode(last) && last !== 92) return null;
  while (close > 0 && end - close < 16 && text[close - 1] === BACKSLASH2) close--;
  const quote = text.slice(close, end);
  const least = Math.max(0, close - longestNameCharacters - quote.length);
  const open = text.slice(least, close).lastIndexOf(quote);
  if (open < 0) return null;
  return { name: text.slice(least + open + quote.length, close), start: least + open, quote };
}
function isNameCode(code) {
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90 || code === 95;
  return (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 36;
}
function isCovered(at, found) {
  const last = found.at(-1);
  return last !== void 0 && at >= last.start && at < last.end;
}
function findAtColon(text, colon, found) {
  if (isCovered(colon, found)) return;
  const next = text[colon + 1];
  if ((next === '/' || next === BACKSLASH2) && findInUrl(text, colon, found)) return;
  const named = nameBefore(text, colon);
  if (named === null || named.name.length < 3) return;
  if (named.quote === null) {
    findAfterHeader({ text, found }, named, colon + 1);
    return;
  }
  const { kind, isBag, isNameOfName } = factsOf(named.name);
  if (kind === null && !isBag && !isNameOfName) return;
  const at = skipSpace(text, colon + 1);
  if (isBag) findInHeaders(text, at, found);
  if (kind !== null) findInValue({ text, found }, at, { kind, name: named.name, quote: named.quote });
  else if (isNameOfName) findInSibling(text, at, found);
}
function findInValue({ text, found }, at, { kind, name, quote }) {
  const string = stringAt(text, at);
  if (string !== null) {
    if (isSecretValue(text.slice(string.start, string.end), kind)) found.push(string);
    return;
  }
  if (text[at] === '[') {
    for (const member of membersOf(text, at)) {
      const inner = stringAt(text, member.valueAt);
      if (inner === null) findWrapped({ text, found }, member.valueAt, { kind, depth: 0 });
      else if (isSecretValue(text.slice(inner.start, inner.end), kind)) found.push(inner);
    }
    return;
  }
  if (text[at] === '{') {
    findWrapped({ text, found }, at, { kind, depth: 0 });
    return;
  }
  if (!/passw|passphrase|pwd|secret$/i.test(name)) return;
  const digits = /^-?\d{3,}(?=\s*[,}\]])/.exec(text.slice(at, at + 40))?.[0];
  if (digits !== void 0)
    found.push({ start: at, end: at + digits.length, instead: `${quote}[redacted]${quote}` });
}
var WRAPPERS = /* @__PURE__ */ new Set([
  'value',
  'stringValue',
  'string_value',
  'secret',
  'plaintext',
  'token',
]);
var DEEPEST_WRAPPER = 3;
function findWrapped({ text, found }, at, { kind, depth }) {
  if ((text[at] !== '{' && text[at] !== '[') || depth > DEEPEST_WRAPPER) return;
  const members = membersOf(text, at);
  if (isSchema(text, members)) return;
  for (const { name, valueAt } of members) {
    const inner = stringAt(text, valueAt);
    if (inner === null) findWrapped({ text, found }, valueAt, { kind, depth: depth + 1 });
    else {
      const value = text.slice(inner.start, inner.end);
      if (WRAPPERS.has(name) ? isSecretValue(value, kind) : looksRandom(value)) found.push(inner);
    }
  }
}
var knownNames = /* @__PURE__ */ new Map();
var MOST_KNOWN_NAMES = 2e3;
function factsOf(name) {
  const known = knownNames.get(name);
  if (known !== void 0) return known;
  const facts = {
    kind: kindOfName(name),
    isBag: isHeaderBag(name),
    isNameOfName: NAMES_OF_NAMES.has(name.toLowerCase()),
  };
  if (knownNames.size >= MOST_KNOWN_NAMES) knownNames.clear();
  knownNames.set(name, facts);
  return facts;
}
var PAIR_CHARACTERS = 200;
var VALUE_OF_PAIR =
  /["']?(?:value|string_?value)\\{0,8}["']?\s{0,4}[:=]\s{0,4}(?:\{\s{0,4}\\{0,8}"string_?value\\{0,8}"\s{0,4}:\s{0,4})?/i;
function findInSibling(text, at, found) {
  const string = stringAt(text, at);
  if (string === null || string.end - string.start > longestNameCharacters) return;
  const { kind } = factsOf(text.slice(string.start, string.end));
  if (kind === null) return;
  const rest = text.slice(string.end, string.end + PAIR_CHARACTERS);
  const head = VALUE_OF_PAIR.exec(rest);
  if (head === null) return;
  if (/["'](?:name|key)\\{0,8}["']\s{0,4}:|\{.*\{|\[/.test(rest.slice(0, head.index))) return;
  const value = stringAt(text, string.end + head.index + head[0].length);
  if (value !== null && isSecretValue(text.slice(value.start, value.end), kind)) found.push(value);
}
var BARE_VALUE = /[^\s"'`<>\\,;(){}[\]=]{8,512}={0,2}/y;
var LOOKS_RANDOM = /\d/;
var AUTH_SCHEME = /(?:Bearer|Basic|Token|Digest|ApiKey|Api-Key|Key|Bot|GenieKey) {1,4}/iy;
function looksLikeKey(value) {
  return LOOKS_RANDOM.test(value) && !/^(?:\$|process\.|os\.|env\.|https?:)/.test(value);
}
function looksBehind(name) {
  const { kind } = factsOf(name);
  if (kind === null) return null;
  if (/pass(?:word|wd|phrase)?$|pwd$/i.test(name) && (kind === 'word' || /^passw|^passp|^pwd/i.test(name)))
    return (value) => looksRandom(value) || looksLikePassword(value);
  return kind === 'credential' ? looksLikeKey : looksRandom;
}
function findAfterHeader({ text, found }, { name }, after) {
  const looks = looksBehind(name);
  if (looks === null) return;
  let at = after;
  while (text[at] === ' ' && at - after < 8) at++;
  const string = stringAt(text, at);
  if (string !== null) {
    const value = text.slice(string.start, string.end);
    if (looks === looksLikeKey ? isSecretValue(value, 'word') : looks(value)) found.push(string);
    return;
  }
  AUTH_SCHEME.lastIndex = at;
  if (AUTH_SCHEME.test(text)) at = AUTH_SCHEME.lastIndex;
  pushBare({ text, found }, at, looks);
}
function pushBare({ text, found }, at, looks = looksLikeKey) {
  BARE_VALUE.lastIndex = at;
  if (!BARE_VALUE.test(text)) return;
  const end = BARE_VALUE.lastIndex;
  if (looks(text.slice(at, end))) found.push({ start: at, end });
}
var USER_INFO = /\/\/([^\s/?#"'<>\\@:[\]]{0,200})(?::([^\s/?#"'<>\\]{1,400}))?@(?=[\w.[%-])/y;
var LOOKS_LIKE_TOKEN = /^(?=.*\d)[\w-]{16,}$/;
function findInUrl(text, colon, found) {
  const isEscaped = text.startsWith('\\/\\/', colon + 1);
  if (!isEscaped && !text.startsWith('//', colon + 1)) return false;
  USER_INFO.lastIndex = colon + 1;
  const match = isEscaped ? matchEscaped(text, colon + 4) : USER_INFO.exec(text);
  if (match === null) return true;
  const [whole, user = '', password] = match;
  const end = match.index + whole.length - 1;
  if (password !== void 0) found.push({ start: end - password.length, end });
  else if (LOOKS_LIKE_TOKEN.test(user)) found.push({ start: end - user.length, end });
  return true;
}
function matchEscaped(text, slash) {
  const match = USER_INFO.source.replace('\\/\\/', '\\/');
  const expression = new RegExp(match, 'y');
  expression.lastIndex = slash;
  return expression.exec(text);
}
var PARAMETER_VALUE = /[^&\s"'<>\\#;,)}\]]{1,8192}/y;
var CONNECTION_VALUE = /[^;"'\\\s][^;"'\\\n]{0,400}/y;
function findAtEquals(text, equals, found) {
  if (isCovered(equals, found) || text[equals + 1] === '=' || /[=!<>]/.test(text[equals - 1] ?? '')) return;
  const named = nameBefore(
    text,
    text[equals - 2] === ']' ? equals - 2 : text[equals - 1] === ']' ? equals - 1 : equals,
  );
  if (named === null) return;
  const { name, start, quote } = named;
  if (quote !== null) {
    findAssigned({ text, found }, { name, quote }, equals + 1);
    return;
  }
  const before = text[start - 1];
  const { kind } = factsOf(name);
  const inQuery =
    before === '?' ||
    before === '&' ||
    before === '#' ||
    (start === 0 && /^[\w.%+-]+=[^\s]*$/.test(text.slice(0, 400)));
  if (inQuery && isSecretParameter(name)) {
    PARAMETER_VALUE.lastIndex = equals + 1;
    if (PARAMETER_VALUE.test(text)) {
      found.push({ start: equals + 1, end: PARAMETER_VALUE.lastIndex });
      return;
    }
  }
  if (name === 'name') findInFormPart(text, equals, found);
  if (/^(?:sig|X-Amz-Signature)$/i.test(name)) pushBare({ text, found }, equals + 1);
  if (kind === null) return;
  let at = equals + 1;
  while (text[at] === ' ' && at - equals < 8) at++;
  const string = stringAt(text, at);
  if (string !== null) {
    const value = text.slice(string.start, string.end);
    if (kind === 'credential' ? isSecretValue(value, kind) : looksRandom(value)) found.push(string);
  } else if (kind !== 'credential') pushBare({ text, found }, at, looksRandom);
  else if (before === ';' || isConnectionString(text, at)) {
    CONNECTION_VALUE.lastIndex = at;
    if (CONNECTION_VALUE.test(text)) found.push({ start: at, end: CONNECTION_VALUE.lastIndex });
  } else pushBare({ text, found }, at);
}
function findAssigned({ text, found }, { name, quote }, after) {
  const { kind } = factsOf(name);
  if (kind === null || text[after] === '=') return;
  const at = skipSpace(text, text[after] === '>' ? after + 1 : after);
  if (stringAt(text, at) !== null) findInValue({ text, found }, at, { kind, name, quote });
}
function isConnectionString(text, at) {
  return /^[^;"'\s()]{1,200};\s?[A-Za-z][\w ]{0,40}\w=\S/.test(text.slice(at, at + 260));
}
var PART_HEADERS_END = /[^\r\n]*(?:\r?\n[^\r\n]{1,400}){0,8}\r?\n\r?\n/y;
var FIELD_CHARACTERS = 16384;
function findInFormPart(text, equals, found) {
  const string = stringAt(text, equals + 1) ?? bareName(text, equals + 1);
  if (string === null || !isSecretParameter(text.slice(string.start, string.end))) return;
  PART_HEADERS_END.lastIndex = string.end;
  const lineStart = Math.max(0, equals - 200);
  if (/form-data/i.test(text.slice(lineStart, equals)) && PART_HEADERS_END.test(text)) {
    const start = PART_HEADERS_END.lastIndex;
    const boundary = text.indexOf('\n--', start - 1);
    const end = boundary < 0 ? Math.min(text.length, start + FIELD_CHARACTERS) : boundary;
    const trimmed = text[end - 1] === '\r' ? end - 1 : end;
    if (trimmed > start && trimmed - start <= FIELD_CHARACTERS) found.push({ start, end: trimmed });
    return;
  }
  if (kindOfName(text.slice(string.start, string.end)) === null) return;
  const rest = text.slice(string.end, string.end + PAIR_CHARACTERS);
  const head = /^["']?[^<>]{0,150}\bvalue=/.exec(rest);
  const value = head === null ? null : stringAt(text, string.end + head[0].length);
  if (value !== null) found.push(value);
}
function bareName(text, start) {
  const name = /^[\w.-]+/.exec(text.slice(start, start + longestNameCharacters))?.[0];
  return name === void 0 ? null : { start, end: start + name.length };
}

// src/core/secrets/find-written.ts
function findWritten(text) {
  const found = [];
  findInElements(text, found);
  findBehindNames(text, found);
  findPasswordOptions(text, found);
  findInCookies(text, found);
  findCurlUsers(text, found);
  return found;
}
var END_TAG = /\\{0,4}\/(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{2,79})\s{0,4}>/y;
var LONGEST_VALUE2 = 8192;
function findInElements(text, found) {
  for (let index = text.indexOf('<'); index >= 0; index = text.indexOf('<', index + 1)) {
    const next = text[index + 1];
    if (next !== '/' && next !== '\\') continue;
    END_TAG.lastIndex = index + 1;
    const kind = kindOfName(END_TAG.exec(text)?.[1] ?? '');
    if (kind === null) continue;
    const before = text.slice(Math.max(0, index - LONGEST_VALUE2), index);
    const at = before.lastIndexOf('>') + 1;
    if (at === 0 || before.lastIndexOf('<') >= at) continue;
    if (isSecretValue(before.slice(at), kind)) found.push({ start: index - before.length + at, end: index });
  }
}
var FEWEST_CHARACTERS = 16;
var MOST_CHARACTERS = 512;
var GAP_CHARACTERS = 16;
var MOST_WORDS_BETWEEN = 4;
var BETWEEN = /^(?:is|was|are|value|str|string|text|to|header|json|quot|34|x22|[nrt]|[-.]+)$/i;
var FIRST_OF_TWO = /(?:^|\W)(api|access|secret|client|auth|bearer|private|refresh|session|account|app)[ -]$/i;
function findBehindNames(text, found) {
  let end = 0;
  for (let at = FEWEST_CHARACTERS - 1; at < text.length; at = end + FEWEST_CHARACTERS) {
    if (!isValueCode(text.charCodeAt(at))) {
      end = at;
      continue;
    }
    let start = at;
    while (start > end && isValueCode(text.charCodeAt(start - 1))) start--;
    end = at + 1;
    while (end < text.length && isValueCode(text.charCodeAt(end))) end++;
    const length = end - start;
    if (length < FEWEST_CHARACTERS || length > MOST_CHARACTERS || !isMixed(text, start, end)) continue;
    if (looksRandom(text.slice(start, end)) && kindOfName(nameBehind(text, start)) !== null)
      found.push({ start, end });
  }
}
function isMixed(text, start, end) {
  let digits = 0;
  let capitals = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code <= 57) digits += code >= 48 ? 1 : 0;
    else if (code <= 90) capitals += 1;
  }
  return digits > 1 || capitals * 4 >= end - start;
}
var IN_NAME = 1;
var IN_VALUE = 2;
var PLACE = new Uint8Array(128);
for (const character of '-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  PLACE[character.charCodeAt(0)] = IN_NAME;
for (const character of '+/=~') PLACE[character.charCodeAt(0)] = IN_VALUE;
function isValueCode(code) {
  return code < 128 && PLACE[code] !== 0;
}
function isNameCode2(code) {
  return code < 128 && PLACE[code] === IN_NAME;
}
function nameBehind(text, start) {
  let at = start;
  for (let words2 = 0; words2 <= MOST_WORDS_BETWEEN; words2++) {
    const least = Math.max(0, at - GAP_CHARACTERS);
    const gapEnd = at;
    while (at > least && !isNameCode2(text.charCodeAt(at - 1))) at--;
    if (at === gapEnd || at === least) return '';
    const wordEnd = at;
    while (at > 0 && wordEnd - at < longestNameCharacters && isNameCode2(text.charCodeAt(at - 1))) at--;
    const word = text.slice(at, wordEnd);
    if (BETWEEN.test(word)) continue;
    const first = FIRST_OF_TWO.exec(text.slice(Math.max(0, at - 12), at))?.[1] ?? '';
    const name = text[at - 1] === '\\' && /^[nrt]/.test(word) ? word.slice(1) : word;
    return /^(?:key|token|secret|password|id)$/i.test(word) ? first + name : name.replace(/^-+/, '');
  }
  return '';
}
var PASSWORD_OPTION = /(?<=[\s"'`(]|\\n)--?[\w-]{0,40}passw(?:or)?d[ \t]{1,4}["'`]?([^\s"'`\\|;<>]{8,512})/gi;
function findPasswordOptions(text, found) {
  if (!text.includes('passw') || !text.includes(' -')) return;
  for (const { 0: whole, 1: value = '', index } of text.matchAll(PASSWORD_OPTION)) {
    if (!value.startsWith('-') && looksLikePassword(value))
      found.push({ start: index + whole.length - value.length, end: index + whole.length });
  }
}
var COOKIE_LINE = /ookie: ?([^\r\n"'`\\]{8,4096})/y;
var COOKIE = /=([^;\s,"]{8,4096})/g;
function findInCookies(text, found) {
  for (let index = text.indexOf('ookie:'); index >= 0; index = text.indexOf('ookie:', index + 1)) {
    COOKIE_LINE.lastIndex = index;
    const pairs = COOKIE_LINE.exec(text)?.[1] ?? '';
    const from = COOKIE_LINE.lastIndex - pairs.length;
    for (const { 1: value = '', index: at } of pairs.matchAll(COOKIE)) {
      if (/\d/.test(value)) found.push({ start: from + at + 1, end: from + at + 1 + value.length });
    }
  }
}
var CURL_USER =
  /\bcurl\b[^\n;|]{0,400}?\s(?:-u|--user)[ =]?\\{0,8}["']?[^\s"'\\:$]{0,200}:([^\s"'\\$]{3,400})/g;
function findCurlUsers(text, found) {
  if (!text.includes('curl') || !/ -u| --user/.test(text)) return;
  for (const { 0: whole, 1: password = '', index } of text.matchAll(CURL_USER))
    found.push({ start: index + whole.length - password.length, end: index + whole.length });
}

// src/core/secrets/service-shapes.ts
var OWN_MARKS = [
  ...[
    'sess-',
    'ek_',
    'e2b_',
    'apify_api_',
    'rpa_',
    'flp_',
    'rnd_',
    'sqp_',
    'squ_',
    'sqa_',
    'bkua_',
    'napi_',
    'sgp_',
  ],
  ...[
    'xkeysib-',
    'xsmtpsib-',
    'pnu_',
    'xau_',
    'vtwn_',
    'ddp_',
    'zpka_',
    'unkey_',
    'dt0c01.',
    'dt0s01.',
    'pul-',
  ],
  ...[
    'hcaik_',
    'hcamk_',
    'FLWSECK-',
    'FLWSECK_TEST-',
    'CFPAT-',
    'tfp_',
    'fio-u-',
    'tk-us-',
    'dnkey-',
    'NRII-',
    'NRJS-',
  ],
  ...['CLOJARS_', 'GR1348941', 'lin_oauth_', 'sb_secret_', 'shippo_live_', 'shippo_test_', 'duffel_live_'],
  ...[
    'duffel_test_',
    'pdl_live_apikey_',
    'pdl_sdbx_apikey_',
    'signkey-prod-',
    'signkey-test-',
    'vck_',
    'testsk_',
  ],
  ...[
    'tr_prod_',
    'secret-live-',
    'secret-test-',
    'dp.st.',
    'dG9rO',
    'cmVmdGtu',
    'vercel_blob_rw_',
    'figu_',
    'ory_pat_',
  ],
  ...[
    'sk-live-',
    'lsv2_',
    'ctp_',
    'cpk_',
    'plt_',
    'inf_',
    'ghv_',
    'v1.public.',
    'v2.local.',
    'v4.local.',
    'v4.public.',
  ],
  ...['glsoat-', 'pk_live_', 'FUGU', 'kc_live_', 'mlsn.', 'patch_live_', 'ubpat_', 'thp_', 'waka_', 'zaid_'],
];
function quoted(text) {
  return text.replaceAll('.', String.raw`\.`);
}
var serviceShapes = [
  [
    OWN_MARKS.join(' '),
    new RegExp(
      `(?:${OWN_MARKS.map(quoted).join('|')})(?=[A-Za-z_.-]*(?:\\d|[a-z][A-Z]|[A-Z]{2}))[A-Za-z0-9_.+/=-]{18,}`,
    ),
  ],
  ['dose dkea dsapi', /(?:dose|dkea|dsapi)[0-9a-f]{32}(?!\w)/],
  ['fm2_ fm1r_ fm1a_', /fm(?:2|1r|1a)_[A-Za-z0-9+/=]{60,}/],
  ['fc-', /fc-[0-9a-f]{32}(?!\w)/],
  ['re_', /re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}(?!\w)/],
  ['ak- as- ak_', /a[ks][-_](?=[A-Za-z]*\d)(?=[^A-Z]*[A-Z])[A-Za-z0-9]{20,24}(?![\w-])/],
  ['secret_', /secret_(?:[A-Za-z0-9]{43}(?!\w)|[a-z0-9_]{20,80}_[0-9a-f]{32}\.[A-Za-z0-9]{32})/],
  ['access-', /access-(?:production|sandbox|development)-[0-9a-f-]{36}/],
  ['live_ test_', /(?:live|test)_(?:pub_)?[0-9a-f]{31,35}(?!\w)/],
  ['rzp_', /rzp_(?:live|test)_[A-Za-z0-9]{14,}/],
  ['api- sdk- mob-', /(?:api|sdk|mob)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)/],
  ['pat', /pat(?:-(?:na|eu|ap)\d-[0-9a-f-]{36}|[A-Za-z0-9]{14}\.[0-9a-f]{64})/],
  ['LTAI', /LTAI(?=[A-Za-z]*\d)[A-Za-z0-9]{16,24}(?!\w)/],
  ['AKID', /AKID(?=[A-Za-z]*\d)[A-Za-z0-9]{30,44}(?!\w)/],
  ['SCW', /SCW[A-Z0-9]{17}(?!\w)/],
  ['AQVN', /AQVN[A-Za-z0-9_-]{35,38}(?!\w)/],
  ['y0_', /y[0-3]_[A-Za-z0-9_-]{50,}/],
  ['EZAK EZTK', /EZ[AT]K[A-Za-z0-9]{54}/],
  ['IGQV', /IGQV[A-Za-z0-9_-]{60,}/],
  ['sl.', /sl\.[A-Za-z0-9_.-]{120,}/],
  ['act.', /act\.[A-Za-z0-9.]{60,}/],
  ['cio', /cio(?=[A-Za-z]*\d)[A-Za-z0-9]{32}(?!\w)/],
  ['A3-', /A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}/],
  ['AAAA', /AAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{100,}/],
  ['v1.0-', /v1\.0-[0-9a-f]{24}-[0-9a-f]{146}/],
  ['st.', /st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}/],
  ['1/ 2/', /[12]\/\d{16}(?:\/\d{16})?:[0-9a-f]{32}(?!\w)/],
  // Tokens of two parts, as of Mapbox and Tinybird; of one part, as of Cloudflare's tunnels.
  ['eyJ', /eyJ[A-Za-z0-9_-]{40,}\.[A-Za-z0-9_-]{20,}|eyJhIjoi[A-Za-z0-9_=-]{100,}/],
];
var serviceMarks = [
  { mark: 'AZDO', form: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}/g },
  { mark: 'AzSe', form: /(?<![A-Za-z0-9])[A-Za-z0-9]{42}AzSe[A-Za-z0-9]{6}/g },
  { mark: 'AzFu', form: /(?<![\w-])[\w-]{44}AzFu[\w-]{4,8}={0,2}/g },
  { mark: 'AzCa', form: /(?<![A-Za-z0-9])[A-Za-z0-9]{33}AzCa[A-Za-z0-9]{6}=?/g },
  { mark: '+ACR', form: /(?<![A-Za-z0-9])[A-Za-z0-9/+]{42}\+ACR[A-Za-z0-9]{6}/g },
  { mark: 'AZEG', form: /(?<![A-Za-z0-9])[A-Za-z0-9/+]{33,45}AZEG[A-Za-z0-9]{4}/g },
  { mark: 'NRAL', form: /(?<![A-Za-z0-9])[0-9a-f]{36,40}(?:FF)?NRAL(?!\w)/g },
  { mark: 'msh', form: /(?<!\w)[0-9a-z]{10}msh[0-9a-z]{15}p1[0-9a-f]{6}jsn[0-9a-f]{12}/g },
  { mark: '-us', form: /(?<!\w)[0-9a-f]{32}-us\d{1,2}(?!\w)/g },
  { mark: '-', form: /(?<![\w-])[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![\w-])/g },
  { mark: '.', form: /(?<!\w)[0-9a-f]{32}\.[A-Za-z0-9]{16}(?!\w)/g },
  { mark: '/IncomingWebhook/', form: /(?<=\/IncomingWebhook\/)[0-9a-f]{32}\/[0-9a-f-]{36}/g },
];
var signedShapes = [
  { mark: 'access_token$', form: /access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}/g },
  { mark: '!AQ', form: /(?<!\w)00D[A-Za-z0-9]{12,15}!AQ[A-Za-z0-9_.-]{60,120}/g },
  {
    mark: '|',
    form: /(?<!\w)(?:\d{15,17}\|[A-Za-z0-9_-]{27}(?![\w-])|(?:prod|dev|preview):[\w-]{1,60}\|[A-Za-z0-9+/]{40,}={0,2})/g,
  },
];

// src/core/secrets/secret-shapes.ts
function shape(beginnings, form) {
  return { beginnings: beginnings.split(' '), form: new RegExp(form.source, 'y') };
}
var RANDOM = String.raw`(?=[A-Za-z_-]*(?:\d|[a-z][A-Z]|[A-Z]{2}))`;
var SHAPES = [
  // OpenAI, Anthropic, OpenRouter, DeepSeek, Langfuse, Stripe and many who followed them.
  shape('sk- sk_ pk- pk_ rk- rk_ SK- PK-', new RegExp(`(?:sk|pk|rk|SK|PK)[-_]${RANDOM}[A-Za-z0-9_-]{16,}`)),
  shape('whsec_', /whsec_[A-Za-z0-9+/=]{24,}/),
  // Weir: keys, feedback tokens, review tokens.
  shape('weir_', new RegExp(`weir_${RANDOM}[A-Za-z0-9_-]{16,}`)),
  shape('wf1.', /wf1\.[0-9a-z]{1,9}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{43}/),
  shape('wr1.', /wr1\.[0-9a-z]{1,9}\.[0-9a-f]{32}\.[A-Za-z0-9_-]{43}/),
  // Other providers of models.
  shape(
    'gsk_ xai- hf_ pplx- csk- fw_ fw- dapi tgp_v1_ r8_ pcsk_ nvapi- jina_ tvly- lsv2_ api_org_ gsk- ollama_ wandb_v1_ pa-',
    new RegExp(
      `(?:gsk[-_]|xai-|hf_|pplx-|csk-|fw[-_]|dapi|tgp_v1_|r8_|pcsk_|nvapi-|jina_|tvly-|lsv2_|api_org_|ollama_|wandb_v1_|pa-)${RANDOM}[A-Za-z0-9_-]{24,}`,
    ),
  ),
  // Google.
  shape('AIza', /AIza[A-Za-z0-9_-]{30,}/),
  shape('ya29.', /ya29\.[A-Za-z0-9_-]{20,}/),
  shape('GOCSPX-', /GOCSPX-[A-Za-z0-9_-]{20,}/),
  shape('1//0', /1\/\/0[A-Za-z0-9_-]{30,}/),
  shape('AQ.', /AQ\.[A-Za-z0-9_-]{40,}/),
  // Amazon: key ids, session tokens, keys of Bedrock.
  shape('AKIA ASIA ABIA ACCA', /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/),
  shape('IQoJ FwoG', /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz)[A-Za-z0-9+/=]{40,}/),
  shape('ABSK', /ABSK[A-Za-z0-9+/]{80,}={0,2}/),
  shape('bedrock-api-key-', /bedrock-api-key-[A-Za-z0-9+/=_-]{20,}/),
  // GitHub, GitLab, npm, PyPI and other places of code.
  shape('ghp_ gho_ ghu_ ghs_ ghr_ github_pat_', /(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{16,}/),
  shape('gl', /gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas|ffct)-[A-Za-z0-9_.-]{16,}/),
  shape('npm_', new RegExp(`npm_${RANDOM}[A-Za-z0-9]{30,}`)),
  shape('pypi-', /pypi-[A-Za-z0-9_-]{50,}/),
  shape('rubygems_', /rubygems_[a-f0-9]{40,}/),
  shape('dckr_', /dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}/),
  shape('ATATT3 ATCTT3 ATBB', new RegExp(`AT(?:ATT3|CTT3|BB)${RANDOM}[A-Za-z0-9_=-]{24,}`)),
  shape('AKCp', /AKCp[A-Za-z0-9]{60,}/),
  shape('oy2', /oy2[a-z0-9]{43}(?![A-Za-z0-9])/),
  // Slack, Discord, Telegram.
  shape('xox xapp- xoxe.', /xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{16,}/),
  // Clouds and services.
  shape('SG.', /SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/),
  shape('SK', /SK[0-9a-fA-F]{32}(?![A-Za-z0-9])/),
  shape('key-', /key-[0-9a-f]{32}(?![A-Za-z0-9])/),
  shape(
    'dop_v1_ doo_v1_ dor_v1_ shpat_ shpca_ shppa_ shpss_ lin_api_ ntn_ figd_ PMAK- hvs. hvb. glsa_ sntrys_ sntryu_ NRAK- sbp_ nfp_ pscale_ HRKU- rdme_ dp. sq0 EAAA CCIPAT_ PAT- phc_ phx_ ops_ cfut_ cfat_ FlyV1 fo1_ tskey- vcp_',
    new RegExp(
      String.raw`(?:do[opr]_v1_|shp(?:at|ca|pa|ss)_|lin_api_|ntn_|figd_|PMAK-|hv[sb]\.|glsa_|sntry[su]_|NRAK-|sbp_|nfp_|pscale_(?:tkn|pw|oauth)_|HRKU-|rdme_|dp\.(?:pt|st|ct|sa|scim|audit)\.|sq0(?:atp|csp|idp)-|EAAA|CCIPAT_|PAT-|ph[cx]_|ops_|cf[ua]t_|FlyV1|fo1_|tskey-|vcp_)${RANDOM}[A-Za-z0-9_.=-]{20,}`,
    ),
  ),
  shape('glc_', /glc_[A-Za-z0-9+/]{32,}={0,2}/),
  shape('EAAB EAAC EAAM', new RegExp(`EAA[BCM]${RANDOM}[A-Za-z0-9]{60,}`)),
  shape('AGE-SECRET-KEY-1', /AGE-SECRET-KEY-1[A-Z0-9]{40,}/),
  // Tokens of three parts: RFC 7519; five parts: RFC 7516.
  shape(
    'eyJ',
    /eyJ[A-Za-z0-9_-]{8,}\.(?:eyJ)?[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]+){0,2}/,
  ),
  ...serviceShapes.map(([beginnings, form]) => shape(beginnings, form)),
];
var MARKED = [
  // Azure: keys of its AI services, secrets of applications, keys of storage.
  { mark: 'JQQJ99', form: /(?<![A-Za-z0-9])[A-Za-z0-9]{40,60}JQQJ99[A-Za-z0-9]{10,40}/g },
  { mark: 'Q~', form: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,36}/g },
  { mark: '==', form: /(?<![A-Za-z0-9+]|sha512-)[A-Za-z0-9+/]{86}==/g },
  {
    mark: 'hooks.slack.com/',
    form: /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[A-Za-z0-9/_-]{20,}/g,
  },
  { mark: '/api/webhooks/', form: /(?<=\/api\/webhooks\/\d{5,25}\/)[A-Za-z0-9_-]{40,}/g },
  { mark: ':AA', form: /(?<!\w)\d{6,12}:AA[A-Za-z0-9_-]{30,}/g },
  { mark: '.atlasv1.', form: /(?<!\w)[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{50,}/g },
  { mark: '.', form: /(?<![A-Za-z0-9_.-])[MNO][A-Za-z\d_-]{23,25}\.[\w-]{6}\.[\w-]{27,40}/g },
  ...serviceMarks,
];
var BY_BEGINNING = /* @__PURE__ */ new Map();
var HAS_BEGINNING = new Uint8Array(128 * 128);
for (const { beginnings, form } of SHAPES) {
  for (const beginning of beginnings) {
    const index = beginning.charCodeAt(0) * 128 + beginning.charCodeAt(1);
    HAS_BEGINNING[index] = 1;
    const others = BY_BEGINNING.get(index) ?? [];
    BY_BEGINNING.set(index, [...others, { beginning, form }]);
  }
}
var SECRET_CHARACTER = new Uint8Array(128);
for (const character of '-.+/=~:') SECRET_CHARACTER[character.charCodeAt(0)] = 1;
for (const character of '_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  SECRET_CHARACTER[character.charCodeAt(0)] = 2;
var WITHIN_WORD = 2;
var FEWEST_CHARACTERS2 = 12;
var BACKSLASH3 = 92;
var FEWEST_FILE_CHARACTERS = 4096;
var BASE64 = /^[A-Za-z0-9+/=_-]+$/;
function findShapes(text) {
  const found = [];
  let end = 0;
  for (let at = FEWEST_CHARACTERS2 - 1; at < text.length; at = end + FEWEST_CHARACTERS2) {
    if (!isSecretCharacter(text.charCodeAt(at))) {
      end = at;
      continue;
    }
    let start = at;
    while (start > end && isSecretCharacter(text.charCodeAt(start - 1))) start--;
    end = at + 1;
    while (end < text.length && isSecretCharacter(text.charCodeAt(end))) end++;
    if (end - start >= FEWEST_CHARACTERS2) findInRow(text, { start, end }, found);
  }
  findPrivateKeys(text, found);
  findSigned(text, found);
  findBesideKeyIds(text, found);
  return found;
}
function isSecretCharacter(code) {
  return code < 128 && SECRET_CHARACTER[code] !== 0;
}
function findInRow(text, row, found) {
  const isFile = row.end - row.start >= FEWEST_FILE_CHARACTERS && BASE64.test(text.slice(row.start, row.end));
  if (!isFile) {
    let before = 0;
    for (let at = row.start; at < row.end - 8; at++) {
      const kind = SECRET_CHARACTER[text.charCodeAt(at)] ?? 0;
      if (kind === WITHIN_WORD && before !== WITHIN_WORD) at = pastShapes(text, at, found);
      before = SECRET_CHARACTER[text.charCodeAt(at)] ?? 0;
    }
    const isEscape = text.charCodeAt(row.start - 1) === BACKSLASH3 && /[bfnrt]/.test(text.charAt(row.start));
    if (isEscape) pastShapes(text, row.start + 1, found);
    findMarked(text, isEscape ? { start: row.start + 1, end: row.end } : row, found);
  }
  findAfterScheme(text, row, found);
}
function pastShapes(text, at, found) {
  const first = text.charCodeAt(at);
  const second = text.charCodeAt(at + 1);
  if (first > 127 || second > 127) return at;
  const index = first * 128 + second;
  if (HAS_BEGINNING[index] !== 1) return at;
  for (const { beginning, form } of BY_BEGINNING.get(index) ?? []) {
    if (!text.startsWith(beginning, at)) continue;
    form.lastIndex = at;
    if (!form.test(text)) continue;
    found.push({ start: at, end: form.lastIndex });
    return form.lastIndex - 1;
  }
  return at;
}
var FEWEST_MARKED_CHARACTERS = 32;
function findMarked(text, { start, end }, found) {
  if (end - start < FEWEST_MARKED_CHARACTERS) return;
  const row = text.slice(start, end);
  for (const { mark, form } of MARKED) {
    if (!row.includes(mark)) continue;
    for (const { 0: secret, index } of row.matchAll(form))
      found.push({ start: start + index, end: start + index + secret.length });
  }
}
var SCHEME = /(?:^|[^\w])(?:bearer|basic|ssws|geniekey)(?:\s|\\[tn]|%20|\+)+$/i;
var LONGEST_WORD_CHARACTERS = 24;
function findAfterScheme(text, { start, end }, found) {
  const before = text.slice(Math.max(0, start - 16), start);
  if (!SCHEME.test(before)) return;
  const value = text.slice(start, end);
  const isWord2 = value.length < LONGEST_WORD_CHARACTERS && !/\d|[a-z][A-Z]|=$|[A-Z]{3}/.test(value);
  const isBasic = !/basic/i.test(before) || /\d|=$/.test(value) || readBase64(value).includes(':');
  if (!isWord2 && isBasic) found.push({ start, end: end - (/[.:]+$/.exec(value)?.[0].length ?? 0) });
}
function readBase64(text) {
  try {
    return atob(text);
  } catch {
    return '';
  }
}
function findSigned(text, found) {
  for (const { mark, form } of signedShapes) {
    if (!text.includes(mark)) continue;
    for (const { 0: secret, index } of text.matchAll(form))
      found.push({ start: index, end: index + secret.length });
  }
}
var AWS_KEY_ID = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g;
var AWS_SECRET =
  /(?<![A-Za-z0-9/+=_.-])(?=[^a-z]{0,39}[a-z])(?=[^A-Z]{0,39}[A-Z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])/g;
var BESIDE_CHARACTERS = 240;
function findBesideKeyIds(text, found) {
  if (!text.includes('AKIA') && !text.includes('ASIA')) return;
  for (const { 0: id, index } of text.matchAll(AWS_KEY_ID)) {
    const from = Math.max(0, index - BESIDE_CHARACTERS);
    const around = text.slice(from, index + id.length + BESIDE_CHARACTERS);
    for (const { 0: secret, index: at } of around.matchAll(AWS_SECRET))
      found.push({ start: from + at, end: from + at + secret.length });
  }
}
var KEY_LABEL = /-----(BEGIN|END) (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
var KEY_LINES =
  /(?:(?:\\+[nrt]|\s){1,8}[A-Za-z0-9+/=]{16,})*(?:(?:\\+[nrt]|\s){1,8}[A-Za-z0-9+/]{1,76}={1,2}(?![A-Za-z0-9]))?/y;
var LONGEST_KEY_CHARACTERS = 16384;
function findPrivateKeys(text, found) {
  if (!text.includes('PRIVATE KEY')) return;
  let opened = null;
  let from = 0;
  for (const { 0: label, 1: which, index } of text.matchAll(KEY_LABEL)) {
    const end = index + label.length;
    if (which === 'BEGIN') {
      KEY_LINES.lastIndex = end;
      KEY_LINES.test(text);
      opened = { start: index, end: KEY_LINES.lastIndex };
      found.push(opened);
    } else {
      const isPair = opened !== null && index - opened.start < LONGEST_KEY_CHARACTERS;
      found.push({ start: isPair && opened !== null ? opened.start : startOfKey(text, index, from), end });
      opened = null;
    }
    from = end;
  }
}
function startOfKey(text, end, from) {
  let start = end;
  const least = Math.max(from, end - LONGEST_KEY_CHARACTERS);
  while (start > least && /[A-Za-z0-9+/=\s\\]/.test(text.charAt(start - 1))) start--;
  return /[A-Za-z0-9+/]{30}/.test(text.slice(start, end)) ? start : end;
}

// src/core/secrets/range.ts
function joinRanges(ranges) {
  const joined = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== void 0 && range.start < last.end) last.end = Math.max(last.end, range.end);
    else joined.push({ ...range });
  }
  return joined;
}

// src/core/secrets/known-secrets.ts
var noKnownSecrets = { spellings: [] };
function findKnown(text, { spellings }) {
  const found = [];
  for (const spelling of spellings) {
    for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + spelling.length))
      found.push({ start: at, end: at + spelling.length });
  }
  return joinRanges(found);
}

// src/core/secrets/spelled-text.ts
var SPELLED = /\\{1,8}u00([2-7][0-9a-fA-F]|0[aAdD9])|%(25)?([2-7][0-9a-fA-F]|0[aAdD9])/g;
function readSpelled(written) {
  if (!written.includes('\\u00') && !written.includes('%')) return null;
  const pieces = [];
  const readEnds = [];
  const writtenEnds = [];
  let from = 0;
  let read = 0;
  for (const { 0: code, 1: inJson, 3: inUrl, index } of written.matchAll(SPELLED)) {
    const character = String.fromCharCode(Number.parseInt(inJson ?? inUrl ?? '20', 16));
    pieces.push(written.slice(from, index), character);
    read += index - from + 1;
    from = index + code.length;
    readEnds.push(read);
    writtenEnds.push(from);
  }
  if (pieces.length === 0) return null;
  pieces.push(written.slice(from));
  const ends = { readEnds, writtenEnds };
  return {
    text: pieces.join(''),
    toWritten: ({ start, end }) => ({ start: writtenAt(ends, start), end: writtenAt(ends, end) }),
  };
}
function writtenAt({ readEnds, writtenEnds }, read) {
  let [low, high] = [0, readEnds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((readEnds[middle] ?? 0) <= read) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  return before < 0 ? read : (writtenEnds[before] ?? 0) + read - (readEnds[before] ?? 0);
}

// src/core/shortened.ts
var SHORTENING_MARK = /\[weir left out (\d{1,15})(?: of (\d{1,15}))? bytes(?:, SHA-256 ([0-9a-f]{64}))?\]/g;

// src/core/redaction.ts
var FEWEST_CHARACTERS3 = 8;
function findSecrets(text, known = noKnownSecrets) {
  if (text.length < FEWEST_CHARACTERS3) return [];
  const found = [...findIn(text, known), ...findBesideMarks(text, known)];
  const spelled = readSpelled(text);
  if (spelled !== null) found.push(...findIn(spelled.text, known).map((range) => spelled.toWritten(range)));
  return found.length === 0 ? found : joinRanges(found).filter((range) => !isMarker(text, range));
}
function findIn(text, known) {
  return [...findNamed(text), ...findWritten(text), ...findShapes(text), ...findKnown(text, known)];
}
var MARKER = /^\[[\w -]{1,40}\]?$/;
function isMarker(text, { start, end }) {
  return text[start] === '[' && end - start < 44 && MARKER.test(text.slice(start, end));
}
var CUT_PIECE = /[A-Za-z0-9_\-+/=.~]/;
var LONGEST_PIECE = 512;
var FEWEST_PIECE = 12;
var FEWEST_KNOWN_PIECE = 4;
function findBesideMarks(text, known) {
  if (!text.includes('[weir left out')) return [];
  const found = [];
  for (const { 0: mark, index } of text.matchAll(SHORTENING_MARK)) {
    let start = index;
    while (start > 0 && index - start < LONGEST_PIECE && CUT_PIECE.test(text.charAt(start - 1))) start--;
    const after = index + mark.length;
    let end = after;
    while (end < text.length && end - after < LONGEST_PIECE && CUT_PIECE.test(text.charAt(end))) end++;
    if (isPiece(text.slice(start, index), 'head', known)) found.push({ start, end: index });
    if (isPiece(text.slice(after, end), 'tail', known)) found.push({ start: after, end });
  }
  return found;
}
var BEGINS_AS_SECRET =
  /^(?:sk|pk|rk)[-_]|^gh[pousr]_|^github_pat|^xox|^AKIA|^ASIA|^AIza|^eyJ|^weir_|^npm_|^SG\./;
function isPiece(piece, side, { spellings }) {
  if (piece.length < FEWEST_KNOWN_PIECE) return false;
  if (side === 'head' && BEGINS_AS_SECRET.test(piece)) return true;
  if (piece.length >= FEWEST_PIECE && /\d|[a-z][A-Z]/.test(piece)) return true;
  return spellings.some((value) =>
    [...Array(Math.max(0, value.length - 4)).keys()].some((cut) =>
      side === 'head' ? piece.endsWith(value.slice(0, cut + 4)) : piece.startsWith(value.slice(cut + 1)),
    ),
  );
}

// src/redaction/check-digits.ts
function passesLuhn(digits) {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
function passesIban(compact) {
  const rearranged = compact.slice(4) + compact.slice(0, 4);
  let rest = 0;
  for (const character of rearranged) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
var ibanCharacters = new Map(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 IR26 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

// node_modules/libphonenumber-js/metadata.min.json.js
var metadata_min_json_default = {
  version: 4,
  country_calling_codes: {
    1: [
      'US',
      'AG',
      'AI',
      'AS',
      'BB',
      'BM',
      'BS',
      'CA',
      'DM',
      'DO',
      'GD',
      'GU',
      'JM',
      'KN',
      'KY',
      'LC',
      'MP',
      'MS',
      'PR',
      'SX',
      'TC',
      'TT',
      'VC',
      'VG',
      'VI',
    ],
    7: ['RU', 'KZ'],
    20: ['EG'],
    27: ['ZA'],
    30: ['GR'],
    31: ['NL'],
    32: ['BE'],
    33: ['FR'],
    34: ['ES'],
    36: ['HU'],
    39: ['IT', 'VA'],
    40: ['RO'],
    41: ['CH'],
    43: ['AT'],
    44: ['GB', 'GG', 'IM', 'JE'],
    45: ['DK'],
    46: ['SE'],
    47: ['NO', 'SJ'],
    48: ['PL'],
    49: ['DE'],
    51: ['PE'],
    52: ['MX'],
    53: ['CU'],
    54: ['AR'],
    55: ['BR'],
    56: ['CL'],
    57: ['CO'],
    58: ['VE'],
    60: ['MY'],
    61: ['AU', 'CC', 'CX'],
    62: ['ID'],
    63: ['PH'],
    64: ['NZ'],
    65: ['SG'],
    66: ['TH'],
    81: ['JP'],
    82: ['KR'],
    84: ['VN'],
    86: ['CN'],
    90: ['TR'],
    91: ['IN'],
    92: ['PK'],
    93: ['AF'],
    94: ['LK'],
    95: ['MM'],
    98: ['IR'],
    211: ['SS'],
    212: ['MA', 'EH'],
    213: ['DZ'],
    216: ['TN'],
    218: ['LY'],
    220: ['GM'],
    221: ['SN'],
    222: ['MR'],
    223: ['ML'],
    224: ['GN'],
    225: ['CI'],
    226: ['BF'],
    227: ['NE'],
    228: ['TG'],
    229: ['BJ'],
    230: ['MU'],
    231: ['LR'],
    232: ['SL'],
    233: ['GH'],
    234: ['NG'],
    235: ['TD'],
    236: ['CF'],
    237: ['CM'],
    238: ['CV'],
    239: ['ST'],
    240: ['GQ'],
    241: ['GA'],
    242: ['CG'],
    243: ['CD'],
    244: ['AO'],
    245: ['GW'],
    246: ['IO'],
    247: ['AC'],
    248: ['SC'],
    249: ['SD'],
    250: ['RW'],
    251: ['ET'],
    252: ['SO'],
    253: ['DJ'],
    254: ['KE'],
    255: ['TZ'],
    256: ['UG'],
    257: ['BI'],
    258: ['MZ'],
    260: ['ZM'],
    261: ['MG'],
    262: ['RE', 'YT'],
    263: ['ZW'],
    264: ['NA'],
    265: ['MW'],
    266: ['LS'],
    267: ['BW'],
    268: ['SZ'],
    269: ['KM'],
    290: ['SH', 'TA'],
    291: ['ER'],
    297: ['AW'],
    298: ['FO'],
    299: ['GL'],
    350: ['GI'],
    351: ['PT'],
    352: ['LU'],
    353: ['IE'],
    354: ['IS'],
    355: ['AL'],
    356: ['MT'],
    357: ['CY'],
    358: ['FI', 'AX'],
    359: ['BG'],
    370: ['LT'],
    371: ['LV'],
    372: ['EE'],
    373: ['MD'],
    374: ['AM'],
    375: ['BY'],
    376: ['AD'],
    377: ['MC'],
    378: ['SM'],
    380: ['UA'],
    381: ['RS'],
    382: ['ME'],
    383: ['XK'],
    385: ['HR'],
    386: ['SI'],
    387: ['BA'],
    389: ['MK'],
    420: ['CZ'],
    421: ['SK'],
    423: ['LI'],
    500: ['FK'],
    501: ['BZ'],
    502: ['GT'],
    503: ['SV'],
    504: ['HN'],
    505: ['NI'],
    506: ['CR'],
    507: ['PA'],
    508: ['PM'],
    509: ['HT'],
    590: ['GP', 'BL', 'MF'],
    591: ['BO'],
    592: ['GY'],
    593: ['EC'],
    594: ['GF'],
    595: ['PY'],
    596: ['MQ'],
    597: ['SR'],
    598: ['UY'],
    599: ['CW', 'BQ'],
    670: ['TL'],
    672: ['NF'],
    673: ['BN'],
    674: ['NR'],
    675: ['PG'],
    676: ['TO'],
    677: ['SB'],
    678: ['VU'],
    679: ['FJ'],
    680: ['PW'],
    681: ['WF'],
    682: ['CK'],
    683: ['NU'],
    685: ['WS'],
    686: ['KI'],
    687: ['NC'],
    688: ['TV'],
    689: ['PF'],
    690: ['TK'],
    691: ['FM'],
    692: ['MH'],
    850: ['KP'],
    852: ['HK'],
    853: ['MO'],
    855: ['KH'],
    856: ['LA'],
    880: ['BD'],
    886: ['TW'],
    960: ['MV'],
    961: ['LB'],
    962: ['JO'],
    963: ['SY'],
    964: ['IQ'],
    965: ['KW'],
    966: ['SA'],
    967: ['YE'],
    968: ['OM'],
    970: ['PS'],
    971: ['AE'],
    972: ['IL'],
    973: ['BH'],
    974: ['QA'],
    975: ['BT'],
    976: ['MN'],
    977: ['NP'],
    992: ['TJ'],
    993: ['TM'],
    994: ['AZ'],
    995: ['GE'],
    996: ['KG'],
    998: ['UZ'],
  },
  countries: {
    AC: ['247', '00', '(?:[01589]\\d|[2-467])\\d{4}', [5, 6]],
    AD: [
      '376',
      '00',
      '(?:1|6\\d)\\d{7}|[135-9]\\d{5}',
      [6, 8, 9],
      [
        ['(\\d{3})(\\d{3})', '$1 $2', ['[135-9]']],
        ['(\\d{4})(\\d{4})', '$1 $2', ['1']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['6']],
      ],
    ],
    AE: [
      '971',
      '00',
      '(?:[4-7]\\d|9[0-689])\\d{7}|800\\d{2,9}|[2-4679]\\d{7}',
      [5, 6, 7, 8, 9, 10, 11, 12],
      [
        ['(\\d{3})(\\d{2,9})', '$1 $2', ['60|8']],
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['[236]|[479][2-8]'], '0$1'],
        ['(\\d{3})(\\d)(\\d{5})', '$1 $2 $3', ['[479]']],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['5'], '0$1'],
      ],
      '0',
    ],
    AF: ['93', '00', '[2-7]\\d{8}', [9], [['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[2-7]'], '0$1']], '0'],
    AG: ['1', '011', '(?:268|[58]\\d\\d|900)\\d{7}', [10], 0, '1', 0, '([457]\\d{6})$|1', '268$1', 0, '268'],
    AI: ['1', '011', '(?:264|[58]\\d\\d|900)\\d{7}', [10], 0, '1', 0, '([2457]\\d{6})$|1', '264$1', 0, '264'],
    AL: [
      '355',
      '00',
      '(?:700\\d\\d|900)\\d{3}|8\\d{5,7}|(?:[2-5]|6\\d)\\d{7}',
      [6, 7, 8, 9],
      [
        ['(\\d{3})(\\d{3,4})', '$1 $2', ['80|9'], '0$1'],
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['4[2-6]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['[2358][2-5]|4'], '0$1'],
        ['(\\d{3})(\\d{5})', '$1 $2', ['[23578]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['6'], '0$1'],
      ],
      '0',
    ],
    AM: [
      '374',
      '00',
      '(?:[1-489]\\d|55|60|77)\\d{6}',
      [8],
      [
        ['(\\d{3})(\\d{2})(\\d{3})', '$1 $2 $3', ['[89]0'], '0 $1'],
        ['(\\d{3})(\\d{5})', '$1 $2', ['2|3[12]'], '(0$1)'],
        ['(\\d{2})(\\d{6})', '$1 $2', ['1|47'], '(0$1)'],
        ['(\\d{2})(\\d{6})', '$1 $2', ['[3-9]'], '0$1'],
      ],
      '0',
    ],
    AO: ['244', '00', '[29]\\d{8}', [9], [['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[29]']]]],
    AR: [
      '54',
      '00',
      '(?:11|[89]\\d\\d)\\d{8}|[2368]\\d{9}',
      [10, 11],
      [
        [
          '(\\d{4})(\\d{2})(\\d{4})',
          '$1 $2-$3',
          [
            '2(?:2[024-9]|3[0-59]|47|6[245]|9[02-8])|3(?:3[28]|4[03-9]|5[2-46-8]|7[1-578]|8[2-9])',
            '2(?:[23]02|6(?:[25]|4[6-8])|9(?:[02356]|4[02568]|72|8[23]))|3(?:3[28]|4(?:[04679]|3[5-8]|5[4-68]|8[2379])|5(?:[2467]|3[237]|8[2-5])|7[1-578]|8(?:[2469]|3[2578]|5[4-8]|7[36-8]|8[5-8]))|2(?:2[24-9]|3[1-59]|47)',
            '2(?:[23]02|6(?:[25]|4(?:64|[78]))|9(?:[02356]|4(?:[0268]|5[2-6])|72|8[23]))|3(?:3[28]|4(?:[04679]|3[78]|5(?:4[46]|8)|8[2379])|5(?:[2467]|3[237]|8[23])|7[1-578]|8(?:[2469]|3[278]|5[56][46]|86[3-6]))|2(?:2[24-9]|3[1-59]|47)|38(?:[58][78]|7[378])|3(?:4[35][56]|58[45]|8(?:[38]5|54|76))[4-6]',
            '2(?:[23]02|6(?:[25]|4(?:64|[78]))|9(?:[02356]|4(?:[0268]|5[2-6])|72|8[23]))|3(?:3[28]|4(?:[04679]|3(?:5(?:4[0-25689]|[56])|[78])|58|8[2379])|5(?:[2467]|3[237]|8(?:[23]|4(?:[45]|60)|5(?:4[0-39]|5|64)))|7[1-578]|8(?:[2469]|3[278]|54(?:4|5[13-7]|6[89])|86[3-6]))|2(?:2[24-9]|3[1-59]|47)|38(?:[58][78]|7[378])|3(?:454|85[56])[46]|3(?:4(?:36|5[56])|8(?:[38]5|76))[4-6]',
          ],
          '0$1',
          1,
        ],
        ['(\\d{2})(\\d{4})(\\d{4})', '$1 $2-$3', ['1'], '0$1', 1],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1-$2-$3', ['[68]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2-$3', ['[23]'], '0$1', 1],
        [
          '(\\d)(\\d{4})(\\d{2})(\\d{4})',
          '$2 15-$3-$4',
          [
            '9(?:2[2-469]|3[3-578])',
            '9(?:2(?:2[024-9]|3[0-59]|47|6[245]|9[02-8])|3(?:3[28]|4[03-9]|5[2-46-8]|7[1-578]|8[2-9]))',
            '9(?:2(?:[23]02|6(?:[25]|4[6-8])|9(?:[02356]|4[02568]|72|8[23]))|3(?:3[28]|4(?:[04679]|3[5-8]|5[4-68]|8[2379])|5(?:[2467]|3[237]|8[2-5])|7[1-578]|8(?:[2469]|3[2578]|5[4-8]|7[36-8]|8[5-8])))|92(?:2[24-9]|3[1-59]|47)',
            '9(?:2(?:[23]02|6(?:[25]|4(?:64|[78]))|9(?:[02356]|4(?:[0268]|5[2-6])|72|8[23]))|3(?:3[28]|4(?:[04679]|3[78]|5(?:4[46]|8)|8[2379])|5(?:[2467]|3[237]|8[23])|7[1-578]|8(?:[2469]|3[278]|5(?:[56][46]|[78])|7[378]|8(?:6[3-6]|[78]))))|92(?:2[24-9]|3[1-59]|47)|93(?:4[35][56]|58[45]|8(?:[38]5|54|76))[4-6]',
            '9(?:2(?:[23]02|6(?:[25]|4(?:64|[78]))|9(?:[02356]|4(?:[0268]|5[2-6])|72|8[23]))|3(?:3[28]|4(?:[04679]|3(?:5(?:4[0-25689]|[56])|[78])|5(?:4[46]|8)|8[2379])|5(?:[2467]|3[237]|8(?:[23]|4(?:[45]|60)|5(?:4[0-39]|5|64)))|7[1-578]|8(?:[2469]|3[278]|5(?:4(?:4|5[13-7]|6[89])|[56][46]|[78])|7[378]|8(?:6[3-6]|[78]))))|92(?:2[24-9]|3[1-59]|47)|93(?:4(?:36|5[56])|8(?:[38]5|76))[4-6]',
          ],
          '0$1',
          0,
          '$1 $2 $3-$4',
        ],
        ['(\\d)(\\d{2})(\\d{4})(\\d{4})', '$2 15-$3-$4', ['91'], '0$1', 0, '$1 $2 $3-$4'],
        ['(\\d{3})(\\d{3})(\\d{5})', '$1-$2-$3', ['8'], '0$1'],
        ['(\\d)(\\d{3})(\\d{3})(\\d{4})', '$2 15-$3-$4', ['9'], '0$1', 0, '$1 $2 $3-$4'],
      ],
      '0',
      0,
      '0?(?:(11|2(?:2(?:02?|[13]|2[13-79]|4[1-6]|5[2457]|6[124-8]|7[1-4]|8[13-6]|9[1267])|3(?:02?|1[467]|2[03-6]|3[13-8]|[49][2-6]|5[2-8]|[67])|4(?:7[3-578]|9)|6(?:[0136]|2[24-6]|4[6-8]?|5[15-8])|80|9(?:0[1-3]|[19]|2\\d|3[1-6]|4[02568]?|5[2-4]|6[2-46]|72?|8[23]?))|3(?:3(?:2[79]|6|8[2578])|4(?:0[0-24-9]|[12]|3[5-8]?|4[24-7]|5[4-68]?|6[02-9]|7[126]|8[2379]?|9[1-36-8])|5(?:1|2[1245]|3[237]?|4[1-46-9]|6[2-4]|7[1-6]|8[2-5]?)|6[24]|7(?:[069]|1[1568]|2[15]|3[145]|4[13]|5[14-8]|7[2-57]|8[126])|8(?:[01]|2[15-7]|3[2578]?|4[13-6]|5[4-8]?|6[1-357-9]|7[36-8]?|8[5-8]?|9[124])))15)?',
      '9$1',
    ],
    AS: ['1', '011', '(?:[58]\\d\\d|684|900)\\d{7}', [10], 0, '1', 0, '([267]\\d{6})$|1', '684$1', 0, '684'],
    AT: [
      '43',
      '00',
      '1\\d{3,12}|2\\d{6,12}|43(?:(?:0\\d|5[02-9])\\d{3,9}|2\\d{4,5}|[3467]\\d{4}|8\\d{4,6}|9\\d{4,7})|5\\d{4,12}|8\\d{7,12}|9\\d{8,12}|(?:[367]\\d|4[0-24-9])\\d{4,11}',
      [4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
      [
        ['(\\d)(\\d{3,12})', '$1 $2', ['1(?:11|[2-9])'], '0$1'],
        ['(\\d{3})(\\d{2})', '$1 $2', ['517'], '0$1'],
        ['(\\d{2})(\\d{3,5})', '$1 $2', ['5[079]'], '0$1'],
        [
          '(\\d{3})(\\d{3,10})',
          '$1 $2',
          [
            '(?:31|4)6|51|6(?:48|5[0-3579]|[6-9])|7(?:20|32|8)|[89]',
            '(?:31|4)6|51|6(?:485|5[0-3579]|[6-9])|7(?:20|32|8)|[89]',
          ],
          '0$1',
        ],
        ['(\\d{4})(\\d{3,9})', '$1 $2', ['[2-467]|5[2-6]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['5'], '0$1'],
        ['(\\d{2})(\\d{4})(\\d{4,7})', '$1 $2 $3', ['5'], '0$1'],
      ],
      '0',
    ],
    AU: [
      '61',
      '001[14-689]|14(?:1[14]|34|4[17]|[56]6|7[47]|88)0011',
      '1(?:[0-79]\\d{7}(?:\\d(?:\\d{2})?)?|8[0-24-9]\\d{7})|[2-478]\\d{8}|1\\d{4,7}',
      [5, 6, 7, 8, 9, 10, 12],
      [
        ['(\\d{2})(\\d{3,4})', '$1 $2', ['16'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{2,4})', '$1 $2 $3', ['16'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['14|4'], '0$1'],
        ['(\\d)(\\d{4})(\\d{4})', '$1 $2 $3', ['[2378]'], '(0$1)'],
        ['(\\d{4})(\\d{3})(\\d{3})', '$1 $2 $3', ['1(?:30|[89])']],
      ],
      '0',
      0,
      '(183[12])|0',
      0,
      0,
      0,
      [
        [
          '(?:(?:241|349)0\\d\\d|8(?:51(?:0(?:0[03-9]|[12479]\\d|3[2-9]|5[0-8]|6[1-9]|8[0-7])|1(?:[0235689]\\d|1[0-69]|4[0-589]|7[0-47-9])|2(?:0[0-79]|[18][13579]|2[14-9]|3[0-46-9]|[4-6]\\d|7[89]|9[0-4])|[34]\\d\\d)|91(?:(?:[0-58]\\d|6[0135-9])\\d|7(?:0[0-24-9]|[1-9]\\d)|9(?:[0-46-9]\\d|5[0-79]))))\\d{3}|(?:2(?:[0-26-9]\\d|3[0-8]|4[02-9]|5[0135-9])|3(?:[0-3589]\\d|4[0-578]|6[1-9]|7[0-35-9])|7(?:[013-57-9]\\d|2[0-8])|8(?:55|6[0-8]|[78]\\d|9[02-9]))\\d{6}',
          [9],
        ],
        [
          '4(?:79[01]|83[0-36-9]|9(?:5[0-3]|6[0-4]))\\d{5}|4(?:[0-36]\\d|4[047-9]|[58][0-24-9]|7[02-8]|9[0-47-9])\\d{6}',
          [9],
        ],
        ['180(?:0\\d{3}|2)\\d{3}', [7, 10]],
        ['190[0-26]\\d{6}', [10]],
        0,
        0,
        0,
        ['163\\d{2,6}', [5, 6, 7, 8, 9]],
        ['14(?:5(?:1[0458]|[23][458])|71\\d)\\d{4}', [9]],
        ['13(?:00\\d{6}(?:\\d{2})?|45[0-4]\\d{3})|13\\d{4}', [6, 8, 10, 12]],
      ],
      '0011',
    ],
    AW: ['297', '00', '(?:[25-79]\\d\\d|800)\\d{4}', [7], [['(\\d{3})(\\d{4})', '$1 $2', ['[25-9]']]]],
    AX: [
      '358',
      '00|99(?:[01469]|5(?:[14]1|3[23]|5[59]|77|88|9[09]))',
      '2\\d{4,9}|35\\d{4,5}|(?:60\\d\\d|800)\\d{4,6}|7\\d{5,11}|(?:[14]\\d|3[0-46-9]|50)\\d{4,8}',
      [5, 6, 7, 8, 9, 10, 11, 12],
      0,
      '0',
      0,
      0,
      0,
      0,
      '18',
      0,
      '00',
    ],
    AZ: [
      '994',
      '00',
      '365\\d{6}|(?:[124579]\\d|60|88)\\d{7}',
      [9],
      [
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['90'], '0$1'],
        [
          '(\\d{2})(\\d{3})(\\d{2})(\\d{2})',
          '$1 $2 $3 $4',
          ['1[28]|2|365|46', '1[28]|2|365[45]|46', '1[28]|2|365(?:4|5[02])|46'],
          '(0$1)',
        ],
        ['(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[13-9]'], '0$1'],
      ],
      '0',
    ],
    BA: [
      '387',
      '00',
      '6\\d{8}|(?:[35689]\\d|49|70)\\d{6}',
      [8, 9],
      [
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['6[1-3]|[7-9]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2-$3', ['[3-5]|6[56]'], '0$1'],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{3})', '$1 $2 $3 $4', ['6'], '0$1'],
      ],
      '0',
    ],
    BB: ['1', '011', '(?:246|[58]\\d\\d|900)\\d{7}', [10], 0, '1', 0, '([2-9]\\d{6})$|1', '246$1', 0, '246'],
    BD: [
      '880',
      '00',
      '[1-469]\\d{9}|8[0-79]\\d{7,8}|[2-79]\\d{8}|[2-9]\\d{7}|[3-9]\\d{6}|[57-9]\\d{5}',
      [6, 7, 8, 9, 10],
      [
        ['(\\d{2})(\\d{4,6})', '$1-$2', ['31[5-8]|[459]1'], '0$1'],
        [
          '(\\d{3})(\\d{3,7})',
          '$1-$2',
          [
            '3(?:[67]|8[013-9])|4(?:6[168]|7|[89][18])|5(?:6[128]|9)|6(?:[15]|28)|7[2-589]|8(?:0[014-9]|[12])|9[358]|(?:3[2-5]|4[235]|5[2-578]|6[0389]|76|8[3-7]|9[24])1|(?:44|66)[01346-9]',
          ],
          '0$1',
        ],
        ['(\\d{4})(\\d{3,6})', '$1-$2', ['[13-9]|2[23]'], '0$1'],
        ['(\\d)(\\d{7,8})', '$1-$2', ['2'], '0$1'],
      ],
      '0',
    ],
    BE: [
      '32',
      '00',
      '4\\d{8}|[1-9]\\d{7}',
      [8, 9],
      [
        ['(\\d{3})(\\d{2})(\\d{3})', '$1 $2 $3', ['(?:80|9)0'], '0$1'],
        ['(\\d)(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[239]|4[23]'], '0$1'],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[15-8]'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['4'], '0$1'],
      ],
      '0',
    ],
    BF: [
      '226',
      '00',
      '[024-7]\\d{7}',
      [8],
      [['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[024-7]']]],
    ],
    BG: [
      '359',
      '00',
      '00800\\d{7}|[2-7]\\d{6,7}|[89]\\d{6,8}|2\\d{5}',
      [6, 7, 8, 9, 12],
      [
        ['(\\d)(\\d)(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['2'], '0$1'],
        ['(\\d{3})(\\d{4})', '$1 $2', ['43[1-6]|70[1-9]'], '0$1'],
        ['(\\d)(\\d{3})(\\d{3,4})', '$1 $2 $3', ['2'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{2,3})', '$1 $2 $3', ['[356]|4[124-7]|7[1-9]|8[1-6]|9[1-7]'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{3})', '$1 $2 $3', ['(?:70|8)0'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{2})', '$1 $2 $3', ['43[1-7]|7'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[48]|9[08]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['9'], '0$1'],
      ],
      '0',
    ],
    BH: ['973', '00', '[136-9]\\d{7}', [8], [['(\\d{4})(\\d{4})', '$1 $2', ['[13679]|8[02-4679]']]]],
    BI: [
      '257',
      '00',
      '(?:[267]\\d|31)\\d{6}',
      [8],
      [['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[2367]']]],
    ],
    BJ: [
      '229',
      '00',
      '01\\d{8}',
      [10],
      [['(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4 $5', ['0']]],
    ],
    BL: [
      '590',
      '00',
      '7090\\d{5}|(?:[56]9|[89]\\d)\\d{7}',
      [9],
      0,
      '0',
      0,
      0,
      0,
      0,
      0,
      [
        ['(?:59(?:0(?:2[7-9]|3[3-7]|5[12]|87)|87\\d)|80[6-9]\\d\\d)\\d{4}'],
        ['(?:69(?:0\\d\\d|1(?:2[2-9]|3[0-5]))|7090[0-4])\\d{4}'],
        ['80[0-5]\\d{6}'],
        ['8[129]\\d{7}'],
        0,
        0,
        0,
        0,
        ['9(?:(?:39[5-7]|76[018])\\d|475[0-6])\\d{4}'],
      ],
    ],
    BM: ['1', '011', '(?:441|[58]\\d\\d|900)\\d{7}', [10], 0, '1', 0, '([2-9]\\d{6})$|1', '441$1', 0, '441'],
    BN: ['673', '00', '[2-578]\\d{6}', [7], [['(\\d{3})(\\d{4})', '$1 $2', ['[2-578]']]]],
    BO: [
      '591',
      '00(?:1\\d)?',
      '(?:[2-7]\\d\\d|8001)\\d{5}',
      [8, 9],
      [
        ['(\\d)(\\d{7})', '$1 $2', ['[23]|4[46]|50']],
        ['(\\d{8})', '$1', ['[5-7]']],
        ['(\\d{3})(\\d{2})(\\d{4})', '$1 $2 $3', ['8']],
      ],
      '0',
      0,
      '0(1\\d)?',
    ],
    BQ: ['599', '00', '(?:[34]1|7\\d)\\d{5}', [7], 0, 0, 0, 0, 0, 0, '[347]'],
    BR: [
      '55',
      '00(?:1[245]|2[1-35]|31|4[13]|[56]5|99)',
      '[1-467]\\d{9,10}|55[0-46-9]\\d{8}|[34]\\d{7}|55\\d{7,8}|(?:5[0-46-9]|[89]\\d)\\d{7,9}',
      [8, 9, 10, 11],
      [
        ['(\\d{4})(\\d{4})', '$1-$2', ['300|4(?:0[02]|37|86)', '300|4(?:0(?:0|20)|370|864)']],
        ['(\\d{3})(\\d{2,3})(\\d{4})', '$1 $2 $3', ['(?:[358]|90)0'], '0$1'],
        [
          '(\\d{2})(\\d{4})(\\d{4})',
          '$1 $2-$3',
          ['(?:[14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[13-579])[2-57]'],
          '($1)',
        ],
        ['(\\d{2})(\\d{5})(\\d{4})', '$1 $2-$3', ['[16][1-9]|[2-57-9]'], '($1)'],
      ],
      '0',
      0,
      '(?:0|90)(?:(1[245]|2[1-35]|31|4[13]|[56]5|99)(\\d{10,11}))?',
      '$2',
    ],
    BS: ['1', '011', '(?:242|[58]\\d\\d|900)\\d{7}', [10], 0, '1', 0, '([3-8]\\d{6})$|1', '242$1', 0, '242'],
    BT: [
      '975',
      '00',
      '[178]\\d{7}|[2-8]\\d{6}',
      [7, 8],
      [
        ['(\\d)(\\d{3})(\\d{3})', '$1 $2 $3', ['[2-6]|7[246]|8[2-4]']],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['1[67]|[78]']],
      ],
    ],
    BW: [
      '267',
      '00',
      '90\\d{5}|(?:0800|[2-6]|(?:7|800)\\d)\\d{6}',
      [7, 8, 10],
      [
        ['(\\d{2})(\\d{5})', '$1 $2', ['90']],
        ['(\\d{3})(\\d{4})', '$1 $2', ['[2-6]']],
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['7']],
        ['(\\d{4})(\\d{3})(\\d{3})', '$1 $2 $3', ['0']],
        ['(\\d{3})(\\d{4})(\\d{3})', '$1 $2 $3', ['8']],
      ],
    ],
    BY: [
      '375',
      '810',
      '(?:[12]\\d|33|44|902)\\d{7}|8(?:0[0-79]\\d{5,7}|[1-7]\\d{9})|8(?:1[0-489]|[5-79]\\d)\\d{7}|8[1-79]\\d{6,7}|8[0-79]\\d{5}|8\\d{5}',
      [6, 7, 8, 9, 10, 11],
      [
        ['(\\d{3})(\\d{3})', '$1 $2', ['800'], '8 $1'],
        ['(\\d{3})(\\d{2})(\\d{2,4})', '$1 $2 $3', ['800'], '8 $1'],
        [
          '(\\d{4})(\\d{2})(\\d{3})',
          '$1 $2-$3',
          [
            '1(?:5[169]|6[3-5]|7[179])|2(?:1[35]|2[34]|3[3-5])',
            '1(?:5[169]|6(?:3[1-3]|4|5[125])|7(?:1[3-9]|7[0-24-6]|9[2-7]))|2(?:1[35]|2[34]|3[3-5])',
          ],
          '8 0$1',
        ],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2-$3-$4', ['1(?:[56]|7[467])|2[1-3]'], '8 0$1'],
        ['(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1 $2-$3-$4', ['[1-4]'], '8 0$1'],
        ['(\\d{3})(\\d{3,4})(\\d{4})', '$1 $2 $3', ['[89]'], '8 $1'],
      ],
      '8',
      0,
      '0|80?',
      0,
      0,
      0,
      0,
      '8~10',
    ],
    BZ: [
      '501',
      '00',
      '(?:0800\\d|[2-8])\\d{6}',
      [7, 11],
      [
        ['(\\d{3})(\\d{4})', '$1-$2', ['[2-8]']],
        ['(\\d)(\\d{3})(\\d{4})(\\d{3})', '$1-$2-$3-$4', ['0']],
      ],
    ],
    CA: [
      '1',
      '011',
      '[2-9]\\d{9}|3\\d{6}',
      [7, 10],
      0,
      '1',
      0,
      0,
      0,
      0,
      0,
      [
        [
          '(?:2(?:04|[23]6|[48]9|5[07]|[67]3)|3(?:06|43|54|6[578]|82)|4(?:03|1[68]|[26]8|3[178]|50|74)|5(?:06|1[49]|48|79|8[147])|6(?:04|[18]3|39|47|72)|7(?:0[59]|42|53|78|8[02])|8(?:[06]7|19|25|7[39])|9(?:0[25]|42))[2-9]\\d{6}',
          [10],
        ],
        ['', [10]],
        ['8(?:00|33|44|55|66|77|88)[2-9]\\d{6}', [10]],
        ['900[2-9]\\d{6}', [10]],
        [
          '52(?:3(?:[2-46-9][02-9]\\d|5(?:[02-46-9]\\d|5[0-46-9]))|4(?:[2-478][02-9]\\d|5(?:[034]\\d|2[024-9]|5[0-46-9])|6(?:0[1-9]|[2-9]\\d)|9(?:[05-9]\\d|2[0-5]|49)))\\d{4}|52[34][2-9]1[02-9]\\d{4}|(?:5(?:2[125-9]|3[23]|44|66|77|88)|6(?:22|33))[2-9]\\d{6}',
          [10],
        ],
        0,
        ['310\\d{4}', [7]],
        0,
        ['600[2-9]\\d{6}', [10]],
      ],
    ],
    CC: [
      '61',
      '001[14-689]|14(?:1[14]|34|4[17]|[56]6|7[47]|88)0011',
      '1(?:[0-79]\\d{8}(?:\\d{2})?|8[0-24-9]\\d{7})|[148]\\d{8}|1\\d{5,7}',
      [6, 7, 8, 9, 10, 12],
      0,
      '0',
      0,
      '([59]\\d{7})$|0',
      '8$1',
      0,
      0,
      [
        [
          '8(?:51(?:0(?:02|31|60|89)|1(?:18|76)|223)|91(?:0(?:1[0-2]|29)|1(?:[28]2|50|79)|2(?:10|64)|3(?:[06]8|22)|4[29]8|62\\d|70[23]|959))\\d{3}',
          [9],
        ],
        [
          '4(?:79[01]|83[0-36-9]|9(?:5[0-3]|6[0-4]))\\d{5}|4(?:[0-36]\\d|4[047-9]|[58][0-24-9]|7[02-8]|9[0-47-9])\\d{6}',
          [9],
        ],
        ['180(?:0\\d{3}|2)\\d{3}', [7, 10]],
        ['190[0-26]\\d{6}', [10]],
        0,
        0,
        0,
        0,
        ['14(?:5(?:1[0458]|[23][458])|71\\d)\\d{4}', [9]],
        ['13(?:00\\d{6}(?:\\d{2})?|45[0-4]\\d{3})|13\\d{4}', [6, 8, 10, 12]],
      ],
      '0011',
    ],
    CD: [
      '243',
      '00',
      '(?:(?:[189]|5\\d)\\d|2)\\d{7}|[1-68]\\d{6}',
      [7, 8, 9, 10],
      [
        ['(\\d{2})(\\d{2})(\\d{3})', '$1 $2 $3', ['88'], '0$1'],
        ['(\\d{2})(\\d{5})', '$1 $2', ['[1-6]'], '0$1'],
        ['(\\d{2})(\\d{2})(\\d{4})', '$1 $2 $3', ['2'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['1'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[89]'], '0$1'],
        ['(\\d{2})(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3 $4', ['5'], '0$1'],
      ],
      '0',
    ],
    CF: [
      '236',
      '00',
      '8776\\d{4}|(?:[27]\\d|61)\\d{6}',
      [8],
      [['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[26-8]']]],
    ],
    CG: [
      '242',
      '00',
      '222\\d{6}|(?:0\\d|80)\\d{7}',
      [9],
      [
        ['(\\d)(\\d{4})(\\d{4})', '$1 $2 $3', ['8']],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[02]']],
      ],
    ],
    CH: [
      '41',
      '00',
      '8\\d{11}|[2-9]\\d{8}',
      [9, 12],
      [
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['8[047]|90'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[2-79]|81'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4 $5', ['8'], '0$1'],
      ],
      '0',
    ],
    CI: [
      '225',
      '00',
      '[02]\\d{9}',
      [10],
      [
        ['(\\d{2})(\\d{2})(\\d)(\\d{5})', '$1 $2 $3 $4', ['2']],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{4})', '$1 $2 $3 $4', ['0']],
      ],
    ],
    CK: ['682', '00', '[2-578]\\d{4}', [5], [['(\\d{2})(\\d{3})', '$1 $2', ['[2-578]']]]],
    CL: [
      '56',
      '(?:0|1(?:1[0-69]|2[02-5]|5[13-58]|69|7[0167]|8[018]))0',
      '12300\\d{6}|6\\d{9,10}|[2-9]\\d{8}',
      [9, 10, 11],
      [
        ['(\\d{5})(\\d{4})', '$1 $2', ['219', '2196'], '($1)'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['60|809']],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['44']],
        ['(\\d)(\\d{4})(\\d{4})', '$1 $2 $3', ['2[1-36]'], '($1)'],
        ['(\\d)(\\d{4})(\\d{4})', '$1 $2 $3', ['9(?:10|[2-9])']],
        [
          '(\\d{2})(\\d{3})(\\d{4})',
          '$1 $2 $3',
          ['3[2-5]|[47]|5[1-3578]|6[13-57]|8(?:0[1-8]|[1-9])'],
          '($1)',
        ],
        ['(\\d{3})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['60|8']],
        ['(\\d{4})(\\d{3})(\\d{4})', '$1 $2 $3', ['1']],
        ['(\\d{3})(\\d{3})(\\d{2})(\\d{3})', '$1 $2 $3 $4', ['60']],
      ],
    ],
    CM: [
      '237',
      '00',
      '[26]\\d{8}|88\\d{6,7}',
      [8, 9],
      [
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['88']],
        ['(\\d)(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4 $5', ['[26]|88']],
      ],
    ],
    CN: [
      '86',
      '00|1(?:[12]\\d|79)\\d\\d00',
      '(?:(?:1[03-689]|2\\d)\\d\\d|6)\\d{8}|1\\d{10}|[126]\\d{6}(?:\\d(?:\\d{2})?)?|86\\d{5,6}|(?:[3-579]\\d|8[0-57-9])\\d{5,9}',
      [7, 8, 9, 10, 11, 12],
      [
        ['(\\d{2})(\\d{5})', '$1 $2', ['101', '1010', '10100'], '0$1'],
        [
          '(\\d{2})(\\d{5,6})',
          '$1 $2',
          [
            '(?:10|2[0-57-9])[19]|3(?:[15]|35|49|9[1-68])|4(?:1[125-9]|2[179]|[35][1-9]|6[47-9]|7|8[23])|5(?:[1357]|2[37]|4[36]|6[1-46]|80|9[1-9])|6(?:3[1-35]|6[0238]|9[12])|7(?:01|[1579]|2[248]|3[014-9]|4[3-6]|6[023689])|8(?:1[236-8]|2[5-7]|[37]|5[14-9]|8[36-8]|9[1-8])|9(?:0[1-3689]|1[1-79]|3|4[13]|5[1-5]|9[0-35-9])|[39]7[0-79]',
            '10(?:12|9[56])|2[0-57-9](?:1[02]|9[56])|(?:3(?:[15]\\d|35|49|7[0-79]|9[1-68])|4(?:1[125-9]|2[179]|[35][1-9]|6[47-9]|7\\d|8[23])|5(?:[1357]\\d|2[37]|4[36]|6[1-46]|80|9[1-9])|6(?:3[1-35]|6[0238]|9[12])|7(?:01|[1579]\\d|2[248]|3[014-9]|4[3-6]|6[023689])|8(?:1[236-8]|2[5-7]|[37]\\d|5[14-9]|8[36-8]|9[1-8])|9(?:0[1-3689]|1[1-79]|3\\d|4[13]|5[1-5]|7[0-79]|9[0-35-9]))1',
            '10(?:123|9[56])|2[0-57-9](?:1(?:00|23)|9[56])|(?:3(?:[15]\\d|35|49|7[0-79]|9[1-68])|4(?:1[125-9]|2[179]|[35][1-9]|6[47-9]|7\\d|8[23])|5(?:[1357]\\d|2[37]|4[36]|6[1-46]|80|9[1-9])|6(?:3[1-35]|6[0238]|9[12])|7(?:01|[1579]\\d|2[248]|3[014-9]|4[3-6]|6[023689])|8(?:1[236-8]|2[5-7]|[37]\\d|5[14-9]|8[36-8]|9[1-8])|9(?:0[1-3689]|1[1-79]|3\\d|4[13]|5[1-5]|7[0-79]|9[0-35-9]))12',
            '10(?:123|9[56])|2[0-57-9](?:1(?:00|23)|9[56])|(?:3(?:[15]\\d|35|49|7[0-79]|9[1-68])|4(?:1[125-9]|2[179]|[35][1-9]|6[47-9]|7\\d|8[23])|5(?:[1357]\\d|2[37]|4[36]|6[1-46]|80|9[1-9])|6(?:3[1-35]|6[0238]|9[12])|7(?:01|[1579]\\d|2[248]|3[014-9]|4[3-6]|6[023689])|8(?:1[236-8]|2[5-7]|[37]\\d|5[14-9]|8[36-8]|9[1-8])|9(?:0[1-3689]|1[1-79]|3\\d|4[13]|5[1-5]|7[0-79]|9[0-35-9]))123',
          ],
          '0$1',
        ],
        ['(\\d{4})(\\d{4})', '$1 $2', ['101', '1010']],
        [
          '(\\d{3})(\\d{5,6})',
          '$1 $2',
          [
            '3(?:[15]|35|49|7[0-79]|9[1-68])|4(?:1[125-9]|2[179]|[35][1-9]|6[47-9]|7|8[23])|5(?:[1357]|2[37]|4[36]|6[1-46]|80|9[1-9])|6(?:3[1-35]|6[0238]|9[12])|7(?:01|[1579]|2[248]|3[014-9]|4[3-6]|6[023689])|8(?:1[236-8]|2[5-7]|[37]|5[14-9]|8[36-8]|9[1-8])|9(?:0[1-3689]|1[1-79]|[379]|4[13]|5[1-5])',
            '(?:3(?:[15]\\d|35|49|7[0-79]|9[1-68])|4(?:1[125-9]|2[179]|[35][1-9]|6[47-9]|7\\d|8[23])|5(?:[1357]\\d|2[37]|4[36]|6[1-46]|80|9[1-9])|6(?:3[1-35]|6[0238]|9[12])|7(?:01|[1579]\\d|2[248]|3[014-9]|4[3-6]|6[023689])|8(?:1[236-8]|2[5-7]|[37]\\d|5[14-9]|8[36-8]|9[1-8])|9(?:0[1-3689]|1[1-79]|[379]\\d|4[13]|5[1-5]))[19]',
            '(?:3(?:[15]\\d|35|49|7[0-79]|9[1-68])|4(?:1[125-9]|2[179]|[35][1-9]|6[47-9]|7\\d|8[23])|5(?:[1357]\\d|2[37]|4[36]|6[1-46]|80|9[1-9])|6(?:3[1-35]|6[0238]|9[12])|7(?:01|[1579]\\d|2[248]|3[014-9]|4[3-6]|6[023689])|8(?:1[236-8]|2[5-7]|[37]\\d|5[14-9]|8[36-8]|9[1-8])|9(?:0[1-3689]|1[1-79]|[379]\\d|4[13]|5[1-5]))(?:10|9[56])',
            '(?:3(?:[15]\\d|35|49|7[0-79]|9[1-68])|4(?:1[125-9]|2[179]|[35][1-9]|6[47-9]|7\\d|8[23])|5(?:[1357]\\d|2[37]|4[36]|6[1-46]|80|9[1-9])|6(?:3[1-35]|6[0238]|9[12])|7(?:01|[1579]\\d|2[248]|3[014-9]|4[3-6]|6[023689])|8(?:1[236-8]|2[5-7]|[37]\\d|5[14-9]|8[36-8]|9[1-8])|9(?:0[1-3689]|1[1-79]|[379]\\d|4[13]|5[1-5]))(?:100|9[56])',
          ],
          '0$1',
        ],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['[48]0']],
        [
          '(\\d{2})(\\d{4})(\\d{4})',
          '$1 $2 $3',
          [
            '10|2(?:[02-57-9]|1[1-9])',
            '10|2(?:[02-57-9]|1[1-9])',
            '10[0-79]|2(?:[02-57-9]|1[1-79])|(?:10|21)8(?:0[1-9]|[1-9])',
          ],
          '0$1',
          1,
        ],
        [
          '(\\d{3})(\\d{3})(\\d{4})',
          '$1 $2 $3',
          [
            '3(?:[3-59]|7[02-6])|4(?:1[25-9]|[26-8]|3[3-9]|5[2-9])|5(?:3[03-9]|[468]|7[028]|9[2-46-9])|6|7(?:[0-247]|3[04-9]|5[0-4689]|6[2368])|8(?:[1-358]|9[1-7])|9(?:[013479]|5[1-5])|(?:31|55|79|87)[02-9]',
          ],
          '0$1',
          1,
        ],
        ['(\\d{3})(\\d{7,8})', '$1 $2', ['9']],
        ['(\\d{3})(\\d{4})(\\d{4})', '$1 $2 $3', ['[3-578]'], '0$1', 1],
        ['(\\d{3})(\\d{4})(\\d{4})', '$1 $2 $3', ['1[3-9]']],
        ['(\\d{2})(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3 $4', ['[12]'], '0$1', 1],
      ],
      '0',
      0,
      '(1(?:[12]\\d|79)\\d\\d)|0',
      0,
      0,
      0,
      0,
      '00',
    ],
    CO: [
      '57',
      '00(?:4(?:[14]4|56)|[579])',
      '(?:46|60\\d\\d)\\d{6}|(?:1\\d|[39])\\d{9}',
      [8, 10, 11],
      [
        ['(\\d{4})(\\d{4})', '$1 $2', ['46']],
        ['(\\d{3})(\\d{7})', '$1 $2', ['6|90'], '($1)'],
        ['(\\d{3})(\\d{7})', '$1 $2', ['3[0-357]|94']],
        ['(\\d)(\\d{3})(\\d{7})', '$1-$2-$3', ['1'], '0$1', 0, '$1 $2 $3'],
      ],
      '0',
      0,
      '0([3579]|4(?:[14]4|56))?',
    ],
    CR: [
      '506',
      '00',
      '(?:8\\d|90)\\d{8}|(?:[24-8]\\d{3}|3005)\\d{4}',
      [8, 10],
      [
        ['(\\d{4})(\\d{4})', '$1 $2', ['[2-7]|8[3-9]']],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1-$2-$3', ['[89]']],
      ],
      0,
      0,
      '(19(?:0[0-2468]|1[09]|20|66|77|99))',
    ],
    CU: [
      '53',
      '119',
      '(?:[2-7]|8\\d\\d)\\d{7}|[2-47]\\d{6}|[34]\\d{5}',
      [6, 7, 8, 10],
      [
        ['(\\d{2})(\\d{4,6})', '$1 $2', ['2[1-4]|[34]'], '(0$1)'],
        ['(\\d)(\\d{6,7})', '$1 $2', ['7'], '(0$1)'],
        ['(\\d)(\\d{7})', '$1 $2', ['[56]'], '0$1'],
        ['(\\d{3})(\\d{7})', '$1 $2', ['8'], '0$1'],
      ],
      '0',
    ],
    CV: [
      '238',
      '0',
      '(?:[2-59]\\d\\d|800)\\d{4}',
      [7],
      [['(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3', ['[2-589]']]],
    ],
    CW: [
      '599',
      '00',
      '(?:[34]1|60|(?:7|9\\d)\\d)\\d{5}',
      [7, 8],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['[3467]']],
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['9[4-8]']],
      ],
      0,
      0,
      0,
      0,
      0,
      '[69]',
    ],
    CX: [
      '61',
      '001[14-689]|14(?:1[14]|34|4[17]|[56]6|7[47]|88)0011',
      '1(?:[0-79]\\d{8}(?:\\d{2})?|8[0-24-9]\\d{7})|[148]\\d{8}|1\\d{5,7}',
      [6, 7, 8, 9, 10, 12],
      0,
      '0',
      0,
      '([59]\\d{7})$|0',
      '8$1',
      0,
      0,
      [
        [
          '8(?:51(?:0(?:01|30|59|88)|1(?:17|46|75)|2(?:22|35))|91(?:00[6-9]|1(?:[28]1|49|78)|2(?:09|63)|3(?:12|26|75)|4(?:56|97)|64\\d|7(?:0[01]|1[0-2])|958))\\d{3}',
          [9],
        ],
        [
          '4(?:79[01]|83[0-36-9]|9(?:5[0-3]|6[0-4]))\\d{5}|4(?:[0-36]\\d|4[047-9]|[58][0-24-9]|7[02-8]|9[0-47-9])\\d{6}',
          [9],
        ],
        ['180(?:0\\d{3}|2)\\d{3}', [7, 10]],
        ['190[0-26]\\d{6}', [10]],
        0,
        0,
        0,
        0,
        ['14(?:5(?:1[0458]|[23][458])|71\\d)\\d{4}', [9]],
        ['13(?:00\\d{6}(?:\\d{2})?|45[0-4]\\d{3})|13\\d{4}', [6, 8, 10, 12]],
      ],
      '0011',
    ],
    CY: ['357', '00', '(?:[279]\\d|[58]0)\\d{6}', [8], [['(\\d{2})(\\d{6})', '$1 $2', ['[257-9]']]]],
    CZ: [
      '420',
      '00',
      '(?:[2-578]\\d|60)\\d{7}|9\\d{8,11}',
      [9, 10, 11, 12],
      [
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[2-8]|9[015-7]']],
        ['(\\d{2})(\\d{3})(\\d{3})(\\d{2})', '$1 $2 $3 $4', ['96']],
        ['(\\d{2})(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3 $4', ['9']],
        ['(\\d{3})(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3 $4', ['9']],
      ],
    ],
    DE: [
      '49',
      '00',
      '[2579]\\d{5,14}|49(?:[34]0|69|8\\d)\\d\\d?|49(?:37|49|60|7[089]|9\\d)\\d{1,3}|49(?:2[024-9]|3[2-689]|7[1-7])\\d{1,8}|(?:1|[368]\\d|4[0-8])\\d{3,13}|49(?:[015]\\d|2[13]|31|[46][1-8])\\d{1,9}',
      [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
      [
        ['(\\d{2})(\\d{3,13})', '$1 $2', ['3[02]|40|[68]9'], '0$1'],
        [
          '(\\d{3})(\\d{3,12})',
          '$1 $2',
          [
            '2(?:0[1-389]|1[124]|2[18]|3[14])|3(?:[35-9][15]|4[015])|906|(?:2[4-9]|4[2-9]|[579][1-9]|[68][1-8])1',
            '2(?:0[1-389]|12[0-8])|3(?:[35-9][15]|4[015])|906|2(?:[13][14]|2[18])|(?:2[4-9]|4[2-9]|[579][1-9]|[68][1-8])1',
          ],
          '0$1',
        ],
        [
          '(\\d{4})(\\d{2,11})',
          '$1 $2',
          [
            '[24-6]|3(?:[3569][02-46-9]|4[2-4679]|7[2-467]|8[2-46-8])|70[2-8]|8(?:0[2-9]|[1-8])|90[7-9]|[79][1-9]',
            '[24-6]|3(?:3(?:0[1-467]|2[127-9]|3[124578]|7[1257-9]|8[1256]|9[145])|4(?:2[135]|4[13578]|9[1346])|5(?:0[14]|2[1-3589]|6[1-4]|7[13468]|8[13568])|6(?:2[1-489]|3[124-6]|6[13]|7[12579]|8[1-356]|9[135])|7(?:2[1-7]|4[145]|6[1-5]|7[1-4])|8(?:21|3[1468]|6|7[1467]|8[136])|9(?:0[12479]|2[1358]|4[134679]|6[1-9]|7[136]|8[147]|9[1468]))|70[2-8]|8(?:0[2-9]|[1-8])|90[7-9]|[79][1-9]|3[68]4[1347]|3(?:47|60)[1356]|3(?:3[46]|46|5[49])[1246]|3[4579]3[1357]',
          ],
          '0$1',
        ],
        ['(\\d{3})(\\d{4})', '$1 $2', ['138'], '0$1'],
        ['(\\d{5})(\\d{2,10})', '$1 $2', ['3'], '0$1'],
        ['(\\d{3})(\\d{5,11})', '$1 $2', ['181'], '0$1'],
        ['(\\d{3})(\\d)(\\d{4,10})', '$1 $2 $3', ['1(?:3|80)|9'], '0$1'],
        ['(\\d{3})(\\d{7,8})', '$1 $2', ['1[67]'], '0$1'],
        ['(\\d{3})(\\d{7,12})', '$1 $2', ['8'], '0$1'],
        ['(\\d{5})(\\d{6})', '$1 $2', ['185', '1850', '18500'], '0$1'],
        ['(\\d{3})(\\d{4})(\\d{4})', '$1 $2 $3', ['7'], '0$1'],
        ['(\\d{4})(\\d{7})', '$1 $2', ['18[68]'], '0$1'],
        ['(\\d{4})(\\d{7})', '$1 $2', ['15[1279]'], '0$1'],
        ['(\\d{5})(\\d{6})', '$1 $2', ['15[03-68]', '15(?:[0568]|3[13]|41)'], '0$1'],
        ['(\\d{3})(\\d{8})', '$1 $2', ['18'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{7,8})', '$1 $2 $3', ['1(?:6[023]|7)'], '0$1'],
        ['(\\d{4})(\\d{2})(\\d{7})', '$1 $2 $3', ['15[279]'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{8})', '$1 $2 $3', ['15'], '0$1'],
      ],
      '0',
    ],
    DJ: [
      '253',
      '00',
      '(?:2\\d|77)\\d{6}',
      [8],
      [['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[27]']]],
    ],
    DK: ['45', '00', '[2-9]\\d{7}', [8], [['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[2-9]']]]],
    DM: ['1', '011', '(?:[58]\\d\\d|767|900)\\d{7}', [10], 0, '1', 0, '([2-7]\\d{6})$|1', '767$1', 0, '767'],
    DO: ['1', '011', '(?:[58]\\d\\d|900)\\d{7}', [10], 0, '1', 0, 0, 0, 0, '8001|8[024]9'],
    DZ: [
      '213',
      '00',
      '(?:[1-4]|[5-79]\\d|80)\\d{7}',
      [8, 9],
      [
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[1-4]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['9'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[5-8]'], '0$1'],
      ],
      '0',
    ],
    EC: [
      '593',
      '00',
      '1\\d{9,10}|(?:[2-7]|9\\d)\\d{7}',
      [8, 9, 10, 11],
      [
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2-$3', ['[2-7]'], '(0$1)', 0, '$1-$2-$3'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['9'], '0$1'],
        ['(\\d{4})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['1']],
      ],
      '0',
    ],
    EE: [
      '372',
      '00',
      '8\\d{9}|[4578]\\d{7}|(?:[3-8]\\d|90)\\d{5}',
      [7, 8, 10],
      [
        [
          '(\\d{3})(\\d{4})',
          '$1 $2',
          [
            '[369]|4[3-8]|5(?:[0-2]|5[0-478]|6[45])|7[1-9]|88',
            '[369]|4[3-8]|5(?:[02]|1(?:[0-8]|95)|5[0-478]|6(?:4[0-4]|5[1-589]))|7[1-9]|88',
          ],
        ],
        ['(\\d{4})(\\d{3,4})', '$1 $2', ['[45]|8(?:00|[1-49])', '[45]|8(?:00[1-9]|[1-49])']],
        ['(\\d{2})(\\d{2})(\\d{4})', '$1 $2 $3', ['7']],
        ['(\\d{4})(\\d{3})(\\d{3})', '$1 $2 $3', ['8']],
      ],
    ],
    EG: [
      '20',
      '00',
      '[189]\\d{8,9}|[24-6]\\d{8}|[135]\\d{7}',
      [8, 9, 10],
      [
        ['(\\d)(\\d{7,8})', '$1 $2', ['[23]'], '0$1'],
        ['(\\d{2})(\\d{6,7})', '$1 $2', ['1[35]|[4-6]|8[2468]|9[235-7]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['[89]'], '0$1'],
        ['(\\d{2})(\\d{8})', '$1 $2', ['1'], '0$1'],
      ],
      '0',
    ],
    EH: [
      '212',
      '00',
      '[5-8]\\d{8}',
      [9],
      0,
      '0',
      0,
      0,
      0,
      0,
      0,
      [
        ['528[89]\\d{5}'],
        ['(?:6(?:[0-79]\\d|8[0-247-9])|7(?:[016-8]\\d|2[0-8]|3[01]|5[0-5]))\\d{6}'],
        ['80[0-7]\\d{6}'],
        ['89\\d{7}'],
        0,
        0,
        0,
        0,
        ['(?:592(?:4[0-2]|93)|80[89]\\d\\d)\\d{4}'],
      ],
    ],
    ER: ['291', '00', '[178]\\d{6}', [7], [['(\\d)(\\d{3})(\\d{3})', '$1 $2 $3', ['[178]'], '0$1']], '0'],
    ES: [
      '34',
      '00',
      '400\\d{6}|(?:51|[6-9]\\d)\\d{7}',
      [9],
      [
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[89]00']],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[4-9]']],
      ],
    ],
    ET: [
      '251',
      '00',
      '(?:11|[2-57-9]\\d)\\d{7}',
      [9],
      [['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[1-57-9]'], '0$1']],
      '0',
    ],
    FI: [
      '358',
      '00|99(?:[01469]|5(?:[14]1|3[23]|5[59]|77|88|9[09]))',
      '[1-35689]\\d{4}|7\\d{10,11}|(?:[124-7]\\d|3[0-46-9])\\d{8}|[1-9]\\d{5,8}',
      [5, 6, 7, 8, 9, 10, 11, 12],
      [
        ['(\\d{5})', '$1', ['20[2-59]'], '0$1'],
        ['(\\d{3})(\\d{3,7})', '$1 $2', ['(?:[1-3]0|[68])0|70[07-9]'], '0$1'],
        ['(\\d{2})(\\d{4,8})', '$1 $2', ['[14]|2[09]|50|7[135]'], '0$1'],
        ['(\\d{2})(\\d{6,10})', '$1 $2', ['7'], '0$1'],
        ['(\\d)(\\d{4,9})', '$1 $2', ['(?:19|[2568])[1-8]|3(?:0[1-9]|[1-9])|9'], '0$1'],
      ],
      '0',
      0,
      0,
      0,
      0,
      '1[03-79]|[2-9]',
      0,
      '00',
    ],
    FJ: [
      '679',
      '0(?:0|52)',
      '45\\d{5}|(?:0800\\d|[235-9])\\d{6}',
      [7, 11],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['[235-9]|45']],
        ['(\\d{4})(\\d{3})(\\d{4})', '$1 $2 $3', ['0']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
    ],
    FK: ['500', '00', '[2-7]\\d{4}', [5]],
    FM: ['691', '00', '(?:[39]\\d\\d|820)\\d{4}', [7], [['(\\d{3})(\\d{4})', '$1 $2', ['[389]']]]],
    FO: [
      '298',
      '00',
      '[2-9]\\d{5}',
      [6],
      [['(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3', ['[2-9]']]],
      0,
      0,
      '(10(?:01|[12]0|88))',
    ],
    FR: [
      '33',
      '00',
      '[1-9]\\d{8}',
      [9],
      [
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['8'], '0 $1'],
        ['(\\d)(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4 $5', ['[1-79]'], '0$1'],
      ],
      '0',
    ],
    GA: [
      '241',
      '00',
      '(?:[067]\\d|11)\\d{6}|[2-7]\\d{6}',
      [7, 8],
      [
        ['(\\d)(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[2-7]'], '0$1'],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['0']],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['11|[67]'], '0$1'],
      ],
      0,
      0,
      '0(11\\d{6}|60\\d{6}|61\\d{6}|6[256]\\d{6}|7[467]\\d{6})',
      '$1',
    ],
    GB: [
      '44',
      '00',
      '[1-357-9]\\d{9}|[18]\\d{8}|8\\d{6}',
      [7, 9, 10],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['800', '8001', '80011', '800111', '8001111'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3', ['845', '8454', '84546', '845464'], '0$1'],
        ['(\\d{3})(\\d{6})', '$1 $2', ['800'], '0$1'],
        [
          '(\\d{5})(\\d{4,5})',
          '$1 $2',
          [
            '1(?:38|5[23]|69|76|94)',
            '1(?:(?:38|69)7|5(?:24|39)|768|946)',
            '1(?:3873|5(?:242|39[4-6])|(?:697|768)[347]|9467)',
          ],
          '0$1',
        ],
        ['(\\d{4})(\\d{5,6})', '$1 $2', ['1(?:[2-69][02-9]|[78])'], '0$1'],
        [
          '(\\d{2})(\\d{4})(\\d{4})',
          '$1 $2 $3',
          ['[25]|7(?:0|6[02-9])', '[25]|7(?:0|6(?:[03-9]|2[356]))'],
          '0$1',
        ],
        ['(\\d{4})(\\d{6})', '$1 $2', ['7'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['[1389]'], '0$1'],
      ],
      '0',
      0,
      '0|180020',
      0,
      0,
      0,
      [
        [
          '(?:1(?:1(?:3(?:[0-58]\\d\\d|73[0-5])|4(?:(?:[0-5]\\d|70)\\d|69[7-9])|(?:(?:5[0-26-9]|[78][0-49])\\d|6(?:[0-4]\\d|5[01]))\\d)|(?:2(?:(?:0[024-9]|2[3-9]|3[3-79]|4[1-689]|[58][02-9]|6[0-47-9]|7[013-9]|9\\d)\\d|1(?:[0-7]\\d|8[0-3]))|(?:3(?:0\\d|1[0-8]|[25][02-9]|3[02-579]|[468][0-46-9]|7[1-35-79]|9[2-578])|4(?:0[03-9]|[137]\\d|[28][02-57-9]|4[02-69]|5[0-8]|[69][0-79])|5(?:0[1-35-9]|[16]\\d|2[024-9]|3[015689]|4[02-9]|5[03-9]|7[0-35-9]|8[0-468]|9[0-57-9])|6(?:0[034689]|1\\d|2[0-35689]|[38][013-9]|4[1-467]|5[0-69]|6[13-9]|7[0-8]|9[0-24578])|7(?:0[0246-9]|2\\d|3[0236-8]|4[03-9]|5[0-46-9]|6[013-9]|7[0-35-9]|8[024-9]|9[02-9])|8(?:0[35-9]|2[1-57-9]|3[02-578]|4[0-578]|5[124-9]|6[2-69]|7\\d|8[02-9]|9[02569])|9(?:0[02-589]|[18]\\d|2[02-689]|3[1-57-9]|4[2-9]|5[0-579]|6[2-47-9]|7[0-24578]|9[2-57]))\\d)\\d)|2(?:0[013478]|3[0189]|4[017]|8[0-46-9]|9[0-2])\\d{3})\\d{4}|1(?:2(?:0(?:46[1-4]|87[2-9])|545[1-79]|76(?:2\\d|3[1-8]|6[1-6])|9(?:7(?:2[0-4]|3[2-5])|8(?:2[2-8]|7[0-47-9]|8[3-5])))|3(?:6(?:38[2-5]|47[23])|8(?:47[04-9]|64[0157-9]))|4(?:044[1-7]|20(?:2[23]|8\\d)|6(?:0(?:30|5[2-57]|6[1-8]|7[2-8])|140)|8(?:052|87[1-3]))|5(?:2(?:4(?:3[2-79]|6\\d)|76\\d)|6(?:26[06-9]|686))|6(?:06(?:4\\d|7[4-79])|295[5-7]|35[34]\\d|47(?:24|61)|59(?:5[08]|6[67]|74)|9(?:55[0-4]|77[23]))|7(?:26(?:6[13-9]|7[0-7])|(?:442|688)\\d|50(?:2[0-3]|[3-68]2|76))|8(?:27[56]\\d|37(?:5[2-5]|8[239])|843[2-58])|9(?:0(?:0(?:6[1-8]|85)|52\\d)|3583|4(?:66[1-8]|9(?:2[01]|81))|63(?:23|3[1-4])|9561))\\d{3}',
          [9, 10],
        ],
        [
          '7(?:457[0-57-9]|700[01]|911[028])\\d{5}|7(?:[1-3]\\d\\d|4(?:[0-46-9]\\d|5[0-689])|5(?:0[0-8]|[13-9]\\d|2[0-35-9])|7(?:0[1-9]|[1-7]\\d|8[02-9]|9[0-689])|8(?:[014-9]\\d|[23][0-8])|9(?:[024-9]\\d|1[02-9]|3[0-689]))\\d{6}',
          [10],
        ],
        ['80[08]\\d{7}|800\\d{6}|8001111'],
        ['(?:8(?:4[2-5]|7[0-3])|9(?:[01]\\d|8[2-49]))\\d{7}|845464\\d', [7, 10]],
        ['70\\d{8}', [10]],
        0,
        ['(?:3[0347]|55)\\d{8}', [10]],
        ['76(?:464|652)\\d{5}|76(?:0[0-28]|2[356]|34|4[01347]|5[49]|6[0-369]|77|8[14]|9[139])\\d{6}', [10]],
        ['56\\d{8}', [10]],
      ],
      0,
      ' x',
    ],
    GD: ['1', '011', '(?:473|[58]\\d\\d|900)\\d{7}', [10], 0, '1', 0, '([2-9]\\d{6})$|1', '473$1', 0, '473'],
    GE: [
      '995',
      '00',
      '(?:[3-57]\\d\\d|800)\\d{6}',
      [9],
      [
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['70'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['32'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[57]']],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[348]'], '0$1'],
      ],
      '0',
    ],
    GF: [
      '594',
      '00',
      '(?:694\\d|7093)\\d{5}|(?:59|[89]\\d)\\d{7}',
      [9],
      [
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[5-7]|80[6-9]|9[47]'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[89]'], '0$1'],
      ],
      '0',
    ],
    GG: [
      '44',
      '00',
      '(?:1481|[357-9]\\d{3})\\d{6}|8\\d{6}(?:\\d{2})?',
      [7, 9, 10],
      0,
      '0',
      0,
      '([25-9]\\d{5})$|0|180020',
      '1481$1',
      0,
      0,
      [
        ['1481[25-9]\\d{5}', [10]],
        ['7(?:(?:781|839)\\d|911[17])\\d{5}', [10]],
        ['80[08]\\d{7}|800\\d{6}|8001111'],
        ['(?:8(?:4[2-5]|7[0-3])|9(?:[01]\\d|8[0-3]))\\d{7}|845464\\d', [7, 10]],
        ['70\\d{8}', [10]],
        0,
        ['(?:3[0347]|55)\\d{8}', [10]],
        ['76(?:464|652)\\d{5}|76(?:0[0-28]|2[356]|34|4[01347]|5[49]|6[0-369]|77|8[14]|9[139])\\d{6}', [10]],
        ['56\\d{8}', [10]],
      ],
    ],
    GH: [
      '233',
      '00',
      '[235]\\d{8}|800\\d{5,6}',
      [8, 9],
      [
        ['(\\d{3})(\\d{5})', '$1 $2', ['8'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[2358]'], '0$1'],
      ],
      '0',
    ],
    GI: ['350', '00', '(?:[25]\\d|60)\\d{6}', [8], [['(\\d{3})(\\d{5})', '$1 $2', ['2']]]],
    GL: [
      '299',
      '00',
      '(?:19|[2-689]\\d|70)\\d{4}',
      [6],
      [['(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3', ['19|[2-9]']]],
    ],
    GM: [
      '220',
      '00',
      '[48]\\d{8}|[2-9]\\d{6}',
      [7, 9],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['[235-9]|4(?:[0-35]|4[16-9])']],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[48]']],
      ],
    ],
    GN: [
      '224',
      '00',
      '722\\d{6}|(?:3|6\\d)\\d{7}',
      [8, 9],
      [
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['3']],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[67]']],
      ],
    ],
    GP: [
      '590',
      '00',
      '7090\\d{5}|(?:[56]9|[89]\\d)\\d{7}',
      [9],
      [
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[5-79]|80[6-9]'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['8'], '0$1'],
      ],
      '0',
      0,
      0,
      0,
      0,
      0,
      [
        [
          '(?:59(?:0(?:0[1-68]|[14][0-24-9]|2[0-68]|3[1-9]|5[3-579]|[68][0-689]|7[08]|9\\d)|87\\d)|80[6-9]\\d\\d)\\d{4}',
        ],
        ['(?:69(?:0\\d\\d|1(?:2[2-9]|3[0-5]))|7090[0-4])\\d{4}'],
        ['80[0-5]\\d{6}'],
        ['8[129]\\d{7}'],
        0,
        0,
        0,
        0,
        ['9(?:(?:39[5-7]|76[018])\\d|475[0-6])\\d{4}'],
      ],
    ],
    GQ: [
      '240',
      '00',
      '222\\d{6}|(?:3\\d|55|[89]0)\\d{7}',
      [9],
      [
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[235]']],
        ['(\\d{3})(\\d{6})', '$1 $2', ['[89]']],
      ],
    ],
    GR: [
      '30',
      '00',
      '5005000\\d{3}|8\\d{9,11}|(?:[269]\\d|70)\\d{8}',
      [10, 11, 12],
      [
        ['(\\d{2})(\\d{4})(\\d{4})', '$1 $2 $3', ['21|7']],
        ['(\\d{4})(\\d{6})', '$1 $2', ['2(?:2|3[2-57-9]|4[2-469]|5[2-59]|6[2-9]|7[2-69]|8[2-49])|5']],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['[2689]']],
        ['(\\d{3})(\\d{3,4})(\\d{5})', '$1 $2 $3', ['8']],
      ],
    ],
    GT: [
      '502',
      '00',
      '80\\d{6}|(?:1\\d{3}|[2-7])\\d{7}',
      [8, 11],
      [
        ['(\\d{4})(\\d{4})', '$1 $2', ['[2-8]']],
        ['(\\d{4})(\\d{3})(\\d{4})', '$1 $2 $3', ['1']],
      ],
    ],
    GU: ['1', '011', '(?:[58]\\d\\d|671|900)\\d{7}', [10], 0, '1', 0, '([2-9]\\d{6})$|1', '671$1', 0, '671'],
    GW: [
      '245',
      '00',
      '[49]\\d{8}|4\\d{6}',
      [7, 9],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['40']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[49]']],
      ],
    ],
    GY: ['592', '001', '(?:[2-8]\\d{3}|9008)\\d{3}', [7], [['(\\d{3})(\\d{4})', '$1 $2', ['[2-9]']]]],
    HK: [
      '852',
      '00(?:30|5[09]|[126-9]?)',
      '8[0-46-9]\\d{6,7}|9\\d{4,7}|(?:[2-7]|9\\d{3})\\d{7}',
      [5, 6, 7, 8, 9, 11],
      [
        ['(\\d{3})(\\d{2,5})', '$1 $2', ['900', '9003']],
        ['(\\d{4})(\\d{4})', '$1 $2', ['[2-7]|8[1-4]|9(?:0[1-9]|[1-8])']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['8']],
        ['(\\d{3})(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3 $4', ['9']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
    ],
    HN: ['504', '00', '8\\d{10}|[237-9]\\d{7}', [8, 11], [['(\\d{4})(\\d{4})', '$1-$2', ['[237-9]']]]],
    HR: [
      '385',
      '00',
      '[2-69]\\d{8}|80\\d{5,7}|[1-79]\\d{7}|6\\d{6}',
      [7, 8, 9],
      [
        ['(\\d{2})(\\d{2})(\\d{3})', '$1 $2 $3', ['6[01]'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{2,3})', '$1 $2 $3', ['8'], '0$1'],
        ['(\\d)(\\d{4})(\\d{3})', '$1 $2 $3', ['1'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['6|7[245]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['9'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[2-57]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['8'], '0$1'],
      ],
      '0',
    ],
    HT: ['509', '00', '[2-589]\\d{7}', [8], [['(\\d{2})(\\d{2})(\\d{4})', '$1 $2 $3', ['[2-589]']]]],
    HU: [
      '36',
      '00',
      '[235-7]\\d{8}|[1-9]\\d{7}',
      [8, 9],
      [
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['1'], '(06 $1)'],
        [
          '(\\d{2})(\\d{3})(\\d{3})',
          '$1 $2 $3',
          ['[27][2-9]|3[2-7]|4[24-9]|5[2-79]|6|8[2-57-9]|9[2-69]'],
          '(06 $1)',
        ],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[2-9]'], '06 $1'],
      ],
      '06',
    ],
    ID: [
      '62',
      '00[89]',
      '00[1-9]\\d{9,14}|(?:[1-36]|8\\d{5})\\d{6}|00\\d{9}|[1-9]\\d{8,10}|[2-9]\\d{7}',
      [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
      [
        ['(\\d)(\\d{3})(\\d{3})', '$1 $2 $3', ['15']],
        ['(\\d{2})(\\d{5,9})', '$1 $2', ['2[124]|[36]1'], '(0$1)'],
        ['(\\d{3})(\\d{5,7})', '$1 $2', ['800'], '0$1'],
        ['(\\d{3})(\\d{5,8})', '$1 $2', ['[2-79]'], '(0$1)'],
        ['(\\d{3})(\\d{3,4})(\\d{3})', '$1-$2-$3', ['8[1-35-9]'], '0$1'],
        ['(\\d{3})(\\d{6,8})', '$1 $2', ['1'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['804'], '0$1'],
        ['(\\d{3})(\\d)(\\d{3})(\\d{3})', '$1 $2 $3 $4', ['80'], '0$1'],
        ['(\\d{3})(\\d{4})(\\d{4,5})', '$1-$2-$3', ['8'], '0$1'],
      ],
      '0',
    ],
    IE: [
      '353',
      '00',
      '(?:1\\d|[2569])\\d{6,8}|4\\d{6,9}|7\\d{8}|8\\d{8,9}',
      [7, 8, 9, 10],
      [
        ['(\\d{2})(\\d{5})', '$1 $2', ['2[24-9]|47|58|6[237-9]|9[35-9]'], '(0$1)'],
        ['(\\d{3})(\\d{5})', '$1 $2', ['[45]0'], '(0$1)'],
        ['(\\d)(\\d{3,4})(\\d{4})', '$1 $2 $3', ['1'], '(0$1)'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[2569]|4[1-69]|7[14]'], '(0$1)'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['70'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['81'], '(0$1)'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[78]'], '0$1'],
        ['(\\d{4})(\\d{3})(\\d{3})', '$1 $2 $3', ['1']],
        ['(\\d{2})(\\d{4})(\\d{4})', '$1 $2 $3', ['4'], '(0$1)'],
        ['(\\d{2})(\\d)(\\d{3})(\\d{4})', '$1 $2 $3 $4', ['8'], '0$1'],
      ],
      '0',
    ],
    IL: [
      '972',
      '0(?:0|1(?:05|[2-9]))',
      '1\\d{6}(?:\\d{3,5})?|[57]\\d{8}|[1-489]\\d{7}',
      [7, 8, 9, 10, 11, 12],
      [
        ['(\\d{4})(\\d{3})', '$1-$2', ['125']],
        ['(\\d{4})(\\d{2})(\\d{2})', '$1-$2-$3', ['121']],
        ['(\\d)(\\d{3})(\\d{4})', '$1-$2-$3', ['[2-489]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1-$2-$3', ['[57]'], '0$1'],
        ['(\\d{4})(\\d{3})(\\d{3})', '$1-$2-$3', ['12']],
        ['(\\d{4})(\\d{6})', '$1-$2', ['159']],
        ['(\\d)(\\d{3})(\\d{3})(\\d{3})', '$1-$2-$3-$4', ['1[7-9]']],
        ['(\\d{3})(\\d{1,2})(\\d{3})(\\d{4})', '$1-$2 $3-$4', ['15']],
      ],
      '0',
    ],
    IM: [
      '44',
      '00',
      '1624\\d{6}|(?:[3578]\\d|90)\\d{8}',
      [10],
      0,
      '0',
      0,
      '([25-8]\\d{5})$|0|180020',
      '1624$1',
      0,
      '74576|(?:16|7[56])24',
    ],
    IN: [
      '91',
      '00',
      '(?:000800|[2-9]\\d\\d)\\d{7}|1\\d{7,12}',
      [8, 9, 10, 11, 12, 13],
      [
        [
          '(\\d{8})',
          '$1',
          [
            '5(?:0|2[23]|3[03]|[67]1|88)',
            '5(?:0|2(?:21|3)|3(?:0|3[23])|616|717|888)',
            '5(?:0|2(?:21|3)|3(?:0|3[23])|616|717|8888)',
          ],
          0,
          1,
        ],
        ['(\\d{4})(\\d{4,5})', '$1 $2', ['180', '1800'], 0, 1],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['140'], 0, 1],
        [
          '(\\d{2})(\\d{4})(\\d{4})',
          '$1 $2 $3',
          [
            '11|2[02]|33|4[04]|79[1-5]|80[2-46]',
            '11|2[02]|33|4[04]|79[1-5]|80(?:[2-4]|6[0-589])',
            '11|2[02]|33|4[04]|79(?:[1245]|3(?:[02-9]|1[0-24-9]))|80(?:[2-4]|6[0-589])',
          ],
          '0$1',
          1,
        ],
        [
          '(\\d{3})(\\d{3})(\\d{4})',
          '$1 $2 $3',
          [
            '1(?:2[0-249]|3[0-25]|4[145]|[68]|7[1257])|2(?:1[257]|3[013]|4[01]|5[0137]|6[0158]|78|8[1568])|3(?:26|4[1-3]|5[34]|6[01489]|7[02-46]|8[159])|4(?:1[36]|2[1-47]|5[12]|6[0-26-9]|7[0-24-9]|8[013-57]|9[014-7])|5(?:1[025]|22|[36][25]|4[28]|5[12]|[78]1)|6(?:12|[2-4]1|5[17]|6[13]|80)|7(?:12|3[134]|61|88)|8(?:16|2[014]|3[126]|6[136]|7[078]|8[34]|91)|(?:43|59|75)[15]|(?:1[59]|29|67)[14]',
            '1(?:2[0-24]|3[0-25]|4[145]|[59][14]|6[1-9]|7[1257]|8[1-57-9])|2(?:1[257]|3[013]|4[01]|5[0137]|6[058]|78|8[1568]|9[14])|3(?:26|4[1-3]|5[34]|6[01489]|7[02-46]|8[159])|4(?:1[36]|2[1-47]|3[15]|5[12]|6[0-26-9]|7[0-24-9]|8[013-57]|9[014-7])|5(?:1[025]|22|[36][25]|4[28]|[578]1|9[15])|674|7(?:(?:3[34]|5[15])[2-6]|61[346]|88[0-8])|8(?:70[2-6]|84[235-7]|91[3-7])|(?:1(?:29|60|8[06])|261|552|6(?:12|[2-47]1|5[17]|6[13]|80)|7(?:12|31)|8(?:16|2[014]|3[126]|6[136]|7[78]|83))[2-7]',
            '1(?:2[0-24]|3[0-25]|4[145]|[59][14]|6[1-9]|7[1257]|8[1-57-9])|2(?:1[257]|3[013]|4[01]|5[0137]|6[058]|78|8[1568]|9[14])|3(?:26|4[1-3]|5[34]|6[01489]|7[02-46]|8[159])|4(?:1[36]|2[1-47]|3[15]|5[12]|6[0-26-9]|7[0-24-9]|8[013-57]|9[014-7])|5(?:1[025]|22|[36][25]|4[28]|[578]1|9[15])|6(?:12(?:[2-6]|7[0-8])|74[2-7])|7(?:3171|5[15][2-6]|61[346]|88(?:[2-7]|82))|8(?:70[2-6]|84(?:[2356]|7[19])|91(?:[3-6]|7[19]))|73[134][2-6]|8(?:16|2[014]|3[126]|6[136]|7[78]|83)(?:[2-6]|7[19])|(?:1(?:29|60|8[06])|261|552|6(?:[2-4]1|5[17]|6[13]|7(?:1|4[0189])|80)|7(?:12|88[01]))[2-7]',
          ],
          '0$1',
          1,
        ],
        [
          '(\\d{4})(\\d{3})(\\d{3})',
          '$1 $2 $3',
          [
            '1(?:[2-479]|5[0235-9])|[2-5]|6(?:1[1358]|2[2457-9]|3[2-5]|4[235-7]|5[2-689]|6[24578]|7[235689]|8[1-6])|7(?:1[013-9]|3[129]|5[29]|6[02-5]|70)|807',
            '1(?:[2-479]|5[0235-9])|[2-5]|6(?:1[1358]|2(?:[2457]|84|95)|3(?:[2-4]|55)|4[235-7]|5[2-689]|6[24578]|7(?:[23569]|8[0-57-9])|8[1-6])|7(?:1(?:[013-8]|9[6-9])|3(?:17|2[0-49]|9[2-57])|5(?:2[1-3]|9[0-6])|6(?:0[5689]|2[5-9]|3[02-8]|4|5[0-367])|70[13-7])|807[19]',
            '1(?:[2-479]|5(?:[0236-9]|5[013-9]))|[2-5]|6(?:2(?:84|95)|355|8(?:28[235-7]|3))|73179|807(?:1|9[1-3])|(?:1552|6(?:(?:1[1358]|2[2457]|3[2-4]|4[235-7]|5[2-689]|6[24578])\\d|7(?:[23569]\\d|8[0-57-9])|8(?:[14-6]\\d|2[0-79]))|7(?:1(?:[013-8]\\d|9[6-9])|3(?:2[0-49]|9[2-57])|5(?:2[1-3]|9[0-6])|6(?:0[5689]|2[5-9]|3[02-8]|4\\d|5[0-367])|70[13-7]))[2-7]',
          ],
          '0$1',
          1,
        ],
        ['(\\d{5})(\\d{5})', '$1 $2', ['16|[6-9]'], '0$1', 1],
        ['(\\d{4})(\\d{2,4})(\\d{4})', '$1 $2 $3', ['18[06]', '18[06]0'], 0, 1],
        ['(\\d{4})(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3 $4', ['18'], 0, 1],
      ],
      '0',
    ],
    IO: ['246', '00', '3\\d{6}', [7], [['(\\d{3})(\\d{4})', '$1 $2', ['3']]]],
    IQ: [
      '964',
      '00',
      '(?:1|7\\d\\d)\\d{7}|[2-6]\\d{7,8}',
      [8, 9, 10],
      [
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['1'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[2-6]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['7'], '0$1'],
      ],
      '0',
    ],
    IR: [
      '98',
      '00',
      '[1-9]\\d{9}|(?:[1-8]\\d\\d|9)\\d{3,4}',
      [4, 5, 6, 7, 10],
      [
        ['(\\d{4,5})', '$1', ['96'], '0$1'],
        [
          '(\\d{2})(\\d{4,5})',
          '$1 $2',
          ['(?:1[137]|2[13-68]|3[1458]|4[145]|5[1468]|6[16]|7[1467]|8[13467])[12689]'],
          '0$1',
        ],
        ['(\\d{3})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['9'], '0$1'],
        ['(\\d{2})(\\d{4})(\\d{4})', '$1 $2 $3', ['[1-8]'], '0$1'],
      ],
      '0',
    ],
    IS: [
      '354',
      '00|1(?:0(?:01|[12]0)|100)',
      '(?:38\\d|[4-9])\\d{6}',
      [7, 9],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['[4-9]']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['3']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
    ],
    IT: [
      '39',
      '00',
      '0\\d{5,11}|1\\d{8,10}|3(?:[0-8]\\d{7,10}|9\\d{7,8})|(?:43|55|70)\\d{8}|8\\d{5}(?:\\d{2,4})?',
      [6, 7, 8, 9, 10, 11, 12],
      [
        ['(\\d{2})(\\d{4,6})', '$1 $2', ['0[26]']],
        [
          '(\\d{3})(\\d{3,6})',
          '$1 $2',
          ['0[13-57-9][0159]|8(?:03|4[17]|9[2-5])', '0[13-57-9][0159]|8(?:03|4[17]|9(?:2|3[04]|[45][0-4]))'],
        ],
        ['(\\d{4})(\\d{2,6})', '$1 $2', ['0(?:[13-579][2-46-8]|8[236-8])']],
        ['(\\d{4})(\\d{4})', '$1 $2', ['894']],
        ['(\\d{2})(\\d{3,4})(\\d{4})', '$1 $2 $3', ['0[26]|5']],
        ['(\\d{3})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['1(?:44|[679])|[378]|43']],
        ['(\\d{3})(\\d{3,4})(\\d{4})', '$1 $2 $3', ['0[13-57-9][0159]|14']],
        ['(\\d{2})(\\d{4})(\\d{5})', '$1 $2 $3', ['0[26]']],
        ['(\\d{4})(\\d{3})(\\d{4})', '$1 $2 $3', ['0']],
        ['(\\d{3})(\\d{4})(\\d{4,5})', '$1 $2 $3', ['[03]']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      [
        [
          '0(?:669[0-79]\\d{1,6}|831\\d{2,8})|0(?:1(?:[0159]\\d|[27][1-5]|31|4[1-4]|6[1356]|8[2-57])|2\\d\\d|3(?:[0159]\\d|2[1-4]|3[12]|[48][1-6]|6[2-59]|7[1-7])|4(?:[0159]\\d|[23][1-9]|4[245]|6[1-5]|7[1-4]|81)|5(?:[0159]\\d|2[1-5]|3[2-6]|4[1-79]|6[4-6]|7[1-578]|8[3-8])|6(?:[0-57-9]\\d|6[0-8])|7(?:[0159]\\d|2[12]|3[1-7]|4[2-46]|6[13569]|7[13-6]|8[1-59])|8(?:[0159]\\d|2[3-578]|3[2356]|[6-8][1-5])|9(?:[0159]\\d|[238][1-5]|4[12]|6[1-8]|7[1-6]))\\d{2,7}',
        ],
        ['3[2-9]\\d{7,8}|(?:31|43)\\d{8}', [9, 10]],
        ['80(?:0\\d{3}|3)\\d{3}', [6, 9]],
        [
          '(?:0878\\d{3}|89(?:2\\d|3[04]|4(?:[0-4]|[5-9]\\d\\d)|5[0-4]))\\d\\d|(?:1(?:44|6[346])|89(?:38|5[5-9]|9))\\d{6}',
          [6, 8, 9, 10],
        ],
        ['1(?:78\\d|99)\\d{6}', [9, 10]],
        ['3[2-8]\\d{9,10}', [11, 12]],
        0,
        0,
        ['55\\d{8}', [10]],
        ['84(?:[08]\\d{3}|[17])\\d{3}', [6, 9]],
      ],
    ],
    JE: [
      '44',
      '00',
      '1534\\d{6}|(?:[3578]\\d|90)\\d{8}',
      [10],
      0,
      '0',
      0,
      '([0-24-8]\\d{5})$|0|180020',
      '1534$1',
      0,
      0,
      [
        ['1534[0-24-8]\\d{5}'],
        ['7(?:(?:(?:50|82)9|937)\\d|7(?:00[378]|97\\d))\\d{5}'],
        ['80(?:07(?:35|81)|8901)\\d{4}'],
        [
          '(?:8(?:4(?:4(?:4(?:05|42|69)|703)|5(?:041|800))|7(?:0002|1206))|90(?:066[59]|1810|71(?:07|55)))\\d{4}',
        ],
        ['701511\\d{4}'],
        0,
        [
          '(?:3(?:0(?:07(?:35|81)|8901)|3\\d{4}|4(?:4(?:4(?:05|42|69)|703)|5(?:041|800))|7(?:0002|1206))|55\\d{4})\\d{4}',
        ],
        ['76(?:464|652)\\d{5}|76(?:0[0-28]|2[356]|34|4[01347]|5[49]|6[0-369]|77|8[14]|9[139])\\d{6}'],
        ['56\\d{8}'],
      ],
    ],
    JM: ['1', '011', '(?:[58]\\d\\d|658|900)\\d{7}', [10], 0, '1', 0, 0, 0, 0, '658|876'],
    JO: [
      '962',
      '00',
      '(?:(?:[2689]|7\\d)\\d|32|427|53)\\d{6}',
      [8, 9],
      [
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['[2356]|87'], '(0$1)'],
        ['(\\d{3})(\\d{5,6})', '$1 $2', ['[89]'], '0$1'],
        ['(\\d{2})(\\d{7})', '$1 $2', ['70'], '0$1'],
        ['(\\d)(\\d{4})(\\d{4})', '$1 $2 $3', ['[47]'], '0$1'],
      ],
      '0',
    ],
    JP: [
      '81',
      '010',
      '00[1-9]\\d{6,14}|[25-9]\\d{9}|(?:00|[1-9]\\d\\d)\\d{6}',
      [8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
      [
        ['(\\d{3})(\\d{3})(\\d{3})', '$1-$2-$3', ['(?:12|57|99)0'], '0$1'],
        [
          '(\\d{4})(\\d)(\\d{4})',
          '$1-$2-$3',
          [
            '1(?:26|3[79]|4[56]|5[4-68]|6[3-5])|499|5(?:76|97)|746|8(?:3[89]|47|51)|9(?:80|9[16])',
            '1(?:267|3(?:7[247]|9[278])|466|5(?:47|58|64)|6(?:3[245]|48|5[4-68]))|499[2468]|5(?:76|97)9|7468|8(?:3(?:8[7-9]|96)|477|51[2-9])|9(?:802|9(?:1[23]|69))|1(?:45|58)[67]',
            '1(?:267|3(?:7[247]|9[278])|466|5(?:47|58|64)|6(?:3[245]|48|5[4-68]))|499[2468]|5(?:769|979[2-69])|7468|8(?:3(?:8[7-9]|96[2457-9])|477|51[2-9])|9(?:802|9(?:1[23]|69))|1(?:45|58)[67]',
          ],
          '0$1',
        ],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1-$2-$3', ['60'], '0$1'],
        [
          '(\\d)(\\d{4})(\\d{4})',
          '$1-$2-$3',
          ['3|4(?:2[09]|7[01])|6[1-9]', '3|4(?:2(?:0|9[02-69])|7(?:0[019]|1))|6[1-9]'],
          '0$1',
        ],
        [
          '(\\d{2})(\\d{3})(\\d{4})',
          '$1-$2-$3',
          [
            '1(?:1|5[45]|77|88|9[69])|2(?:2[1-37]|3[0-269]|4[59]|5|6[24]|7[1-358]|8[1369]|9[0-38])|4(?:[28][1-9]|3[0-57]|[45]|6[248]|7[2-579]|9[29])|5(?:2|3[0459]|4[0-369]|5[29]|8[02389]|9[0-389])|7(?:2[02-46-9]|34|[58]|6[0249]|7[57]|9[2-6])|8(?:2[124589]|3[26-9]|49|51|6|7[0-468]|8[68]|9[019])|9(?:[23][1-9]|4[15]|5[138]|6[1-3]|7[156]|8[189]|9[1-489])',
            '1(?:1|5(?:4[018]|5[017])|77|88|9[69])|2(?:2(?:[127]|3[014-9])|3[0-269]|4[59]|5(?:[1-3]|5[0-69]|9[19])|62|7(?:[1-35]|8[0189])|8(?:[16]|3[0134]|9[0-5])|9(?:[028]|17))|4(?:2(?:[13-79]|8[014-6])|3[0-57]|[45]|6[248]|7[2-47]|8[1-9]|9[29])|5(?:2|3(?:[045]|9[0-8])|4[0-369]|5[29]|8[02389]|9[0-3])|7(?:2[02-46-9]|34|[58]|6[0249]|7[57]|9(?:[23]|4[0-59]|5[01569]|6[0167]))|8(?:2(?:[1258]|4[0-39]|9[0-2469])|3(?:[29]|60)|49|51|6(?:[0-24]|36|5[0-3589]|7[23]|9[01459])|7[0-468]|8[68])|9(?:[23][1-9]|4[15]|5[138]|6[1-3]|7[156]|8[189]|9(?:[1289]|3[34]|4[0178]))|(?:264|837)[016-9]|2(?:57|93)[015-9]|(?:25[0468]|422|838)[01]|(?:47[59]|59[89]|8(?:6[68]|9))[019]',
            '1(?:1|5(?:4[018]|5[017])|77|88|9[69])|2(?:2[127]|3[0-269]|4[59]|5(?:[1-3]|5[0-69]|9(?:17|99))|6(?:2|4[016-9])|7(?:[1-35]|8[0189])|8(?:[16]|3[0134]|9[0-5])|9(?:[028]|17))|4(?:2(?:[13-79]|8[014-6])|3[0-57]|[45]|6[248]|7[2-47]|9[29])|5(?:2|3(?:[045]|9(?:[0-58]|6[4-9]|7[0-35689]))|4[0-369]|5[29]|8[02389]|9[0-3])|7(?:2[02-46-9]|34|[58]|6[0249]|7[57]|9(?:[23]|4[0-59]|5[01569]|6[0167]))|8(?:2(?:[1258]|4[0-39]|9[0169])|3(?:[29]|60|7(?:[017-9]|6[6-8]))|49|51|6(?:[0-24]|36[2-57-9]|5(?:[0-389]|5[23])|6(?:[01]|9[178])|7(?:2[2-468]|3[78])|9[0145])|7[0-468]|8[68])|9(?:4[15]|5[138]|7[156]|8[189]|9(?:[1289]|3(?:31|4[357])|4[0178]))|(?:8294|96)[1-3]|2(?:57|93)[015-9]|(?:223|8699)[014-9]|(?:25[0468]|422|838)[01]|(?:48|8292|9[23])[1-9]|(?:47[59]|59[89]|8(?:68|9))[019]',
          ],
          '0$1',
        ],
        ['(\\d{3})(\\d{2})(\\d{4})', '$1-$2-$3', ['[14]|[289][2-9]|5[3-9]|7[2-4679]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1-$2-$3', ['800'], '0$1'],
        ['(\\d{2})(\\d{4})(\\d{4})', '$1-$2-$3', ['[25-9]'], '0$1'],
      ],
      '0',
      0,
      '(000[2569]\\d{4,6})$|(?:(?:003768)0?)|0',
      '$1',
    ],
    KE: [
      '254',
      '000',
      '(?:[17]\\d\\d|900)\\d{6}|(?:2|80)0\\d{6,7}|[4-6]\\d{6,8}',
      [7, 8, 9, 10],
      [
        ['(\\d{2})(\\d{5,7})', '$1 $2', ['[24-6]'], '0$1'],
        ['(\\d{3})(\\d{6})', '$1 $2', ['[17]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[89]'], '0$1'],
      ],
      '0',
    ],
    KG: [
      '996',
      '00',
      '8\\d{9}|[235-9]\\d{8}',
      [9, 10],
      [
        ['(\\d{4})(\\d{5})', '$1 $2', ['3(?:1[346]|[24-79])'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[235-79]|88'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d)(\\d{2,3})', '$1 $2 $3 $4', ['8'], '0$1'],
      ],
      '0',
    ],
    KH: [
      '855',
      '00[14-9]',
      '1\\d{9}|[1-9]\\d{7,8}',
      [8, 9, 10],
      [
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[1-9]'], '0$1'],
        ['(\\d{4})(\\d{3})(\\d{3})', '$1 $2 $3', ['1']],
      ],
      '0',
    ],
    KI: ['686', '00', '(?:[37]\\d|6[0-79])\\d{6}|(?:[2-48]\\d|50)\\d{3}', [5, 8], 0, '0'],
    KM: ['269', '00', '[3478]\\d{6}', [7], [['(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3', ['[3478]']]]],
    KN: ['1', '011', '(?:[58]\\d\\d|900)\\d{7}', [10], 0, '1', 0, '([2-7]\\d{6})$|1', '869$1', 0, '869'],
    KP: [
      '850',
      '00|99',
      '85\\d{6}|(?:19\\d|[2-7])\\d{7}',
      [8, 10],
      [
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['8'], '0$1'],
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['[2-7]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['1'], '0$1'],
      ],
      '0',
    ],
    KR: [
      '82',
      '00(?:[125689]|3(?:[46]5|91)|7(?:00|27|3|55|6[126]))',
      '00[1-9]\\d{8,11}|(?:[12]|5\\d{3})\\d{7}|[13-6]\\d{9}|(?:[1-6]\\d|80)\\d{7}|[3-6]\\d{4,5}|(?:00|7)0\\d{8}',
      [5, 6, 8, 9, 10, 11, 12, 13, 14],
      [
        ['(\\d{2})(\\d{3,4})', '$1-$2', ['(?:3[1-3]|[46][1-4]|5[1-5])1'], '0$1'],
        ['(\\d{4})(\\d{4})', '$1-$2', ['1']],
        ['(\\d)(\\d{3,4})(\\d{4})', '$1-$2-$3', ['2'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1-$2-$3', ['[36]0|8'], '0$1'],
        ['(\\d{2})(\\d{3,4})(\\d{4})', '$1-$2-$3', ['[1346]|5[1-5]'], '0$1'],
        ['(\\d{2})(\\d{4})(\\d{4})', '$1-$2-$3', ['[57]'], '0$1'],
        ['(\\d{2})(\\d{5})(\\d{4})', '$1-$2-$3', ['5'], '0$1'],
      ],
      '0',
      0,
      '0(8(?:[1-46-8]|5\\d\\d))?',
    ],
    KW: [
      '965',
      '00',
      '18\\d{5}|(?:[2569]\\d|41)\\d{6}',
      [7, 8],
      [
        ['(\\d{4})(\\d{3,4})', '$1 $2', ['[169]|2(?:[235]|4[1-35-9])|52']],
        ['(\\d{3})(\\d{5})', '$1 $2', ['[245]']],
      ],
    ],
    KY: ['1', '011', '(?:345|[58]\\d\\d|900)\\d{7}', [10], 0, '1', 0, '([2-9]\\d{6})$|1', '345$1', 0, '345'],
    KZ: ['7', '810', '8\\d{13}|[78]\\d{9}', [10, 14], 0, '8', 0, 0, 0, 0, '7', 0, '8~10'],
    LA: [
      '856',
      '00',
      '(?:2\\d|3)\\d{8}|(?:[235-8]\\d|41)\\d{6}',
      [8, 9, 10],
      [
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['2[13]|3[14]|[4-8]'], '0$1'],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{3})', '$1 $2 $3 $4', ['3'], '0$1'],
        ['(\\d{2})(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3 $4', ['2'], '0$1'],
      ],
      '0',
    ],
    LB: [
      '961',
      '00',
      '[27-9]\\d{7}|[13-9]\\d{6}',
      [7, 8],
      [
        ['(\\d)(\\d{3})(\\d{3})', '$1 $2 $3', ['[13-69]|7(?:[2-57]|62|8[0-6]|9[04-9])|8[02-9]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['[27-9]']],
      ],
      '0',
    ],
    LC: ['1', '011', '(?:[58]\\d\\d|758|900)\\d{7}', [10], 0, '1', 0, '([2-8]\\d{6})$|1', '758$1', 0, '758'],
    LI: [
      '423',
      '00',
      '[68]\\d{8}|(?:[2378]\\d|90)\\d{5}',
      [7, 9],
      [
        ['(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3', ['[2379]|8(?:0[09]|7)', '[2379]|8(?:0(?:02|9)|7)']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['8']],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['69']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['6']],
      ],
      '0',
      0,
      '(1001)|0',
    ],
    LK: [
      '94',
      '00',
      '[1-9]\\d{8}',
      [9],
      [
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['7'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[1-689]'], '0$1'],
      ],
      '0',
    ],
    LR: [
      '231',
      '00',
      '(?:[2457]\\d|33|88)\\d{7}|(?:2\\d|[4-6])\\d{6}',
      [7, 8, 9],
      [
        ['(\\d)(\\d{3})(\\d{3})', '$1 $2 $3', ['4[67]|[56]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['2'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[2-578]'], '0$1'],
      ],
      '0',
    ],
    LS: ['266', '00', '(?:[256]\\d\\d|800)\\d{5}', [8], [['(\\d{4})(\\d{4})', '$1 $2', ['[2568]']]]],
    LT: [
      '370',
      '00',
      '(?:[3469]\\d|52|[78]0)\\d{6}',
      [8],
      [
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['52[0-7]'], '(0-$1)', 1],
        ['(\\d{3})(\\d{2})(\\d{3})', '$1 $2 $3', ['[7-9]'], '0 $1', 1],
        ['(\\d{2})(\\d{6})', '$1 $2', ['37|4(?:[15]|6[1-8])'], '(0-$1)', 1],
        ['(\\d{3})(\\d{5})', '$1 $2', ['[3-6]'], '(0-$1)', 1],
      ],
      '0',
      0,
      '[08]',
    ],
    LU: [
      '352',
      '00',
      '35[013-9]\\d{4,8}|6\\d{8}|35\\d{2,4}|(?:[2457-9]\\d|3[0-46-9])\\d{2,9}',
      [4, 5, 6, 7, 8, 9, 10, 11],
      [
        ['(\\d{2})(\\d{3})', '$1 $2', ['2(?:0[2-689]|[2-9])|[3-57]|8(?:0[2-9]|[13-9])|9(?:0[89]|[2-579])']],
        [
          '(\\d{2})(\\d{2})(\\d{2})',
          '$1 $2 $3',
          ['2(?:0[2-689]|[2-9])|[3-57]|8(?:0[2-9]|[13-9])|9(?:0[89]|[2-579])'],
        ],
        ['(\\d{2})(\\d{2})(\\d{3})', '$1 $2 $3', ['20[2-689]']],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{1,2})', '$1 $2 $3 $4', ['20']],
        [
          '(\\d{2})(\\d{2})(\\d{2})(\\d{1,5})',
          '$1 $2 $3 $4',
          ['[3-57]|8[13-9]|9(?:0[89]|[2-579])|(?:2|80)[2-9]'],
        ],
        ['(\\d{3})(\\d{2})(\\d{3})', '$1 $2 $3', ['80[01]|90[015]']],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{3})', '$1 $2 $3 $4', ['20']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['6']],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{1,2})', '$1 $2 $3 $4 $5', ['20']],
      ],
      0,
      0,
      '(15(?:0[06]|1[12]|[35]5|4[04]|6[26]|77|88|99)\\d)',
    ],
    LV: [
      '371',
      '00',
      '(?:[268]\\d|78|90)\\d{6}',
      [8],
      [['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['[2679]|8[01]']]],
    ],
    LY: ['218', '00', '[2-9]\\d{8}', [9], [['(\\d{2})(\\d{7})', '$1-$2', ['[2-9]'], '0$1']], '0'],
    MA: [
      '212',
      '00',
      '[5-8]\\d{8}',
      [9],
      [
        ['(\\d{4})(\\d{5})', '$1-$2', ['892'], '0$1'],
        ['(\\d{2})(\\d{7})', '$1-$2', ['8(?:0[0-7]|9)'], '0$1'],
        ['(\\d)(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4 $5', ['[5-8]'], '0$1'],
      ],
      '0',
      0,
      0,
      0,
      0,
      '[5-8]',
    ],
    MC: [
      '377',
      '00',
      '(?:[3489]|[67]\\d)\\d{7}',
      [8, 9],
      [
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['4'], '0$1'],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[389]']],
        ['(\\d)(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4 $5', ['[67]'], '0$1'],
      ],
      '0',
    ],
    MD: [
      '373',
      '00',
      '(?:[235-7]\\d|[89]0)\\d{6}',
      [8],
      [
        ['(\\d{3})(\\d{5})', '$1 $2', ['[89]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['22|3'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{3})', '$1 $2 $3', ['[25-7]'], '0$1'],
      ],
      '0',
    ],
    ME: [
      '382',
      '00',
      '(?:20|[3-79]\\d)\\d{6}|80\\d{6,7}',
      [8, 9],
      [['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[2-9]'], '0$1']],
      '0',
    ],
    MF: [
      '590',
      '00',
      '7090\\d{5}|(?:[56]9|[89]\\d)\\d{7}',
      [9],
      0,
      '0',
      0,
      0,
      0,
      0,
      0,
      [
        ['(?:59(?:0(?:0[079]|[14]3|[27][79]|3[03-7]|5[0-268]|87)|87\\d)|80[6-9]\\d\\d)\\d{4}'],
        ['(?:69(?:0\\d\\d|1(?:2[2-9]|3[0-5]))|7090[0-4])\\d{4}'],
        ['80[0-5]\\d{6}'],
        ['8[129]\\d{7}'],
        0,
        0,
        0,
        0,
        ['9(?:(?:39[5-7]|76[018])\\d|475[0-6])\\d{4}'],
      ],
    ],
    MG: [
      '261',
      '00',
      '[23]\\d{8}',
      [9],
      [['(\\d{2})(\\d{2})(\\d{3})(\\d{2})', '$1 $2 $3 $4', ['[23]'], '0$1']],
      '0',
      0,
      '([24-9]\\d{6})$|0',
      '20$1',
    ],
    MH: [
      '692',
      '011',
      '329\\d{4}|(?:[256]\\d|45)\\d{5}',
      [7],
      [['(\\d{3})(\\d{4})', '$1-$2', ['[2-6]']]],
      '1',
    ],
    MK: [
      '389',
      '00',
      '[2-578]\\d{7}',
      [8],
      [
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['2|34[47]|4(?:[37]7|5[47]|64)'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['[347]'], '0$1'],
        ['(\\d{3})(\\d)(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[58]'], '0$1'],
      ],
      '0',
    ],
    ML: ['223', '00', '[24-9]\\d{7}', [8], [['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[24-9]']]]],
    MM: [
      '95',
      '00',
      '1\\d{5,7}|95\\d{6}|(?:[4-7]|9[0-46-9])\\d{6,8}|(?:2|8\\d)\\d{5,8}',
      [6, 7, 8, 9, 10],
      [
        ['(\\d)(\\d{2})(\\d{3})', '$1 $2 $3', ['16|2'], '0$1'],
        [
          '(\\d{2})(\\d{2})(\\d{3})',
          '$1 $2 $3',
          ['4(?:[2-46]|5[3-5])|5|6(?:[1-689]|7[235-7])|7(?:[0-4]|5[2-7])|8[1-5]|(?:60|86)[23]'],
          '0$1',
        ],
        ['(\\d)(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[12]|452|678|86', '[12]|452|6788|86'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[4-7]|8[1-35]'], '0$1'],
        ['(\\d)(\\d{3})(\\d{4,6})', '$1 $2 $3', ['9(?:2[0-4]|[35-9]|4[137-9])'], '0$1'],
        ['(\\d)(\\d{4})(\\d{4})', '$1 $2 $3', ['2'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['8'], '0$1'],
        ['(\\d)(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3 $4', ['92'], '0$1'],
        ['(\\d)(\\d{5})(\\d{4})', '$1 $2 $3', ['9'], '0$1'],
      ],
      '0',
    ],
    MN: [
      '976',
      '001',
      '[12]\\d{7,9}|[5-9]\\d{7}',
      [8, 9, 10],
      [
        ['(\\d{2})(\\d{2})(\\d{4})', '$1 $2 $3', ['11|2[16]'], '0$1'],
        ['(\\d{4})(\\d{4})', '$1 $2', ['[5-9]']],
        ['(\\d{3})(\\d{5,6})', '$1 $2', ['[12]2[1-3]'], '0$1'],
        [
          '(\\d{4})(\\d{5,6})',
          '$1 $2',
          ['[12](?:27|3[2-8]|4[2-68]|5[1-4689])', '[12](?:27|3[2-8]|4[2-68]|5[1-4689])[0-3]'],
          '0$1',
        ],
        ['(\\d{5})(\\d{4,5})', '$1 $2', ['[12]'], '0$1'],
      ],
      '0',
    ],
    MO: [
      '853',
      '00',
      '0800\\d{3}|(?:28|[68]\\d)\\d{6}',
      [7, 8],
      [
        ['(\\d{4})(\\d{3})', '$1 $2', ['0']],
        ['(\\d{4})(\\d{4})', '$1 $2', ['[268]']],
      ],
    ],
    MP: ['1', '011', '[58]\\d{9}|(?:67|90)0\\d{7}', [10], 0, '1', 0, '([2-9]\\d{6})$|1', '670$1', 0, '670'],
    MQ: [
      '596',
      '00',
      '7091\\d{5}|(?:[56]9|[89]\\d)\\d{7}',
      [9],
      [
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[5-79]|8(?:0[6-9]|[36])'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['8'], '0$1'],
      ],
      '0',
    ],
    MR: [
      '222',
      '00',
      '(?:[2-4]\\d\\d|800)\\d{5}',
      [8],
      [['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[2-48]']]],
    ],
    MS: ['1', '011', '(?:[58]\\d\\d|664|900)\\d{7}', [10], 0, '1', 0, '([34]\\d{6})$|1', '664$1', 0, '664'],
    MT: [
      '356',
      '00',
      '3550\\d{4}|(?:[2579]\\d\\d|800)\\d{5}',
      [8],
      [['(\\d{4})(\\d{4})', '$1 $2', ['[2357-9]']]],
    ],
    MU: [
      '230',
      '0(?:0|[24-7]0|3[03])',
      '(?:[57]|8\\d\\d)\\d{7}|[2-468]\\d{6}',
      [7, 8, 10],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['[2-46]|8[013]']],
        ['(\\d{4})(\\d{4})', '$1 $2', ['[57]']],
        ['(\\d{5})(\\d{5})', '$1 $2', ['8']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '020',
    ],
    MV: [
      '960',
      '0(?:0|19)',
      '(?:800|9[0-57-9]\\d)\\d{7}|[34679]\\d{6}',
      [7, 10],
      [
        ['(\\d{3})(\\d{4})', '$1-$2', ['[34679]']],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['[89]']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
    ],
    MW: [
      '265',
      '00',
      '(?:[1289]\\d|31|77)\\d{7}|1\\d{6}',
      [7, 9],
      [
        ['(\\d)(\\d{3})(\\d{3})', '$1 $2 $3', ['1[2-9]'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[1-37-9]'], '0$1'],
      ],
      '0',
    ],
    MX: [
      '52',
      '0[09]',
      '[2-9]\\d{9}',
      [10],
      [
        ['(\\d{2})(\\d{4})(\\d{4})', '$1 $2 $3', ['33|5[56]|81']],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['[2-9]']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
    ],
    MY: [
      '60',
      '00',
      '1\\d{8,9}|(?:3\\d|[4-9])\\d{7}',
      [8, 9, 10],
      [
        ['(\\d)(\\d{3})(\\d{4})', '$1-$2 $3', ['[4-79]'], '0$1'],
        [
          '(\\d{2})(\\d{3})(\\d{3,4})',
          '$1-$2 $3',
          ['1(?:[02469]|[378][1-9]|53)|8', '1(?:[02469]|[37][1-9]|53|8(?:[1-46-9]|5[7-9]))|8'],
          '0$1',
        ],
        ['(\\d)(\\d{4})(\\d{4})', '$1-$2 $3', ['3'], '0$1'],
        ['(\\d)(\\d{3})(\\d{2})(\\d{4})', '$1-$2-$3-$4', ['1(?:[367]|80)']],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1-$2 $3', ['15'], '0$1'],
        ['(\\d{2})(\\d{4})(\\d{4})', '$1-$2 $3', ['1'], '0$1'],
      ],
      '0',
    ],
    MZ: [
      '258',
      '00',
      '(?:2|8\\d)\\d{7}',
      [8, 9],
      [
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['2|8[2-9]']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['8']],
      ],
    ],
    NA: [
      '264',
      '00',
      '[68]\\d{7,8}',
      [8, 9],
      [
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['88'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['6'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['87'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['8'], '0$1'],
      ],
      '0',
    ],
    NC: [
      '687',
      '00',
      '(?:050|[2-57-9]\\d\\d)\\d{3}',
      [6],
      [['(\\d{2})(\\d{2})(\\d{2})', '$1.$2.$3', ['[02-57-9]']]],
    ],
    NE: [
      '227',
      '00',
      '[027-9]\\d{7}',
      [8],
      [
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['08']],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[089]|2[013]|7[0467]']],
      ],
    ],
    NF: [
      '672',
      '00',
      '[13]\\d{5}',
      [6],
      [
        ['(\\d{2})(\\d{4})', '$1 $2', ['1[0-3]']],
        ['(\\d)(\\d{5})', '$1 $2', ['[13]']],
      ],
      0,
      0,
      '([0-258]\\d{4})$',
      '3$1',
    ],
    NG: [
      '234',
      '009',
      '(?:20|9\\d)\\d{8}|[78]\\d{9,13}',
      [10, 11, 12, 13, 14],
      [
        ['(\\d{3})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[7-9]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['20[129]'], '0$1'],
        ['(\\d{4})(\\d{2})(\\d{4})', '$1 $2 $3', ['2'], '0$1'],
        ['(\\d{3})(\\d{4})(\\d{4,5})', '$1 $2 $3', ['[78]'], '0$1'],
        ['(\\d{3})(\\d{5})(\\d{5,6})', '$1 $2 $3', ['[78]'], '0$1'],
      ],
      '0',
    ],
    NI: ['505', '00', '(?:1800|[25-8]\\d{3})\\d{4}', [8], [['(\\d{4})(\\d{4})', '$1 $2', ['[125-8]']]]],
    NL: [
      '31',
      '00',
      '(?:[124-7]\\d\\d|3(?:[02-9]\\d|1[0-8]))\\d{6}|8\\d{6,9}|9\\d{6,10}|1\\d{4,5}',
      [5, 6, 7, 8, 9, 10, 11],
      [
        ['(\\d{3})(\\d{4,7})', '$1 $2', ['[89]0'], '0$1'],
        ['(\\d{2})(\\d{7})', '$1 $2', ['66'], '0$1'],
        ['(\\d)(\\d{8})', '$1 $2', ['6'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['1[16-8]|2[259]|3[124]|4[17-9]|5[124679]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[1-578]|91'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{5})', '$1 $2 $3', ['9'], '0$1'],
      ],
      '0',
    ],
    NO: [
      '47',
      '00',
      '(?:0|[2-9]\\d{3})\\d{4}',
      [5, 8],
      [
        ['(\\d{3})(\\d{2})(\\d{3})', '$1 $2 $3', ['8']],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[2-79]']],
      ],
      0,
      0,
      0,
      0,
      0,
      '[02-689]|7[0-8]',
    ],
    NP: [
      '977',
      '00',
      '(?:1\\d|9)\\d{9}|[1-9]\\d{7}',
      [8, 10, 11],
      [
        ['(\\d)(\\d{7})', '$1-$2', ['1[2-6]'], '0$1'],
        ['(\\d{2})(\\d{6})', '$1-$2', ['1[01]|[2-8]|9(?:[1-59]|[67][2-6])'], '0$1'],
        ['(\\d{3})(\\d{7})', '$1-$2', ['9']],
      ],
      '0',
    ],
    NR: [
      '674',
      '00',
      '(?:222|444|(?:55|8\\d)\\d|666|777|999)\\d{4}',
      [7],
      [['(\\d{3})(\\d{4})', '$1 $2', ['[24-9]']]],
    ],
    NU: ['683', '00', '(?:[4-7]|888\\d)\\d{3}', [4, 7], [['(\\d{3})(\\d{4})', '$1 $2', ['8']]]],
    NZ: [
      '64',
      '0(?:0|161)',
      '[1289]\\d{9}|50\\d{5}(?:\\d{2,3})?|[27-9]\\d{7,8}|(?:[34]\\d|6[0-35-9])\\d{6}|8\\d{4,6}',
      [5, 6, 7, 8, 9, 10],
      [
        ['(\\d{2})(\\d{3,8})', '$1 $2', ['8[1-79]'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{2,3})', '$1 $2 $3', ['50[036-8]|8|90', '50(?:[0367]|88)|8|90'], '0$1'],
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['24|[346]|7[2-57-9]|9[2-9]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['2(?:10|74)|[589]'], '0$1'],
        ['(\\d{2})(\\d{3,4})(\\d{4})', '$1 $2 $3', ['1|2[028]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,5})', '$1 $2 $3', ['2(?:[169]|7[0-35-9])|7'], '0$1'],
      ],
      '0',
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
    ],
    OM: [
      '968',
      '00',
      '(?:1505|[279]\\d{3}|500)\\d{4}|800\\d{5,6}',
      [7, 8, 9],
      [
        ['(\\d{3})(\\d{4,6})', '$1 $2', ['[58]']],
        ['(\\d{2})(\\d{6})', '$1 $2', ['2']],
        ['(\\d{4})(\\d{4})', '$1 $2', ['[179]']],
      ],
    ],
    PA: [
      '507',
      '00',
      '(?:00800|8\\d{3})\\d{6}|[68]\\d{7}|[1-57-9]\\d{6}',
      [7, 8, 10, 11],
      [
        ['(\\d{3})(\\d{4})', '$1-$2', ['[1-57-9]']],
        ['(\\d{4})(\\d{4})', '$1-$2', ['[68]']],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['8']],
      ],
    ],
    PE: [
      '51',
      '00|19(?:1[124]|77|90)00',
      '(?:[14-8]|9\\d)\\d{7}',
      [8, 9],
      [
        ['(\\d{3})(\\d{5})', '$1 $2', ['80'], '(0$1)'],
        ['(\\d)(\\d{7})', '$1 $2', ['1'], '(0$1)'],
        ['(\\d{2})(\\d{6})', '$1 $2', ['[4-8]'], '(0$1)'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['9']],
      ],
      '0',
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
      ' Anexo ',
    ],
    PF: [
      '689',
      '00',
      '4\\d{5}(?:\\d{2})?|8\\d{7,8}',
      [6, 8, 9],
      [
        ['(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3', ['44']],
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['4|8[7-9]']],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['8']],
      ],
    ],
    PG: [
      '675',
      '00|140[1-3]',
      '(?:180|[78]\\d{3})\\d{4}|(?:[2-589]\\d|64)\\d{5}',
      [7, 8],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['18|[2-69]|85[02-46-9]']],
        ['(\\d{4})(\\d{4})', '$1 $2', ['[78]']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
    ],
    PH: [
      '63',
      '00',
      '(?:[2-7]|9\\d)\\d{8}|2\\d{5}|(?:1800|8)\\d{7,9}',
      [6, 8, 9, 10, 11, 12, 13],
      [
        ['(\\d)(\\d{5})', '$1 $2', ['2'], '(0$1)'],
        [
          '(\\d{4})(\\d{4,6})',
          '$1 $2',
          [
            '3(?:23|39|46)|4(?:2[3-6]|[35]9|4[26]|76)|544|88[245]|(?:52|64|86)2',
            '3(?:230|397|461)|4(?:2(?:35|[46]4|51)|396|4(?:22|63)|59[347]|76[15])|5(?:221|446)|642[23]|8(?:622|8(?:[24]2|5[13]))',
          ],
          '(0$1)',
        ],
        ['(\\d{5})(\\d{4})', '$1 $2', ['346|4(?:27|9[35])|883', '3469|4(?:279|9(?:30|56))|8834'], '(0$1)'],
        ['(\\d)(\\d{4})(\\d{4})', '$1 $2 $3', ['2'], '(0$1)'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[3-7]|8[2-8]'], '(0$1)'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['[89]'], '0$1'],
        ['(\\d{4})(\\d{3})(\\d{4})', '$1 $2 $3', ['1']],
        ['(\\d{4})(\\d{1,2})(\\d{3})(\\d{4})', '$1 $2 $3 $4', ['1']],
      ],
      '0',
    ],
    PK: [
      '92',
      '00',
      '122\\d{6}|[24-8]\\d{10,11}|9(?:[013-9]\\d{8,10}|2(?:[01]\\d\\d|2(?:[06-8]\\d|1[01]))\\d{7})|(?:[2-8]\\d{3}|92(?:[0-7]\\d|8[1-9]))\\d{6}|[24-9]\\d{8}|[89]\\d{7}',
      [8, 9, 10, 11, 12],
      [
        ['(\\d{3})(\\d{3})(\\d{2,7})', '$1 $2 $3', ['[89]0'], '0$1'],
        ['(\\d{4})(\\d{5})', '$1 $2', ['1']],
        [
          '(\\d{3})(\\d{6,7})',
          '$1 $2',
          [
            '2(?:3[2358]|4[2-4]|9[2-8])|45[3479]|54[2-467]|60[468]|72[236]|8(?:2[2-689]|3[23578]|4[3478]|5[2356])|9(?:2[2-8]|3[27-9]|4[2-6]|6[3569]|9[25-8])',
            '9(?:2[3-8]|98)|(?:2(?:3[2358]|4[2-4]|9[2-8])|45[3479]|54[2-467]|60[468]|72[236]|8(?:2[2-689]|3[23578]|4[3478]|5[2356])|9(?:22|3[27-9]|4[2-6]|6[3569]|9[25-7]))[2-9]',
          ],
          '(0$1)',
        ],
        [
          '(\\d{2})(\\d{7,8})',
          '$1 $2',
          ['(?:2[125]|4[0-246-9]|5[1-35-7]|6[1-8]|7[14]|8[16]|91)[2-9]'],
          '(0$1)',
        ],
        ['(\\d{5})(\\d{5})', '$1 $2', ['58'], '(0$1)'],
        ['(\\d{3})(\\d{7})', '$1 $2', ['3'], '0$1'],
        [
          '(\\d{2})(\\d{3})(\\d{3})(\\d{3})',
          '$1 $2 $3 $4',
          ['2[125]|4[0-246-9]|5[1-35-7]|6[1-8]|7[14]|8[16]|91'],
          '(0$1)',
        ],
        ['(\\d{3})(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3 $4', ['[24-9]'], '(0$1)'],
      ],
      '0',
    ],
    PL: [
      '48',
      '00',
      '(?:6|8\\d\\d)\\d{7}|[1-9]\\d{6}(?:\\d{2})?|[26]\\d{5}',
      [6, 7, 8, 9, 10],
      [
        ['(\\d{5})', '$1', ['19']],
        ['(\\d{3})(\\d{3})', '$1 $2', ['11|20|64']],
        [
          '(\\d{2})(\\d{2})(\\d{3})',
          '$1 $2 $3',
          [
            '30|(?:1[2-8]|2[2-69]|3[2-4]|4[1-468]|5[24-689]|6[1-3578]|7[14-7]|8[1-79]|9[145])1',
            '30|(?:1[2-8]|2[2-69]|3[2-4]|4[1-468]|5[24-689]|6[1-3578]|7[14-7]|8[1-79]|9[145])19',
          ],
        ],
        ['(\\d{3})(\\d{2})(\\d{2,3})', '$1 $2 $3', ['64']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['21|39|45|5[0137]|6[0469]|7[02389]|8(?:0[14]|8)']],
        ['(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['1[2-8]|[2-7]|8[1-79]|9[145]']],
        ['(\\d{3})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['8']],
      ],
    ],
    PM: [
      '508',
      '00',
      '[78]\\d{8}|[2-9]\\d{5}',
      [6, 9],
      [
        ['(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3', ['[2-9]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['7']],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['8'], '0$1'],
      ],
      '0',
    ],
    PR: ['1', '011', '(?:[589]\\d\\d|787)\\d{7}', [10], 0, '1', 0, 0, 0, 0, '787|939'],
    PS: [
      '970',
      '00',
      '[2489]2\\d{6}|(?:1\\d|5)\\d{8}',
      [8, 9, 10],
      [
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['[2489]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['5'], '0$1'],
        ['(\\d{4})(\\d{3})(\\d{3})', '$1 $2 $3', ['1']],
      ],
      '0',
    ],
    PT: [
      '351',
      '00',
      '1693\\d{5}|(?:[26-9]\\d|30)\\d{7}',
      [9],
      [
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['2[12]']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['16|[236-9]']],
      ],
    ],
    PW: ['680', '01[12]', '(?:[24-8]\\d\\d|345|900)\\d{4}', [7], [['(\\d{3})(\\d{4})', '$1 $2', ['[2-9]']]]],
    PY: [
      '595',
      '00',
      '[36-8]\\d{5,8}|4\\d{6,8}|59\\d{6}|9\\d{5,10}|(?:2\\d|5[0-8])\\d{6,7}',
      [6, 7, 8, 9, 10, 11],
      [
        ['(\\d{3})(\\d{3,6})', '$1 $2', ['[2-9]0'], '0$1'],
        ['(\\d{2})(\\d{5})', '$1 $2', ['3[289]|4[246-8]|61|7[1-3]|8[1-36]'], '(0$1)'],
        ['(\\d{3})(\\d{4,5})', '$1 $2', ['2[279]|3[13-5]|4[359]|5|6(?:[34]|7[1-46-8])|7[46-8]|85'], '(0$1)'],
        [
          '(\\d{2})(\\d{3})(\\d{3,4})',
          '$1 $2 $3',
          ['2[14-68]|3[26-9]|4[1246-8]|6(?:1|75)|7[1-35]|8[1-36]'],
          '(0$1)',
        ],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['87']],
        ['(\\d{3})(\\d{6})', '$1 $2', ['9(?:[5-79]|8[1-8])'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[2-8]'], '0$1'],
        ['(\\d{4})(\\d{3})(\\d{4})', '$1 $2 $3', ['9']],
      ],
      '0',
    ],
    QA: [
      '974',
      '00',
      '800\\d{4}|(?:2|800)\\d{6}|(?:0080|[3-7])\\d{7}',
      [7, 8, 9, 11],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['2[136]|8']],
        ['(\\d{4})(\\d{4})', '$1 $2', ['[3-7]']],
      ],
    ],
    RE: [
      '262',
      '00',
      '709\\d{6}|(?:26|[689]\\d)\\d{7}',
      [9],
      [['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[26-9]'], '0$1']],
      '0',
      0,
      0,
      0,
      0,
      0,
      [
        ['2631[0-6]\\d{4}|26(?:2\\d|30|88)\\d{5}'],
        [
          '(?:69(?:2\\d\\d|3(?:[06][0-6]|1[0-3]|2[0-2]|3[0-39]|4\\d|5[0-5]|7[0-37]|8[0-8]|9[0-479]))|7092[0-3])\\d{4}',
        ],
        ['80\\d{7}'],
        ['89[1-37-9]\\d{6}'],
        0,
        0,
        0,
        0,
        ['9(?:399[0-3]|479[0-6]|76(?:2[278]|3[0-37]))\\d{4}'],
        ['8(?:1[019]|2[0156]|84|90)\\d{6}'],
      ],
    ],
    RO: [
      '40',
      '00',
      '(?:[2378]\\d|90)\\d{7}|[23]\\d{5}',
      [6, 9],
      [
        ['(\\d{3})(\\d{3})', '$1 $2', ['2[3-6]', '2[3-6]\\d9'], '0$1'],
        ['(\\d{2})(\\d{4})', '$1 $2', ['219|31'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[23]1'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[237-9]'], '0$1'],
      ],
      '0',
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      ' int ',
    ],
    RS: [
      '381',
      '00',
      '38[02-9]\\d{6,9}|6\\d{7,9}|90\\d{4,8}|38\\d{5,6}|(?:7\\d\\d|800)\\d{3,9}|(?:[12]\\d|3[0-79])\\d{5,10}',
      [6, 7, 8, 9, 10, 11, 12],
      [
        ['(\\d{3})(\\d{3,9})', '$1 $2', ['(?:2[389]|39)0|[7-9]'], '0$1'],
        ['(\\d{2})(\\d{5,10})', '$1 $2', ['[1-36]'], '0$1'],
      ],
      '0',
    ],
    RU: [
      '7',
      '810',
      '8\\d{13}|[347-9]\\d{9}',
      [10, 14],
      [
        [
          '(\\d{4})(\\d{2})(\\d{2})(\\d{2})',
          '$1 $2 $3 $4',
          [
            '7(?:1[0-8]|2[1-9])',
            '7(?:1(?:[0-356]2|4[29]|7|8[27])|2(?:1[23]|[2-9]2))',
            '7(?:1(?:[0-356]2|4[29]|7|8[27])|2(?:13[03-69]|62[013-9]))|72[1-57-9]2',
          ],
          '8 ($1)',
          1,
        ],
        [
          '(\\d{5})(\\d)(\\d{2})(\\d{2})',
          '$1 $2 $3 $4',
          [
            '7(?:1[0-68]|2[1-9])',
            '7(?:1(?:[06][3-6]|[18]|2[35]|[3-5][3-5])|2(?:[13][3-5]|[24-689]|7[457]))',
            '7(?:1(?:0(?:[356]|4[023])|[18]|2(?:3[013-9]|5)|3[45]|43[013-79]|5(?:3[1-8]|4[1-7]|5)|6(?:3[0-35-9]|[4-6]))|2(?:1(?:3[178]|[45])|[24-689]|3[35]|7[457]))|7(?:14|23)4[0-8]|71(?:33|45)[1-79]',
          ],
          '8 ($1)',
          1,
        ],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['7'], '8 ($1)', 1],
        ['(\\d{3})(\\d{3})(\\d{2})(\\d{2})', '$1 $2-$3-$4', ['[349]|8(?:[02-7]|1[1-8])'], '8 ($1)', 1],
        ['(\\d{4})(\\d{4})(\\d{3})(\\d{3})', '$1 $2 $3 $4', ['8'], '8 ($1)'],
      ],
      '8',
      0,
      0,
      0,
      0,
      '[3489]',
      0,
      '8~10',
    ],
    RW: [
      '250',
      '00',
      '(?:06|[27]\\d\\d|[89]00)\\d{6}',
      [8, 9],
      [
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['0']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['2']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[7-9]'], '0$1'],
      ],
      '0',
    ],
    SA: [
      '966',
      '00',
      '(?:[15]\\d|800|92)\\d{7}',
      [9, 10],
      [
        ['(\\d{4})(\\d{5})', '$1 $2', ['9']],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['1'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['5'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['8']],
      ],
      '0',
    ],
    SB: [
      '677',
      '0[01]',
      '[6-9]\\d{6}|[1-6]\\d{4}',
      [5, 7],
      [['(\\d{2})(\\d{5})', '$1 $2', ['6[89]|7|8[4-9]|9(?:[0-8]|9[0-8])']]],
    ],
    SC: [
      '248',
      '010|0[0-2]',
      '(?:[2489]\\d|64)\\d{5}',
      [7],
      [['(\\d)(\\d{3})(\\d{3})', '$1 $2 $3', ['[246]|9[57]']]],
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
    ],
    SD: ['249', '00', '[19]\\d{8}', [9], [['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[19]'], '0$1']], '0'],
    SE: [
      '46',
      '00',
      '(?:[26]\\d\\d|9)\\d{9}|[1-9]\\d{8}|[1-689]\\d{7}|[1-4689]\\d{6}|2\\d{5}',
      [6, 7, 8, 9, 10, 12],
      [
        ['(\\d{2})(\\d{2,3})(\\d{2})', '$1-$2 $3', ['20'], '0$1', 0, '$1 $2 $3'],
        ['(\\d{3})(\\d{4})', '$1-$2', ['9(?:00|39|44|9)'], '0$1', 0, '$1 $2'],
        [
          '(\\d{2})(\\d{3})(\\d{2})',
          '$1-$2 $3',
          ['[12][136]|3[356]|4[0246]|6[03]|90[1-9]'],
          '0$1',
          0,
          '$1 $2 $3',
        ],
        ['(\\d)(\\d{2,3})(\\d{2})(\\d{2})', '$1-$2 $3 $4', ['8'], '0$1', 0, '$1 $2 $3 $4'],
        [
          '(\\d{3})(\\d{2,3})(\\d{2})',
          '$1-$2 $3',
          [
            '1[2457]|2(?:[247-9]|5[0138])|3[0247-9]|4[1357-9]|5[0-35-9]|6(?:[125689]|4[02-57]|7[0-2])|9(?:[125-8]|3[02-5]|4[0-3])',
          ],
          '0$1',
          0,
          '$1 $2 $3',
        ],
        ['(\\d{3})(\\d{2,3})(\\d{3})', '$1-$2 $3', ['9(?:00|39|44)'], '0$1', 0, '$1 $2 $3'],
        [
          '(\\d{2})(\\d{2,3})(\\d{2})(\\d{2})',
          '$1-$2 $3 $4',
          ['1[13689]|2[0136]|3[1356]|4[0246]|54|6[03]|90[1-9]'],
          '0$1',
          0,
          '$1 $2 $3 $4',
        ],
        ['(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1-$2 $3 $4', ['10|7'], '0$1', 0, '$1 $2 $3 $4'],
        ['(\\d)(\\d{3})(\\d{3})(\\d{2})', '$1-$2 $3 $4', ['8'], '0$1', 0, '$1 $2 $3 $4'],
        [
          '(\\d{3})(\\d{2})(\\d{2})(\\d{2})',
          '$1-$2 $3 $4',
          ['[13-5]|2(?:[247-9]|5[0138])|6(?:[124-689]|7[0-2])|9(?:[125-8]|3[02-5]|4[0-3])'],
          '0$1',
          0,
          '$1 $2 $3 $4',
        ],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{3})', '$1-$2 $3 $4', ['9'], '0$1', 0, '$1 $2 $3 $4'],
        ['(\\d{3})(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1-$2 $3 $4 $5', ['[26]'], '0$1', 0, '$1 $2 $3 $4 $5'],
      ],
      '0',
    ],
    SG: [
      '65',
      '0[0-3]\\d',
      '(?:(?:1\\d|8)\\d\\d|7000)\\d{7}|[3689]\\d{7}',
      [8, 10, 11],
      [
        ['(\\d{4})(\\d{4})', '$1 $2', ['[369]|8(?:0[1-9]|[1-9])']],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['8']],
        ['(\\d{4})(\\d{4})(\\d{3})', '$1 $2 $3', ['7']],
        ['(\\d{4})(\\d{3})(\\d{4})', '$1 $2 $3', ['1']],
      ],
    ],
    SH: ['290', '00', '(?:[2569]\\d|8)\\d{3}', [4, 5], 0, 0, 0, 0, 0, 0, '[2569]'],
    SI: [
      '386',
      '00|10(?:22|66|88|99)',
      '[1-7]\\d{7}|8\\d{4,7}|90\\d{4,6}',
      [5, 6, 7, 8],
      [
        ['(\\d{2})(\\d{3,6})', '$1 $2', ['8[09]|9'], '0$1'],
        ['(\\d{3})(\\d{5})', '$1 $2', ['59|8'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['[37][01]|4[013]|51|6'], '0$1'],
        ['(\\d)(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[1-57]'], '(0$1)'],
      ],
      '0',
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
    ],
    SJ: ['47', '00', '0\\d{4}|(?:[489]\\d|79)\\d{6}', [5, 8], 0, 0, 0, 0, 0, 0, '79'],
    SK: [
      '421',
      '00',
      '[2-689]\\d{8}|[2-59]\\d{6}|[2-5]\\d{5}',
      [6, 7, 9],
      [
        ['(\\d)(\\d{2})(\\d{3,4})', '$1 $2 $3', ['21'], '0$1'],
        ['(\\d{2})(\\d{2})(\\d{2,3})', '$1 $2 $3', ['[3-5][1-8]1', '[3-5][1-8]1[67]'], '0$1'],
        ['(\\d)(\\d{3})(\\d{3})(\\d{2})', '$1 $2 $3 $4', ['2'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[689]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[3-5]'], '0$1'],
      ],
      '0',
    ],
    SL: [
      '232',
      '00',
      '(?:[237-9]\\d|66)\\d{6}',
      [8],
      [['(\\d{2})(\\d{6})', '$1 $2', ['[236-9]'], '(0$1)']],
      '0',
    ],
    SM: [
      '378',
      '00',
      '(?:0549|[5-7]\\d)\\d{6}',
      [8, 10],
      [
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[5-7]']],
        ['(\\d{4})(\\d{6})', '$1 $2', ['0']],
      ],
      0,
      0,
      '([89]\\d{5})$',
      '0549$1',
    ],
    SN: [
      '221',
      '00',
      '(?:[378]\\d|93)\\d{7}',
      [9],
      [
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['8']],
        ['(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[379]']],
      ],
    ],
    SO: [
      '252',
      '00',
      '[346-9]\\d{8}|[12679]\\d{7}|[1-5]\\d{6}|[1348]\\d{5}',
      [6, 7, 8, 9],
      [
        ['(\\d{2})(\\d{4})', '$1 $2', ['8[125]']],
        ['(\\d{6})', '$1', ['[134]']],
        ['(\\d)(\\d{6})', '$1 $2', ['[15]|2[0-79]|3[0-46-8]|4[0-7]']],
        ['(\\d{2})(\\d{5,7})', '$1 $2', ['1|28|9[2-9]']],
        ['(\\d)(\\d{7})', '$1 $2', ['[267]|904']],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[346-9]']],
      ],
      '0',
    ],
    SR: [
      '597',
      '00',
      '(?:[2-5]|[6-9]\\d)\\d{5}',
      [6, 7],
      [
        ['(\\d{2})(\\d{2})(\\d{2})', '$1-$2-$3', ['56']],
        ['(\\d{3})(\\d{3})', '$1-$2', ['[2-5]']],
        ['(\\d{3})(\\d{4})', '$1-$2', ['[6-9]']],
      ],
    ],
    SS: ['211', '00', '[19]\\d{8}', [9], [['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[19]'], '0$1']], '0'],
    ST: ['239', '00', '(?:22|9\\d)\\d{5}', [7], [['(\\d{3})(\\d{4})', '$1 $2', ['[29]']]]],
    SV: [
      '503',
      '00',
      '[25-7]\\d{7}|(?:80\\d|900)\\d{4}(?:\\d{4})?',
      [7, 8, 11],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['[89]']],
        ['(\\d{4})(\\d{4})', '$1 $2', ['[25-7]']],
        ['(\\d{3})(\\d{4})(\\d{4})', '$1 $2 $3', ['[89]']],
      ],
    ],
    SX: [
      '1',
      '011',
      '7215\\d{6}|(?:[58]\\d\\d|900)\\d{7}',
      [10],
      0,
      '1',
      0,
      '(5\\d{6})$|1',
      '721$1',
      0,
      '721',
    ],
    SY: [
      '963',
      '00',
      '[1-359]\\d{8}|[1-5]\\d{7}',
      [8, 9],
      [
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[1-4]|5[1-3]'], '0$1', 1],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[59]'], '0$1', 1],
      ],
      '0',
    ],
    SZ: [
      '268',
      '00',
      '0800\\d{4}|(?:[237]\\d|900)\\d{6}',
      [8, 9],
      [
        ['(\\d{4})(\\d{4})', '$1 $2', ['[0237]']],
        ['(\\d{5})(\\d{4})', '$1 $2', ['9']],
      ],
    ],
    TA: ['290', '00', '8\\d{3}', [4], 0, 0, 0, 0, 0, 0, '8'],
    TC: [
      '1',
      '011',
      '(?:[58]\\d\\d|649|900)\\d{7}',
      [10],
      0,
      '1',
      0,
      '([2-479]\\d{6})$|1',
      '649$1',
      0,
      '649',
    ],
    TD: [
      '235',
      '00|16',
      '(?:22|[3689]\\d|77)\\d{6}',
      [8],
      [['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[236-9]']]],
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
    ],
    TG: ['228', '00', '[279]\\d{7}', [8], [['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[279]']]]],
    TH: [
      '66',
      '00[1-9]',
      '(?:001800|[2-57]|[689]\\d)\\d{7}|1\\d{7,9}',
      [8, 9, 10, 13],
      [
        ['(\\d)(\\d{3})(\\d{4})', '$1 $2 $3', ['2'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[13-9]'], '0$1'],
        ['(\\d{4})(\\d{3})(\\d{3})', '$1 $2 $3', ['1']],
      ],
      '0',
    ],
    TJ: [
      '992',
      '810',
      '(?:[0-57-9]\\d|66)\\d{7}',
      [9],
      [
        ['(\\d{6})(\\d)(\\d{2})', '$1 $2 $3', ['331', '3317']],
        ['(\\d{3})(\\d{2})(\\d{4})', '$1 $2 $3', ['44[02-479]|[34]7']],
        ['(\\d{4})(\\d)(\\d{4})', '$1 $2 $3', ['3(?:[1245]|3[12])']],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['\\d']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '8~10',
    ],
    TK: ['690', '00', '[2-47]\\d{3,6}', [4, 5, 6, 7]],
    TL: [
      '670',
      '00',
      '7\\d{7}|(?:[2-47]\\d|[89]0)\\d{5}',
      [7, 8],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['[2-489]|70']],
        ['(\\d{4})(\\d{4})', '$1 $2', ['7']],
      ],
    ],
    TM: [
      '993',
      '810',
      '[1-7]\\d{7}',
      [8],
      [
        ['(\\d{2})(\\d{2})(\\d{2})(\\d{2})', '$1 $2-$3-$4', ['12'], '(8 $1)'],
        ['(\\d{3})(\\d)(\\d{2})(\\d{2})', '$1 $2-$3-$4', ['[1-5]'], '(8 $1)'],
        ['(\\d{2})(\\d{6})', '$1 $2', ['[67]'], '8 $1'],
      ],
      '8',
      0,
      0,
      0,
      0,
      0,
      0,
      '8~10',
    ],
    TN: ['216', '00', '[2-57-9]\\d{7}', [8], [['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['[2-57-9]']]]],
    TO: [
      '676',
      '00',
      '(?:0800|(?:[5-8]\\d\\d|999)\\d)\\d{3}|[2-8]\\d{4}',
      [5, 7],
      [
        ['(\\d{2})(\\d{3})', '$1-$2', ['[2-4]|50|6[09]|7[0-24-69]|8[05]']],
        ['(\\d{4})(\\d{3})', '$1 $2', ['0']],
        ['(\\d{3})(\\d{4})', '$1 $2', ['[5-9]']],
      ],
    ],
    TR: [
      '90',
      '00',
      '4\\d{6}|8\\d{11,12}|(?:[2-58]\\d\\d|900)\\d{7}',
      [7, 10, 12, 13],
      [
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['512|8[01589]|90'], '0$1', 1],
        ['(\\d{3})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['5'], '0$1', 1],
        ['(\\d{3})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[24][1-8]|3[1-9]'], '(0$1)', 1],
        ['(\\d{3})(\\d{3})(\\d{6,7})', '$1 $2 $3', ['80'], '0$1', 1],
      ],
      '0',
    ],
    TT: ['1', '011', '(?:[58]\\d\\d|900)\\d{7}', [10], 0, '1', 0, '([2-46-8]\\d{6})$|1', '868$1', 0, '868'],
    TV: [
      '688',
      '00',
      '(?:2|7\\d\\d|90)\\d{4}',
      [5, 6, 7],
      [
        ['(\\d{2})(\\d{3})', '$1 $2', ['2']],
        ['(\\d{2})(\\d{4})', '$1 $2', ['90']],
        ['(\\d{2})(\\d{5})', '$1 $2', ['7']],
      ],
    ],
    TW: [
      '886',
      '0(?:0[25-79]|19)',
      '[2-689]\\d{8}|7\\d{9,10}|[2-8]\\d{7}|2\\d{6}',
      [7, 8, 9, 10, 11],
      [
        ['(\\d{2})(\\d)(\\d{4})', '$1 $2 $3', ['202'], '0$1'],
        ['(\\d{3})(\\d{5})', '$1 $2', ['826'], '0$1'],
        ['(\\d{3})(\\d{2})(\\d{3})', '$1 $2 $3', ['83'], '0$1'],
        ['(\\d{2})(\\d{2})(\\d{4})', '$1 $2 $3', ['82'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[25]0|37|49|8[09]'], '0$1'],
        [
          '(\\d)(\\d{3,4})(\\d{4})',
          '$1 $2 $3',
          ['[23568]|4(?:0[02-48]|[1-478])|7[1-9]', '[23568]|4(?:0[2-48]|[1-478])|(?:400|7)[1-9]'],
          '0$1',
        ],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[49]'], '0$1'],
        ['(\\d{2})(\\d{4})(\\d{4,5})', '$1 $2 $3', ['7'], '0$1'],
      ],
      '0',
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '#',
    ],
    TZ: [
      '255',
      '00[056]',
      '(?:[25-8]\\d|41|90)\\d{7}',
      [9],
      [
        ['(\\d{3})(\\d{2})(\\d{4})', '$1 $2 $3', ['[89]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[24]'], '0$1'],
        ['(\\d{2})(\\d{7})', '$1 $2', ['5']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[67]'], '0$1'],
      ],
      '0',
    ],
    UA: [
      '380',
      '00',
      '[89]\\d{9}|[3-9]\\d{8}',
      [9, 10],
      [
        [
          '(\\d{3})(\\d{3})(\\d{3})',
          '$1 $2 $3',
          [
            '6[12][29]|(?:3[1-8]|4[136-8]|5[12457]|6[49])2|(?:56|65)[24]',
            '6[12][29]|(?:35|4[1378]|5[12457]|6[49])2|(?:56|65)[24]|(?:3[1-46-8]|46)2[013-9]',
          ],
          '0$1',
        ],
        [
          '(\\d{4})(\\d{5})',
          '$1 $2',
          [
            '3[1-8]|4(?:[1367]|[45][6-9]|8[4-6])|5(?:[1-5]|6[0135689]|7[4-6])|6(?:[12][3-7]|[459])',
            '3[1-8]|4(?:[1367]|[45][6-9]|8[4-6])|5(?:[1-5]|6(?:[015689]|3[02389])|7[4-6])|6(?:[12][3-7]|[459])',
          ],
          '0$1',
        ],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[3-7]|89|9[1-9]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[89]'], '0$1'],
      ],
      '0',
      0,
      0,
      0,
      0,
      0,
      0,
      '0~0',
    ],
    UG: [
      '256',
      '00[057]',
      '800\\d{6}|(?:[29]0|[347]\\d)\\d{7}',
      [9],
      [
        ['(\\d{4})(\\d{5})', '$1 $2', ['202', '2024', '20240'], '0$1'],
        [
          '(\\d{3})(\\d{6})',
          '$1 $2',
          ['20[0-35-7]|4(?:6[45]|[7-9])|[7-9]', '20(?:[0135-7]|2[5-9])|4(?:6[45]|[7-9])|[7-9]'],
          '0$1',
        ],
        ['(\\d{2})(\\d{7})', '$1 $2', ['[2-4]'], '0$1'],
      ],
      '0',
    ],
    US: [
      '1',
      '011',
      '[2-9]\\d{9}|3\\d{6}',
      [10],
      [
        ['(\\d{3})(\\d{4})', '$1-$2', ['310'], 0, 1],
        ['(\\d{3})(\\d{3})(\\d{4})', '($1) $2-$3', ['[2-9]'], 0, 1, '$1-$2-$3'],
      ],
      '1',
      0,
      0,
      0,
      0,
      0,
      [
        [
          '983[2-57-9]\\d{6}|(?:2(?:0[1-35-9]|1[02-9]|2[03-57-9]|3[1459]|4[08]|5[1-46]|6[0279]|7[02469]|8[13])|3(?:0[1-57-9]|1[02-9]|2[013-79]|3[0-24679]|4[167]|5[0-3]|6[01349]|8[056])|4(?:0[124-9]|1[02-579]|2[3-5]|3[0245]|4[023578]|58|6[349]|7[02589]|8[04])|5(?:0[1-57-9]|1[0235-8]|20|3[0149]|4[01]|5[179]|6[1-47]|7[0-5]|8[0256])|6(?:0[1-35-9]|1[024-9]|2[03689]|3[016]|4[0156]|5[01679]|6[0-279]|78|8[0-269])|7(?:0[1-46-8]|1[2-9]|2[04-8]|3[0-2478]|4[0378]|5[47]|6[02359]|7[0-59]|8[156])|8(?:0[1-68]|1[02-8]|2[0168]|3[0-2589]|4[03578]|5[046-9]|6[02-5]|7[028])|9(?:0[1346-9]|1[02-9]|2[0589]|3[0146-8]|4[01357-9]|5[12469]|7[0-3589]|8[04-69]))[2-9]\\d{6}',
        ],
        [''],
        ['8(?:00|33|44|55|66|77|88)[2-9]\\d{6}'],
        ['900[2-9]\\d{6}'],
        [
          '52(?:3(?:[2-46-9][02-9]\\d|5(?:[02-46-9]\\d|5[0-46-9]))|4(?:[2-478][02-9]\\d|5(?:[034]\\d|2[024-9]|5[0-46-9])|6(?:0[1-9]|[2-9]\\d)|9(?:[05-9]\\d|2[0-5]|49)))\\d{4}|52[34][2-9]1[02-9]\\d{4}|5(?:00|2[125-9]|3[23]|44|66|77|88)[2-9]\\d{6}',
        ],
      ],
    ],
    UY: [
      '598',
      '0(?:0|1[3-9]\\d)',
      '0004\\d{2,9}|[1249]\\d{7}|2\\d{3,4}|(?:[49]\\d|80)\\d{5}',
      [4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
      [
        ['(\\d{4,5})', '$1', ['21']],
        ['(\\d{3})(\\d{3,4})', '$1 $2', ['0']],
        ['(\\d{3})(\\d{4})', '$1 $2', ['[49]0|8'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['9'], '0$1'],
        ['(\\d{4})(\\d{4})', '$1 $2', ['[124]']],
        ['(\\d{3})(\\d{3})(\\d{2,4})', '$1 $2 $3', ['0']],
        ['(\\d{3})(\\d{3})(\\d{3})(\\d{2,4})', '$1 $2 $3 $4', ['0']],
      ],
      '0',
      0,
      0,
      0,
      0,
      0,
      0,
      '00',
      ' int. ',
    ],
    UZ: [
      '998',
      '00',
      '(?:20|33|[5-9]\\d)\\d{7}',
      [9],
      [['(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['[235-9]']]],
    ],
    VA: [
      '39',
      '00',
      '0\\d{5,10}|3[0-8]\\d{7,10}|55\\d{8}|8\\d{5}(?:\\d{2,4})?|(?:1\\d|39)\\d{7,8}',
      [6, 7, 8, 9, 10, 11, 12],
      0,
      0,
      0,
      0,
      0,
      0,
      '06698',
    ],
    VC: ['1', '011', '(?:[58]\\d\\d|784|900)\\d{7}', [10], 0, '1', 0, '([2-7]\\d{6})$|1', '784$1', 0, '784'],
    VE: [
      '58',
      '00',
      '[68]00\\d{7}|(?:[24]\\d|[59]0)\\d{8}',
      [10],
      [['(\\d{3})(\\d{7})', '$1-$2', ['[24-689]'], '0$1']],
      '0',
    ],
    VG: [
      '1',
      '011',
      '(?:284|[58]\\d\\d|900)\\d{7}',
      [10],
      0,
      '1',
      0,
      '([2-578]\\d{6})$|1',
      '284$1',
      0,
      '284',
    ],
    VI: ['1', '011', '[58]\\d{9}|(?:34|90)0\\d{7}', [10], 0, '1', 0, '([2-9]\\d{6})$|1', '340$1', 0, '340'],
    VN: [
      '84',
      '00',
      '[12]\\d{9}|[135-9]\\d{8}|[16]\\d{6,7}|7\\d{6}',
      [7, 8, 9, 10],
      [
        ['(\\d{4})(\\d{4,6})', '$1 $2', ['1(?:2[02]|[89])'], 0, 1],
        ['(\\d{2})(\\d{3})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['1[26]|6'], '0$1', 1],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[1357-9]'], '0$1', 1],
        ['(\\d{2})(\\d{4})(\\d{4})', '$1 $2 $3', ['2[48]'], '0$1', 1],
        ['(\\d{3})(\\d{4})(\\d{3})', '$1 $2 $3', ['2'], '0$1', 1],
      ],
      '0',
    ],
    VU: [
      '678',
      '00',
      '[57-9]\\d{6}|(?:[238]\\d|48)\\d{3}',
      [5, 7],
      [['(\\d{3})(\\d{4})', '$1 $2', ['[57-9]']]],
    ],
    WF: [
      '681',
      '00',
      '(?:40|72|8\\d{4})\\d{4}|[89]\\d{5}',
      [6, 9],
      [
        ['(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3', ['[47-9]']],
        ['(\\d{3})(\\d{2})(\\d{2})(\\d{2})', '$1 $2 $3 $4', ['8']],
      ],
    ],
    WS: [
      '685',
      '0',
      '(?:[2-6]|8\\d{5})\\d{4}|[78]\\d{6}|[68]\\d{5}',
      [5, 6, 7, 10],
      [
        ['(\\d{5})', '$1', ['[2-5]|6[1-9]']],
        ['(\\d{3})(\\d{3,7})', '$1 $2', ['[68]']],
        ['(\\d{2})(\\d{5})', '$1 $2', ['7']],
      ],
    ],
    XK: [
      '383',
      '00',
      '2\\d{7,8}|3\\d{7,11}|(?:4\\d\\d|[89]00)\\d{5}',
      [8, 9, 10, 11, 12],
      [
        ['(\\d{3})(\\d{5})', '$1 $2', ['[89]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3})', '$1 $2 $3', ['[2-4]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['2|39'], '0$1'],
        ['(\\d{2})(\\d{7,10})', '$1 $2', ['3'], '0$1'],
      ],
      '0',
    ],
    YE: [
      '967',
      '00',
      '(?:1|7\\d)\\d{7}|[1-7]\\d{6}',
      [7, 8, 9],
      [
        ['(\\d)(\\d{3})(\\d{3,4})', '$1 $2 $3', ['[1-6]|7(?:[24-6]|8[0-7])'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['7'], '0$1'],
      ],
      '0',
    ],
    YT: [
      '262',
      '00',
      '(?:639\\d|7093)\\d{5}|(?:26|80|9\\d)\\d{7}',
      [9],
      0,
      '0',
      0,
      0,
      0,
      0,
      0,
      [
        ['26(?:89\\d|9(?:0[0-467]|15|5[0-4]|6\\d|[78]0))\\d{4}'],
        ['(?:639(?:0[0-79]|1[019]|[267]\\d|3[09]|40|5[05-9]|9[04-79])|7093[5-7])\\d{4}'],
        ['80\\d{7}'],
        0,
        0,
        0,
        0,
        0,
        ['9(?:(?:39|47)8[01]|769\\d)\\d{4}'],
      ],
    ],
    ZA: [
      '27',
      '00',
      '[1-79]\\d{8}|8\\d{4,9}',
      [5, 6, 7, 8, 9, 10],
      [
        ['(\\d{2})(\\d{3,4})', '$1 $2', ['8[1-4]'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{2,3})', '$1 $2 $3', ['8[1-4]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['860'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['[1-9]'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['8'], '0$1'],
      ],
      '0',
    ],
    ZM: [
      '260',
      '00',
      '800\\d{6}|(?:21|[579]\\d|63)\\d{7}',
      [9],
      [
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[28]'], '0$1'],
        ['(\\d{2})(\\d{7})', '$1 $2', ['[579]'], '0$1'],
      ],
      '0',
    ],
    ZW: [
      '263',
      '00',
      '8\\d{6}(?:\\d{3})?|[235-8]\\d{8}',
      [7, 9, 10],
      [
        ['(\\d{3})(\\d{4})', '$1 $2', ['80'], '0$1'],
        ['(\\d{2})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['29[013-9]'], '0$1'],
        ['(\\d{2})(\\d{7})', '$1 $2', ['[256]|39|8[13-59]'], '(0$1)'],
        ['(\\d{2})(\\d{3})(\\d{4})', '$1 $2 $3', ['7'], '0$1'],
        ['(\\d{3})(\\d{3})(\\d{3,4})', '$1 $2 $3', ['3'], '0$1'],
        ['(\\d{4})(\\d{6})', '$1 $2', ['8'], '0$1'],
      ],
      '0',
    ],
  },
  nonGeographic: {
    800: [
      '800',
      0,
      '(?:00|[1-9]\\d)\\d{6}',
      [8],
      [['(\\d{4})(\\d{4})', '$1 $2', ['\\d']]],
      0,
      0,
      0,
      0,
      0,
      0,
      [0, 0, ['(?:00|[1-9]\\d)\\d{6}']],
    ],
    808: [
      '808',
      0,
      '[1-9]\\d{7}',
      [8],
      [['(\\d{4})(\\d{4})', '$1 $2', ['[1-9]']]],
      0,
      0,
      0,
      0,
      0,
      0,
      [0, 0, 0, 0, 0, 0, 0, 0, 0, ['[1-9]\\d{7}']],
    ],
    870: [
      '870',
      0,
      '7\\d{11}|[235-7]\\d{8}',
      [9, 12],
      [['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['[235-7]']]],
      0,
      0,
      0,
      0,
      0,
      0,
      [0, ['(?:[356]|774[45])\\d{8}|7[6-8]\\d{7}'], 0, 0, 0, 0, 0, 0, ['2\\d{8}', [9]]],
    ],
    878: [
      '878',
      0,
      '10\\d{10}',
      [12],
      [['(\\d{2})(\\d{5})(\\d{5})', '$1 $2 $3', ['1']]],
      0,
      0,
      0,
      0,
      0,
      0,
      [0, 0, 0, 0, 0, 0, 0, 0, ['10\\d{10}']],
    ],
    881: [
      '881',
      0,
      '6\\d{9}|[0-36-9]\\d{8}',
      [9, 10],
      [
        ['(\\d)(\\d{3})(\\d{5})', '$1 $2 $3', ['[0-37-9]']],
        ['(\\d)(\\d{3})(\\d{5,6})', '$1 $2 $3', ['6']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      [0, ['6\\d{9}|[0-36-9]\\d{8}']],
    ],
    882: [
      '882',
      0,
      '[13]\\d{6}(?:\\d{2,5})?|[19]\\d{7}|(?:[25]\\d\\d|4)\\d{7}(?:\\d{2})?',
      [7, 8, 9, 10, 11, 12],
      [
        ['(\\d{2})(\\d{5})', '$1 $2', ['16|342']],
        ['(\\d{2})(\\d{6})', '$1 $2', ['49']],
        ['(\\d{2})(\\d{2})(\\d{4})', '$1 $2 $3', ['1[36]|9']],
        ['(\\d{2})(\\d{4})(\\d{3})', '$1 $2 $3', ['3[23]']],
        ['(\\d{2})(\\d{3,4})(\\d{4})', '$1 $2 $3', ['16']],
        ['(\\d{2})(\\d{4})(\\d{4})', '$1 $2 $3', ['10|23|3(?:[15]|4[57])|4|5[12]']],
        ['(\\d{3})(\\d{4})(\\d{4})', '$1 $2 $3', ['34']],
        ['(\\d{2})(\\d{4,5})(\\d{5})', '$1 $2 $3', ['[1-35]']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      [
        0,
        ['342\\d{4}|(?:337|49)\\d{6}|(?:3(?:2|47|7\\d{3})|5(?:0\\d{3}|2[0-2]))\\d{7}', [7, 8, 9, 10, 12]],
        0,
        0,
        0,
        ['348[57]\\d{7}', [11]],
        0,
        0,
        [
          '1(?:3(?:0[0347]|[13][0139]|2[035]|4[013568]|6[0459]|7[06]|8[15-8]|9[0689])\\d{4}|6\\d{5,10})|(?:345\\d|9[89])\\d{6}|(?:10|2(?:3|85\\d)|3(?:[15]|[69]\\d\\d)|4[15-8]|51)\\d{8}',
        ],
      ],
    ],
    883: [
      '883',
      0,
      '(?:[1-4]\\d|51)\\d{6,10}',
      [8, 9, 10, 11, 12],
      [
        ['(\\d{3})(\\d{3})(\\d{2,8})', '$1 $2 $3', ['[14]|2[24-689]|3[02-689]|51[24-9]']],
        ['(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3', ['510']],
        ['(\\d{3})(\\d{3})(\\d{4})', '$1 $2 $3', ['21']],
        ['(\\d{4})(\\d{4})(\\d{4})', '$1 $2 $3', ['51[13]']],
        ['(\\d{3})(\\d{3})(\\d{3})(\\d{3})', '$1 $2 $3 $4', ['[235]']],
      ],
      0,
      0,
      0,
      0,
      0,
      0,
      [
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        [
          '(?:2(?:00\\d\\d|10)|(?:370[1-9]|51\\d0)\\d)\\d{7}|51(?:00\\d{5}|[24-9]0\\d{4,7})|(?:1[0-79]|2[24-689]|3[02-689]|4[0-4])0\\d{5,9}',
        ],
      ],
    ],
    888: [
      '888',
      0,
      '\\d{11}',
      [11],
      [['(\\d{3})(\\d{3})(\\d{5})', '$1 $2 $3']],
      0,
      0,
      0,
      0,
      0,
      0,
      [0, 0, 0, 0, 0, 0, ['\\d{11}']],
    ],
    979: [
      '979',
      0,
      '[1359]\\d{8}',
      [9],
      [['(\\d)(\\d{4})(\\d{4})', '$1 $2 $3', ['[1359]']]],
      0,
      0,
      0,
      0,
      0,
      0,
      [0, 0, 0, ['[1359]\\d{8}']],
    ],
  },
};

// node_modules/libphonenumber-js/min/exports/withMetadataArgument.js
function withMetadataArgument(func, _arguments) {
  var args = Array.prototype.slice.call(_arguments);
  args.push(metadata_min_json_default);
  return func.apply(this, args);
}

// node_modules/libphonenumber-js/es6/tools/semver-compare.js
function semver_compare_default(a, b) {
  a = a.split('-');
  b = b.split('-');
  var pa = a[0].split('.');
  var pb = b[0].split('.');
  for (var i = 0; i < 3; i++) {
    var na = Number(pa[i]);
    var nb = Number(pb[i]);
    if (na > nb) return 1;
    if (nb > na) return -1;
    if (!isNaN(na) && isNaN(nb)) return 1;
    if (isNaN(na) && !isNaN(nb)) return -1;
  }
  if (a[1] && b[1]) {
    return a[1] > b[1] ? 1 : a[1] < b[1] ? -1 : 0;
  }
  return !a[1] && b[1] ? 1 : a[1] && !b[1] ? -1 : 0;
}

// node_modules/libphonenumber-js/es6/helpers/isObject.js
var objectConstructor = {}.constructor;
function isObject2(object) {
  return object !== void 0 && object !== null && object.constructor === objectConstructor;
}

// node_modules/libphonenumber-js/es6/helpers/isCallingCode.js
var CALLING_CODE_REG_EXP = /^\d+$/;
function isCallingCode(string) {
  return CALLING_CODE_REG_EXP.test(string);
}

// node_modules/libphonenumber-js/es6/metadata.js
function _typeof(o) {
  '@babel/helpers - typeof';
  return (
    (_typeof =
      'function' == typeof Symbol && 'symbol' == typeof Symbol.iterator
        ? function (o2) {
            return typeof o2;
          }
        : function (o2) {
            return o2 && 'function' == typeof Symbol && o2.constructor === Symbol && o2 !== Symbol.prototype
              ? 'symbol'
              : typeof o2;
          }),
    _typeof(o)
  );
}
function _classCallCheck(a, n) {
  if (!(a instanceof n)) throw new TypeError('Cannot call a class as a function');
}
function _defineProperties(e, r) {
  for (var t = 0; t < r.length; t++) {
    var o = r[t];
    ((o.enumerable = o.enumerable || false),
      (o.configurable = true),
      'value' in o && (o.writable = true),
      Object.defineProperty(e, _toPropertyKey(o.key), o));
  }
}
function _createClass(e, r, t) {
  return (
    r && _defineProperties(e.prototype, r),
    t && _defineProperties(e, t),
    Object.defineProperty(e, 'prototype', { writable: false }),
    e
  );
}
function _toPropertyKey(t) {
  var i = _toPrimitive(t, 'string');
  return 'symbol' == _typeof(i) ? i : i + '';
}
function _toPrimitive(t, r) {
  if ('object' != _typeof(t) || !t) return t;
  var e = t[Symbol.toPrimitive];
  if (void 0 !== e) {
    var i = e.call(t, r || 'default');
    if ('object' != _typeof(i)) return i;
    throw new TypeError('@@toPrimitive must return a primitive value.');
  }
  return ('string' === r ? String : Number)(t);
}
var V3 = '1.2.0';
var V4 = '1.7.35';
var DEFAULT_EXT_PREFIX = ' ext. ';
var Metadata = /* @__PURE__ */ (function () {
  function Metadata2(metadata) {
    _classCallCheck(this, Metadata2);
    validateMetadata(metadata);
    this.metadata = metadata;
    setVersion.call(this, metadata);
  }
  return _createClass(Metadata2, [
    {
      key: 'getCountries',
      value: function getCountries() {
        return Object.keys(this.metadata.countries).filter(function (_) {
          return _ !== '001';
        });
      },
    },
    {
      key: 'getCountryMetadata',
      value: function getCountryMetadata(countryCode) {
        return this.metadata.countries[countryCode];
      },
    },
    {
      key: 'nonGeographic',
      value: function nonGeographic() {
        if (this.v1 || this.v2 || this.v3) return;
        return this.metadata.nonGeographic || this.metadata.nonGeographical;
      },
    },
    {
      key: 'hasCountry',
      value: function hasCountry(country) {
        return this.getCountryMetadata(country) !== void 0;
      },
    },
    {
      key: 'hasCallingCode',
      value: function hasCallingCode(callingCode) {
        if (this.getCountryCodesForCallingCode(callingCode)) {
          return true;
        }
        if (this.nonGeographic()) {
          if (this.nonGeographic()[callingCode]) {
            return true;
          }
        } else {
          var countryCodes = this.countryCallingCodes()[callingCode];
          if (countryCodes && countryCodes.length === 1 && countryCodes[0] === '001') {
            return true;
          }
        }
      },
    },
    {
      key: 'isNonGeographicCallingCode',
      value: function isNonGeographicCallingCode(callingCode) {
        if (this.nonGeographic()) {
          return this.nonGeographic()[callingCode] ? true : false;
        } else {
          return this.getCountryCodesForCallingCode(callingCode) ? false : true;
        }
      },
      // Deprecated.
    },
    {
      key: 'country',
      value: function country(countryCode) {
        return this.selectNumberingPlan(countryCode);
      },
      /**
       * Selects a telephone numbering plan based on either a country code or a calling code.
       * @param {string} argument — Country code or calling code.
       * @param {string} legacyArgumentCallingCode — Legacy argument: calling code, if the first argument is not passed.
       */
    },
    {
      key: 'selectNumberingPlan',
      value: function selectNumberingPlan(argument, legacyArgumentCallingCode) {
        var countryCode;
        var callingCode;
        if (argument) {
          if (isCallingCode(argument)) {
            callingCode = argument;
          } else {
            countryCode = argument;
          }
        }
        if (legacyArgumentCallingCode) {
          callingCode = legacyArgumentCallingCode;
        }
        if (countryCode && countryCode !== '001') {
          var countryMetadata = this.getCountryMetadata(countryCode);
          if (!countryMetadata) {
            throw new Error('Unknown country: '.concat(countryCode));
          }
          this.numberingPlan = new NumberingPlan(countryMetadata, this);
        } else if (callingCode) {
          if (!this.hasCallingCode(callingCode)) {
            throw new Error('Unknown calling code: '.concat(callingCode));
          }
          this.numberingPlan = new NumberingPlan(this.getNumberingPlanMetadata(callingCode), this);
        } else {
          this.numberingPlan = void 0;
        }
        return this;
      },
    },
    {
      key: 'getCountryCodesForCallingCode',
      value: function getCountryCodesForCallingCode(callingCode) {
        var countryCodes = this.countryCallingCodes()[callingCode];
        if (countryCodes) {
          if (countryCodes.length === 1 && countryCodes[0].length === 3) {
            return;
          }
          return countryCodes;
        }
      },
    },
    {
      key: 'getCountryCodeForCallingCode',
      value: function getCountryCodeForCallingCode(callingCode) {
        var countryCodes = this.getCountryCodesForCallingCode(callingCode);
        if (countryCodes) {
          return countryCodes[0];
        }
      },
    },
    {
      key: 'getNumberingPlanMetadata',
      value: function getNumberingPlanMetadata(callingCode) {
        var countryCode = this.getCountryCodeForCallingCode(callingCode);
        if (countryCode) {
          return this.getCountryMetadata(countryCode);
        }
        if (this.nonGeographic()) {
          var metadata = this.nonGeographic()[callingCode];
          if (metadata) {
            return metadata;
          }
        } else {
          var countryCodes = this.countryCallingCodes()[callingCode];
          if (countryCodes && countryCodes.length === 1 && countryCodes[0] === '001') {
            return this.metadata.countries['001'];
          }
        }
      },
      // Deprecated.
    },
    {
      key: 'countryCallingCode',
      value: function countryCallingCode() {
        return this.numberingPlan.callingCode();
      },
      // Deprecated.
    },
    {
      key: 'IDDPrefix',
      value: function IDDPrefix() {
        return this.numberingPlan.IDDPrefix();
      },
      // Deprecated.
    },
    {
      key: 'defaultIDDPrefix',
      value: function defaultIDDPrefix() {
        return this.numberingPlan.defaultIDDPrefix();
      },
      // Deprecated.
    },
    {
      key: 'nationalNumberPattern',
      value: function nationalNumberPattern() {
        return this.numberingPlan.nationalNumberPattern();
      },
      // Deprecated.
    },
    {
      key: 'possibleLengths',
      value: function possibleLengths() {
        return this.numberingPlan.possibleLengths();
      },
      // Deprecated.
    },
    {
      key: 'formats',
      value: function formats() {
        return this.numberingPlan.formats();
      },
      // Deprecated.
    },
    {
      key: 'nationalPrefixForParsing',
      value: function nationalPrefixForParsing() {
        return this.numberingPlan.nationalPrefixForParsing();
      },
      // Deprecated.
    },
    {
      key: 'nationalPrefixTransformRule',
      value: function nationalPrefixTransformRule() {
        return this.numberingPlan.nationalPrefixTransformRule();
      },
      // Deprecated.
    },
    {
      key: 'leadingDigits',
      value: function leadingDigits() {
        return this.numberingPlan.leadingDigits();
      },
      // Deprecated.
    },
    {
      key: 'hasTypes',
      value: function hasTypes() {
        return this.numberingPlan.hasTypes();
      },
      // Deprecated.
    },
    {
      key: 'type',
      value: function type(_type) {
        return this.numberingPlan.type(_type);
      },
      // Deprecated.
    },
    {
      key: 'ext',
      value: function ext() {
        return this.numberingPlan.ext();
      },
    },
    {
      key: 'countryCallingCodes',
      value: function countryCallingCodes() {
        if (this.v1) return this.metadata.country_phone_code_to_countries;
        return this.metadata.country_calling_codes;
      },
      // Deprecated.
    },
    {
      key: 'chooseCountryByCountryCallingCode',
      value: function chooseCountryByCountryCallingCode(callingCode) {
        return this.selectNumberingPlan(callingCode);
      },
    },
    {
      key: 'hasSelectedNumberingPlan',
      value: function hasSelectedNumberingPlan() {
        return this.numberingPlan !== void 0;
      },
    },
  ]);
})();
var NumberingPlan = /* @__PURE__ */ (function () {
  function NumberingPlan2(metadata, globalMetadataObject) {
    _classCallCheck(this, NumberingPlan2);
    this.globalMetadataObject = globalMetadataObject;
    this.metadata = metadata;
    setVersion.call(this, globalMetadataObject.metadata);
  }
  return _createClass(NumberingPlan2, [
    {
      key: 'callingCode',
      value: function callingCode() {
        return this.metadata[0];
      },
      // When multiple countries share the same calling code,
      // all phone number formatting rules are included in the metadata
      // of the "default" country for that calling code.
      // Any other countries' metdata doesn't include any formatting rules.
      // Google developers said that such storage architecture was chosen for performance reasons.
      //
      // For example, for NANPA region ("North American Numbering Plan Administration",
      // which includes USA, Canada, Cayman Islands, Bahamas, etc) all formatting rules
      // are contained in the metadata of `US` country.
      //
      // This is not public API.
      //
    },
    {
      key: '_getDefaultCountryMetadataForThisCallingCode',
      value: function _getDefaultCountryMetadataForThisCallingCode() {
        return this.globalMetadataObject.getNumberingPlanMetadata(this.callingCode());
      },
      // Deprecated.
    },
    {
      key: 'getDefaultCountryMetadataForRegion',
      value: function getDefaultCountryMetadataForRegion() {
        return this._getDefaultCountryMetadataForThisCallingCode();
      },
      // Is always present.
    },
    {
      key: 'IDDPrefix',
      value: function IDDPrefix() {
        if (this.v1 || this.v2) return;
        return this.metadata[1];
      },
      // Is only present when a country supports multiple IDD prefixes.
    },
    {
      key: 'defaultIDDPrefix',
      value: function defaultIDDPrefix() {
        if (this.v1 || this.v2) return;
        return this.metadata[12];
      },
    },
    {
      key: 'nationalNumberPattern',
      value: function nationalNumberPattern() {
        if (this.v1 || this.v2) return this.metadata[1];
        return this.metadata[2];
      },
      // "possible length" data is always present in Google's metadata.
    },
    {
      key: 'possibleLengths',
      value: function possibleLengths() {
        if (this.v1) return;
        return this.metadata[this.v2 ? 2 : 3];
      },
    },
    {
      key: '_getFormats',
      value: function _getFormats(metadata) {
        return metadata[this.v1 ? 2 : this.v2 ? 3 : 4];
      },
      // For countries of the same region (e.g. NANPA)
      // formats are all stored in the "main" country for that region.
      // E.g. "RU" and "KZ", "US" and "CA".
    },
    {
      key: 'formats',
      value: function formats() {
        var _this = this;
        var formats2 =
          this._getFormats(this.metadata) ||
          this._getFormats(this._getDefaultCountryMetadataForThisCallingCode()) ||
          [];
        return formats2.map(function (_) {
          return new Format(_, _this);
        });
      },
    },
    {
      key: 'nationalPrefix',
      value: function nationalPrefix() {
        return this.metadata[this.v1 ? 3 : this.v2 ? 4 : 5];
      },
    },
    {
      key: '_getNationalPrefixFormattingRule',
      value: function _getNationalPrefixFormattingRule(metadata) {
        return metadata[this.v1 ? 4 : this.v2 ? 5 : 6];
      },
      // For countries of the same region (e.g. NANPA)
      // national prefix formatting rule is stored in the "main" country for that region.
      // E.g. "RU" and "KZ", "US" and "CA".
    },
    {
      key: 'nationalPrefixFormattingRule',
      value: function nationalPrefixFormattingRule() {
        return (
          this._getNationalPrefixFormattingRule(this.metadata) ||
          this._getNationalPrefixFormattingRule(this._getDefaultCountryMetadataForThisCallingCode())
        );
      },
    },
    {
      key: '_nationalPrefixForParsing',
      value: function _nationalPrefixForParsing() {
        return this.metadata[this.v1 ? 5 : this.v2 ? 6 : 7];
      },
    },
    {
      key: 'nationalPrefixForParsing',
      value: function nationalPrefixForParsing() {
        return this._nationalPrefixForParsing() || this.nationalPrefix();
      },
    },
    {
      key: 'nationalPrefixTransformRule',
      value: function nationalPrefixTransformRule() {
        return this.metadata[this.v1 ? 6 : this.v2 ? 7 : 8];
      },
    },
    {
      key: '_getNationalPrefixIsOptionalWhenFormatting',
      value: function _getNationalPrefixIsOptionalWhenFormatting() {
        return !!this.metadata[this.v1 ? 7 : this.v2 ? 8 : 9];
      },
      // For countries of the same region (e.g. NANPA)
      // "national prefix is optional when formatting" flag is
      // stored in the "main" country for that region.
      // E.g. "RU" and "KZ", "US" and "CA".
    },
    {
      key: 'nationalPrefixIsOptionalWhenFormattingInNationalFormat',
      value: function nationalPrefixIsOptionalWhenFormattingInNationalFormat() {
        return (
          this._getNationalPrefixIsOptionalWhenFormatting(this.metadata) ||
          this._getNationalPrefixIsOptionalWhenFormatting(this._getDefaultCountryMetadataForThisCallingCode())
        );
      },
    },
    {
      key: 'leadingDigits',
      value: function leadingDigits() {
        return this.metadata[this.v1 ? 8 : this.v2 ? 9 : 10];
      },
    },
    {
      key: 'types',
      value: function types() {
        return this.metadata[this.v1 ? 9 : this.v2 ? 10 : 11];
      },
    },
    {
      key: 'hasTypes',
      value: function hasTypes() {
        if (this.types() && this.types().length === 0) {
          return false;
        }
        return !!this.types();
      },
    },
    {
      key: 'type',
      value: function type(_type2) {
        if (this.hasTypes() && getType(this.types(), _type2)) {
          return new Type(getType(this.types(), _type2), this);
        }
      },
    },
    {
      key: 'ext',
      value: function ext() {
        if (this.v1 || this.v2) return DEFAULT_EXT_PREFIX;
        return this.metadata[13] || DEFAULT_EXT_PREFIX;
      },
    },
  ]);
})();
var Format = /* @__PURE__ */ (function () {
  function Format2(format, metadata) {
    _classCallCheck(this, Format2);
    this._format = format;
    this.metadata = metadata;
  }
  return _createClass(Format2, [
    {
      key: 'pattern',
      value: function pattern() {
        return this._format[0];
      },
    },
    {
      key: 'format',
      value: function format() {
        return this._format[1];
      },
    },
    {
      key: 'leadingDigitsPatterns',
      value: function leadingDigitsPatterns() {
        return this._format[2] || [];
      },
    },
    {
      key: 'nationalPrefixFormattingRule',
      value: function nationalPrefixFormattingRule() {
        return this._format[3] || this.metadata.nationalPrefixFormattingRule();
      },
    },
    {
      key: 'nationalPrefixIsOptionalWhenFormattingInNationalFormat',
      value: function nationalPrefixIsOptionalWhenFormattingInNationalFormat() {
        return !!this._format[4] || this.metadata.nationalPrefixIsOptionalWhenFormattingInNationalFormat();
      },
    },
    {
      key: 'nationalPrefixIsMandatoryWhenFormattingInNationalFormat',
      value: function nationalPrefixIsMandatoryWhenFormattingInNationalFormat() {
        return this.usesNationalPrefix() && !this.nationalPrefixIsOptionalWhenFormattingInNationalFormat();
      },
      // Checks whether national prefix formatting rule contains national prefix.
    },
    {
      key: 'usesNationalPrefix',
      value: function usesNationalPrefix() {
        return this.nationalPrefixFormattingRule() && // Check that national prefix formatting rule is not a "dummy" one.
          !FIRST_GROUP_ONLY_PREFIX_PATTERN.test(this.nationalPrefixFormattingRule())
          ? true
          : false;
      },
    },
    {
      key: 'internationalFormat',
      value: function internationalFormat() {
        return this._format[5] || this.format();
      },
    },
  ]);
})();
var FIRST_GROUP_ONLY_PREFIX_PATTERN = /^\(?\$1\)?$/;
var Type = /* @__PURE__ */ (function () {
  function Type2(type, metadata) {
    _classCallCheck(this, Type2);
    this.type = type;
    this.metadata = metadata;
  }
  return _createClass(Type2, [
    {
      key: 'pattern',
      value: function pattern() {
        if (this.metadata.v1) return this.type;
        return this.type[0];
      },
    },
    {
      key: 'possibleLengths',
      value: function possibleLengths() {
        if (this.metadata.v1) return;
        return this.type[1] || this.metadata.possibleLengths();
      },
    },
  ]);
})();
function getType(types, type) {
  switch (type) {
    case 'FIXED_LINE':
      return types[0];
    case 'MOBILE':
      return types[1];
    case 'TOLL_FREE':
      return types[2];
    case 'PREMIUM_RATE':
      return types[3];
    case 'PERSONAL_NUMBER':
      return types[4];
    case 'VOICEMAIL':
      return types[5];
    case 'UAN':
      return types[6];
    case 'PAGER':
      return types[7];
    case 'VOIP':
      return types[8];
    case 'SHARED_COST':
      return types[9];
  }
}
function validateMetadata(metadata) {
  if (!metadata) {
    throw new Error('[libphonenumber-js] `metadata` argument not passed. Check your arguments.');
  }
  if (!isObject2(metadata) || !isObject2(metadata.countries)) {
    throw new Error(
      "[libphonenumber-js] `metadata` argument was passed but it's not a valid metadata. Must be an object having `.countries` child object property. Got ".concat(
        isObject2(metadata)
          ? 'an object of shape: { ' + Object.keys(metadata).join(', ') + ' }'
          : 'a ' + typeOf(metadata) + ': ' + metadata,
        '.',
      ),
    );
  }
}
var typeOf = function typeOf2(_) {
  return _typeof(_);
};
function getCountryCallingCode(country, metadataJson) {
  var metadata = new Metadata(metadataJson);
  if (metadata.hasCountry(country)) {
    return metadata.selectNumberingPlan(country).countryCallingCode();
  }
  throw new Error('Unknown country: '.concat(country));
}
function isSupportedCountry(country, metadataJson) {
  return metadataJson.countries.hasOwnProperty(country);
}
function setVersion(metadata) {
  var version = metadata.version;
  if (typeof version === 'number') {
    this.v1 = version === 1;
    this.v2 = version === 2;
    this.v3 = version === 3;
    this.v4 = version === 4;
  } else {
    if (!version) {
      this.v1 = true;
    } else if (semver_compare_default(version, V3) === -1) {
      this.v2 = true;
    } else if (semver_compare_default(version, V4) === -1) {
      this.v3 = true;
    } else {
      this.v4 = true;
    }
  }
}

// node_modules/libphonenumber-js/es6/helpers/mergeArrays.js
function _createForOfIteratorHelperLoose(r, e) {
  var t = ('undefined' != typeof Symbol && r[Symbol.iterator]) || r['@@iterator'];
  if (t) return (t = t.call(r)).next.bind(t);
  if (Array.isArray(r) || (t = _unsupportedIterableToArray(r)) || (e && r && 'number' == typeof r.length)) {
    t && (r = t);
    var o = 0;
    return function () {
      return o >= r.length ? { done: true } : { done: false, value: r[o++] };
    };
  }
  throw new TypeError(
    'Invalid attempt to iterate non-iterable instance.\nIn order to be iterable, non-array objects must have a [Symbol.iterator]() method.',
  );
}
function _unsupportedIterableToArray(r, a) {
  if (r) {
    if ('string' == typeof r) return _arrayLikeToArray(r, a);
    var t = {}.toString.call(r).slice(8, -1);
    return (
      'Object' === t && r.constructor && (t = r.constructor.name),
      'Map' === t || 'Set' === t
        ? Array.from(r)
        : 'Arguments' === t || /^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(t)
          ? _arrayLikeToArray(r, a)
          : void 0
    );
  }
}
function _arrayLikeToArray(r, a) {
  (null == a || a > r.length) && (a = r.length);
  for (var e = 0, n = Array(a); e < a; e++) n[e] = r[e];
  return n;
}
function mergeArrays(a, b) {
  var merged = a.slice();
  for (var _iterator = _createForOfIteratorHelperLoose(b), _step; !(_step = _iterator()).done;) {
    var element = _step.value;
    if (a.indexOf(element) < 0) {
      merged.push(element);
    }
  }
  return merged.sort(function (a2, b2) {
    return a2 - b2;
  });
}

// node_modules/libphonenumber-js/es6/helpers/checkNumberLength.js
function checkNumberLength(nationalNumber, country, metadata) {
  return checkNumberLengthForType(nationalNumber, void 0, country, metadata);
}
function checkNumberLengthForType(nationalNumber, type, country, metadata) {
  if (country) {
    metadata = new Metadata(metadata.metadata);
    metadata.selectNumberingPlan(country);
  }
  var type_info = metadata.type(type);
  var possible_lengths = (type_info && type_info.possibleLengths()) || metadata.possibleLengths();
  if (!possible_lengths) {
    return 'IS_POSSIBLE';
  }
  if (type === 'FIXED_LINE_OR_MOBILE') {
    if (!metadata.type('FIXED_LINE')) {
      return checkNumberLengthForType(nationalNumber, 'MOBILE', country, metadata);
    }
    var mobile_type = metadata.type('MOBILE');
    if (mobile_type) {
      possible_lengths = mergeArrays(possible_lengths, mobile_type.possibleLengths());
    }
  } else if (type && !type_info) {
    return 'INVALID_LENGTH';
  }
  var actual_length = nationalNumber.length;
  var minimum_length = possible_lengths[0];
  if (minimum_length === actual_length) {
    return 'IS_POSSIBLE';
  }
  if (minimum_length > actual_length) {
    return 'TOO_SHORT';
  }
  if (possible_lengths[possible_lengths.length - 1] < actual_length) {
    return 'TOO_LONG';
  }
  return possible_lengths.indexOf(actual_length, 1) >= 0 ? 'IS_POSSIBLE' : 'INVALID_LENGTH';
}

// node_modules/libphonenumber-js/es6/isPossible.js
function isPossiblePhoneNumber(input, options, metadataJson) {
  if (options === void 0) {
    options = {};
  }
  var metadata = new Metadata(metadataJson);
  if (options.v2) {
    if (!input.countryCallingCode) {
      throw new Error('Invalid phone number object passed');
    }
    metadata.selectNumberingPlan(input.country || input.countryCallingCode);
  } else {
    if (!input.phone) {
      return false;
    }
    if (input.country) {
      if (!metadata.hasCountry(input.country)) {
        throw new Error('Unknown country: '.concat(input.country));
      }
      metadata.selectNumberingPlan(input.country);
    } else {
      if (!input.countryCallingCode) {
        throw new Error('Invalid phone number object passed');
      }
      metadata.selectNumberingPlan(input.countryCallingCode);
    }
  }
  if (metadata.possibleLengths()) {
    return isPossibleNumber(input.phone || input.nationalNumber, metadata);
  }
  if (input.countryCallingCode && metadata.isNonGeographicCallingCode(input.countryCallingCode)) {
    return true;
  }
  throw new Error(
    'Missing "possibleLengths" in metadata. Perhaps the metadata has been generated before v1.0.18.',
  );
}
function isPossibleNumber(nationalNumber, metadata) {
  switch (checkNumberLength(nationalNumber, void 0, metadata)) {
    case 'IS_POSSIBLE':
      return true;
    // This library ignores "local-only" phone numbers (for simplicity).
    // See the readme for more info on what are "local-only" phone numbers.
    // case 'IS_POSSIBLE_LOCAL_ONLY':
    // 	return !isInternational
    default:
      return false;
  }
}

// node_modules/libphonenumber-js/es6/helpers/matchesEntirely.js
function matchesEntirely(text, regularExpressionText) {
  text = text || '';
  return new RegExp('^(?:' + regularExpressionText + ')$').test(text);
}

// node_modules/libphonenumber-js/es6/helpers/getNumberType.js
function _createForOfIteratorHelperLoose2(r, e) {
  var t = ('undefined' != typeof Symbol && r[Symbol.iterator]) || r['@@iterator'];
  if (t) return (t = t.call(r)).next.bind(t);
  if (Array.isArray(r) || (t = _unsupportedIterableToArray2(r)) || (e && r && 'number' == typeof r.length)) {
    t && (r = t);
    var o = 0;
    return function () {
      return o >= r.length ? { done: true } : { done: false, value: r[o++] };
    };
  }
  throw new TypeError(
    'Invalid attempt to iterate non-iterable instance.\nIn order to be iterable, non-array objects must have a [Symbol.iterator]() method.',
  );
}
function _unsupportedIterableToArray2(r, a) {
  if (r) {
    if ('string' == typeof r) return _arrayLikeToArray2(r, a);
    var t = {}.toString.call(r).slice(8, -1);
    return (
      'Object' === t && r.constructor && (t = r.constructor.name),
      'Map' === t || 'Set' === t
        ? Array.from(r)
        : 'Arguments' === t || /^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(t)
          ? _arrayLikeToArray2(r, a)
          : void 0
    );
  }
}
function _arrayLikeToArray2(r, a) {
  (null == a || a > r.length) && (a = r.length);
  for (var e = 0, n = Array(a); e < a; e++) n[e] = r[e];
  return n;
}
var NON_FIXED_LINE_PHONE_TYPES = [
  'MOBILE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
];
function getNumberType(input, options, metadataJson) {
  options = options || {};
  if (!input.country && !input.countryCallingCode) {
    return;
  }
  var metadata = new Metadata(metadataJson);
  metadata.selectNumberingPlan(input.country || input.countryCallingCode);
  var nationalNumber = options.v2 ? input.nationalNumber : input.phone;
  if (!matchesEntirely(nationalNumber, metadata.nationalNumberPattern())) {
    return;
  }
  if (isNumberTypeEqualTo(nationalNumber, 'FIXED_LINE', metadata)) {
    if (metadata.type('MOBILE') && metadata.type('MOBILE').pattern() === '') {
      return 'FIXED_LINE_OR_MOBILE';
    }
    if (!metadata.type('MOBILE')) {
      return 'FIXED_LINE_OR_MOBILE';
    }
    if (isNumberTypeEqualTo(nationalNumber, 'MOBILE', metadata)) {
      return 'FIXED_LINE_OR_MOBILE';
    }
    return 'FIXED_LINE';
  }
  for (
    var _iterator = _createForOfIteratorHelperLoose2(NON_FIXED_LINE_PHONE_TYPES), _step;
    !(_step = _iterator()).done;
  ) {
    var type = _step.value;
    if (isNumberTypeEqualTo(nationalNumber, type, metadata)) {
      return type;
    }
  }
}
function isNumberTypeEqualTo(nationalNumber, type, metadata) {
  var typeDefinition = metadata.type(type);
  if (!typeDefinition || !typeDefinition.pattern()) {
    return false;
  }
  if (
    typeDefinition.possibleLengths() &&
    typeDefinition.possibleLengths().indexOf(nationalNumber.length) < 0
  ) {
    return false;
  }
  return matchesEntirely(nationalNumber, typeDefinition.pattern());
}

// node_modules/libphonenumber-js/es6/isValid.js
function isValidNumber(input, options, metadataJson) {
  options = options || {};
  var metadata = new Metadata(metadataJson);
  metadata.selectNumberingPlan(input.country || input.countryCallingCode);
  if (metadata.hasTypes()) {
    return getNumberType(input, options, metadata.metadata) !== void 0;
  }
  var nationalNumber = options.v2 ? input.nationalNumber : input.phone;
  return matchesEntirely(nationalNumber, metadata.nationalNumberPattern());
}

// node_modules/libphonenumber-js/es6/helpers/isCountryCode.js
var COUNTRY_CODE_REG_EXP = /^[A-Z]{2}$/;
function isCountryCode(string) {
  return COUNTRY_CODE_REG_EXP.test(string);
}

// node_modules/libphonenumber-js/es6/helpers/getCountryAndCallingCodeFromOneOfThem.js
var USE_NON_GEOGRAPHIC_COUNTRY_CODE = false;
function getCountryAndCallingCodeFromOneOfThem(countryOrCallingCode, metadataJson) {
  var country;
  var callingCode;
  var metadata = new Metadata(metadataJson);
  if (isCountryCode(countryOrCallingCode)) {
    country = countryOrCallingCode;
    metadata.selectNumberingPlan(country);
    callingCode = metadata.countryCallingCode();
  } else {
    callingCode = countryOrCallingCode;
    if (USE_NON_GEOGRAPHIC_COUNTRY_CODE) {
      if (metadata.isNonGeographicCallingCode(callingCode)) {
        country = '001';
      }
    }
  }
  return {
    country,
    callingCode,
  };
}

// node_modules/libphonenumber-js/es6/helpers/getPossibleCountriesForNumber.js
function getPossibleCountriesForNumber(callingCode, nationalNumber, metadata) {
  var _metadata = new Metadata(metadata);
  var possibleCountries = _metadata.getCountryCodesForCallingCode(callingCode);
  if (!possibleCountries) {
    return [];
  }
  return possibleCountries.filter(function (country) {
    return couldNationalNumberBelongToCountry(nationalNumber, country, metadata);
  });
}
function couldNationalNumberBelongToCountry(nationalNumber, country, metadataJson) {
  var metadata = new Metadata(metadataJson);
  metadata.selectNumberingPlan(country);
  return metadata.numberingPlan.possibleLengths().indexOf(nationalNumber.length) >= 0;
}

// node_modules/libphonenumber-js/es6/constants.js
var MIN_LENGTH_FOR_NSN = 2;
var MAX_LENGTH_FOR_NSN = 17;
var MAX_LENGTH_COUNTRY_CODE = 3;
var VALID_DIGITS = '0-9\uFF10-\uFF19\u0660-\u0669\u06F0-\u06F9';
var DASHES = '-\u2010-\u2015\u2212\u30FC\uFF0D';
var SLASHES = '\uFF0F/';
var DOTS = '\uFF0E.';
var WHITESPACE = ' \xA0\xAD\u200B\u2060\u3000';
var BRACKETS = '()\uFF08\uFF09\uFF3B\uFF3D\\[\\]';
var TILDES = '~\u2053\u223C\uFF5E';
var VALID_PUNCTUATION = ''
  .concat(DASHES)
  .concat(SLASHES)
  .concat(DOTS)
  .concat(WHITESPACE)
  .concat(BRACKETS)
  .concat(TILDES);
var PLUS_CHARS = '+\uFF0B';

// node_modules/libphonenumber-js/es6/helpers/stripIddPrefix.js
var CAPTURING_DIGIT_PATTERN = new RegExp('([' + VALID_DIGITS + '])');
function stripIddPrefix(number, country, callingCode, metadataJson) {
  if (!country) {
    return;
  }
  var metadata = new Metadata(metadataJson);
  metadata.selectNumberingPlan(country || callingCode);
  var IDDPrefixPattern = new RegExp(metadata.IDDPrefix());
  if (number.search(IDDPrefixPattern) !== 0) {
    return;
  }
  number = number.slice(number.match(IDDPrefixPattern)[0].length);
  var matchedGroups = number.match(CAPTURING_DIGIT_PATTERN);
  if (matchedGroups && matchedGroups[1] != null && matchedGroups[1].length > 0) {
    if (matchedGroups[1] === '0') {
      return;
    }
  }
  return number;
}

// node_modules/libphonenumber-js/es6/helpers/extractNationalNumberFromPossiblyIncompleteNumber.js
function extractNationalNumberFromPossiblyIncompleteNumber(number, metadata) {
  if (number && metadata.numberingPlan.nationalPrefixForParsing()) {
    var prefixPattern = new RegExp('^(?:' + metadata.numberingPlan.nationalPrefixForParsing() + ')');
    var prefixMatch = prefixPattern.exec(number);
    if (prefixMatch) {
      var nationalNumber;
      var carrierCode;
      var capturedGroupsCount = prefixMatch.length - 1;
      var hasCapturedGroups = capturedGroupsCount > 0 && prefixMatch[capturedGroupsCount];
      if (metadata.nationalPrefixTransformRule() && hasCapturedGroups) {
        nationalNumber = number.replace(prefixPattern, metadata.nationalPrefixTransformRule());
        if (capturedGroupsCount > 1) {
          carrierCode = prefixMatch[1];
        }
      } else {
        var prefixBeforeNationalNumber = prefixMatch[0];
        nationalNumber = number.slice(prefixBeforeNationalNumber.length);
        if (hasCapturedGroups) {
          carrierCode = prefixMatch[1];
        }
      }
      var nationalPrefix;
      if (hasCapturedGroups) {
        var possiblePositionOfTheFirstCapturedGroup = number.indexOf(prefixMatch[1]);
        var possibleNationalPrefix = number.slice(0, possiblePositionOfTheFirstCapturedGroup);
        if (possibleNationalPrefix === metadata.numberingPlan.nationalPrefix()) {
          nationalPrefix = metadata.numberingPlan.nationalPrefix();
        }
      } else {
        nationalPrefix = prefixMatch[0];
      }
      return {
        nationalNumber,
        nationalPrefix,
        carrierCode,
      };
    }
  }
  return {
    nationalNumber: number,
  };
}

// node_modules/libphonenumber-js/es6/helpers/getCountryByNationalNumber.js
function _createForOfIteratorHelperLoose3(r, e) {
  var t = ('undefined' != typeof Symbol && r[Symbol.iterator]) || r['@@iterator'];
  if (t) return (t = t.call(r)).next.bind(t);
  if (Array.isArray(r) || (t = _unsupportedIterableToArray3(r)) || (e && r && 'number' == typeof r.length)) {
    t && (r = t);
    var o = 0;
    return function () {
      return o >= r.length ? { done: true } : { done: false, value: r[o++] };
    };
  }
  throw new TypeError(
    'Invalid attempt to iterate non-iterable instance.\nIn order to be iterable, non-array objects must have a [Symbol.iterator]() method.',
  );
}
function _unsupportedIterableToArray3(r, a) {
  if (r) {
    if ('string' == typeof r) return _arrayLikeToArray3(r, a);
    var t = {}.toString.call(r).slice(8, -1);
    return (
      'Object' === t && r.constructor && (t = r.constructor.name),
      'Map' === t || 'Set' === t
        ? Array.from(r)
        : 'Arguments' === t || /^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(t)
          ? _arrayLikeToArray3(r, a)
          : void 0
    );
  }
}
function _arrayLikeToArray3(r, a) {
  (null == a || a > r.length) && (a = r.length);
  for (var e = 0, n = Array(a); e < a; e++) n[e] = r[e];
  return n;
}
function getCountryByNationalNumber(nationalNumber, countries, metadataJson) {
  var metadata = new Metadata(metadataJson);
  for (var _iterator = _createForOfIteratorHelperLoose3(countries), _step; !(_step = _iterator()).done;) {
    var country = _step.value;
    metadata.selectNumberingPlan(country);
    if (metadata.leadingDigits()) {
      if (nationalNumber && nationalNumber.search(metadata.leadingDigits()) === 0) {
        return country;
      }
    } else if (
      getNumberType(
        {
          phone: nationalNumber,
          country,
        },
        void 0,
        metadata.metadata,
      )
    ) {
      return country;
    }
  }
}

// node_modules/libphonenumber-js/es6/helpers/getCountryByCallingCode.js
var USE_NON_GEOGRAPHIC_COUNTRY_CODE2 = false;
function getCountryByCallingCode(callingCode, _ref) {
  var nationalNumber = _ref.nationalNumber,
    metadata = _ref.metadata;
  if (USE_NON_GEOGRAPHIC_COUNTRY_CODE2) {
    if (metadata.isNonGeographicCallingCode(callingCode)) {
      return '001';
    }
  }
  var possibleCountries = metadata.getCountryCodesForCallingCode(callingCode);
  if (!possibleCountries) {
    return;
  }
  if (possibleCountries.length === 1) {
    return possibleCountries[0];
  }
  return getCountryByNationalNumber(nationalNumber, possibleCountries, metadata.metadata);
}

// node_modules/libphonenumber-js/es6/helpers/extractNationalNumber.js
function extractNationalNumber(number, country, metadata) {
  var _extractNationalNumbe = extractNationalNumberFromPossiblyIncompleteNumber(number, metadata),
    carrierCode = _extractNationalNumbe.carrierCode,
    nationalNumber = _extractNationalNumbe.nationalNumber;
  if (nationalNumber !== number) {
    if (!shouldHaveExtractedNationalPrefix(number, nationalNumber, metadata)) {
      return {
        nationalNumber: number,
      };
    }
    if (metadata.numberingPlan.possibleLengths()) {
      if (!country) {
        country = getCountryByCallingCode(metadata.numberingPlan.callingCode(), {
          nationalNumber,
          metadata,
        });
      }
      if (!isPossibleIncompleteNationalNumber(nationalNumber, country, metadata)) {
        return {
          nationalNumber: number,
        };
      }
    }
  }
  return {
    nationalNumber,
    carrierCode,
  };
}
function shouldHaveExtractedNationalPrefix(nationalNumberBefore, nationalNumberAfter, metadata) {
  if (
    matchesEntirely(nationalNumberBefore, metadata.nationalNumberPattern()) &&
    !matchesEntirely(nationalNumberAfter, metadata.nationalNumberPattern())
  ) {
    return false;
  }
  return true;
}
function isPossibleIncompleteNationalNumber(nationalNumber, country, metadata) {
  switch (checkNumberLength(nationalNumber, country, metadata)) {
    case 'TOO_SHORT':
    case 'INVALID_LENGTH':
      return false;
    default:
      return true;
  }
}

// node_modules/libphonenumber-js/es6/helpers/extractCountryCallingCodeFromInternationalNumberWithoutPlusSign.js
function extractCountryCallingCodeFromInternationalNumberWithoutPlusSign(
  number,
  country,
  defaultCountry,
  defaultCallingCode,
  metadataJson,
) {
  if (!(country || defaultCountry || defaultCallingCode)) {
    return {
      number,
    };
  }
  var countryCallingCode =
    country || defaultCountry
      ? getCountryCallingCode(country || defaultCountry, metadataJson)
      : defaultCallingCode;
  if (number.indexOf(countryCallingCode) === 0) {
    var metadata = new Metadata(metadataJson);
    metadata.selectNumberingPlan(country || defaultCountry || defaultCallingCode);
    var possibleShorterNumber = number.slice(countryCallingCode.length);
    var _extractNationalNumbe = extractNationalNumber(possibleShorterNumber, void 0, metadata),
      possibleShorterNationalNumber = _extractNationalNumbe.nationalNumber;
    var _extractNationalNumbe2 = extractNationalNumber(number, void 0, metadata),
      nationalNumber = _extractNationalNumbe2.nationalNumber;
    if (
      (!matchesEntirely(nationalNumber, metadata.nationalNumberPattern()) &&
        matchesEntirely(possibleShorterNationalNumber, metadata.nationalNumberPattern())) ||
      checkNumberLength(nationalNumber, void 0, metadata) === 'TOO_LONG'
    ) {
      return {
        countryCallingCode,
        number: possibleShorterNumber,
      };
    }
  }
  return {
    number,
  };
}

// node_modules/libphonenumber-js/es6/helpers/extractCountryCallingCode.js
function extractCountryCallingCode(number, country, defaultCountry, defaultCallingCode, metadataJson) {
  if (!number) {
    return {};
  }
  var isNumberWithIddPrefix;
  if (number[0] !== '+') {
    var numberWithoutIDD = stripIddPrefix(
      number,
      country || defaultCountry,
      defaultCallingCode,
      metadataJson,
    );
    if (numberWithoutIDD && numberWithoutIDD !== number) {
      isNumberWithIddPrefix = true;
      number = '+' + numberWithoutIDD;
    } else {
      if (country || defaultCountry || defaultCallingCode) {
        var _extractCountryCallin = extractCountryCallingCodeFromInternationalNumberWithoutPlusSign(
            number,
            country,
            defaultCountry,
            defaultCallingCode,
            metadataJson,
          ),
          countryCallingCode = _extractCountryCallin.countryCallingCode,
          shorterNumber = _extractCountryCallin.number;
        if (countryCallingCode) {
          return {
            countryCallingCodeSource: 'FROM_NUMBER_WITHOUT_PLUS_SIGN',
            countryCallingCode,
            number: shorterNumber,
          };
        }
      }
      return {
        // No need to set it to `UNSPECIFIED`. It can be just `undefined`.
        // countryCallingCodeSource: 'UNSPECIFIED',
        number,
      };
    }
  }
  if (number[1] === '0') {
    return {};
  }
  var metadata = new Metadata(metadataJson);
  var i = 2;
  while (i - 1 <= MAX_LENGTH_COUNTRY_CODE && i <= number.length) {
    var _countryCallingCode = number.slice(1, i);
    if (metadata.hasCallingCode(_countryCallingCode)) {
      metadata.selectNumberingPlan(_countryCallingCode);
      return {
        countryCallingCodeSource: isNumberWithIddPrefix
          ? 'FROM_NUMBER_WITH_IDD'
          : 'FROM_NUMBER_WITH_PLUS_SIGN',
        countryCallingCode: _countryCallingCode,
        number: number.slice(i),
      };
    }
    i++;
  }
  return {};
}

// node_modules/libphonenumber-js/es6/helpers/applyInternationalSeparatorStyle.js
function applyInternationalSeparatorStyle(formattedNumber) {
  return formattedNumber.replace(new RegExp('['.concat(VALID_PUNCTUATION, ']+'), 'g'), ' ').trim();
}

// node_modules/libphonenumber-js/es6/helpers/formatNationalNumberUsingFormat.js
var FIRST_GROUP_PATTERN = /(\$\d)/;
function formatNationalNumberUsingFormat(number, format, _ref) {
  var useInternationalFormat = _ref.useInternationalFormat,
    withNationalPrefix = _ref.withNationalPrefix,
    carrierCode = _ref.carrierCode,
    metadata = _ref.metadata;
  var formattedNumber = number.replace(
    new RegExp(format.pattern()),
    useInternationalFormat
      ? format.internationalFormat()
      : // This library doesn't use `domestic_carrier_code_formatting_rule`,
        // because that one is only used when formatting phone numbers
        // for dialing from a mobile phone, and this is not a dialing library.
        // carrierCode && format.domesticCarrierCodeFormattingRule()
        // 	// First, replace the $CC in the formatting rule with the desired carrier code.
        // 	// Then, replace the $FG in the formatting rule with the first group
        // 	// and the carrier code combined in the appropriate way.
        // 	? format.format().replace(FIRST_GROUP_PATTERN, format.domesticCarrierCodeFormattingRule().replace('$CC', carrierCode))
        // 	: (
        // 		withNationalPrefix && format.nationalPrefixFormattingRule()
        // 			? format.format().replace(FIRST_GROUP_PATTERN, format.nationalPrefixFormattingRule())
        // 			: format.format()
        // 	)
        withNationalPrefix && format.nationalPrefixFormattingRule()
        ? format.format().replace(FIRST_GROUP_PATTERN, format.nationalPrefixFormattingRule())
        : format.format(),
  );
  if (useInternationalFormat) {
    return applyInternationalSeparatorStyle(formattedNumber);
  }
  return formattedNumber;
}

// node_modules/libphonenumber-js/es6/helpers/getIddPrefix.js
var SINGLE_IDD_PREFIX_REG_EXP = /^[\d]+(?:[~\u2053\u223C\uFF5E][\d]+)?$/;
function getIddPrefix(country, callingCode, metadata) {
  var countryMetadata = new Metadata(metadata);
  countryMetadata.selectNumberingPlan(country || callingCode);
  if (countryMetadata.defaultIDDPrefix()) {
    return countryMetadata.defaultIDDPrefix();
  }
  if (SINGLE_IDD_PREFIX_REG_EXP.test(countryMetadata.IDDPrefix())) {
    return countryMetadata.IDDPrefix();
  }
}

// node_modules/libphonenumber-js/es6/helpers/extension/createExtensionPattern.js
var RFC3966_EXTN_PREFIX = ';ext=';
var getExtensionDigitsPattern = function getExtensionDigitsPattern2(maxLength) {
  return '(['.concat(VALID_DIGITS, ']{1,').concat(maxLength, '})');
};
function createExtensionPattern(purpose) {
  var extLimitAfterExplicitLabel = '20';
  var extLimitAfterLikelyLabel = '15';
  var extLimitAfterAmbiguousChar = '9';
  var extLimitWhenNotSure = '6';
  var possibleSeparatorsBetweenNumberAndExtLabel = '[ \xA0\\t,]*';
  var possibleCharsAfterExtLabel = '[:\\.\uFF0E]?[ \xA0\\t,-]*';
  var optionalExtnSuffix = '#?';
  var explicitExtLabels =
    '(?:e?xt(?:ensi(?:o\u0301?|\xF3))?n?|\uFF45?\uFF58\uFF54\uFF4E?|\u0434\u043E\u0431|anexo)';
  var ambiguousExtLabels = '(?:[x\uFF58#\uFF03~\uFF5E]|int|\uFF49\uFF4E\uFF54)';
  var ambiguousSeparator = '[- ]+';
  var possibleSeparatorsNumberExtLabelNoComma = '[ \xA0\\t]*';
  var autoDiallingAndExtLabelsFound = '(?:,{2}|;)';
  var rfcExtn = RFC3966_EXTN_PREFIX + getExtensionDigitsPattern(extLimitAfterExplicitLabel);
  var explicitExtn =
    possibleSeparatorsBetweenNumberAndExtLabel +
    explicitExtLabels +
    possibleCharsAfterExtLabel +
    getExtensionDigitsPattern(extLimitAfterExplicitLabel) +
    optionalExtnSuffix;
  var ambiguousExtn =
    possibleSeparatorsBetweenNumberAndExtLabel +
    ambiguousExtLabels +
    possibleCharsAfterExtLabel +
    getExtensionDigitsPattern(extLimitAfterAmbiguousChar) +
    optionalExtnSuffix;
  var americanStyleExtnWithSuffix = ambiguousSeparator + getExtensionDigitsPattern(extLimitWhenNotSure) + '#';
  var autoDiallingExtn =
    possibleSeparatorsNumberExtLabelNoComma +
    autoDiallingAndExtLabelsFound +
    possibleCharsAfterExtLabel +
    getExtensionDigitsPattern(extLimitAfterLikelyLabel) +
    optionalExtnSuffix;
  var onlyCommasExtn =
    possibleSeparatorsNumberExtLabelNoComma +
    '(?:,)+' +
    possibleCharsAfterExtLabel +
    getExtensionDigitsPattern(extLimitAfterAmbiguousChar) +
    optionalExtnSuffix;
  return (
    rfcExtn +
    '|' +
    explicitExtn +
    '|' +
    ambiguousExtn +
    '|' +
    americanStyleExtnWithSuffix +
    '|' +
    autoDiallingExtn +
    '|' +
    onlyCommasExtn
  );
}

// node_modules/libphonenumber-js/es6/helpers/isViablePhoneNumber.js
var MIN_LENGTH_PHONE_NUMBER_PATTERN = '[' + VALID_DIGITS + ']{' + MIN_LENGTH_FOR_NSN + '}';
var VALID_PHONE_NUMBER =
  '[' +
  PLUS_CHARS +
  ']{0,1}(?:[' +
  VALID_PUNCTUATION +
  ']*[' +
  VALID_DIGITS +
  ']){3,}[' +
  VALID_PUNCTUATION +
  VALID_DIGITS +
  ']*';
var VALID_PHONE_NUMBER_START_REG_EXP = new RegExp(
  '^[' + PLUS_CHARS + ']{0,1}(?:[' + VALID_PUNCTUATION + ']*[' + VALID_DIGITS + ']){1,2}$',
  'i',
);
var VALID_PHONE_NUMBER_WITH_EXTENSION =
  VALID_PHONE_NUMBER + // Phone number extensions
  '(?:' +
  createExtensionPattern() +
  ')?';
var VALID_PHONE_NUMBER_PATTERN = new RegExp(
  // Either a short two-digit-only phone number
  '^' + MIN_LENGTH_PHONE_NUMBER_PATTERN + '$|^' + VALID_PHONE_NUMBER_WITH_EXTENSION + '$',
  'i',
);
function isViablePhoneNumber(number) {
  return number.length >= MIN_LENGTH_FOR_NSN && VALID_PHONE_NUMBER_PATTERN.test(number);
}
function isViablePhoneNumberStart(number) {
  return VALID_PHONE_NUMBER_START_REG_EXP.test(number);
}

// node_modules/libphonenumber-js/es6/helpers/RFC3966.js
function formatRFC3966(_ref) {
  var number = _ref.number,
    ext = _ref.ext;
  if (!number) {
    return '';
  }
  if (number[0] !== '+') {
    throw new Error('"formatRFC3966()" expects "number" to be in E.164 format.');
  }
  return 'tel:'.concat(number).concat(ext ? ';ext=' + ext : '');
}

// node_modules/libphonenumber-js/es6/format.js
var DEFAULT_OPTIONS = {
  formatExtension: function formatExtension(formattedNumber, extension, metadata) {
    return ''.concat(formattedNumber).concat(metadata.ext()).concat(extension);
  },
};
function formatNumber(input, format, options, metadataJson) {
  if (options) {
    options = merge({}, DEFAULT_OPTIONS, options);
  } else {
    options = DEFAULT_OPTIONS;
  }
  var metadata = new Metadata(metadataJson);
  if (input.country && input.country !== '001') {
    if (!metadata.hasCountry(input.country)) {
      throw new Error('Unknown country: '.concat(input.country));
    }
    metadata.selectNumberingPlan(input.country);
  } else if (input.countryCallingCode) {
    metadata.selectNumberingPlan(input.countryCallingCode);
  } else return input.phone || '';
  var countryCallingCode = metadata.countryCallingCode();
  var nationalNumber = options.v2 ? input.nationalNumber : input.phone;
  var number;
  switch (format) {
    case 'NATIONAL':
      if (!nationalNumber) {
        return '';
      }
      number = formatNationalNumber(nationalNumber, input.carrierCode, 'NATIONAL', metadata, options);
      return addExtension(number, input.ext, metadata, options.formatExtension);
    case 'INTERNATIONAL':
      if (!nationalNumber) {
        return '+'.concat(countryCallingCode);
      }
      number = formatNationalNumber(nationalNumber, null, 'INTERNATIONAL', metadata, options);
      number = '+'.concat(countryCallingCode, ' ').concat(number);
      return addExtension(number, input.ext, metadata, options.formatExtension);
    case 'E.164':
      return '+'.concat(countryCallingCode).concat(nationalNumber);
    case 'RFC3966':
      return formatRFC3966({
        number: '+'.concat(countryCallingCode).concat(nationalNumber),
        ext: input.ext,
      });
    // For reference, here's Google's IDD formatter:
    // https://github.com/google/libphonenumber/blob/32719cf74e68796788d1ca45abc85dcdc63ba5b9/java/libphonenumber/src/com/google/i18n/phonenumbers/PhoneNumberUtil.java#L1546
    // Not saying that this IDD formatter replicates it 1:1, but it seems to work.
    // Who would even need to format phone numbers in IDD format anyway?
    case 'IDD':
      if (!options.fromCountry) {
        return;
      }
      var formattedNumber = formatIDD(
        nationalNumber,
        input.carrierCode,
        countryCallingCode,
        options.fromCountry,
        metadata,
      );
      if (!formattedNumber) {
        return;
      }
      return addExtension(formattedNumber, input.ext, metadata, options.formatExtension);
    default:
      throw new Error('Unknown "format" argument passed to "formatNumber()": "'.concat(format, '"'));
  }
}
function formatNationalNumber(number, carrierCode, formatAs, metadata, options) {
  var format = chooseFormatForNumber(metadata.formats(), number);
  if (!format) {
    return number;
  }
  return formatNationalNumberUsingFormat(number, format, {
    useInternationalFormat: formatAs === 'INTERNATIONAL',
    withNationalPrefix:
      format.nationalPrefixIsOptionalWhenFormattingInNationalFormat() &&
      options &&
      options.nationalPrefix === false
        ? false
        : true,
    carrierCode,
    metadata,
  });
}
function chooseFormatForNumber(availableFormats, nationalNumber) {
  return pickFirstMatchingElement(availableFormats, function (format) {
    if (format.leadingDigitsPatterns().length > 0) {
      var lastLeadingDigitsPattern =
        format.leadingDigitsPatterns()[format.leadingDigitsPatterns().length - 1];
      if (nationalNumber.search(lastLeadingDigitsPattern) !== 0) {
        return false;
      }
    }
    return matchesEntirely(nationalNumber, format.pattern());
  });
}
function addExtension(formattedNumber, ext, metadata, formatExtension2) {
  return ext ? formatExtension2(formattedNumber, ext, metadata) : formattedNumber;
}
function formatIDD(nationalNumber, carrierCode, countryCallingCode, fromCountry, metadata) {
  var fromCountryCallingCode = getCountryCallingCode(fromCountry, metadata.metadata);
  if (fromCountryCallingCode === countryCallingCode) {
    var formattedNumber = formatNationalNumber(nationalNumber, carrierCode, 'NATIONAL', metadata);
    if (countryCallingCode === '1') {
      return countryCallingCode + ' ' + formattedNumber;
    }
    return formattedNumber;
  }
  var iddPrefix = getIddPrefix(fromCountry, void 0, metadata.metadata);
  if (iddPrefix) {
    return ''
      .concat(iddPrefix, ' ')
      .concat(countryCallingCode, ' ')
      .concat(formatNationalNumber(nationalNumber, null, 'INTERNATIONAL', metadata));
  }
}
function merge() {
  var i = 1;
  for (var _len = arguments.length, objects = new Array(_len), _key = 0; _key < _len; _key++) {
    objects[_key] = arguments[_key];
  }
  while (i < objects.length) {
    if (objects[i]) {
      for (var key in objects[i]) {
        objects[0][key] = objects[i][key];
      }
    }
    i++;
  }
  return objects[0];
}
function pickFirstMatchingElement(elements, testFunction) {
  var i = 0;
  while (i < elements.length) {
    if (testFunction(elements[i])) {
      return elements[i];
    }
    i++;
  }
}

// node_modules/libphonenumber-js/es6/PhoneNumber.js
function _typeof2(o) {
  '@babel/helpers - typeof';
  return (
    (_typeof2 =
      'function' == typeof Symbol && 'symbol' == typeof Symbol.iterator
        ? function (o2) {
            return typeof o2;
          }
        : function (o2) {
            return o2 && 'function' == typeof Symbol && o2.constructor === Symbol && o2 !== Symbol.prototype
              ? 'symbol'
              : typeof o2;
          }),
    _typeof2(o)
  );
}
function ownKeys(e, r) {
  var t = Object.keys(e);
  if (Object.getOwnPropertySymbols) {
    var o = Object.getOwnPropertySymbols(e);
    (r &&
      (o = o.filter(function (r2) {
        return Object.getOwnPropertyDescriptor(e, r2).enumerable;
      })),
      t.push.apply(t, o));
  }
  return t;
}
function _objectSpread(e) {
  for (var r = 1; r < arguments.length; r++) {
    var t = null != arguments[r] ? arguments[r] : {};
    r % 2
      ? ownKeys(Object(t), true).forEach(function (r2) {
          _defineProperty(e, r2, t[r2]);
        })
      : Object.getOwnPropertyDescriptors
        ? Object.defineProperties(e, Object.getOwnPropertyDescriptors(t))
        : ownKeys(Object(t)).forEach(function (r2) {
            Object.defineProperty(e, r2, Object.getOwnPropertyDescriptor(t, r2));
          });
  }
  return e;
}
function _defineProperty(e, r, t) {
  return (
    (r = _toPropertyKey2(r)) in e
      ? Object.defineProperty(e, r, { value: t, enumerable: true, configurable: true, writable: true })
      : (e[r] = t),
    e
  );
}
function _classCallCheck2(a, n) {
  if (!(a instanceof n)) throw new TypeError('Cannot call a class as a function');
}
function _defineProperties2(e, r) {
  for (var t = 0; t < r.length; t++) {
    var o = r[t];
    ((o.enumerable = o.enumerable || false),
      (o.configurable = true),
      'value' in o && (o.writable = true),
      Object.defineProperty(e, _toPropertyKey2(o.key), o));
  }
}
function _createClass2(e, r, t) {
  return (
    r && _defineProperties2(e.prototype, r),
    t && _defineProperties2(e, t),
    Object.defineProperty(e, 'prototype', { writable: false }),
    e
  );
}
function _toPropertyKey2(t) {
  var i = _toPrimitive2(t, 'string');
  return 'symbol' == _typeof2(i) ? i : i + '';
}
function _toPrimitive2(t, r) {
  if ('object' != _typeof2(t) || !t) return t;
  var e = t[Symbol.toPrimitive];
  if (void 0 !== e) {
    var i = e.call(t, r || 'default');
    if ('object' != _typeof2(i)) return i;
    throw new TypeError('@@toPrimitive must return a primitive value.');
  }
  return ('string' === r ? String : Number)(t);
}
var PhoneNumber = /* @__PURE__ */ (function () {
  function PhoneNumber2(countryOrCountryCallingCode, nationalNumber, metadata) {
    _classCallCheck2(this, PhoneNumber2);
    if (!countryOrCountryCallingCode) {
      throw new TypeError('First argument is required');
    }
    if (typeof countryOrCountryCallingCode !== 'string') {
      throw new TypeError('First argument must be a string');
    }
    if (countryOrCountryCallingCode[0] === '+' && !nationalNumber) {
      throw new TypeError('`metadata` argument not passed');
    }
    if (isObject2(nationalNumber) && isObject2(nationalNumber.countries)) {
      metadata = nationalNumber;
      var e164Number = countryOrCountryCallingCode;
      if (!E164_NUMBER_REGEXP.test(e164Number)) {
        throw new Error('Invalid `number` argument passed: must consist of a "+" followed by digits');
      }
      var _extractCountryCallin = extractCountryCallingCode(e164Number, void 0, void 0, void 0, metadata),
        _countryCallingCode = _extractCountryCallin.countryCallingCode,
        number = _extractCountryCallin.number;
      nationalNumber = number;
      countryOrCountryCallingCode = _countryCallingCode;
      if (!nationalNumber) {
        throw new Error('Invalid `number` argument passed: too short');
      }
    }
    if (!nationalNumber) {
      throw new TypeError('`nationalNumber` argument is required');
    }
    if (typeof nationalNumber !== 'string') {
      throw new TypeError('`nationalNumber` argument must be a string');
    }
    validateMetadata(metadata);
    var _getCountryAndCalling = getCountryAndCallingCodeFromOneOfThem(countryOrCountryCallingCode, metadata),
      country = _getCountryAndCalling.country,
      countryCallingCode = _getCountryAndCalling.callingCode;
    this.country = country;
    this.countryCallingCode = countryCallingCode;
    this.nationalNumber = nationalNumber;
    this.number = '+' + this.countryCallingCode + this.nationalNumber;
    this.getMetadata = function () {
      return metadata;
    };
  }
  return _createClass2(PhoneNumber2, [
    {
      key: 'setExt',
      value: function setExt(ext) {
        this.ext = ext;
      },
    },
    {
      key: 'getPossibleCountries',
      value: function getPossibleCountries() {
        if (this.country) {
          return [this.country];
        }
        return getPossibleCountriesForNumber(
          this.countryCallingCode,
          this.nationalNumber,
          this.getMetadata(),
        );
      },
    },
    {
      key: 'isPossible',
      value: function isPossible() {
        return isPossiblePhoneNumber(
          this,
          {
            v2: true,
          },
          this.getMetadata(),
        );
      },
    },
    {
      key: 'isValid',
      value: function isValid() {
        return isValidNumber(
          this,
          {
            v2: true,
          },
          this.getMetadata(),
        );
      },
    },
    {
      key: 'isNonGeographic',
      value: function isNonGeographic() {
        var metadata = new Metadata(this.getMetadata());
        return metadata.isNonGeographicCallingCode(this.countryCallingCode);
      },
    },
    {
      key: 'isEqual',
      value: function isEqual(phoneNumber) {
        return this.number === phoneNumber.number && this.ext === phoneNumber.ext;
      },
      // `validateLength()` method was originally meant to be an equivalent for `validatePhoneNumberLength()`.
      //
      // Later, it became apparent that it's not really a true equivalent.
      // The reason is that a `PhoneNumber` instance is not created
      // when the phone number string is too short for it to be considered a valid phone number:
      // * When there must be at least 2 national (significant) number digits: `"1"`.
      // * When the country calling code part of an international number is incomplete: `"+12"`.
      //
      // So leaving this `validateLength()` method here would suggest a hidden anti-pattern
      // of using it instead of `validatePhoneNumberLength()` while ignoring
      // the "too short to be even possible" case from phone number length validation.
      // And ignoring that case wouldn't make any sense in a real-world application
      // because it would still be a valid case that should be handled.
      //
      // Because of that, this method was eventually commented out in order to not introduce
      // that kind of an anti-pattern.
      //
      // validateLength() {
      // 	const result = checkNumberLength(
      // 		this.nationalNumber,
      // 		undefined,
      // 		this.getMetadata()
      // 	)
      // 	if (result !== 'IS_POSSIBLE') {
      // 		return result
      // 	}
      // }
    },
    {
      key: 'getType',
      value: function getType2() {
        return getNumberType(
          this,
          {
            v2: true,
          },
          this.getMetadata(),
        );
      },
    },
    {
      key: 'format',
      value: function format(_format, options) {
        return formatNumber(
          this,
          _format,
          options
            ? _objectSpread(
                _objectSpread({}, options),
                {},
                {
                  v2: true,
                },
              )
            : {
                v2: true,
              },
          this.getMetadata(),
        );
      },
    },
    {
      key: 'formatNational',
      value: function formatNational(options) {
        return this.format('NATIONAL', options);
      },
    },
    {
      key: 'formatInternational',
      value: function formatInternational(options) {
        return this.format('INTERNATIONAL', options);
      },
    },
    {
      key: 'getURI',
      value: function getURI(options) {
        return this.format('RFC3966', options);
      },
    },
  ]);
})();
var E164_NUMBER_REGEXP = /^\+\d+$/;

// node_modules/libphonenumber-js/es6/ParseError.js
function _typeof3(o) {
  '@babel/helpers - typeof';
  return (
    (_typeof3 =
      'function' == typeof Symbol && 'symbol' == typeof Symbol.iterator
        ? function (o2) {
            return typeof o2;
          }
        : function (o2) {
            return o2 && 'function' == typeof Symbol && o2.constructor === Symbol && o2 !== Symbol.prototype
              ? 'symbol'
              : typeof o2;
          }),
    _typeof3(o)
  );
}
function _defineProperties3(e, r) {
  for (var t = 0; t < r.length; t++) {
    var o = r[t];
    ((o.enumerable = o.enumerable || false),
      (o.configurable = true),
      'value' in o && (o.writable = true),
      Object.defineProperty(e, _toPropertyKey3(o.key), o));
  }
}
function _createClass3(e, r, t) {
  return (
    r && _defineProperties3(e.prototype, r),
    t && _defineProperties3(e, t),
    Object.defineProperty(e, 'prototype', { writable: false }),
    e
  );
}
function _toPropertyKey3(t) {
  var i = _toPrimitive3(t, 'string');
  return 'symbol' == _typeof3(i) ? i : i + '';
}
function _toPrimitive3(t, r) {
  if ('object' != _typeof3(t) || !t) return t;
  var e = t[Symbol.toPrimitive];
  if (void 0 !== e) {
    var i = e.call(t, r || 'default');
    if ('object' != _typeof3(i)) return i;
    throw new TypeError('@@toPrimitive must return a primitive value.');
  }
  return ('string' === r ? String : Number)(t);
}
function _classCallCheck3(a, n) {
  if (!(a instanceof n)) throw new TypeError('Cannot call a class as a function');
}
function _callSuper(t, o, e) {
  return (
    (o = _getPrototypeOf(o)),
    _possibleConstructorReturn(
      t,
      _isNativeReflectConstruct()
        ? Reflect.construct(o, e || [], _getPrototypeOf(t).constructor)
        : o.apply(t, e),
    )
  );
}
function _possibleConstructorReturn(t, e) {
  if (e && ('object' == _typeof3(e) || 'function' == typeof e)) return e;
  if (void 0 !== e) throw new TypeError('Derived constructors may only return object or undefined');
  return _assertThisInitialized(t);
}
function _assertThisInitialized(e) {
  if (void 0 === e) throw new ReferenceError("this hasn't been initialised - super() hasn't been called");
  return e;
}
function _inherits(t, e) {
  if ('function' != typeof e && null !== e)
    throw new TypeError('Super expression must either be null or a function');
  ((t.prototype = Object.create(e && e.prototype, {
    constructor: { value: t, writable: true, configurable: true },
  })),
    Object.defineProperty(t, 'prototype', { writable: false }),
    e && _setPrototypeOf(t, e));
}
function _wrapNativeSuper(t) {
  var r = 'function' == typeof Map ? /* @__PURE__ */ new Map() : void 0;
  return (
    (_wrapNativeSuper = function _wrapNativeSuper2(t2) {
      if (null === t2 || !_isNativeFunction(t2)) return t2;
      if ('function' != typeof t2) throw new TypeError('Super expression must either be null or a function');
      if (void 0 !== r) {
        if (r.has(t2)) return r.get(t2);
        r.set(t2, Wrapper);
      }
      function Wrapper() {
        return _construct(t2, arguments, _getPrototypeOf(this).constructor);
      }
      return (
        (Wrapper.prototype = Object.create(t2.prototype, {
          constructor: { value: Wrapper, enumerable: false, writable: true, configurable: true },
        })),
        _setPrototypeOf(Wrapper, t2)
      );
    }),
    _wrapNativeSuper(t)
  );
}
function _construct(t, e, r) {
  if (_isNativeReflectConstruct()) return Reflect.construct.apply(null, arguments);
  var o = [null];
  o.push.apply(o, e);
  var p = new (t.bind.apply(t, o))();
  return (r && _setPrototypeOf(p, r.prototype), p);
}
function _isNativeReflectConstruct() {
  try {
    var t = !Boolean.prototype.valueOf.call(Reflect.construct(Boolean, [], function () {}));
  } catch (t2) {}
  return (_isNativeReflectConstruct = function _isNativeReflectConstruct2() {
    return !!t;
  })();
}
function _isNativeFunction(t) {
  try {
    return -1 !== Function.toString.call(t).indexOf('[native code]');
  } catch (n) {
    return 'function' == typeof t;
  }
}
function _setPrototypeOf(t, e) {
  return (
    (_setPrototypeOf = Object.setPrototypeOf
      ? Object.setPrototypeOf.bind()
      : function (t2, e2) {
          return ((t2.__proto__ = e2), t2);
        }),
    _setPrototypeOf(t, e)
  );
}
function _getPrototypeOf(t) {
  return (
    (_getPrototypeOf = Object.setPrototypeOf
      ? Object.getPrototypeOf.bind()
      : function (t2) {
          return t2.__proto__ || Object.getPrototypeOf(t2);
        }),
    _getPrototypeOf(t)
  );
}
var ParseError = /* @__PURE__ */ (function (_Error) {
  function ParseError2(code) {
    var _this;
    _classCallCheck3(this, ParseError2);
    _this = _callSuper(this, ParseError2, [code]);
    Object.setPrototypeOf(_this, ParseError2.prototype);
    _this.name = _this.constructor.name;
    return _this;
  }
  _inherits(ParseError2, _Error);
  return _createClass3(ParseError2);
})(/* @__PURE__ */ _wrapNativeSuper(Error));

// node_modules/libphonenumber-js/es6/helpers/extension/extractExtension.js
var EXTN_PATTERN = new RegExp('(?:' + createExtensionPattern() + ')$', 'i');
function extractExtension(number) {
  var start = number.search(EXTN_PATTERN);
  if (start < 0) {
    return {};
  }
  var numberWithoutExtension = number.slice(0, start);
  var matches = number.match(EXTN_PATTERN);
  var i = 1;
  while (i < matches.length) {
    if (matches[i]) {
      return {
        number: numberWithoutExtension,
        ext: matches[i],
      };
    }
    i++;
  }
}

// node_modules/libphonenumber-js/es6/helpers/parseDigits.js
var DIGITS = {
  0: '0',
  1: '1',
  2: '2',
  3: '3',
  4: '4',
  5: '5',
  6: '6',
  7: '7',
  8: '8',
  9: '9',
  '\uFF10': '0',
  // Fullwidth digit 0
  '\uFF11': '1',
  // Fullwidth digit 1
  '\uFF12': '2',
  // Fullwidth digit 2
  '\uFF13': '3',
  // Fullwidth digit 3
  '\uFF14': '4',
  // Fullwidth digit 4
  '\uFF15': '5',
  // Fullwidth digit 5
  '\uFF16': '6',
  // Fullwidth digit 6
  '\uFF17': '7',
  // Fullwidth digit 7
  '\uFF18': '8',
  // Fullwidth digit 8
  '\uFF19': '9',
  // Fullwidth digit 9
  '\u0660': '0',
  // Arabic-indic digit 0
  '\u0661': '1',
  // Arabic-indic digit 1
  '\u0662': '2',
  // Arabic-indic digit 2
  '\u0663': '3',
  // Arabic-indic digit 3
  '\u0664': '4',
  // Arabic-indic digit 4
  '\u0665': '5',
  // Arabic-indic digit 5
  '\u0666': '6',
  // Arabic-indic digit 6
  '\u0667': '7',
  // Arabic-indic digit 7
  '\u0668': '8',
  // Arabic-indic digit 8
  '\u0669': '9',
  // Arabic-indic digit 9
  '\u06F0': '0',
  // Eastern-Arabic digit 0
  '\u06F1': '1',
  // Eastern-Arabic digit 1
  '\u06F2': '2',
  // Eastern-Arabic digit 2
  '\u06F3': '3',
  // Eastern-Arabic digit 3
  '\u06F4': '4',
  // Eastern-Arabic digit 4
  '\u06F5': '5',
  // Eastern-Arabic digit 5
  '\u06F6': '6',
  // Eastern-Arabic digit 6
  '\u06F7': '7',
  // Eastern-Arabic digit 7
  '\u06F8': '8',
  // Eastern-Arabic digit 8
  '\u06F9': '9',
  // Eastern-Arabic digit 9
};
function parseDigit(character) {
  return DIGITS[character];
}

// node_modules/libphonenumber-js/es6/parseIncompletePhoneNumber.js
function _createForOfIteratorHelperLoose4(r, e) {
  var t = ('undefined' != typeof Symbol && r[Symbol.iterator]) || r['@@iterator'];
  if (t) return (t = t.call(r)).next.bind(t);
  if (Array.isArray(r) || (t = _unsupportedIterableToArray4(r)) || (e && r && 'number' == typeof r.length)) {
    t && (r = t);
    var o = 0;
    return function () {
      return o >= r.length ? { done: true } : { done: false, value: r[o++] };
    };
  }
  throw new TypeError(
    'Invalid attempt to iterate non-iterable instance.\nIn order to be iterable, non-array objects must have a [Symbol.iterator]() method.',
  );
}
function _unsupportedIterableToArray4(r, a) {
  if (r) {
    if ('string' == typeof r) return _arrayLikeToArray4(r, a);
    var t = {}.toString.call(r).slice(8, -1);
    return (
      'Object' === t && r.constructor && (t = r.constructor.name),
      'Map' === t || 'Set' === t
        ? Array.from(r)
        : 'Arguments' === t || /^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(t)
          ? _arrayLikeToArray4(r, a)
          : void 0
    );
  }
}
function _arrayLikeToArray4(r, a) {
  (null == a || a > r.length) && (a = r.length);
  for (var e = 0, n = Array(a); e < a; e++) n[e] = r[e];
  return n;
}
function parseIncompletePhoneNumber(string) {
  var result2 = '';
  for (
    var _iterator = _createForOfIteratorHelperLoose4(string.split('')), _step;
    !(_step = _iterator()).done;
  ) {
    var character = _step.value;
    result2 += parsePhoneNumberCharacter(character, result2) || '';
  }
  return result2;
}
function parsePhoneNumberCharacter(character, prevParsedCharacters, eventListener) {
  if (character === '+') {
    if (prevParsedCharacters) {
      if (typeof eventListener === 'function') {
        eventListener('end');
      }
      return;
    }
    return '+';
  }
  return parseDigit(character);
}

// node_modules/libphonenumber-js/es6/helpers/extractPhoneContext.js
var PLUS_SIGN = '+';
var RFC3966_VISUAL_SEPARATOR_ = '[\\-\\.\\(\\)]?';
var RFC3966_PHONE_DIGIT_ = '([' + VALID_DIGITS + ']|' + RFC3966_VISUAL_SEPARATOR_ + ')';
var RFC3966_GLOBAL_NUMBER_DIGITS_ =
  '^\\' + PLUS_SIGN + RFC3966_PHONE_DIGIT_ + '*[' + VALID_DIGITS + ']' + RFC3966_PHONE_DIGIT_ + '*$';
var RFC3966_GLOBAL_NUMBER_DIGITS_PATTERN_ = new RegExp(RFC3966_GLOBAL_NUMBER_DIGITS_, 'g');
var ALPHANUM_ = VALID_DIGITS;
var RFC3966_DOMAINLABEL_ = '[' + ALPHANUM_ + ']+((\\-)*[' + ALPHANUM_ + '])*';
var VALID_ALPHA_ = 'a-zA-Z';
var RFC3966_TOPLABEL_ = '[' + VALID_ALPHA_ + ']+((\\-)*[' + ALPHANUM_ + '])*';
var RFC3966_DOMAINNAME_ = '^(' + RFC3966_DOMAINLABEL_ + '\\.)*' + RFC3966_TOPLABEL_ + '\\.?$';
var RFC3966_DOMAINNAME_PATTERN_ = new RegExp(RFC3966_DOMAINNAME_, 'g');
var RFC3966_PREFIX_ = 'tel:';
var RFC3966_PHONE_CONTEXT_ = ';phone-context=';
var RFC3966_ISDN_SUBADDRESS_ = ';isub=';
function extractPhoneContext(numberToExtractFrom) {
  var indexOfPhoneContext = numberToExtractFrom.indexOf(RFC3966_PHONE_CONTEXT_);
  if (indexOfPhoneContext < 0) {
    return null;
  }
  var phoneContextStart = indexOfPhoneContext + RFC3966_PHONE_CONTEXT_.length;
  if (phoneContextStart >= numberToExtractFrom.length) {
    return '';
  }
  var phoneContextEnd = numberToExtractFrom.indexOf(';', phoneContextStart);
  if (phoneContextEnd >= 0) {
    return numberToExtractFrom.substring(phoneContextStart, phoneContextEnd);
  } else {
    return numberToExtractFrom.substring(phoneContextStart);
  }
}
function isPhoneContextValid(phoneContext) {
  if (phoneContext === null) {
    return true;
  }
  if (phoneContext.length === 0) {
    return false;
  }
  return (
    RFC3966_GLOBAL_NUMBER_DIGITS_PATTERN_.test(phoneContext) || RFC3966_DOMAINNAME_PATTERN_.test(phoneContext)
  );
}

// node_modules/libphonenumber-js/es6/helpers/extractFormattedPhoneNumberFromPossibleRfc3966NumberUri.js
function extractFormattedPhoneNumberFromPossibleRfc3966NumberUri(numberToParse, _ref) {
  var extractFormattedPhoneNumber = _ref.extractFormattedPhoneNumber;
  var phoneContext = extractPhoneContext(numberToParse);
  if (!isPhoneContextValid(phoneContext)) {
    throw new ParseError('NOT_A_NUMBER');
  }
  var phoneNumberString;
  if (phoneContext === null) {
    phoneNumberString = extractFormattedPhoneNumber(numberToParse) || '';
  } else {
    phoneNumberString = '';
    if (phoneContext.charAt(0) === PLUS_SIGN) {
      phoneNumberString += phoneContext;
    }
    var indexOfRfc3966Prefix = numberToParse.indexOf(RFC3966_PREFIX_);
    var indexOfNationalNumber;
    if (indexOfRfc3966Prefix >= 0) {
      indexOfNationalNumber = indexOfRfc3966Prefix + RFC3966_PREFIX_.length;
    } else {
      indexOfNationalNumber = 0;
    }
    var indexOfPhoneContext = numberToParse.indexOf(RFC3966_PHONE_CONTEXT_);
    phoneNumberString += numberToParse.substring(indexOfNationalNumber, indexOfPhoneContext);
  }
  var indexOfIsdn = phoneNumberString.indexOf(RFC3966_ISDN_SUBADDRESS_);
  if (indexOfIsdn > 0) {
    phoneNumberString = phoneNumberString.substring(0, indexOfIsdn);
  }
  if (phoneNumberString !== '') {
    return phoneNumberString;
  }
}

// node_modules/libphonenumber-js/es6/parse.js
var MAX_INPUT_STRING_LENGTH = 250;
var PHONE_NUMBER_START_PATTERN = new RegExp('[' + PLUS_CHARS + VALID_DIGITS + ']');
var AFTER_PHONE_NUMBER_END_PATTERN = new RegExp('[^' + VALID_DIGITS + '#]+$');
var USE_NON_GEOGRAPHIC_COUNTRY_CODE3 = false;
function parse(text, options, metadataJson) {
  options = options || {};
  var metadata = new Metadata(metadataJson);
  if (options.defaultCountry && !metadata.hasCountry(options.defaultCountry)) {
    if (options.v2) {
      throw new ParseError('INVALID_COUNTRY');
    }
    throw new Error('Unknown country: '.concat(options.defaultCountry));
  }
  var _parseInput = parseInput(text, options.v2, options.extract),
    formattedPhoneNumber = _parseInput.number,
    ext = _parseInput.ext,
    error = _parseInput.error;
  if (!formattedPhoneNumber) {
    if (options.v2) {
      if (error === 'TOO_SHORT') {
        throw new ParseError('TOO_SHORT');
      }
      throw new ParseError('NOT_A_NUMBER');
    }
    return {};
  }
  var _parsePhoneNumber = parsePhoneNumber(
      formattedPhoneNumber,
      options.defaultCountry,
      options.defaultCallingCode,
      // If `country` is returned, its numbering plan will also be selected in `metadata`.
      // Otherwise, if `countryCallingCode` is returned, its numbering plan will also be selected in `metadata`.
      // Otherwise, if neither `country` nor `countryCallingCode` are returned, no numbering plan will be selected in `metadata`.
      metadata,
    ),
    country = _parsePhoneNumber.country,
    nationalNumber = _parsePhoneNumber.nationalNumber,
    countryCallingCode = _parsePhoneNumber.countryCallingCode,
    countryCallingCodeSource = _parsePhoneNumber.countryCallingCodeSource,
    carrierCode = _parsePhoneNumber.carrierCode;
  if (!metadata.hasSelectedNumberingPlan()) {
    if (options.v2) {
      throw new ParseError('INVALID_COUNTRY');
    }
    return {};
  }
  if (!nationalNumber || nationalNumber.length < MIN_LENGTH_FOR_NSN) {
    if (options.v2) {
      throw new ParseError('TOO_SHORT');
    }
    return {};
  }
  if (nationalNumber.length > MAX_LENGTH_FOR_NSN) {
    if (options.v2) {
      throw new ParseError('TOO_LONG');
    }
    return {};
  }
  if (options.v2) {
    var phoneNumber = new PhoneNumber(countryCallingCode, nationalNumber, metadata.metadata);
    if (country) {
      phoneNumber.country = country;
    }
    if (carrierCode) {
      phoneNumber.carrierCode = carrierCode;
    }
    if (ext) {
      phoneNumber.ext = ext;
    }
    phoneNumber.__countryCallingCodeSource = countryCallingCodeSource;
    return phoneNumber;
  }
  var valid = (options.extended ? metadata.hasSelectedNumberingPlan() : country)
    ? matchesEntirely(nationalNumber, metadata.nationalNumberPattern())
    : false;
  if (!options.extended) {
    return valid ? result(country, nationalNumber, ext) : {};
  }
  return {
    country,
    countryCallingCode,
    carrierCode,
    valid,
    possible: valid
      ? true
      : options.extended === true && metadata.possibleLengths() && isPossibleNumber(nationalNumber, metadata)
        ? true
        : false,
    phone: nationalNumber,
    ext,
  };
}
function _extractFormattedPhoneNumber(text, extract, throwOnError) {
  if (!text) {
    return;
  }
  if (text.length > MAX_INPUT_STRING_LENGTH) {
    if (throwOnError) {
      throw new ParseError('TOO_LONG');
    }
    return;
  }
  if (extract === false) {
    return text;
  }
  var startsAt = text.search(PHONE_NUMBER_START_PATTERN);
  if (startsAt < 0) {
    return;
  }
  return text.slice(startsAt).replace(AFTER_PHONE_NUMBER_END_PATTERN, '');
}
function parseInput(text, v2, extract) {
  var number = extractFormattedPhoneNumberFromPossibleRfc3966NumberUri(text, {
    extractFormattedPhoneNumber: function extractFormattedPhoneNumber(text2) {
      return _extractFormattedPhoneNumber(text2, extract, v2);
    },
  });
  if (!number) {
    return {};
  }
  if (!isViablePhoneNumber(number)) {
    if (isViablePhoneNumberStart(number)) {
      return {
        error: 'TOO_SHORT',
      };
    }
    return {};
  }
  var withExtensionStripped = extractExtension(number);
  if (withExtensionStripped.ext) {
    return withExtensionStripped;
  }
  return {
    number,
  };
}
function result(country, nationalNumber, ext) {
  var result2 = {
    country,
    phone: nationalNumber,
  };
  if (ext) {
    result2.ext = ext;
  }
  return result2;
}
function parsePhoneNumber(formattedPhoneNumber, defaultCountry, defaultCallingCode, metadata) {
  var _extractCountryCallin = extractCountryCallingCode(
      parseIncompletePhoneNumber(formattedPhoneNumber),
      void 0,
      // `defaultCountry` and `defaultCallingCode` are only used to detect
      // if it's an "international" phone number or not. They won't be used
      // to derive the resulting `countryCallingCode` from them, or anything like that.
      defaultCountry,
      defaultCallingCode,
      metadata.metadata,
    ),
    countryCallingCodeSource = _extractCountryCallin.countryCallingCodeSource,
    countryCallingCode = _extractCountryCallin.countryCallingCode,
    number = _extractCountryCallin.number;
  var country;
  if (countryCallingCode) {
    metadata.selectNumberingPlan(countryCallingCode);
  } else if (number && (defaultCountry || defaultCallingCode)) {
    if (defaultCountry) {
      country = defaultCountry;
      metadata.selectNumberingPlan(defaultCountry);
      countryCallingCode = metadata.numberingPlan.callingCode();
    } else {
      metadata.selectNumberingPlan(defaultCallingCode);
      countryCallingCode = defaultCallingCode;
      if (USE_NON_GEOGRAPHIC_COUNTRY_CODE3) {
        if (metadata.isNonGeographicCallingCode(countryCallingCode)) {
          country = '001';
        }
      }
    }
  } else return {};
  if (!number) {
    return {
      countryCallingCodeSource,
      countryCallingCode,
    };
  }
  var _extractNationalNumbe = extractNationalNumber(parseIncompletePhoneNumber(number), void 0, metadata),
    nationalNumber = _extractNationalNumbe.nationalNumber,
    carrierCode = _extractNationalNumbe.carrierCode;
  var exactCountry = getCountryByCallingCode(countryCallingCode, {
    nationalNumber,
    metadata,
  });
  if (exactCountry) {
    country = exactCountry;
    if (exactCountry === '001') {
    } else {
      metadata.selectNumberingPlan(country);
    }
  }
  return {
    country,
    countryCallingCode,
    countryCallingCodeSource,
    nationalNumber,
    carrierCode,
  };
}

// node_modules/libphonenumber-js/es6/parsePhoneNumberWithError_.js
function _typeof4(o) {
  '@babel/helpers - typeof';
  return (
    (_typeof4 =
      'function' == typeof Symbol && 'symbol' == typeof Symbol.iterator
        ? function (o2) {
            return typeof o2;
          }
        : function (o2) {
            return o2 && 'function' == typeof Symbol && o2.constructor === Symbol && o2 !== Symbol.prototype
              ? 'symbol'
              : typeof o2;
          }),
    _typeof4(o)
  );
}
function ownKeys2(e, r) {
  var t = Object.keys(e);
  if (Object.getOwnPropertySymbols) {
    var o = Object.getOwnPropertySymbols(e);
    (r &&
      (o = o.filter(function (r2) {
        return Object.getOwnPropertyDescriptor(e, r2).enumerable;
      })),
      t.push.apply(t, o));
  }
  return t;
}
function _objectSpread2(e) {
  for (var r = 1; r < arguments.length; r++) {
    var t = null != arguments[r] ? arguments[r] : {};
    r % 2
      ? ownKeys2(Object(t), true).forEach(function (r2) {
          _defineProperty2(e, r2, t[r2]);
        })
      : Object.getOwnPropertyDescriptors
        ? Object.defineProperties(e, Object.getOwnPropertyDescriptors(t))
        : ownKeys2(Object(t)).forEach(function (r2) {
            Object.defineProperty(e, r2, Object.getOwnPropertyDescriptor(t, r2));
          });
  }
  return e;
}
function _defineProperty2(e, r, t) {
  return (
    (r = _toPropertyKey4(r)) in e
      ? Object.defineProperty(e, r, { value: t, enumerable: true, configurable: true, writable: true })
      : (e[r] = t),
    e
  );
}
function _toPropertyKey4(t) {
  var i = _toPrimitive4(t, 'string');
  return 'symbol' == _typeof4(i) ? i : i + '';
}
function _toPrimitive4(t, r) {
  if ('object' != _typeof4(t) || !t) return t;
  var e = t[Symbol.toPrimitive];
  if (void 0 !== e) {
    var i = e.call(t, r || 'default');
    if ('object' != _typeof4(i)) return i;
    throw new TypeError('@@toPrimitive must return a primitive value.');
  }
  return ('string' === r ? String : Number)(t);
}
function parsePhoneNumberWithError(text, options, metadata) {
  return parse(
    text,
    _objectSpread2(
      _objectSpread2({}, options),
      {},
      {
        v2: true,
      },
    ),
    metadata,
  );
}

// node_modules/libphonenumber-js/es6/normalizeArguments.js
function _typeof5(o) {
  '@babel/helpers - typeof';
  return (
    (_typeof5 =
      'function' == typeof Symbol && 'symbol' == typeof Symbol.iterator
        ? function (o2) {
            return typeof o2;
          }
        : function (o2) {
            return o2 && 'function' == typeof Symbol && o2.constructor === Symbol && o2 !== Symbol.prototype
              ? 'symbol'
              : typeof o2;
          }),
    _typeof5(o)
  );
}
function ownKeys3(e, r) {
  var t = Object.keys(e);
  if (Object.getOwnPropertySymbols) {
    var o = Object.getOwnPropertySymbols(e);
    (r &&
      (o = o.filter(function (r2) {
        return Object.getOwnPropertyDescriptor(e, r2).enumerable;
      })),
      t.push.apply(t, o));
  }
  return t;
}
function _objectSpread3(e) {
  for (var r = 1; r < arguments.length; r++) {
    var t = null != arguments[r] ? arguments[r] : {};
    r % 2
      ? ownKeys3(Object(t), true).forEach(function (r2) {
          _defineProperty3(e, r2, t[r2]);
        })
      : Object.getOwnPropertyDescriptors
        ? Object.defineProperties(e, Object.getOwnPropertyDescriptors(t))
        : ownKeys3(Object(t)).forEach(function (r2) {
            Object.defineProperty(e, r2, Object.getOwnPropertyDescriptor(t, r2));
          });
  }
  return e;
}
function _defineProperty3(e, r, t) {
  return (
    (r = _toPropertyKey5(r)) in e
      ? Object.defineProperty(e, r, { value: t, enumerable: true, configurable: true, writable: true })
      : (e[r] = t),
    e
  );
}
function _toPropertyKey5(t) {
  var i = _toPrimitive5(t, 'string');
  return 'symbol' == _typeof5(i) ? i : i + '';
}
function _toPrimitive5(t, r) {
  if ('object' != _typeof5(t) || !t) return t;
  var e = t[Symbol.toPrimitive];
  if (void 0 !== e) {
    var i = e.call(t, r || 'default');
    if ('object' != _typeof5(i)) return i;
    throw new TypeError('@@toPrimitive must return a primitive value.');
  }
  return ('string' === r ? String : Number)(t);
}
function _slicedToArray(r, e) {
  return (
    _arrayWithHoles(r) ||
    _iterableToArrayLimit(r, e) ||
    _unsupportedIterableToArray5(r, e) ||
    _nonIterableRest()
  );
}
function _nonIterableRest() {
  throw new TypeError(
    'Invalid attempt to destructure non-iterable instance.\nIn order to be iterable, non-array objects must have a [Symbol.iterator]() method.',
  );
}
function _unsupportedIterableToArray5(r, a) {
  if (r) {
    if ('string' == typeof r) return _arrayLikeToArray5(r, a);
    var t = {}.toString.call(r).slice(8, -1);
    return (
      'Object' === t && r.constructor && (t = r.constructor.name),
      'Map' === t || 'Set' === t
        ? Array.from(r)
        : 'Arguments' === t || /^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(t)
          ? _arrayLikeToArray5(r, a)
          : void 0
    );
  }
}
function _arrayLikeToArray5(r, a) {
  (null == a || a > r.length) && (a = r.length);
  for (var e = 0, n = Array(a); e < a; e++) n[e] = r[e];
  return n;
}
function _iterableToArrayLimit(r, l) {
  var t = null == r ? null : ('undefined' != typeof Symbol && r[Symbol.iterator]) || r['@@iterator'];
  if (null != t) {
    var e,
      n,
      i,
      u,
      a = [],
      f = true,
      o = false;
    try {
      if (((i = (t = t.call(r)).next), 0 === l)) {
        if (Object(t) !== t) return;
        f = false;
      } else for (; !(f = (e = i.call(t)).done) && (a.push(e.value), a.length !== l); f = true);
    } catch (r2) {
      ((o = true), (n = r2));
    } finally {
      try {
        if (!f && null != t['return'] && ((u = t['return']()), Object(u) !== u)) return;
      } finally {
        if (o) throw n;
      }
    }
    return a;
  }
}
function _arrayWithHoles(r) {
  if (Array.isArray(r)) return r;
}
function normalizeArguments(args) {
  var _Array$prototype$slic = Array.prototype.slice.call(args),
    _Array$prototype$slic2 = _slicedToArray(_Array$prototype$slic, 4),
    arg_1 = _Array$prototype$slic2[0],
    arg_2 = _Array$prototype$slic2[1],
    arg_3 = _Array$prototype$slic2[2],
    arg_4 = _Array$prototype$slic2[3];
  var text;
  var options;
  var metadata;
  if (typeof arg_1 === 'string') {
    text = arg_1;
  } else throw new TypeError('A text for parsing must be a string.');
  if (!arg_2 || typeof arg_2 === 'string') {
    if (arg_4) {
      options = arg_3;
      metadata = arg_4;
    } else {
      options = void 0;
      metadata = arg_3;
    }
    if (arg_2) {
      options = _objectSpread3(
        {
          defaultCountry: arg_2,
        },
        options,
      );
    }
  } else if (isObject2(arg_2)) {
    if (arg_3) {
      options = arg_2;
      metadata = arg_3;
    } else {
      metadata = arg_2;
    }
  } else throw new Error('Invalid second argument: '.concat(arg_2));
  return {
    text,
    options,
    metadata,
  };
}

// node_modules/libphonenumber-js/es6/parsePhoneNumber_.js
function _typeof6(o) {
  '@babel/helpers - typeof';
  return (
    (_typeof6 =
      'function' == typeof Symbol && 'symbol' == typeof Symbol.iterator
        ? function (o2) {
            return typeof o2;
          }
        : function (o2) {
            return o2 && 'function' == typeof Symbol && o2.constructor === Symbol && o2 !== Symbol.prototype
              ? 'symbol'
              : typeof o2;
          }),
    _typeof6(o)
  );
}
function ownKeys4(e, r) {
  var t = Object.keys(e);
  if (Object.getOwnPropertySymbols) {
    var o = Object.getOwnPropertySymbols(e);
    (r &&
      (o = o.filter(function (r2) {
        return Object.getOwnPropertyDescriptor(e, r2).enumerable;
      })),
      t.push.apply(t, o));
  }
  return t;
}
function _objectSpread4(e) {
  for (var r = 1; r < arguments.length; r++) {
    var t = null != arguments[r] ? arguments[r] : {};
    r % 2
      ? ownKeys4(Object(t), true).forEach(function (r2) {
          _defineProperty4(e, r2, t[r2]);
        })
      : Object.getOwnPropertyDescriptors
        ? Object.defineProperties(e, Object.getOwnPropertyDescriptors(t))
        : ownKeys4(Object(t)).forEach(function (r2) {
            Object.defineProperty(e, r2, Object.getOwnPropertyDescriptor(t, r2));
          });
  }
  return e;
}
function _defineProperty4(e, r, t) {
  return (
    (r = _toPropertyKey6(r)) in e
      ? Object.defineProperty(e, r, { value: t, enumerable: true, configurable: true, writable: true })
      : (e[r] = t),
    e
  );
}
function _toPropertyKey6(t) {
  var i = _toPrimitive6(t, 'string');
  return 'symbol' == _typeof6(i) ? i : i + '';
}
function _toPrimitive6(t, r) {
  if ('object' != _typeof6(t) || !t) return t;
  var e = t[Symbol.toPrimitive];
  if (void 0 !== e) {
    var i = e.call(t, r || 'default');
    if ('object' != _typeof6(i)) return i;
    throw new TypeError('@@toPrimitive must return a primitive value.');
  }
  return ('string' === r ? String : Number)(t);
}
function parsePhoneNumber2(text, options, metadata) {
  if (options && options.defaultCountry && !isSupportedCountry(options.defaultCountry, metadata)) {
    options = _objectSpread4(
      _objectSpread4({}, options),
      {},
      {
        defaultCountry: void 0,
      },
    );
  }
  try {
    return parsePhoneNumberWithError(text, options, metadata);
  } catch (error) {
    if (error instanceof ParseError) {
    } else {
      throw error;
    }
  }
}

// node_modules/libphonenumber-js/es6/parsePhoneNumber.js
function parsePhoneNumber3() {
  var _normalizeArguments = normalizeArguments(arguments),
    text = _normalizeArguments.text,
    options = _normalizeArguments.options,
    metadata = _normalizeArguments.metadata;
  return parsePhoneNumber2(text, options, metadata);
}

// node_modules/libphonenumber-js/min/exports/parsePhoneNumber.js
function parsePhoneNumber4() {
  return withMetadataArgument(parsePhoneNumber3, arguments);
}

// src/redaction/detect-phones.ts
var CANDIDATE =
  /(?<![\w.+/:@=-])(?:\(?\+[ (]{0,2}|\()?\d(?:[ \u00a0./()\u2010-\u2013-]{0,3}\d){6,17}(?:(?:[ ,]{0,2}(?:x|ext\.?|extension|#|доб\.?)[ .]{0,2})\d{1,6})?(?![\w@]|[.,:-]\d|-X\b)/giu;
var EXTENSION = /[ ,]{0,2}(?:x|ext\.?|extension|#|доб\.?)[ .]{0,2}\d{1,6}$/iu;
var OTHER_NUMBER =
  /(?:isbn|issn|doi|arxiv|serial|s\/n|\bsn|order|invoice|ticket|tracking|total|sum|amount|revenue|population|count|budget|summe|betrag|umsatz|gesamt|seriennummer|kundennummer|customer|member(?:ship)?|student|série|serie|seriale|case|rechnung|bestellung|commande|pedido|\bno|\bnr|n[°º]|#|\bid|\bref|reference|imei|\bvin|version|\bv|\blot|sku|part|model|account|konto|patent|build|commit|port|pmid|\bpin|zip|postcode|\$|€|£|¥|usd|eur)(?: (?:number|no|code))?[\s:.#-]{0,3}$/iu;
var CALL_WORD =
  /(?:(?:tel|phone|call|ring|dial|reach|contact|kontakt|mobile|mobil|cell|fax|whatsapp|sms|handy|telefon|telefoon|téléphone|teléfono|telefono|telefone|celular|móvil|móviles|cellulare|erreich|anruf|ruf|llam|llám|joindre|appele|chiam|ligue|ligar|bel|bereik|dzwoń|zadzwoń|ring|nå|портативный|телефон|тел|звоните|номер)\p{L}{0,6}|(?:my|our|his|her|their|meine?|mon|mi|il mio|meu|mijn|mój|mitt) (?:number|nummer|numéro|numero|número|numer)|電話|电话|手机|手機|联系|聯繫|連絡|携帯|我的号码|전화|휴대폰|연락처|هاتف|جوال|اتصل|الاتصال|رقمي)["'_]{0,2}[\s:=.("'：はを]{0,4}(?:(?:me|us|number|no\.?|at|on|via|is|under|unter|mich|mir|au|al|allo|sul|en|em|op|pod|nr|under|på|hoy|ist|est|es|é|è|to|jest|är|我|بي|على|到)["'\s:=.：]{1,3}){0,4}$/iu;
var COUNTRIES = [
  'US',
  'GB',
  'DE',
  'FR',
  'ES',
  'IT',
  'NL',
  'PL',
  'PT',
  'BR',
  'SE',
  'JP',
  'KR',
  'CN',
  'IN',
  'AU',
  'MX',
  'RU',
  'TR',
  'CH',
  'AT',
  'BE',
  'DK',
  'NO',
  'FI',
  'CZ',
  'IE',
  'UA',
  'GR',
  'HU',
  'RO',
  'ZA',
  'VN',
  'ID',
  'IL',
  'NZ',
  'AR',
  'CO',
  'TW',
];
var NORTH_AMERICAN =
  /^(?:\+?1[ .-]?|00?1[ .-]?|011[ .-]?1[ .-]?)?(?:\(\d{3}\)[ .-]?|\d{3}[ .-])\d{3}[ .-]\d{4}$/;
var AREA_IN_BRACKETS = /^\(0?\d{2,5}\)[ .-]?\d{2,9}(?:[ .-]\d{2,5}){0,3}$/;
var DATE_OR_SSN =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{3}-\d{2}-\d{4})(?: .*)?$/;
var DOTTED_QUAD = /^\d{1,3}(?:\.\d{1,3}){3}$/;
var ISBN = /^97[89]([ -]?)\d(?:\1\d){9,}$|^97[89][ -]\d[ -\d]{8,}$/;
var THOUSANDS = /^[1-9]\d{0,2}(?:([ .\u00a0])\d{3})(?:\1\d{3})+$/;
var RANGE_OR_FRACTION = /^(?:[12]\d{3} ?[-\u2010-\u2013] ?[12]\d{3}|[1-9]\d{0,6}(?:\/\d{1,7}){1,3})$/;
var ISBN_10 = /^\d{1,5}([ -])\d{1,7}\1\d{1,6}\1\d$/;
var DATE_WITH_SPACES = /^(?:[0-3]?\d [01]?\d (?:19|20)\d\d|(?:19|20)\d\d [01]\d [0-3]\d)$/;
function isIsbn10(number, digits) {
  if (digits.length !== 10 || !ISBN_10.test(number)) return false;
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  return sum % 11 === 0;
}
var COUNTED =
  /^ (?!(?:and|or|is|was|are|if|for|to|in|at|on|by|with|before|after|but|any|between|today|tomorrow|please|thanks?|now|ext|und|oder|ist|für|bitte|danke|wenn|ab|von|mit|et|ou|est|pour|merci|si|entre|y|o|es|para|por|gracias|e|è|per|grazie|en|of|voor|bedankt|i|lub|jest|dziękuję|proszę|och|eller|är|tack|obrigado|a)\b)[\p{Ll}\p{Script=Han}\p{Script=Katakana}%€$£¥]|^ ?(?:[%€$£¥]|eur|usd|chf|gbp)/iu;
var ABOUT =
  /\b(?:about|around|over|nearly|almost|approx\.?|approximately|roughly|some|than|etwa|rund|über|fast|ca\.?|circa|environ|presque|cerca de|unos|aproximadamente|około|ponad|omkring|ungefär) $/iu;
var IN_TABLE = /\d[ \t]*(?:\n|$)/;
var CHINESE_MOBILE = /^1[3-9]\d{9}$/;
var MOST_QUESTIONS = 300;
function findPhones(text) {
  if (!/\d/.test(text)) return [];
  const found = [];
  let questions = MOST_QUESTIONS;
  for (const { 0: cut, index: cutAt } of text.matchAll(CANDIDATE)) {
    const isOpen = cut.startsWith('(') && !cut.includes(')');
    const [candidate, index] = isOpen ? [cut.slice(1), cutAt + 1] : [cut, cutAt];
    const before = text.slice(Math.max(0, index - 32), index);
    const number = candidate.replace(EXTENSION, '');
    const digits = number.replaceAll(/\D/g, '');
    if (digits.length < 7 || digits.length > 18) continue;
    const after = text.slice(index + candidate.length, index + candidate.length + 24);
    const shape2 = isPhoneByShape({ number, digits, before, after });
    const isPhone = shape2 ?? (questions-- > 0 && isNationalNumber(number, digits));
    if (isPhone) found.push({ start: index, end: index + candidate.length });
  }
  return found;
}
function isPhoneByShape({ number, digits, before, after }) {
  if (/^\(?\+/.test(number)) return digits.length >= 8 && digits.length <= 15;
  if (OTHER_NUMBER.test(before)) return false;
  if (DATE_OR_SSN.test(number) || DOTTED_QUAD.test(number) || ISBN.test(number)) return false;
  if (/^\d+\.\d+$/.test(number) || RANGE_OR_FRACTION.test(number) || DATE_WITH_SPACES.test(number))
    return false;
  if (isIsbn10(number, digits)) return false;
  if (NORTH_AMERICAN.test(number) || AREA_IN_BRACKETS.test(number)) return true;
  if (CALL_WORD.test(before)) return digits.length <= 15;
  if (digits.length >= 13 && !number.startsWith('00') && passesLuhn(digits)) return false;
  if (THOUSANDS.test(number)) {
    const isCounted = /0{3}$/.test(digits) || COUNTED.test(after) || ABOUT.test(before);
    if (isCounted || (IN_TABLE.test(before) && before.includes('\n')) || /^[ \t]*\n[ \t]*\d/.test(after))
      return false;
  }
  return null;
}
function isNationalNumber(number, digits) {
  const abroad = /^(?:00|011)(?=[1-9])/.exec(digits)?.[0];
  if (abroad !== void 0 && digits.length >= 10) {
    const parsed = parsePhoneNumber4(`+${digits.slice(abroad.length)}`);
    if (parsed?.isPossible() === true) return true;
  }
  if (digits.length < 8 || digits.length > 13) return false;
  if (CHINESE_MOBILE.test(number)) return parsePhoneNumber4(number, 'CN')?.isValid() === true;
  const isGrouped = /\D/.test(number);
  const hasTrunk = digits.startsWith('0');
  if (!isGrouped && !hasTrunk) return false;
  const groups = groupsOf(number);
  return COUNTRIES.some((country) => {
    const parsed = parsePhoneNumber4(number, { defaultCountry: country, extract: false });
    if (parsed === void 0) return false;
    if (parsed.isValid()) return hasTrunk || groups === groupsOf(parsed.formatNational());
    return hasTrunk && isGrouped && parsed.isPossible() && !THOUSANDS.test(number);
  });
}
function groupsOf(number) {
  return (number.match(/\d+/g) ?? []).map(({ length }) => length).join('-');
}

// src/redaction/secret-rules.json
var secret_rules_default = {
  about:
    'Rules of gitleaks (https://github.com/gitleaks/gitleaks), made by scripts/secret-rules.mjs. MIT licence, Copyright (c) 2019 Zachary Rice: https://github.com/gitleaks/gitleaks/blob/master/LICENSE. Each: its expression, the words one of which stands in what it matches, the least entropy of the secret in bits a character, and the group that is the secret.',
  rules: [
    {
      id: '1password-secret-key',
      expression:
        '\\bA3-[A-Z0-9]{6}-(?:(?:[A-Z0-9]{11})|(?:[A-Z0-9]{6}-[A-Z0-9]{5}))-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}\\b',
      words: ['a3-'],
      leastEntropy: 3.8,
      group: 0,
    },
    {
      id: '1password-service-account-token',
      expression: 'ops_eyJ[a-zA-Z0-9+/]{250,}={0,3}',
      words: ['ops_'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'adafruit-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:adafruit)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9_-]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['adafruit'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'adobe-client-id',
      expression: `(?i:[\\w.-]{0,50}?(?:adobe)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-f0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['adobe'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'adobe-client-secret',
      expression: `\\b(p8e-(?i:[a-z0-9]{32}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['p8e-'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'age-secret-key',
      expression: 'AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}',
      words: ['age-secret-key-1'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'airtable-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:airtable)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{17})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['airtable'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'airtable-personnal-access-token',
      expression: '\\b(pat[A-Za-z0-9]{14}\\.[a-f0-9]{64})\\b',
      words: ['airtable'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'algolia-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:algolia)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['algolia'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'alibaba-access-key-id',
      expression: `\\b(LTAI(?i:[a-z0-9]{20}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['ltai'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'alibaba-secret-key',
      expression: `(?i:[\\w.-]{0,50}?(?:alibaba)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{30})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['alibaba'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'anthropic-admin-api-key',
      expression: `\\b(sk-ant-admin01-[a-zA-Z0-9_\\-]{93}AA)(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['sk-ant-admin01'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'anthropic-api-key',
      expression: `\\b(sk-ant-api03-[a-zA-Z0-9_\\-]{93}AA)(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['sk-ant-api03'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'artifactory-api-key',
      expression: '\\bAKCp[A-Za-z0-9]{69}\\b',
      words: ['akcp'],
      leastEntropy: 4.5,
      group: 0,
    },
    {
      id: 'artifactory-reference-token',
      expression: '\\bcmVmd[A-Za-z0-9]{59}\\b',
      words: ['cmvmd'],
      leastEntropy: 4.5,
      group: 0,
    },
    {
      id: 'asana-client-id',
      expression: `(?i:[\\w.-]{0,50}?(?:asana)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9]{16})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['asana'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'asana-client-secret',
      expression: `(?i:[\\w.-]{0,50}?(?:asana)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['asana'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'atlassian-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:(?-i:ATLASSIAN|[Aa]tlassian)|(?-i:CONFLUENCE|[Cc]onfluence)|(?-i:JIRA|[Jj]ira))(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{20}[a-f0-9]{4})(?:[\\x60'"\\s;]|\\\\[nr]|$)|\\b(ATATT3[A-Za-z0-9_\\-=]{186})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['atlassian', 'confluence', 'jira', 'atatt3'],
      leastEntropy: 3.5,
      group: 0,
    },
    {
      id: 'authress-service-client-access-key',
      expression: `\\b((?:sc|ext|scauth|authress)_(?i:[a-z0-9]{5,30}\\.[a-z0-9]{4,6}\\.(?-i:acc)[_-][a-z0-9-]{10,32}\\.[a-z0-9+/_=-]{30,120}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['sc_', 'ext_', 'scauth_', 'authress_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'aws-access-token',
      expression: '\\b((?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\\b',
      words: ['a3t', 'akia', 'asia', 'abia', 'acca'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'aws-amazon-bedrock-api-key-long-lived',
      expression: `\\b(ABSK[A-Za-z0-9+/]{109,269}={0,2})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['absk'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'aws-amazon-bedrock-api-key-short-lived',
      expression: 'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t',
      words: ['bedrock-api-key-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'azure-ad-client-secret',
      expression: `(?:^|[\\\\'"\\x60\\s>=:(,)])([a-zA-Z0-9_~.]{3}\\dQ~[a-zA-Z0-9_~.-]{31,34})(?:$|[\\\\'"\\x60\\s<),])`,
      words: ['q~'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'beamer-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:beamer)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(b_[a-z0-9=_\\-]{44})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['beamer'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'bitbucket-client-id',
      expression: `(?i:[\\w.-]{0,50}?(?:bitbucket)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['bitbucket'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'bitbucket-client-secret',
      expression: `(?i:[\\w.-]{0,50}?(?:bitbucket)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9=_\\-]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['bitbucket'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'bittrex-access-key',
      expression: `(?i:[\\w.-]{0,50}?(?:bittrex)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['bittrex'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'bittrex-secret-key',
      expression: `(?i:[\\w.-]{0,50}?(?:bittrex)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['bittrex'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'cisco-meraki-api-key',
      expression: `[\\w.-]{0,50}?(?i:[\\w.-]{0,50}?(?:(?-i:[Mm]eraki|MERAKI))(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3})(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9a-f]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['meraki'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'clickhouse-cloud-api-secret-key',
      expression: '\\b(4b1d[A-Za-z0-9]{38})\\b',
      words: ['4b1d'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'clojars-api-token',
      expression: '(?i:CLOJARS_[a-z0-9]{60})',
      words: ['clojars_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'cloudflare-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:cloudflare)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9_-]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['cloudflare'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'cloudflare-global-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:cloudflare)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-f0-9]{37})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['cloudflare'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'cloudflare-origin-ca-key',
      expression: `\\b(v1\\.0-[a-f0-9]{24}-[a-f0-9]{146})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['cloudflare', 'v1.0-'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'codecov-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:codecov)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['codecov'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'cohere-api-token',
      expression: `[\\w.-]{0,50}?(?i:[\\w.-]{0,50}?(?:cohere|CO_API_KEY)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3})(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-zA-Z0-9]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['cohere', 'co_api_key'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'coinbase-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:coinbase)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9_-]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['coinbase'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'confluent-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:confluent)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{16})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['confluent'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'confluent-secret-key',
      expression: `(?i:[\\w.-]{0,50}?(?:confluent)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['confluent'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'contentful-delivery-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:contentful)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9=_\\-]{43})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['contentful'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'curl-auth-header',
      expression: `\\bcurl\\b(?:.*?|.*?(?:[\\r\\n]{1,2}.*?){1,5})[ \\t\\n\\r](?:-H|--header)(?:=|[ \\t]{0,5})(?:"(?i:(?:Authorization:[ \\t]{0,5}(?:Basic[ \\t]([a-z0-9+/]{8,}={0,3})|(?:Bearer|(?:Api-)?Token)[ \\t]([\\w=~@.+/-]{8,})|([\\w=~@.+/-]{8,}))|(?:(?:X-(?:[a-z]+-)?)?(?:Api-?)?(?:Key|Token)):[ \\t]{0,5}([\\w=~@.+/-]{8,}))"|'(?i:(?:Authorization:[ \\t]{0,5}(?:Basic[ \\t]([a-z0-9+/]{8,}={0,3})|(?:Bearer|(?:Api-)?Token)[ \\t]([\\w=~@.+/-]{8,})|([\\w=~@.+/-]{8,}))|(?:(?:X-(?:[a-z]+-)?)?(?:Api-?)?(?:Key|Token)):[ \\t]{0,5}([\\w=~@.+/-]{8,}))')))(?:\\B|\\s|$)`,
      words: ['curl'],
      leastEntropy: 2.75,
      group: 0,
    },
    {
      id: 'databricks-api-token',
      expression: `\\b(dapi[a-f0-9]{32}(?:-\\d)?)(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['dapi'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'datadog-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:datadog)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['datadog'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'defined-networking-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:dnkey)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(dnkey-[a-z0-9=_\\-]{26}-[a-z0-9=_\\-]{52})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['dnkey'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'digitalocean-access-token',
      expression: `\\b(doo_v1_[a-f0-9]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['doo_v1_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'digitalocean-pat',
      expression: `\\b(dop_v1_[a-f0-9]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['dop_v1_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'digitalocean-refresh-token',
      expression: `(?i:\\b(dor_v1_[a-f0-9]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['dor_v1_'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'discord-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:discord)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-f0-9]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['discord'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'discord-client-id',
      expression: `(?i:[\\w.-]{0,50}?(?:discord)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9]{18})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['discord'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'discord-client-secret',
      expression: `(?i:[\\w.-]{0,50}?(?:discord)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9=_\\-]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['discord'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'doppler-api-token',
      expression: 'dp\\.pt\\.(?i:[a-z0-9]{43})',
      words: ['dp.pt.'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'droneci-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:droneci)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['droneci'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'dropbox-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:dropbox)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{15})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['dropbox'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'dropbox-long-lived-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:dropbox)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{11}(AAAAAAAAAA)[a-z0-9\\-_=]{43})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['dropbox'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'dropbox-short-lived-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:dropbox)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(sl\\.[a-z0-9\\-=_]{135})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['dropbox'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'duffel-api-token',
      expression: 'duffel_(?:test|live)_(?i:[a-z0-9_\\-=]{43})',
      words: ['duffel_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'dynatrace-api-token',
      expression: 'dt0c01\\.(?i:[a-z0-9]{24}\\.[a-z0-9]{64})',
      words: ['dt0c01.'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'easypost-api-token',
      expression: '\\bEZAK(?i:[a-z0-9]{54}\\b)',
      words: ['ezak'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'easypost-test-api-token',
      expression: '\\bEZTK(?i:[a-z0-9]{54}\\b)',
      words: ['eztk'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'etsy-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:(?-i:ETSY|[Ee]tsy))(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{24})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['etsy'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'facebook-access-token',
      expression: `(?i:\\b(\\d{15,16}(\\||%)[0-9a-z\\-_]{27,40})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['facebook'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'facebook-page-access-token',
      expression: `\\b(EAA[MC](?i:[a-z0-9]{100,}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['eaam', 'eaac'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'facebook-secret',
      expression: `(?i:[\\w.-]{0,50}?(?:facebook)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-f0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['facebook'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'fastly-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:fastly)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9=_\\-]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['fastly'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'finicity-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:finicity)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-f0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['finicity'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'finicity-client-secret',
      expression: `(?i:[\\w.-]{0,50}?(?:finicity)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{20})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['finicity'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'finnhub-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:finnhub)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{20})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['finnhub'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'flickr-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:flickr)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['flickr'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'flutterwave-encryption-key',
      expression: 'FLWSECK_TEST-(?i:[a-h0-9]{12})',
      words: ['flwseck_test'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'flutterwave-public-key',
      expression: 'FLWPUBK_TEST-(?i:[a-h0-9]{32}-X)',
      words: ['flwpubk_test'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'flutterwave-secret-key',
      expression: 'FLWSECK_TEST-(?i:[a-h0-9]{32}-X)',
      words: ['flwseck_test'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'flyio-access-token',
      expression: `\\b((?:fo1_[\\w-]{43}|fm1[ar]_[a-zA-Z0-9+\\/]{100,}={0,3}|fm2_[a-zA-Z0-9+\\/]{100,}={0,3}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['fo1_', 'fm1', 'fm2_'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'frameio-api-token',
      expression: 'fio-u-(?i:[a-z0-9\\-_=]{64})',
      words: ['fio-u-'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'freemius-secret-key',
      expression: `(?i:["']secret_key["']\\s*=>\\s*["'](sk_[\\S]{29})["'])`,
      words: ['secret_key'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'freshbooks-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:freshbooks)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['freshbooks'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'gcp-api-key',
      expression: `\\b(AIza[\\w-]{35})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['aiza'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'github-app-token',
      expression: '(?:ghu|ghs)_[0-9a-zA-Z]{36}',
      words: ['ghu_', 'ghs_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'github-fine-grained-pat',
      expression: 'github_pat_\\w{82}',
      words: ['github_pat_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'github-oauth',
      expression: 'gho_[0-9a-zA-Z]{36}',
      words: ['gho_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'github-pat',
      expression: 'ghp_[0-9a-zA-Z]{36}',
      words: ['ghp_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'github-refresh-token',
      expression: 'ghr_[0-9a-zA-Z]{36}',
      words: ['ghr_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-cicd-job-token',
      expression: 'glcbt-[0-9a-zA-Z]{1,5}_[0-9a-zA-Z_-]{20}',
      words: ['glcbt-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-deploy-token',
      expression: 'gldt-[0-9a-zA-Z_\\-]{20}',
      words: ['gldt-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-feature-flag-client-token',
      expression: 'glffct-[0-9a-zA-Z_\\-]{20}',
      words: ['glffct-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-feed-token',
      expression: 'glft-[0-9a-zA-Z_\\-]{20}',
      words: ['glft-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-incoming-mail-token',
      expression: 'glimt-[0-9a-zA-Z_\\-]{25}',
      words: ['glimt-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-kubernetes-agent-token',
      expression: 'glagent-[0-9a-zA-Z_\\-]{50}',
      words: ['glagent-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-oauth-app-secret',
      expression: 'gloas-[0-9a-zA-Z_\\-]{64}',
      words: ['gloas-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-pat',
      expression: 'glpat-[\\w-]{20}',
      words: ['glpat-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-pat-routable',
      expression: '\\bglpat-[0-9a-zA-Z_-]{27,300}\\.[0-9a-z]{2}[0-9a-z]{7}\\b',
      words: ['glpat-'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'gitlab-ptt',
      expression: 'glptt-[0-9a-f]{40}',
      words: ['glptt-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-rrt',
      expression: 'GR1348941[\\w-]{20}',
      words: ['gr1348941'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-runner-authentication-token',
      expression: 'glrt-[0-9a-zA-Z_\\-]{20}',
      words: ['glrt-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-runner-authentication-token-routable',
      expression: '\\bglrt-t\\d_[0-9a-zA-Z_\\-]{27,300}\\.[0-9a-z]{2}[0-9a-z]{7}\\b',
      words: ['glrt-'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'gitlab-scim-token',
      expression: 'glsoat-[0-9a-zA-Z_\\-]{20}',
      words: ['glsoat-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitlab-session-cookie',
      expression: '_gitlab_session=[0-9a-z]{32}',
      words: ['_gitlab_session='],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'gitter-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:gitter)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9_-]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['gitter'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'gocardless-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:gocardless)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(live_(?i:[a-z0-9\\-_=]{40}))(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['live_', 'gocardless'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'grafana-api-key',
      expression: `(?i:\\b(eyJrIjoi[A-Za-z0-9]{70,400}={0,3})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['eyjrijoi'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'grafana-cloud-api-token',
      expression: `(?i:\\b(glc_[A-Za-z0-9+/]{32,400}={0,3})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['glc_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'grafana-service-account-token',
      expression: `(?i:\\b(glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['glsa_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'harness-api-key',
      expression: '(?:pat|sat)\\.[a-zA-Z0-9_-]{22}\\.[a-zA-Z0-9]{24}\\.[a-zA-Z0-9]{20}',
      words: ['pat.', 'sat.'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'hashicorp-tf-api-token',
      expression: '(?i:[a-z0-9]{14}\\.(?-i:atlasv1)\\.[a-z0-9\\-_=]{60,70})',
      words: ['atlasv1'],
      leastEntropy: 3.5,
      group: 0,
    },
    {
      id: 'hashicorp-tf-password',
      expression: `(?i:[\\w.-]{0,50}?(?:administrator_login_password|password)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}("[a-z0-9=_\\-]{8,20}")(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['administrator_login_password', 'password'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'heroku-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:heroku)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['heroku'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'heroku-api-key-v2',
      expression: `\\b((HRKU-AA[0-9a-zA-Z_-]{58}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['hrku-aa'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'hubspot-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:hubspot)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['hubspot'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'huggingface-access-token',
      expression: `\\b(hf_(?i:[a-z]{34}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['hf_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'huggingface-organization-api-token',
      expression: `\\b(api_org_(?i:[a-z]{34}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['api_org_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'infracost-api-token',
      expression: `\\b(ico-[a-zA-Z0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['ico-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'intercom-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:intercom)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9=_\\-]{60})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['intercom'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'intra42-client-secret',
      expression: `\\b(s-s4t2(?:ud|af)-(?i:[abcdef0123456789]{64}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['intra', 's-s4t2ud-', 's-s4t2af-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'jfrog-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:jfrog|artifactory|bintray|xray)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{73})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['jfrog', 'artifactory', 'bintray', 'xray'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'jfrog-identity-token',
      expression: `(?i:[\\w.-]{0,50}?(?:jfrog|artifactory|bintray|xray)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['jfrog', 'artifactory', 'bintray', 'xray'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'jwt',
      expression: `\\b(ey[a-zA-Z0-9]{17,}\\.ey[a-zA-Z0-9\\/\\\\_-]{17,}\\.(?:[a-zA-Z0-9\\/\\\\_-]{10,}={0,2})?)(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['ey'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'kraken-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:kraken)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9\\/=_\\+\\-]{80,90})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['kraken'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'kucoin-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:kucoin)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-f0-9]{24})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['kucoin'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'kucoin-secret-key',
      expression: `(?i:[\\w.-]{0,50}?(?:kucoin)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['kucoin'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'launchdarkly-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:launchdarkly)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9=_\\-]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['launchdarkly'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'linear-api-key',
      expression: 'lin_api_(?i:[a-z0-9]{40})',
      words: ['lin_api_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'linear-client-secret',
      expression: `(?i:[\\w.-]{0,50}?(?:linear)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-f0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['linear'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'linkedin-client-id',
      expression: `(?i:[\\w.-]{0,50}?(?:linked[_-]?in)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{14})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['linkedin', 'linked_in', 'linked-in'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'linkedin-client-secret',
      expression: `(?i:[\\w.-]{0,50}?(?:linked[_-]?in)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{16})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['linkedin', 'linked_in', 'linked-in'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'lob-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:lob)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}((live|test)_[a-f0-9]{35})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['test_', 'live_'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'lob-pub-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:lob)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}((test|live)_pub_[a-f0-9]{31})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['test_pub', 'live_pub', '_pub'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'looker-client-id',
      expression: `(?i:[\\w.-]{0,50}?(?:looker)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{20})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['looker'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'looker-client-secret',
      expression: `(?i:[\\w.-]{0,50}?(?:looker)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{24})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['looker'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'mailchimp-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:MailchimpSDK.initialize|mailchimp)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-f0-9]{32}-us\\d\\d)(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['mailchimp'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'mailgun-private-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:mailgun)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(key-[a-f0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['mailgun'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'mailgun-pub-key',
      expression: `(?i:[\\w.-]{0,50}?(?:mailgun)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(pubkey-[a-f0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['mailgun'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'mailgun-signing-key',
      expression: `(?i:[\\w.-]{0,50}?(?:mailgun)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-h0-9]{32}-[a-h0-9]{8}-[a-h0-9]{8})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['mailgun'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'mapbox-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:mapbox)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(pk\\.[a-z0-9]{60}\\.[a-z0-9]{22})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['mapbox'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'mattermost-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:mattermost)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{26})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['mattermost'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'maxmind-license-key',
      expression: `\\b([A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk)(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['_mmk'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'messagebird-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:message[_-]?bird)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{25})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['messagebird', 'message-bird', 'message_bird'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'messagebird-client-id',
      expression: `(?i:[\\w.-]{0,50}?(?:message[_-]?bird)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['messagebird', 'message-bird', 'message_bird'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'microsoft-teams-webhook',
      expression:
        'https://[a-z0-9]+\\.webhook\\.office\\.com/webhookb2/[a-z0-9]{8}-([a-z0-9]{4}-){3}[a-z0-9]{12}@[a-z0-9]{8}-([a-z0-9]{4}-){3}[a-z0-9]{12}/IncomingWebhook/[a-z0-9]{32}/[a-z0-9]{8}-([a-z0-9]{4}-){3}[a-z0-9]{12}',
      words: ['webhook.office.com', 'webhookb2', 'incomingwebhook'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'netlify-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:netlify)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9=_\\-]{40,46})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['netlify'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'new-relic-browser-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:new-relic|newrelic|new_relic)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(NRJS-[a-f0-9]{19})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['nrjs-'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'new-relic-insert-key',
      expression: `(?i:[\\w.-]{0,50}?(?:new-relic|newrelic|new_relic)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(NRII-[a-z0-9-]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['nrii-'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'new-relic-user-api-id',
      expression: `(?i:[\\w.-]{0,50}?(?:new-relic|newrelic|new_relic)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['new-relic', 'newrelic', 'new_relic'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'new-relic-user-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:new-relic|newrelic|new_relic)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(NRAK-[a-z0-9]{27})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['nrak'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'notion-api-token',
      expression: `\\b(ntn_[0-9]{11}[A-Za-z0-9]{32}[A-Za-z0-9]{3})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['ntn_'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'npm-access-token',
      expression: `(?i:\\b(npm_[a-z0-9]{36})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['npm_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'nuget-config-password',
      expression: '(?i:<add key=\\"(?:(?:ClearText)?Password)\\"\\s*value=\\"(.{8,})\\"\\s*/>)',
      words: ['<add key='],
      leastEntropy: 1,
      group: 0,
    },
    {
      id: 'nytimes-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:nytimes|new-york-times,|newyorktimes)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9=_\\-]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['nytimes', 'new-york-times', 'newyorktimes'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'octopus-deploy-api-key',
      expression: `\\b(API-[A-Z0-9]{26})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['api-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'okta-access-token',
      expression: `[\\w.-]{0,50}?(?i:[\\w.-]{0,50}?(?:(?-i:[Oo]kta|OKTA))(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3})(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(00[\\w=\\-]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['okta'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'openai-api-key',
      expression: `\\b(sk-(?:proj|svcacct|admin)-(?:[A-Za-z0-9_-]{74}|[A-Za-z0-9_-]{58})T3BlbkFJ(?:[A-Za-z0-9_-]{74}|[A-Za-z0-9_-]{58})\\b|sk-[a-zA-Z0-9]{20}T3BlbkFJ[a-zA-Z0-9]{20})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['t3blbkfj'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'openshift-user-token',
      expression: '\\b(sha256~[\\w-]{43})(?:[^\\w-]|$)',
      words: ['sha256~'],
      leastEntropy: 3.5,
      group: 0,
    },
    {
      id: 'perplexity-api-key',
      expression: `\\b(pplx-[a-zA-Z0-9]{48})(?:[\\x60'"\\s;]|\\\\[nr]|$|\\b)`,
      words: ['pplx-'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'plaid-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:plaid)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(access-(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['plaid'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'plaid-client-id',
      expression: `(?i:[\\w.-]{0,50}?(?:plaid)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{24})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['plaid'],
      leastEntropy: 3.5,
      group: 0,
    },
    {
      id: 'plaid-secret-key',
      expression: `(?i:[\\w.-]{0,50}?(?:plaid)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{30})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['plaid'],
      leastEntropy: 3.5,
      group: 0,
    },
    {
      id: 'planetscale-api-token',
      expression: `\\b(pscale_tkn_(?i:[\\w=\\.-]{32,64}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['pscale_tkn_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'planetscale-oauth-token',
      expression: `\\b(pscale_oauth_[\\w=\\.-]{32,64})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['pscale_oauth_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'planetscale-password',
      expression: `(?i:\\b(pscale_pw_(?i:[\\w=\\.-]{32,64}))(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['pscale_pw_'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'postman-api-token',
      expression: `\\b(PMAK-(?i:[a-f0-9]{24}\\-[a-f0-9]{34}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['pmak-'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'prefect-api-token',
      expression: `\\b(pnu_[a-zA-Z0-9]{36})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['pnu_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'privateai-api-token',
      expression: `[\\w.-]{0,50}?(?i:[\\w.-]{0,50}?(?:private[_-]?ai)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3})(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['privateai', 'private_ai', 'private-ai'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'pulumi-api-token',
      expression: `\\b(pul-[a-f0-9]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['pul-'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'pypi-upload-token',
      expression: 'pypi-AgEIcHlwaS5vcmc[\\w-]{50,1000}',
      words: ['pypi-ageichlwas5vcmc'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'rapidapi-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:rapidapi)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9_-]{50})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['rapidapi'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'readme-api-token',
      expression: `\\b(rdme_[a-z0-9]{70})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['rdme_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'rubygems-api-token',
      expression: `\\b(rubygems_[a-f0-9]{48})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['rubygems_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'scalingo-api-token',
      expression: `\\b(tk-us-[\\w-]{48})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['tk-us-'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'sendbird-access-id',
      expression: `(?i:[\\w.-]{0,50}?(?:sendbird)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['sendbird'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'sendbird-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:sendbird)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-f0-9]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['sendbird'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'sendgrid-api-token',
      expression: `\\b(SG\\.(?i:[a-z0-9=_\\-\\.]{66}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['sg.'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'sendinblue-api-token',
      expression: `\\b(xkeysib-[a-f0-9]{64}\\-(?i:[a-z0-9]{16}))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['xkeysib-'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'sentry-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:sentry)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-f0-9]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['sentry'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'sentry-org-token',
      expression:
        '\\bsntrys_eyJpYXQiO[a-zA-Z0-9+/]{10,200}(?:LCJyZWdpb25fdXJs|InJlZ2lvbl91cmwi|cmVnaW9uX3VybCI6)[a-zA-Z0-9+/]{10,200}={0,2}_[a-zA-Z0-9+/]{43}(?:[^a-zA-Z0-9+/]|$)',
      words: ['sntrys_eyjpyxqio'],
      leastEntropy: 4.5,
      group: 0,
    },
    {
      id: 'sentry-user-token',
      expression: `\\b(sntryu_[a-f0-9]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['sntryu_'],
      leastEntropy: 3.5,
      group: 0,
    },
    {
      id: 'settlemint-application-access-token',
      expression: `\\b(sm_aat_[a-zA-Z0-9]{16})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['sm_aat'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'settlemint-personal-access-token',
      expression: `\\b(sm_pat_[a-zA-Z0-9]{16})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['sm_pat'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'settlemint-service-access-token',
      expression: `\\b(sm_sat_[a-zA-Z0-9]{16})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['sm_sat'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'shippo-api-token',
      expression: `\\b(shippo_(?:live|test)_[a-fA-F0-9]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['shippo_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'shopify-access-token',
      expression: 'shpat_[a-fA-F0-9]{32}',
      words: ['shpat_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'shopify-custom-access-token',
      expression: 'shpca_[a-fA-F0-9]{32}',
      words: ['shpca_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'shopify-private-app-access-token',
      expression: 'shppa_[a-fA-F0-9]{32}',
      words: ['shppa_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'shopify-shared-secret',
      expression: 'shpss_[a-fA-F0-9]{32}',
      words: ['shpss_'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'sidekiq-secret',
      expression: `(?i:[\\w.-]{0,50}?(?:BUNDLE_ENTERPRISE__CONTRIBSYS__COM|BUNDLE_GEMS__CONTRIBSYS__COM)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-f0-9]{8}:[a-f0-9]{8})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['bundle_enterprise__contribsys__com', 'bundle_gems__contribsys__com'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'sidekiq-sensitive-url',
      expression:
        '(?i:\\bhttps?://([a-f0-9]{8}:[a-f0-9]{8})@(?:gems.contribsys.com|enterprise.contribsys.com)(?:[\\/|\\#|\\?|:]|$))',
      words: ['gems.contribsys.com', 'enterprise.contribsys.com'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'slack-app-token',
      expression: '(?i:xapp-\\d-[A-Z0-9]+-\\d+-[a-z0-9]+)',
      words: ['xapp'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'slack-bot-token',
      expression: 'xoxb-[0-9]{10,13}-[0-9]{10,13}[a-zA-Z0-9-]*',
      words: ['xoxb'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'slack-config-access-token',
      expression: '(?i:xoxe.xox[bp]-\\d-[A-Z0-9]{163,166})',
      words: ['xoxe.xoxb-', 'xoxe.xoxp-'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'slack-config-refresh-token',
      expression: '(?i:xoxe-\\d-[A-Z0-9]{146})',
      words: ['xoxe-'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'slack-legacy-bot-token',
      expression: 'xoxb-[0-9]{8,14}-[a-zA-Z0-9]{18,26}',
      words: ['xoxb'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'slack-legacy-token',
      expression: 'xox[os]-\\d+-\\d+-\\d+-[a-fA-F\\d]+',
      words: ['xoxo', 'xoxs'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'slack-legacy-workspace-token',
      expression: 'xox[ar]-(?:\\d-)?[0-9a-zA-Z]{8,48}',
      words: ['xoxa', 'xoxr'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'slack-user-token',
      expression: 'xox[pe](?:-[0-9]{10,13}){3}-[a-zA-Z0-9-]{28,34}',
      words: ['xoxp-', 'xoxe-'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'slack-webhook-url',
      expression: '(?:https?://)?hooks.slack.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{43,56}',
      words: ['hooks.slack.com'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'snyk-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:snyk[_.-]?(?:(?:api|oauth)[_.-]?)?(?:key|token))(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['snyk'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'sonar-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:sonar[_.-]?(login|token))(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}((?:squ_|sqp_|sqa_)?[a-z0-9=_\\-]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['sonar'],
      leastEntropy: 0,
      group: 2,
    },
    {
      id: 'sourcegraph-access-token',
      expression: `(?i:\\b(\\b(sgp_(?:[a-fA-F0-9]{16}|local)_[a-fA-F0-9]{40}|sgp_[a-fA-F0-9]{40}|[a-fA-F0-9]{40})\\b)(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['sgp_', 'sourcegraph'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'square-access-token',
      expression: `\\b((?:EAAA|sq0atp-)[\\w-]{22,60})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['sq0atp-', 'eaaa'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'squarespace-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:squarespace)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['squarespace'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'stripe-access-token',
      expression: `\\b((?:sk|rk)_(?:test|live|prod)_[a-zA-Z0-9]{10,99})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['sk_test', 'sk_live', 'sk_prod', 'rk_test', 'rk_live', 'rk_prod'],
      leastEntropy: 2,
      group: 0,
    },
    {
      id: 'sumologic-access-id',
      expression: `[\\w.-]{0,50}?(?i:[\\w.-]{0,50}?(?:(?-i:[Ss]umo|SUMO))(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3})(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(su[a-zA-Z0-9]{12})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['sumo'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'sumologic-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:(?-i:[Ss]umo|SUMO))(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{64})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['sumo'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'telegram-bot-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:telegr)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9]{5,16}:(?-i:A)[a-z0-9_\\-]{34})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['telegr'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'travisci-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:travis)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{22})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['travis'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'twilio-api-key',
      expression: 'SK[0-9a-fA-F]{32}',
      words: ['sk'],
      leastEntropy: 3,
      group: 0,
    },
    {
      id: 'twitch-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:twitch)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{30})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['twitch'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'twitter-access-secret',
      expression: `(?i:[\\w.-]{0,50}?(?:twitter)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{45})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['twitter'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'twitter-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:twitter)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([0-9]{15,25}-[a-zA-Z0-9]{20,40})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['twitter'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'twitter-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:twitter)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{25})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['twitter'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'twitter-api-secret',
      expression: `(?i:[\\w.-]{0,50}?(?:twitter)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{50})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['twitter'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'twitter-bearer-token',
      expression: `(?i:[\\w.-]{0,50}?(?:twitter)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(A{22}[a-zA-Z0-9%]{80,100})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['twitter'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'typeform-api-token',
      expression: `(?i:[\\w.-]{0,50}?(?:typeform)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(tfp_[a-z0-9\\-_\\.=]{59})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['tfp_'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'vault-batch-token',
      expression: `\\b(hvb\\.[\\w-]{138,300})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['hvb.'],
      leastEntropy: 4,
      group: 0,
    },
    {
      id: 'vault-service-token',
      expression: `\\b((?:hvs\\.[\\w-]{90,120}|s\\.(?i:[a-z0-9]{24})))(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      words: ['hvs.', 's.'],
      leastEntropy: 3.5,
      group: 0,
    },
    {
      id: 'yandex-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:yandex)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(t1\\.[A-Z0-9a-z_-]+[=]{0,2}\\.[A-Z0-9a-z_-]{86}[=]{0,2})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['yandex'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'yandex-api-key',
      expression: `(?i:[\\w.-]{0,50}?(?:yandex)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(AQVN[A-Za-z0-9_\\-]{35,38})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['yandex'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'yandex-aws-access-token',
      expression: `(?i:[\\w.-]{0,50}?(?:yandex)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}(YC[a-zA-Z0-9_\\-]{38})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['yandex'],
      leastEntropy: 0,
      group: 0,
    },
    {
      id: 'zendesk-secret-key',
      expression: `(?i:[\\w.-]{0,50}?(?:zendesk)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9]{40})(?:[\\x60'"\\s;]|\\\\[nr]|$))`,
      words: ['zendesk'],
      leastEntropy: 0,
      group: 0,
    },
  ],
};

// src/redaction/detect-secrets.ts
var BEFORE = 80;
var AFTER = 1500;
var words = null;
function readWords() {
  const byWord = /* @__PURE__ */ new Map();
  for (const { expression: source, words: own, leastEntropy, group } of secret_rules_default.rules) {
    const rule = { source, expression: null, leastEntropy, group };
    for (const word of own) byWord.set(word, [...(byWord.get(word) ?? []), rule]);
  }
  const byBeginning = /* @__PURE__ */ new Map();
  for (const [word, rules] of byWord) {
    const beginning = word.charCodeAt(0) * 128 + word.charCodeAt(1);
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), { word, rules }]);
  }
  return byBeginning;
}
function findAllSecrets(text) {
  return [...findSecrets(text), ...findByRules(text), ...findTold(text), ...findAwsSecrets(text)];
}
function findByRules(text) {
  words ??= readWords();
  const found = [];
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return found;
  const triedUntil = /* @__PURE__ */ new Map();
  for (let at = 0; at < lower.length - 1; at++) {
    const [first, second] = [lower.charCodeAt(at), lower.charCodeAt(at + 1)];
    const candidates = first < 128 && second < 128 ? words.get(first * 128 + second) : void 0;
    if (candidates === void 0) continue;
    for (const { word, rules } of candidates) {
      if (!lower.startsWith(word, at)) continue;
      for (const rule of rules) {
        if (at < (triedUntil.get(rule) ?? 0)) continue;
        const until = tryRule(text, { rule, at }, found);
        triedUntil.set(rule, until);
      }
    }
  }
  return found;
}
function tryRule(text, { rule, at }, found) {
  rule.expression ??= new RegExp(rule.source, 'g');
  const start = Math.max(0, at - BEFORE);
  const window = text.slice(start, at + AFTER);
  for (const match of window.matchAll(rule.expression)) {
    const inner = (rule.group > 0 ? match[rule.group] : match.slice(1).find((group) => group)) ?? match[0];
    if (inner === '' || entropyOf(inner) < rule.leastEntropy) continue;
    const from = start + match.index + match[0].indexOf(inner);
    found.push({ start: from, end: from + inner.length });
  }
  return at + AFTER / 2;
}
function entropyOf(text) {
  const counts = /* @__PURE__ */ new Map();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / text.length) * Math.log2(count / text.length);
  return entropy;
}
var TOLD =
  /(?:password|passwd|passphrase|pwd|passcode|passwort|kennwort|mot de passe|contraseña|clave|senha|wachtwoord|lösenord|hasło|parola|şifre|пароль|密码|密碼|パスワード|비밀번호)["'*]{0,2}(?: {0,2}(?:is|ist|est|es|é|è|to|war|=>|:=|[:=：是は])){1,2} {0,2}["'`]?([^\s"'`,;<>]{6,128})/giu;
function findTold(text) {
  const found = [];
  for (const match of text.matchAll(TOLD)) {
    const value = (match[1] ?? '').replace(/[.?)\]]+$/, '');
    if (!/\d|[!@#$%^&*+~]/.test(value) || value.startsWith('[') || /^https?:/.test(value)) continue;
    const start = match.index + match[0].lastIndexOf(match[1] ?? '');
    found.push({ start, end: start + value.length });
  }
  return found;
}
var AWS_SECRET2 = /(?<![A-Za-z0-9/+=_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])/g;
var LEAST_AWS_ENTROPY = 4.3;
function findAwsSecrets(text) {
  return [...text.matchAll(AWS_SECRET2)]
    .filter(
      ([key]) =>
        /[A-Z]/.test(key) && /[a-z]/.test(key) && /\d/.test(key) && entropyOf(key) > LEAST_AWS_ENTROPY,
    )
    .map(({ 0: key, index }) => ({ start: index, end: index + key.length }));
}

// src/redaction/detectors.ts
var detectors = {
  email: findEmails,
  phone: findPhones,
  credit_card: findCards,
  iban: findIbans,
  ip_address: findAddresses,
  us_ssn: (text) =>
    [...shaped(text, US_SOCIAL_SECURITY_NUMBER), ...shaped(text, NAMED_SSN)].toSorted(
      (a, b) => a.start - b.start,
    ),
  secret: (text) => joinRanges(findAllSecrets(text)),
};
var US_SOCIAL_SECURITY_NUMBER =
  /(?<![\w-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-]| \d)/g;
var NAMED_SSN =
  /(?<=(?:\bssn|social security(?: (?:number|no\.?|#))?)["'\s]{0,2}(?:is|[:=#])?[ "']{0,2})(?!000|666|9\d\d)\d{3}(?!00)\d{2}(?!0000)\d{4}(?![\w-])/gi;
var IPV4 =
  /(?<![\w.-]|\w\/|\b(?:section|clause|chapter|article|paragraph|annex|appendix|step|version|release|revision|build|oid|kapitel|abschnitt|ver\.?|sec\.?|§)\s)(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\w-]|\.\d)/gi;
var IPV6_CANDIDATE = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi;
function shaped(text, shape2) {
  return [...text.matchAll(shape2)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}
var LOCAL_PART = /(?:[\p{L}\p{N}_.+'-]|(?<=[\p{L}\p{N}])[#{}~*^!$](?=[\p{L}\p{N}])){1,64}$/u;
var DOMAIN =
  /^[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}?\.\p{L}[\p{L}\p{N}-]{1,62}(?:\.\p{L}[\p{L}\p{N}-]{1,62})*/u;
var LONGEST_LOCAL_PART = 64;
var LONGEST_DOMAIN = 255;
function findEmails(text) {
  const found = [];
  let from = 0;
  for (const { 0: sign, index } of text.matchAll(/@|%40/g)) {
    const before = text.slice(Math.max(from, index - LONGEST_LOCAL_PART), index);
    const local = LOCAL_PART.exec(before)?.[0];
    const after = index + sign.length;
    const domain = DOMAIN.exec(text.slice(after, after + LONGEST_DOMAIN))?.[0];
    if (local === void 0 || domain === void 0) continue;
    if (local === 'git' && /^[:/][\w~]/.test(text.slice(after + domain.length))) continue;
    from = after + domain.length;
    found.push({ start: index - local.length, end: from });
  }
  return found;
}
var NETWORKS = [
  // Visa, with Electron and the debit cards that begin so.
  [/^4/, [13, 16, 18, 19]],
  // Mastercard, Mir, American Express, Diners Club.
  [/^(?:5[1-5]|2[2-7])/, [16]],
  [/^220[0-4]/, [16, 17, 18, 19]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|09|[689])/, [14, 16, 17, 18, 19]],
  // JCB.
  [/^35/, [16, 17, 18, 19]],
  [/^(?:1800|2131)/, [15]],
  // Maestro and its neighbours, Discover, UnionPay, RuPay, Elo, Verve, Hipercard.
  [/^(?:5[06-8]|6)/, [12, 13, 14, 15, 16, 17, 18, 19]],
  [/^8[12]/, [16, 17, 18, 19]],
  // Troy.
  [/^9792/, [16]],
];
var CARD_DIGITS = { fewest: 12, most: 19 };
function isCard(digits) {
  const isKnown = NETWORKS.some(([begins, counts]) => counts.includes(digits.length) && begins.test(digits));
  return isKnown && passesLuhn(digits);
}
function isGroupedAsCard(lengths) {
  const [first = 0, second = 0] = lengths;
  if (lengths.length === 1) return true;
  return first === 4 ? lengths.every((length) => length <= 6) : first === 6 && second >= 6;
}
var OTHER_ROW =
  /(?:serial|s\/n|imei|iccid|ean|upc|gtin|isbn|issn|doi|tracking|invoice|order|utm)(?: (?:number|no\.?|code|id))?[\s:.#-]{0,3}$/i;
function findCards(text) {
  const found = [];
  for (const { 0: row, index } of text.matchAll(/\d+(?:[ -]\d+)*/g)) {
    if (row.length < CARD_DIGITS.fewest) continue;
    if (isWord(text[index - 1]) || (text[index - 1] === '.' && isDigit(text[index - 2]))) continue;
    if (isWord(text[index + row.length]) || OTHER_ROW.test(text.slice(Math.max(0, index - 24), index)))
      continue;
    const groups = [...row.matchAll(/\d+/g)].map((group) => ({
      digits: group[0],
      start: index + group.index,
    }));
    for (let first = 0; first < groups.length;) {
      const next = endOfCard(groups, first);
      if (next === null) first++;
      else {
        const last = groups[next - 1];
        found.push({
          start: groups[first]?.start ?? 0,
          end: (last?.start ?? 0) + (last?.digits.length ?? 0),
        });
        first = next;
      }
    }
  }
  return found;
}
function endOfCard(groups, first) {
  let digits = '';
  let end = null;
  const lengths = [];
  for (let index = first; index < groups.length; index++) {
    const group = groups[index]?.digits ?? '';
    digits += group;
    lengths.push(group.length);
    if (digits.length > CARD_DIGITS.most) break;
    if (digits.length < CARD_DIGITS.fewest || !isGroupedAsCard(lengths)) continue;
    if (isCard(digits)) end = index + 1;
  }
  return end;
}
function findIbans(text) {
  const found = [];
  for (const { 0: head, index } of text.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}/g)) {
    if (index < (found.at(-1)?.end ?? 0)) continue;
    const characters = ibanCharacters.get(head.slice(0, 2).toUpperCase());
    const end = characters === void 0 ? null : endOfCompact(text, index, characters);
    if (end === null || /[A-Za-z0-9]/.test(text[end] ?? '')) continue;
    if (passesIban(text.slice(index, end).replaceAll(' ', '').toUpperCase()))
      found.push({ start: index, end });
  }
  return found;
}
function endOfCompact(text, start, characters) {
  let counted = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index] ?? '';
    if (/[A-Za-z0-9]/.test(character)) counted++;
    else if (character !== ' ' || text[index - 1] === ' ') return null;
    if (counted === characters) return index + 1;
  }
  return null;
}
function findAddresses(text) {
  const four = text.includes('.') ? shaped(text, IPV4) : [];
  const six = text.includes(':')
    ? shaped(text, IPV6_CANDIDATE).filter(({ start, end }) => isIpv6(text.slice(start, end)))
    : [];
  return six.length === 0 ? four : [...four, ...six].toSorted((a, b) => a.start - b.start);
}
function isIpv6(candidate) {
  const halves = candidate.split('::');
  const groups = candidate.split(':').filter((group) => group !== '');
  if (halves.length === 1) return groups.length === 8;
  return halves.length === 2 && groups.length >= 2 && groups.length <= 7 && /\d/.test(candidate);
}
function isWord(character) {
  return character !== void 0 && /\w/.test(character);
}
function isDigit(character) {
  return character !== void 0 && /\d/.test(character);
}

// ../../../tmp/gl.ts
var lines = readFileSync('/tmp/gl/tps.jsonl', 'utf8')
  .split('\n')
  .filter((x) => x.startsWith('{'))
  .map((x) => {
    try {
      return JSON.parse(x);
    } catch {
      return null;
    }
  })
  .filter(Boolean);
var st = {};
var ex = {};
var tp = 0;
var hit = 0;
var core = 0;
var fps = [];
for (const l of lines) {
  if ('tp' in l) {
    if (!l.secrets?.length) continue;
    tp++;
    const s = (st[l.id] ??= [0, 0, 0]);
    s[0]++;
    const ok = (rs) =>
      l.secrets.every((x) => {
        const i = l.tp.indexOf(x);
        return i < 0 || rs.some((r) => r.start <= i && r.end >= i + x.length);
      });
    if (ok(detectors.secret(l.tp))) {
      hit++;
      s[1]++;
    } else ex[l.id] = l.tp;
    if (ok(findSecrets(l.tp))) {
      core++;
      s[2]++;
    }
  } else {
    for (const r of findSecrets(l.fp))
      fps.push(
        l.id +
          ' ' +
          JSON.stringify(l.fp.slice(Math.max(0, r.start - 30), r.start)) +
          '>>>' +
          l.fp.slice(r.start, r.end).slice(0, 80),
      );
  }
}
console.log('tps', tp, 'detector', hit, 'core', core);
for (const [k, [n, h, c]] of Object.entries(st))
  if (h < n) console.log(k, n, h, c, JSON.stringify(ex[k] ?? '').slice(0, 140));
console.log(
  'core low:',
  Object.entries(st)
    .filter(([k, v]) => v[2] < v[0] * 0.9)
    .map(([k, v]) => k + ' ' + v[2] + '/' + v[0])
    .join(', '),
);
console.log(fps.length, 'fps in core');
console.log(fps.filter((_, i) => i % Math.ceil(fps.length / 40) === 0).join('\n'));
