/**
 * A registered scorer as text: MLflow's serialised form (mlflow/genai/scorers/base.py, SerializedScorer), kept verbatim and
 * read here into what can be run. Exactly one group of members is set; `code_scorer_data` and `http_scorer_data` are ours.
 */
import { z } from 'zod';
import { AppError, invalidParameter } from '../core/app-error.ts';
import { asString, isObject, parseJson, type JsonObject } from '../core/json.ts';
import { findCodeScorer, listCodeScorers } from './code/index.ts';
import type { CodeScorer } from './code/define-scorer.ts';
import { instructionDataSchema, makeInstructionJudge, type InstructionJudge } from './instruction-judge.ts';
import { findJudge, listJudges } from './judges/index.ts';
import { judgeOptionsSchema, type JudgeDefinition, type JudgeOptions } from './judges/judge-definition.ts';

/** What a registered scorer does. `model` is a model URI; null is the deployment's judge model. */
export type RunnableScorer =
  | { kind: 'judge'; judge: JudgeDefinition; options: JudgeOptions; model: string | null }
  | { kind: 'instructions'; judge: InstructionJudge; model: string | null }
  | { kind: 'code'; scorer: CodeScorer; options: unknown }
  | { kind: 'http'; webhook: HttpScorer }
  /** Kept for the Python client, which runs it itself. */
  | { kind: 'client'; group: string };

/** A scorer behind a webhook. */
export interface HttpScorer {
  url: string;
  /** Longest wait for its answer, milliseconds. */
  timeoutMs: number;
  /** JSON schema that its value must fit; null takes any value. */
  valueSchema: JsonObject | null;
}

/** Groups of MLflow that only its Python client can run, because they hold Python libraries. */
const CLIENT_GROUPS = [
  'memory_augmented_judge_data',
  'third_party_scorer_data',
  'ensemble_scorer_data',
  'jev_scorer_pydantic_data',
];

const builtinDataSchema = z.looseObject({
  model: z.string().nullish(),
  guidelines: z.union([z.string(), z.array(z.string())]).nullish(),
  should_exact_match: z.boolean().nullish(),
  should_consider_ordering: z.boolean().nullish(),
});

const codeDataSchema = z.strictObject({ name: z.string(), options: z.json().optional() });

const httpDataSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }),
  timeout_ms: z.number().int().min(1).max(60_000).default(10_000),
  value_schema: z.record(z.string(), z.json()).nullish(),
});

/**
 * Reads a serialised scorer.
 *
 * @throws AppError INVALID_PARAMETER_VALUE when it is not JSON, names something unknown, or holds Python source
 */
export function readSerializedScorer(text: string): RunnableScorer {
  const scorer = parseJson(text);
  if (!isObject(scorer)) throw invalidParameter('serialized_scorer', 'a JSON object as text');
  if (isSet(scorer.call_source))
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      'Scorers made with the @scorer decorator hold Python source and cannot be registered here: use make_judge, ' +
        'a built-in scorer, or an HTTP scorer.',
      { details: { field: 'serialized_scorer', expected: 'a scorer without call_source' } },
    );
  if (isSet(scorer.builtin_scorer_class)) return readBuiltin(scorer);
  if (isSet(scorer.instructions_judge_pydantic_data)) {
    const data = parse(
      instructionDataSchema,
      scorer.instructions_judge_pydantic_data,
      'instructions_judge_pydantic_data',
    );
    const { model } = parse(builtinDataSchema, data, 'instructions_judge_pydantic_data');
    return { kind: 'instructions', judge: makeInstructionJudge(data), model: model ?? null };
  }
  if (isSet(scorer.code_scorer_data)) return readCode(scorer);
  if (isSet(scorer.http_scorer_data)) return readHttp(scorer);
  const group = CLIENT_GROUPS.find((name) => isSet(scorer[name]));
  if (group === undefined)
    throw invalidParameter('serialized_scorer', 'one of the groups of a serialised scorer');
  return { kind: 'client', group };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function readBuiltin(scorer: JsonObject): RunnableScorer {
  const judge = findJudge(asString(scorer.builtin_scorer_class) ?? '');
  if (judge === undefined) {
    const known = listJudges().map((one) => one.className);
    throw invalidParameter('builtin_scorer_class', `one of ${known.join(', ')}`);
  }
  const data = parse(
    builtinDataSchema,
    scorer.builtin_scorer_pydantic_data ?? {},
    'builtin_scorer_pydantic_data',
  );
  const options = parse(
    judgeOptionsSchema,
    {
      guidelines: data.guidelines ?? undefined,
      shouldExactMatch: data.should_exact_match ?? undefined,
      shouldConsiderOrdering: data.should_consider_ordering ?? undefined,
    },
    'builtin_scorer_pydantic_data',
  );
  return { kind: 'judge', judge, options, model: data.model ?? null };
}

function readCode(scorer: JsonObject): RunnableScorer {
  const data = parse(codeDataSchema, scorer.code_scorer_data, 'code_scorer_data');
  const found = findCodeScorer(data.name);
  if (found === undefined) {
    const known = listCodeScorers().map(({ name }) => name);
    throw invalidParameter('code_scorer_data.name', `one of ${known.join(', ')}`);
  }
  const options = found.parseOptions(data.options);
  if (!options.success) throw invalidParameter('code_scorer_data.options', firstIssue(options.error));
  return { kind: 'code', scorer: found, options: options.data };
}

function readHttp(scorer: JsonObject): RunnableScorer {
  const data = parse(httpDataSchema, scorer.http_scorer_data, 'http_scorer_data');
  const webhook = { url: data.url, timeoutMs: data.timeout_ms, valueSchema: data.value_schema ?? null };
  return { kind: 'http', webhook };
}

function parse<Output>(schema: z.ZodType<Output>, value: unknown, field: string): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidParameter(field, firstIssue(parsed.error));
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return `${where}${issue?.message ?? 'something else'}`;
}
