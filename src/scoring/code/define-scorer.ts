/**
 * Scorers in code: a function from what was asked and answered to a value. Ready ones are listed in `index.ts`; those of an
 * operator are files of their own in `own/`, which the worker bundles.
 */
import { z } from 'zod';
import { parseJson, asObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Subject } from '../scorer.ts';

/** What a code scorer says. */
export interface CodeVerdict {
  /** A boolean for checks, a number for measures, or any JSON. */
  value: Json;
  rationale?: string;
  /** The span it speaks of. */
  spanId?: string;
}

/** A scorer in code. */
export interface CodeScorer {
  /** Its name in the registry and, unless another is given, of its assessments. */
  name: string;
  /** One sentence for people. */
  description: string;
  /** Grows with each change of what it decides. */
  version: number;
  /** JSON schema of its options, so that a form can be drawn of it. */
  optionsSchema: JsonObject;
  /** Checks the options; members it does not know are refused. */
  parseOptions(options: unknown): z.ZodSafeParseResult<unknown>;
  /** Runs it with options that were checked. Null when the subject lacks what it needs. */
  score(subject: Subject, options: unknown): CodeVerdict | null | Promise<CodeVerdict | null>;
}

/** How a scorer is defined. */
export interface ScorerDefinition<Options extends z.ZodType> {
  name: string;
  description: string;
  version?: number;
  /** Schema of its options. */
  options: Options;
  score(subject: Subject, options: z.output<Options>): CodeVerdict | null | Promise<CodeVerdict | null>;
}

/**
 * Defines a scorer.
 *
 * @example
 * export default defineScorer({
 *   name: 'mentions_order_number',
 *   description: 'The answer repeats the order number.',
 *   options: z.strictObject({}),
 *   score: ({ outputs }) => ({ value: /\b\d{6}\b/.test(readableContent(outputs)) }),
 * });
 */
export function defineScorer<Options extends z.ZodType>(definition: ScorerDefinition<Options>): CodeScorer {
  const { name, description, version = 1, options: schema } = definition;
  return {
    name,
    description,
    version,
    optionsSchema: describeOptions(schema),
    parseOptions: (options) => schema.safeParse(options ?? {}),
    // The registry calls it with what parseOptions gave, so parsing again only restores the type.
    score: (subject, options) => definition.score(subject, schema.parse(options ?? {})),
  };
}

/** What a caller may send, as JSON schema; the dialect's name says nothing here. */
function describeOptions(schema: z.ZodType): JsonObject {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return asObject(parseJson(JSON.stringify(described)));
}
