/**
 * Values that stand where an SDK insists on a key and are none: `dummy`, `not-needed`, `sk-xxxx`, `your-api-key-here`. Where a
 * Weir key admits the call they make room for the stored key; any other value is the caller's own key.
 */

/** Shorter than any provider's key. */
const SHORTEST_KEY_CHARACTERS = 16;

/** What keys of providers begin with, which placeholders copy. */
const PREFIX =
  /^(?:bearer\s+)?(?:sk-(?:ant-(?:api\d\d-)?|proj-|or-(?:v1-)?)?|gsk_|hf_|xai-|pplx-|AIza|AKIA)?/i;

/** Words that people write instead of a key. */
const WORDS =
  /(?:dummy|fake|placeholder|not[-_ ]?(?:a[-_ ]?)?(?:needed|used|required|real|set)|no[-_ ]?(?:api[-_ ]?)?key|unused|ignored?|your[-_ ]|change[-_ ]?me|replace[-_ ]?me|example|anything|whatever|api[-_ ]?key|lm[-_ ]?studio|ollama|redacted|secret[-_ ]?here|x{6,})/i;

/** Nothing but one character again and again: `xxxxxxxx`, `00000000`, `********`. */
const REPEATED = /^(.)\1*$/;

/** True for a value that can be no key of a provider's. */
export function isPlaceholderKey(value: string): boolean {
  const rest = value.trim().replace(PREFIX, '');
  if (value.trim().length < SHORTEST_KEY_CHARACTERS || REPEATED.test(rest)) return true;
  // Random keys have digits; a sentence of words that says what it is has none, or a counted few.
  const digits = rest.replace(/\D/g, '').length;
  return WORDS.test(rest) && digits <= 4;
}
