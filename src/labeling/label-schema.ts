/**
 * The model of a label schema: one question that people are asked of a trace, and what they may answer. MLflow's entity
 * (mlflow/genai/label_schemas) in camelCase; pure, without storage. The bounds are MLflow's.
 */
import { invalidParameter } from '../core/app-error.ts';
import type { Json } from '../core/json.ts';

/** What is answered: how it was, or what it should have been. */
export type LabelSchemaType = 'FEEDBACK' | 'EXPECTATION';

/** How it is answered. */
export type LabelInput =
  | { kind: 'pass_fail'; positiveLabel: string; negativeLabel: string }
  | { kind: 'categorical'; options: string[]; multiSelect: boolean }
  | { kind: 'numeric'; minValue: number | null; maxValue: number | null }
  | { kind: 'text'; maxLength: number | null };

/** A question. Times are Unix milliseconds. */
export interface LabelSchema {
  /** `ls-` and 32 hex digits; `ls-default-` and the experiment for the question every experiment has. */
  schemaId: string;
  experimentId: string;
  /** Unique in its experiment; the name of the assessments it makes. */
  name: string;
  type: LabelSchemaType;
  /** What reviewers read instead of the name; null: the name. */
  title: string | null;
  instruction: string | null;
  /** Whether a comment may go with the answer. */
  enableComment: boolean;
  input: LabelInput;
  /** The question every experiment has; it can be neither changed nor deleted. */
  isDefault: boolean;
  createdBy: string | null;
  createdAtMs: number;
  updatedAtMs: number;
}

const MAX_NAME_CHARACTERS = 250;
const MAX_TITLE_CHARACTERS = 256;
const MAX_INSTRUCTION_CHARACTERS = 1000;
const MAX_LABEL_CHARACTERS = 64;
const MAX_OPTIONS = 10;
/** Longest text an answer may have when its question names no bound. */
const MAX_TEXT_CHARACTERS = 20_000;
const DEFAULT_PREFIX = 'ls-default-';
const RESERVED_NAME = 'feedback';

/** The question every experiment has without anybody having asked it, as in MLflow. Made, not stored. */
export function defaultLabelSchema(experimentId: string): LabelSchema {
  return {
    schemaId: `${DEFAULT_PREFIX}${experimentId}`,
    experimentId,
    name: 'Feedback',
    type: 'FEEDBACK',
    title: null,
    instruction: 'Share any feedback on this trace.',
    enableComment: false,
    input: { kind: 'text', maxLength: null },
    isDefault: true,
    createdBy: null,
    createdAtMs: 0,
    updatedAtMs: 0,
  };
}

/** The experiment whose default question has the id, or null. */
export function experimentOfDefault(schemaId: string): string | null {
  return schemaId.startsWith(DEFAULT_PREFIX) ? schemaId.slice(DEFAULT_PREFIX.length) : null;
}

/**
 * Checks what people wrote of a schema.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkLabelSchema(
  schema: Pick<LabelSchema, 'name' | 'title' | 'instruction' | 'input'>,
): void {
  const { name, title, instruction } = schema;
  if (name.trim() === '' || name.length > MAX_NAME_CHARACTERS) {
    throw invalidParameter('name', `1 to ${MAX_NAME_CHARACTERS} characters`);
  }
  if (name.trim().toLowerCase() === RESERVED_NAME) {
    throw invalidParameter('name', "a name other than the experiment's default question's");
  }
  if (title !== null && (title === '' || title.length > MAX_TITLE_CHARACTERS)) {
    throw invalidParameter('title', `1 to ${MAX_TITLE_CHARACTERS} characters`);
  }
  if (instruction !== null && instruction.length > MAX_INSTRUCTION_CHARACTERS) {
    throw invalidParameter('instruction', `at most ${MAX_INSTRUCTION_CHARACTERS} characters`);
  }
  checkInput(schema.input);
}

/** True when the answers collected under one input still fit the other: MLflow lets options change, not the kind. */
export function isSameKind(one: LabelInput, other: LabelInput): boolean {
  if (one.kind === 'categorical' && other.kind === 'categorical')
    return one.multiSelect === other.multiSelect;
  return one.kind === other.kind;
}

/**
 * Checks an answer against its question.
 *
 * @param field what the answer is called in a message
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkAnswer(input: LabelInput, value: Json, field: string): void {
  const expected = whatIsWrong(input, value);
  if (expected !== null) throw invalidParameter(field, expected);
}

/** What was expected instead, or null when the answer fits. */
function whatIsWrong(input: LabelInput, value: Json): string | null {
  switch (input.kind) {
    case 'pass_fail':
      return typeof value === 'boolean'
        ? null
        : `true (${input.positiveLabel}) or false (${input.negativeLabel})`;
    case 'categorical': {
      const isOption = (item: Json): boolean => input.options.some((option) => option === item);
      if (!input.multiSelect) return isOption(value) ? null : `one of ${input.options.join(', ')}`;
      const isList = Array.isArray(value) && value.length > 0 && new Set(value).size === value.length;
      return isList && value.every(isOption) ? null : `a list of ${input.options.join(', ')}`;
    }
    case 'numeric': {
      const { minValue, maxValue } = input;
      const isNumber = typeof value === 'number' && Number.isFinite(value);
      const fits = isNumber && value >= (minValue ?? -Infinity) && value <= (maxValue ?? Infinity);
      return fits ? null : `a number${boundsOf(minValue, maxValue)}`;
    }
    default: {
      const most = input.maxLength ?? MAX_TEXT_CHARACTERS;
      const fits = typeof value === 'string' && value.trim() !== '' && value.length <= most;
      return fits ? null : `1 to ${most} characters`;
    }
  }
}

function boundsOf(minValue: number | null, maxValue: number | null): string {
  const from = minValue === null ? '' : ` from ${minValue}`;
  return maxValue === null ? from : `${from} up to ${maxValue}`;
}

function checkInput(input: LabelInput): void {
  switch (input.kind) {
    case 'pass_fail':
      checkLabel('input.pass_fail.positive_label', input.positiveLabel);
      checkLabel('input.pass_fail.negative_label', input.negativeLabel);
      if (input.positiveLabel === input.negativeLabel) {
        throw invalidParameter('input.pass_fail.negative_label', 'another label than the positive one');
      }
      return;
    case 'categorical':
      if (input.options.length === 0 || input.options.length > MAX_OPTIONS) {
        throw invalidParameter('input.categorical.options', `1 to ${MAX_OPTIONS} options`);
      }
      for (const option of input.options) checkLabel('input.categorical.options', option);
      if (new Set(input.options).size !== input.options.length) {
        throw invalidParameter('input.categorical.options', 'each option once');
      }
      return;
    case 'numeric': {
      const { minValue, maxValue } = input;
      if (minValue !== null && maxValue !== null && minValue >= maxValue) {
        throw invalidParameter('input.numeric.min_value', 'a number below max_value');
      }
      return;
    }
    default:
      if (input.maxLength !== null && !(Number.isInteger(input.maxLength) && input.maxLength >= 1)) {
        throw invalidParameter('input.text.max_length', 'a whole number of at least 1');
      }
  }
}

function checkLabel(field: string, label: string): void {
  if (label === '' || label.length > MAX_LABEL_CHARACTERS) {
    throw invalidParameter(field, `1 to ${MAX_LABEL_CHARACTERS} characters each`);
  }
}
