/**
 * The kinds of fields MLflow's messages are made of, as zod schemas: what protobuf's JSON mapping accepts, no more. The
 * messages of all resources use these, so that a wrong type is answered alike everywhere.
 */
import { z } from 'zod';

/** Text; `required` fields must not be empty. */
export const text = () => z.string('expected a string');

/** Text that must be there. */
export const requiredText = () => text().min(1, 'expected a value');

/** A 64-bit integer that JavaScript holds exactly: a number, or decimal text. */
export const integer = () =>
  z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^-?\d{1,20}$/)
          .transform(Number),
      ],
      'expected an integer',
    )
    .refine((value) => Number.isSafeInteger(value), 'expected an integer');

/** A double: a number, decimal text, or protobuf's names of what JSON cannot write. */
export const double = () =>
  z.union(
    [
      z.number(),
      z
        .string()
        .trim()
        .regex(/^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|NaN|[+-]?Infinity)$/i)
        .transform(Number),
    ],
    'expected a number',
  );

/** A boolean; in queries Python writes `True`. */
export const flag = () =>
  z.union(
    [
      z.boolean(),
      z
        .string()
        .regex(/^(?:true|false)$/i)
        .transform((value) => value.toLowerCase() === 'true'),
    ],
    'expected a boolean',
  );

/** A list in a JSON body. */
export const list = <Item extends z.ZodType>(item: Item) => z.array(item, 'expected a list');

/** A list in a query: a parameter that occurs once arrives alone. */
export const queryList = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item, 'expected a list'),
  );

/** An id of an experiment: decimal digits; some clients send a number. */
export const experimentIdField = () =>
  z
    .union([z.number().int().min(0).transform(String), requiredText()], 'expected an experiment id')
    .refine((value) => value.length <= 50, 'expected an experiment id');

const tag = z.object(
  { key: requiredText(), value: z.union([text(), z.number().transform(String)]).nullish() },
  'expected {key, value}',
);

/** Tags as a list of `{key, value}`, or as an object, which the TypeScript client sends; becomes an object. */
export const tagList = () =>
  z.union(
    [
      z.array(tag).transform((tags) => Object.fromEntries(tags.map(({ key, value }) => [key, value ?? '']))),
      z.record(z.string(), z.string()),
    ],
    'expected a list of {key, value}',
  );

/** Tags as MLflow writes them. */
export function renderTags(tags: Record<string, string>): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
