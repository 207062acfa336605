/** Ready scorers of the answer's text: equal, matching, containing, well-formed, of a length, without personal data. */
import { z } from 'zod';
import { parseJson } from '../../core/json.ts';
import { compileRegularExpression } from '../../core/regular-expression.ts';
import { readableContent } from '../readable-content.ts';
import { findPersonalData } from './personal-data.ts';
import { defineScorer, type CodeScorer } from './define-scorer.ts';

const exactMatch = defineScorer({
  name: 'exact_match',
  description: 'The answer is the expected answer, to the letter.',
  options: z.strictObject({
    ignoreCase: z.boolean().default(false),
    /** Spaces at the ends and runs of them do not count. */
    ignoreSpace: z.boolean().default(false),
  }),
  score({ outputs, expectations }, { ignoreCase, ignoreSpace }) {
    if (expectations.expected_response === undefined) return null;
    const plain = (text: string): string => {
      const spaced = ignoreSpace ? text.trim().replaceAll(/\s+/g, ' ') : text;
      return ignoreCase ? spaced.toLowerCase() : spaced;
    };
    const same = plain(readableContent(outputs)) === plain(readableContent(expectations.expected_response));
    return { value: same, rationale: same ? 'Equal.' : 'Not equal to the expected answer.' };
  },
});

/** A pattern of an operator runs on texts of strangers: its time must be bounded, whatever both are. */
const safePattern = z
  .string()
  .min(1)
  .max(500)
  .refine(
    (pattern) => compileRegularExpression(pattern) !== null,
    'expected a regular expression of RE2: without look-around and back-references',
  );

/** Longest text a pattern is run on, characters. */
const PATTERN_CHARACTERS = 100_000;

const regexMatch = defineScorer({
  name: 'regex_match',
  description: 'The answer matches a regular expression.',
  options: z.strictObject({ pattern: safePattern, ignoreCase: z.boolean().default(false) }),
  score({ outputs }, { pattern, ignoreCase }) {
    const test = compileRegularExpression(pattern, { ignoreCase });
    if (test === null) return null;
    const matches = test(readableContent(outputs).slice(0, PATTERN_CHARACTERS));
    return { value: matches, rationale: `${matches ? 'Matches' : 'Does not match'} /${pattern}/.` };
  },
});

const containsKeywords = defineScorer({
  name: 'contains_keywords',
  description: 'The answer holds all, or any, of the given words.',
  options: z.strictObject({
    keywords: z.array(z.string().min(1)).min(1).max(100),
    mode: z.enum(['all', 'any', 'none']).default('all'),
    ignoreCase: z.boolean().default(true),
  }),
  score({ outputs }, { keywords, mode, ignoreCase }) {
    const plain = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
    const answer = plain(readableContent(outputs));
    const found = keywords.filter((keyword) => answer.includes(plain(keyword)));
    const value =
      mode === 'all'
        ? found.length === keywords.length
        : mode === 'any'
          ? found.length > 0
          : found.length === 0;
    return {
      value,
      rationale: `${found.length} of ${keywords.length} found: ${found.join(', ') || 'none'}.`,
    };
  },
});

const jsonValidity = defineScorer({
  name: 'json_validity',
  description: 'The answer is JSON, and has the members it must have.',
  options: z.strictObject({ requiredMembers: z.array(z.string()).max(100).default([]) }),
  score({ outputs }, { requiredMembers }) {
    const parsed = parseJson(readableContent(outputs).trim());
    if (parsed === undefined) return { value: false, rationale: 'Not JSON.' };
    const members = typeof parsed === 'object' && parsed !== null ? Object.keys(parsed) : [];
    const missing = requiredMembers.filter((member) => !members.includes(member));
    return {
      value: missing.length === 0,
      rationale: missing.length === 0 ? 'Valid.' : `Missing: ${missing.join(', ')}.`,
    };
  },
});

const lengthBound = defineScorer({
  name: 'length_bound',
  description: 'The answer is neither too short nor too long.',
  options: z.strictObject({
    minimum: z.number().int().nonnegative().default(0),
    maximum: z.number().int().positive().optional(),
    unit: z.enum(['characters', 'words']).default('characters'),
  }),
  score({ outputs }, { minimum, maximum = Number.POSITIVE_INFINITY, unit }) {
    const text = readableContent(outputs);
    const length = unit === 'words' ? (text.match(/\S+/g)?.length ?? 0) : Array.from(text).length;
    return { value: length >= minimum && length <= maximum, rationale: `${length} ${unit}.` };
  },
});

const isNotEmpty = defineScorer({
  name: 'is_not_empty',
  description: 'There is an answer.',
  options: z.strictObject({}),
  score: ({ outputs }) => ({ value: readableContent(outputs).trim() !== '' }),
});

const noPersonalData = defineScorer({
  name: 'no_personal_data',
  description: 'The answer shows no e-mail address, telephone, card or account number, nor a key.',
  options: z.strictObject({}),
  score({ outputs }) {
    const kinds = findPersonalData(readableContent(outputs));
    return {
      value: kinds.length === 0,
      rationale: kinds.length === 0 ? 'None found.' : `Found: ${kinds.join(', ')}.`,
    };
  },
});

/** The checks. */
export const answerChecks: readonly CodeScorer[] = [
  exactMatch,
  regexMatch,
  containsKeywords,
  jsonValidity,
  lengthBound,
  isNotEmpty,
  noPersonalData,
];
