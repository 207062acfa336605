/**
 * LIKE patterns of simple forms as SQL that compares parts of texts: D1 takes no pattern of more than 50 bytes for its own LIKE
 * and GLOB (https://developers.cloudflare.com/d1/platform/limits/), and its LIKE does not tell upper case from lower.
 */
import { lowerAscii, toSimplePattern } from './like.ts';

/** A condition, with the values of its `?` in order. */
export interface LikeSql {
  text: string;
  values: string[];
}

/**
 * The condition that a text is like a pattern; null for a pattern that is not simple.
 *
 * @param subject SQL of the text
 */
export function likeSql(subject: string, operator: 'LIKE' | 'ILIKE', pattern: string): LikeSql | null {
  const ignoreCase = operator === 'ILIKE';
  const simple = toSimplePattern(ignoreCase ? lowerAscii(pattern) : pattern);
  if (simple === null) return null;
  const text = ignoreCase ? `lower(${subject})` : subject;
  switch (simple.form) {
    case 'equals':
      return { text: `${text} = ?`, values: [simple.text] };
    case 'starts':
      return { text: `substr(${text}, 1, length(?)) = ?`, values: [simple.text, simple.text] };
    case 'ends':
      return { text: `substr(${text}, -length(?)) = ?`, values: [simple.text, simple.text] };
    case 'contains':
      return { text: `instr(${text}, ?) > 0`, values: [simple.text] };
    default:
      return { text: `${subject} IS NOT NULL`, values: [] };
  }
}
