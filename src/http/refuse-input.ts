/** What is said of input that does not fit its schema: the first thing wrong, by name, and what was expected there. */
import type { z } from '@hono/zod-openapi';
import { AppError } from '../core/app-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import { membersOf } from './schema-members.ts';

type Issue = z.core.$ZodIssue;

/** Longest name of a caller's that is repeated. */
const MOST_SHOWN_CHARACTERS = 100;

/**
 * The refusal of an input: `Invalid value for scopes.0: …`.
 *
 * @param target where the input was: `json` for the body, else `query`, `param` or `header`
 * @param schema what it had to fit; named in the refusal of an unknown member
 */
export function refusalOf(error: z.core.$ZodError, target: string, schema: z.core.$ZodType): AppError {
  const issues = error.issues.map((issue) => clearest(issue, []));
  // A name that is misspelled is also one that is missing; the misspelling says more.
  const found = issues.find(({ issue }) => issue.code === 'unrecognized_keys') ?? issues[0];
  if (found === undefined) return refuse('the body', 'something else');
  const { issue, path } = found;
  const where = target === 'json' ? [] : [target];
  if (issue.code === 'unrecognized_keys') {
    const known = [...membersOf(schema, path).keys()];
    return unknownName({ written: issue.keys[0] ?? '', where: [...where, ...path], known });
  }
  return refuse([...where, ...path].map(String).join('.'), expectationOf(issue));
}

/** The refusal of a name that is not among the known ones, with the nearest of these. */
export function unknownName({
  written,
  where,
  known,
}: {
  written: string;
  /** The steps to what holds it; none for the body itself. */
  where: readonly PropertyKey[];
  known: readonly string[];
}): AppError {
  const shown = written.slice(0, MOST_SHOWN_CHARACTERS);
  const field = [...where, shown].map(String).join('.');
  const near = nearestName(written, known);
  const expected = known.length === 0 ? 'none at all' : `one of ${known.join(', ')}`;
  const hint = near === null ? '' : ` Did you mean "${near}"?`;
  return new AppError('INVALID_PARAMETER_VALUE', `Unknown name ${field}: expected ${expected}.${hint}`, {
    details: { field, expected, ...(near === null ? {} : { did_you_mean: near }) },
  });
}

function refuse(field: string, expected: string): AppError {
  return new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid value for ${field === '' ? 'the body' : field}: ${expected}.`,
    { details: { field, expected } },
  );
}

/** What was expected; of a choice, by all its forms. */
function expectationOf(issue: Issue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const forms = issue.errors.flatMap(([first]) => (first === undefined ? [] : [expectationOf(first)]));
  return forms.length === 0 ? issue.message : [...new Set(forms)].join('; or ');
}

/** Of a choice that nothing fits, what is wrong with the form that came nearest: the one with the fewest faults. */
function clearest(issue: Issue, above: readonly PropertyKey[]): { issue: Issue; path: PropertyKey[] } {
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union') return { issue, path };
  const isOfKind = (faults: readonly Issue[]): boolean =>
    faults.every(({ code, path: at }) => at.length > 0 || (code !== 'invalid_type' && code !== 'custom'));
  const [nearest = []] = issue.errors.filter(isOfKind).toSorted((one, two) => one.length - two.length);
  const first = nearest.find(({ code }) => code === 'unrecognized_keys') ?? nearest[0];
  return first === undefined ? { issue, path } : clearest(first, path);
}
