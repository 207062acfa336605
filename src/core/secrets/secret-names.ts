/**
 * Names whose value is a credential: of JSON members, headers, query parameters, form fields and variables. One list for
 * all places, because callers spell the same thing in all of them. Pure.
 */

/** Names compare without case and without what separates their words. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** What a credential's name ends with, folded: `OPENAI_API_KEY`, `x-goog-api-key`, `db_password`, `authorization_token`. */
const ENDINGS =
  /(?:apikeys?|accesskey|accesstoken|refreshtoken|idtoken|authtoken|apitoken|apisecret|bearertoken|sessiontoken|securitytoken|authorizationtoken|authorization|clientsecret|secretkey|secretaccesskey|privatekey|password|passwd|passphrase|subscriptionkey|accountkey|sharedaccesskey|sharedaccesssignature|sastoken|connectionstring|signingkey|signingsecret|webhooksecret|encryptionkey|masterkey|virtualkey|sshkey|authkey|csrftoken|seedphrase|recoveryphrase|(?:github|gitlab|slack|npm|bot|hf|huggingface|personalaccess|deploy|vault|x?auth)token|(?:azure|aws|openai|anthropic|twilio|app|consumer|oauth|token|jwt|session|cookie|hmac|shared|totp|otp|mfa|accesstoken)secret)$/;

/** Whole names, folded. */
const WHOLE = new Set([
  'pwd',
  'pgpassword',
  'mysqlpwd',
  'apikeyauth',
  'xbfvk',
  'dsn',
  'xposthogkey',
  'heliconeposthogkey',
]);

/** Names of credentials that are ordinary words too, folded: a value that reads like a sentence is none. */
const WORDS = new Set([
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

/** What the name of an ordinary word ends with, folded: `basic_auth`, `admin_credentials`, `smtp_pass`. */
const WORD_ENDINGS =
  /(?:secret|credentials?|creds|basicauth|(?:helicone|mcp|proxy|http|api|app|registry)auth|(?:smtp|db|ssh|ftp|mail|email|user|admin|root)pass|passwordconfirmation|passwordhash)$/;

/** Names of a token or a key, folded, which may hold something else as well: only what looks drawn at random counts. */
const MAYBE =
  /token$|assertion$|^(?:bearer|authentication|pat|samlresponse|codeverifier|devicecode|authcode|authorizationcode|jsessionid|phpsessid|kubeconfig|dockerconfigjson|clientkeydata|keytab|userkey|xhoneycombteam|xamznoidcdata|recoverycode|backupcode|accesscode|(?:github|gitlab|airtable|azure|devops|ado)?pat)$|(?:openai|anthropic|claude|azure|gemini|google|maps|vertex|bedrock|cohere|mistral|groq|openrouter|deepseek|perplexity|together|replicate|litellm|portkey|helicone|langfuse|langsmith|wandb|pinecone|weaviate|qdrant|supabase|stripe|twilio|sendgrid|mailgun|datadog|algolia|cloudflare|github|rapidapi|serper|tavily|elevenlabs|deepgram|hmac|license|app|application|server|fcm|deploy|servicerole|serviceaccount|service|write|ingest|insert|tls|ssl|unseal|recovery|function|functions|publishable|anon|admin|root)key$/;
/** Tokens of a text or of a list's pages, and tokens that stop what they name. */
const NO_TOKENS =
  /(?:page|next|prev|previous|continuation|cursor|sync|resume|scan|eos|bos|pad|unk|mask|cls|sep|eot|stop|start|end|begin|first|last|special|image|audio|video|text|input|output|cancel|cancellation)token$/;

/** Texts of a page about passwords, folded: `forgot_password`. */
const LABELS =
  /^(?:forgot|reset|change|invalid|wrong|incorrect|enter|show|hide|update|confirm|missing|no)\w*(?:password|passphrase|apikey)$/;

/** Objects of headers, folded: each of their values may be a credential. */
const HEADER_BAGS = new Set([
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

/** Headers that never hold a credential, folded. */
const HARMLESS_HEADERS = new Set(
  (
    'accept acceptcharset acceptencoding acceptlanguage acceptranges age allow cachecontrol connection ' +
    'contentdisposition contentencoding contentlanguage contentlength contenttype date etag expires host ' +
    'ifmodifiedsince ifnonematch keepalive lastmodified origin pragma range retryafter retryafterms server te trailer ' +
    'transferencoding upgrade useragent vary via xrequestid requestid apimrequestid xamznrequestid xamznerrortype cfray ' +
    'traceparent tracestate openaiversion openaiprocessingms openaibeta anthropicversion anthropicbeta xtitle ' +
    'xopenroutertitle xmsregion xgroqregion xmsretryafterms'
  ).split(' '),
);
const HARMLESS_FAMILIES =
  /^(?:xratelimit|anthropicratelimit|xamznbedrock|secfetch|secch|accesscontrol|xstainless)/;

/** Query parameters that are credentials though members of that name are not, folded. */
const PARAMETERS = new Set([
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

/**
 * What tells of a value: it is one for sure, or only where it does not read like a sentence, or only where it looks drawn at
 * random.
 */
export type NameKind = 'credential' | 'word' | 'maybe' | null;

/** Longest name that is looked at, in characters. */
export const longestNameCharacters = 80;

/** What the name of a member, header, field or variable says of its value; of a dotted name the last part counts. */
export function kindOfName(name: string): NameKind {
  if (name.length < 3 || name.length > longestNameCharacters) return null;
  const plain = folded(name.slice(name.lastIndexOf('.') + 1));
  if (WORDS.has(plain) || LABELS.test(plain)) return 'word';
  if (ENDINGS.test(plain) || WHOLE.has(plain)) return 'credential';
  if (WORD_ENDINGS.test(plain)) return 'word';
  return MAYBE.test(plain) && !NO_TOKENS.test(plain) ? 'maybe' : null;
}

/** True for a member that holds headers by name. */
export function isHeaderBag(name: string): boolean {
  return (
    name.length <= longestNameCharacters && HEADER_BAGS.has(folded(name.slice(name.lastIndexOf('.') + 1)))
  );
}

/** True for a header whose value everybody may know. */
export function isHarmlessHeader(name: string): boolean {
  const plain = folded(name);
  return HARMLESS_HEADERS.has(plain) || HARMLESS_FAMILIES.test(plain);
}

/** True for a query parameter or form field whose value is a credential. */
export function isSecretParameter(name: string): boolean {
  return name.length <= longestNameCharacters && (PARAMETERS.has(folded(name)) || kindOfName(name) !== null);
}

/** Names of types, and what stands for a value that is filled in elsewhere: no credential. */
const STAND_IN =
  /^(?:string|str|text|number|integer|boolean|object|array|null|none|undefined|true|false|\$\{\w+\}|\$[A-Z_]+|\{\{[\w .-]{1,60}\}\}|<[A-Za-z _-]{1,40}>|\*+|\[[\w -]{1,40}\])$/i;

/**
 * True when the value under a name of that kind is a credential.
 *
 * @param value as it stands between its quotes
 */
export function isSecretValue(value: string, kind: Exclude<NameKind, null>): boolean {
  const text = value.slice(0, 400).trim();
  if (text === '' || STAND_IN.test(text)) return false;
  if (kind === 'credential') return true;
  if (kind === 'maybe') return looksRandom(text);
  return (
    text.length >= 8 && (/[=:;]/.test(text) || !/\s\S+\s/.test(text)) && !/^[a-z]+ [a-z]+[.!?]?$/i.test(text)
  );
}

const FEWEST_RANDOM_CHARACTERS = 16;
const NO_SPACE = /^[\x21-\x7e]+$/;
const LONG_PIECE = new RegExp(`[\\x21-\\x7e]{${FEWEST_RANDOM_CHARACTERS}}`);
/** What points at a value that is kept elsewhere, and what a program computes. */
const REFERENCE = /^(?:https?:\/\/|\$|process\.|os\.|env\.|arn:|secrets?[.:]|vault:|op:\/\/)|\(.*\)|\{.*\}/;
/** As JSON writes it (RFC 8259, section 6). */
const NUMBER = /^[-+]?[\d.]+(?:e[-+]?\d+)?$/i;
/** A piece in which letters and digits are mixed as no word and no date mixes them. */
const MIXED_PIECE = /(?=[A-Za-z]{0,12}\d)(?=\d{0,12}[A-Za-z])[A-Za-z0-9]{8,}/;

/**
 * True for a value that looks drawn at random: digits among letters, or capitals among small letters more often than names of
 * programs have them. Model names, dates, paths and numbers do not.
 */
export function looksRandom(value: string): boolean {
  if (value.length < FEWEST_RANDOM_CHARACTERS || !NO_SPACE.test(value) || REFERENCE.test(value)) return false;
  if (NUMBER.test(value)) return false;
  if (MIXED_PIECE.test(value) && /\d.*\d/.test(value)) return true;
  const capitals = value.match(/[A-Z]/g)?.length ?? 0;
  const small = value.match(/[a-z]/g)?.length ?? 0;
  return capitals >= value.length / 4 && small >= value.length / 4 && /[a-z][A-Z][A-Z]?[a-z]/.test(value);
}

/** A quick no for texts in which nothing is long enough to look drawn at random. */
export function mayHoldRandom(text: string): boolean {
  return LONG_PIECE.test(text);
}

/** True for what people type as a password, in a place where a word of a sentence may stand as well. */
export function looksLikePassword(value: string): boolean {
  if (value.length < 8 || !NO_SPACE.test(value) || REFERENCE.test(value) || !/\d/.test(value)) return false;
  return /[a-z]/.test(value)
    ? /[A-Z!@#$%^&*?+~]/.test(value)
    : /[A-Z]/.test(value) && /[!@#$%^&*?+~]/.test(value);
}
