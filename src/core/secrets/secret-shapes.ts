/**
 * Secrets that are told by their shape: keys of providers, tokens of well-known services, Weir's own, bearer values, private
 * keys. Only rows of characters that a secret can be made of are looked at, and of those only what begins as a shape does, so
 * the time is linear and small where there is nothing to find. Pure.
 *
 * The shapes are those their issuers document, or that gitleaks and GitHub's secret scanning go by.
 */
import type { Range } from './range.ts';
import { serviceMarks, serviceShapes, signedShapes } from './service-shapes.ts';

/** A shape: how it begins, and how it goes on from there. */
interface Shape {
  /** Two characters or more, each shape by its own. */
  beginnings: readonly string[];
  /** From the beginning on; sticky. */
  form: RegExp;
}

function shape(beginnings: string, form: RegExp): Shape {
  return { beginnings: beginnings.split(' '), form: new RegExp(form.source, 'y') };
}

/** Something of a key that no word or file name has: a digit, or capitals within. */
const RANDOM = String.raw`(?=[A-Za-z_-]*(?:\d|[a-z][A-Z]|[A-Z]{2}))`;

const SHAPES: readonly Shape[] = [
  // OpenAI, Anthropic, OpenRouter, DeepSeek, Langfuse, Stripe and many who followed them.
  shape('sk- sk_ pk- pk_ rk- rk_ SK- PK-', new RegExp(`(?:sk|pk|rk|SK|PK)[-_]${RANDOM}[A-Za-z0-9_-]{16,}`)),
  // Whose mark leaves no doubt is told by half of it, as in an answer that was cut off.
  shape(
    'sk-proj- sk-ant- sk-or- sk-svcacct-',
    new RegExp(`sk-(?:proj|ant|or|svcacct)-${RANDOM}[A-Za-z0-9_-]{9,}`),
  ),
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
    'dop_v1_ doo_v1_ dor_v1_ shpat_ shpca_ shppa_ shpss_ lin_api_ ntn_ figd_ PMAK- hvs. hvb. glsa_ sntryu_ NRAK- sbp_ nfp_ pscale_ HRKU- rdme_ dp. sq0 EAAA CCIPAT_ PAT- phc_ phx_ ops_ cfut_ cfat_ FlyV1 fo1_ tskey- vcp_',
    new RegExp(
      String.raw`(?:do[opr]_v1_|shp(?:at|ca|pa|ss)_|lin_api_|ntn_|figd_|PMAK-|hv[sb]\.|glsa_|sntryu_|NRAK-|sbp_|nfp_|pscale_(?:tkn|pw|oauth)_|HRKU-|rdme_|dp\.(?:pt|st|ct|sa|scim|audit)\.|sq0(?:atp|csp|idp)-|EAAA|CCIPAT_|PAT-|ph[cx]_|ops_|cf[ua]t_|FlyV1|fo1_|tskey-|vcp_)${RANDOM}[A-Za-z0-9_.=-]{20,}`,
    ),
  ),
  shape('sntrys_', /sntrys_[A-Za-z0-9+/_=-]{40,}/),
  shape('p8e-', /p8e-[A-Za-z0-9]{32}(?!\w)/),
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

/** Shapes without a beginning of their own: asked only of rows that hold their mark. */
const MARKED: readonly { mark: string; form: RegExp }[] = [
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

/** A beginning, and the form of what begins so. */
interface Beginning {
  beginning: string;
  form: RegExp;
}

/** Beginnings by their first two characters, as an index of a table. */
const BY_BEGINNING = new Map<number, Beginning[]>();
const HAS_BEGINNING = new Uint8Array(128 * 128);
for (const { beginnings, form } of SHAPES) {
  for (const beginning of beginnings) {
    const index = beginning.charCodeAt(0) * 128 + beginning.charCodeAt(1);
    HAS_BEGINNING[index] = 1;
    const others = BY_BEGINNING.get(index) ?? [];
    BY_BEGINNING.set(index, [...others, { beginning, form }]);
  }
}

/** Characters a secret can be made of: 2 within its words, 1 between them. */
const SECRET_CHARACTER = new Uint8Array(128);
for (const character of '-.+/=~:') SECRET_CHARACTER[character.charCodeAt(0)] = 1;
for (const character of '_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  SECRET_CHARACTER[character.charCodeAt(0)] = 2;

const WITHIN_WORD = 2;
/** No shape is shorter; only every so many characters is one looked at. */
const FEWEST_CHARACTERS = 12;
const BACKSLASH = 0x5c;

/** A row of the characters of secrets from here on is a file in base64: marks are looked for in it, beginnings are not. */
const FEWEST_FILE_CHARACTERS = 4096;
const BASE64 = /^[A-Za-z0-9+/=_-]+$/;

/** Everything in the text that has the shape of a secret; in no order, perhaps overlapping. */
export function findShapes(text: string): Range[] {
  const found: Range[] = [];
  let end = 0;
  for (let at = FEWEST_CHARACTERS - 1; at < text.length; at = end + FEWEST_CHARACTERS) {
    if (!isSecretCharacter(text.charCodeAt(at))) {
      end = at;
      continue;
    }
    let start = at;
    while (start > end && isSecretCharacter(text.charCodeAt(start - 1))) start--;
    end = at + 1;
    while (end < text.length && isSecretCharacter(text.charCodeAt(end))) end++;
    if (end - start >= FEWEST_CHARACTERS) findInRow(text, { start, end }, found);
  }
  findPrivateKeys(text, found);
  findSigned(text, found);
  findBesideKeyIds(text, found);
  return found;
}

function isSecretCharacter(code: number): boolean {
  return code < 128 && SECRET_CHARACTER[code] !== 0;
}

/** Looks at each beginning of a word in a row. */
function findInRow(text: string, row: Range, found: Range[]): void {
  const isFile = row.end - row.start >= FEWEST_FILE_CHARACTERS && BASE64.test(text.slice(row.start, row.end));
  if (!isFile) {
    let before = 0;
    for (let at = row.start; at < row.end - 8; at++) {
      const kind = SECRET_CHARACTER[text.charCodeAt(at)] ?? 0;
      if (kind === WITHIN_WORD && before !== WITHIN_WORD) at = pastShapes(text, at, found);
      before = SECRET_CHARACTER[text.charCodeAt(at)] ?? 0;
    }
    // Behind an escape of JSON a word begins with the character after it: `\nsk-…`.
    const isEscape = text.charCodeAt(row.start - 1) === BACKSLASH && /[bfnrt]/.test(text.charAt(row.start));
    if (isEscape) pastShapes(text, row.start + 1, found);
    findMarked(text, isEscape ? { start: row.start + 1, end: row.end } : row, found);
  }
  findAfterScheme(text, row, found);
}

/** Where to go on: at the end of what begins there, or there. */
function pastShapes(text: string, at: number, found: Range[]): number {
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

/** The shortest of them. */
const FEWEST_MARKED_CHARACTERS = 32;

function findMarked(text: string, { start, end }: Range, found: Range[]): void {
  if (end - start < FEWEST_MARKED_CHARACTERS) return;
  const row = text.slice(start, end);
  for (const { mark, form } of MARKED) {
    if (!row.includes(mark)) continue;
    for (const { 0: secret, index } of row.matchAll(form))
      found.push({ start: start + index, end: start + index + secret.length });
  }
}

const SCHEME = /(?:^|[^\w]|\\[nrt])(?:bearer|basic|ssws|geniekey)(?:\s|\\[tn]|%20|\+)+$/i;
/** A word of a sentence has neither digits nor capitals within, and is no longer than this. */
const LONGEST_WORD_CHARACTERS = 24;

/** What follows `Bearer` or `Basic` (RFC 6750, RFC 7617, and schemes of services), unless it is a word. */
function findAfterScheme(text: string, { start, end }: Range, found: Range[]): void {
  const before = text.slice(Math.max(0, start - 16), start);
  if (!SCHEME.test(before)) return;
  const value = text.slice(start, end);
  const isWord = value.length < LONGEST_WORD_CHARACTERS && !/\d|[a-z][A-Z]|=$|[A-Z]{3}/.test(value);
  // `Basic RetryHandler` is a heading: credentials are a name and a password, joined by a colon.
  const isBasic = !/basic/i.test(before) || /\d|=$/.test(value) || readBase64(value).includes(':');
  if (!isWord && isBasic) found.push({ start, end: end - (/[.:]+$/.exec(value)?.[0].length ?? 0) });
}

function readBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    return '';
  }
}

function findSigned(text: string, found: Range[]): void {
  for (const { mark, form } of signedShapes) {
    if (!text.includes(mark)) continue;
    for (const { 0: secret, index } of text.matchAll(form))
      found.push({ start: index, end: index + secret.length });
  }
}

const AWS_KEY_ID = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g;
/** A secret access key has no mark; it is told by the id that it belongs to. */
const AWS_SECRET =
  /(?<![A-Za-z0-9/+=_.-])(?=[^a-z]{0,39}[a-z])(?=[^A-Z]{0,39}[A-Z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])/g;
const BESIDE_CHARACTERS = 240;

function findBesideKeyIds(text: string, found: Range[]): void {
  if (!text.includes('AKIA') && !text.includes('ASIA')) return;
  for (const { 0: id, index } of text.matchAll(AWS_KEY_ID)) {
    const from = Math.max(0, index - BESIDE_CHARACTERS);
    const around = text.slice(from, index + id.length + BESIDE_CHARACTERS);
    for (const { 0: secret, index: at } of around.matchAll(AWS_SECRET))
      found.push({ start: from + at, end: from + at + secret.length });
  }
}

const KEY_LABEL = /-----(BEGIN|END) (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** Lines of a private key (RFC 7468) behind its label, also with their ends escaped; the last may be short. */
const KEY_LINES =
  /(?:(?:\\+[nrt]|\s){1,8}[A-Za-z0-9+/=]{16,})*(?:(?:\\+[nrt]|\s){1,8}[A-Za-z0-9+/]{1,76}={1,2}(?![A-Za-z0-9]))?/y;
const LONGEST_KEY_CHARACTERS = 16_384;

/** From label to label; with one label only, what of the key is left on its side. */
function findPrivateKeys(text: string, found: Range[]): void {
  if (!text.includes('PRIVATE KEY')) return;
  let opened: Range | null = null;
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

/** Where the lines before a label begin whose own beginning is not there; the label itself when no lines stand before it. */
function startOfKey(text: string, end: number, from: number): number {
  let start = end;
  const least = Math.max(from, end - LONGEST_KEY_CHARACTERS);
  while (start > least && /[A-Za-z0-9+/=\s\\]/.test(text.charAt(start - 1))) start--;
  return /[A-Za-z0-9+/]{30}/.test(text.slice(start, end)) ? start : end;
}
