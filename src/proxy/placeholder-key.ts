/**
 * Values that stand where an SDK insists on a key and are none: `dummy`, `not-needed`, `sk-xxxx`, `your-api-key-here`. Where a
 * Weir key admits the call they make room for the stored key; any other value is the caller's own key.
 */

/** Shorter than any provider's key. */
const SHORTEST_KEY_CHARACTERS = 16;

/** What keys of providers begin with, which placeholders copy. */
const PREFIX = /^(?:sk-(?:ant-(?:api\d\d-)?|proj-|or-(?:v1-)?)?|gsk_|hf_|xai-|pplx-|AIza|AKIA)/i;

/** Words that people write instead of a key. */
const WORDS =
  /(?:dummy|fake|mock|placeholder|not[-_ ]?(?:a[-_ ]?)?(?:needed|used|required|real|set)|no[-_ ]?(?:api[-_ ]?)?key|unused|ignored?|your[-_ ]|change[-_ ]?me|replace[-_ ]?me|example|anything|whatever|api[-_ ]?key|lm[-_ ]?studio|ollama|redacted|x{6,})/i;

/** Whole values of the same kind. */
const WHOLE =
  /^(?:test|none|null|undefined|empty|key|token|secret|n\/?a|no|nothing|local|proxy|0?1234\d*)?$/i;

/** Nothing but one character again and again: `xxxxxxxx`, `00000000`, `********`. */
const REPEATED = /^(.)\1*$/;

/** True for a value that can be no key of a provider's. */
export function isPlaceholderKey(value: string): boolean {
  const given = value.trim();
  const rest = given.replace(PREFIX, '');
  if (WHOLE.test(rest) || REPEATED.test(rest)) return true;
  // One that begins as a provider's keys do was meant as one.
  if (rest === given && given.length < SHORTEST_KEY_CHARACTERS) return true;
  // Random keys have digits; words that say what they are have a few at most, or one again and again.
  const digits = rest.replace(/(\d)\1{3,}/g, '').replace(/\D/g, '').length;
  return WORDS.test(rest) && digits <= 4;
}
