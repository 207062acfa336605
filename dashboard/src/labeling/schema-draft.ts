/** A question while somebody writes it, and as the API takes and tells it. Pure. */
import type { LabelSchema } from '../api/types.ts';

/** How a question is answered. */
export const inputKinds = {
  pass_fail: 'Pass or fail',
  categorical: 'A choice',
  numeric: 'A number',
  text: 'Text',
} as const;

/** One of {@link inputKinds}. */
export type InputKind = keyof typeof inputKinds;

/** The fields of the form; numbers as they were typed. */
export interface SchemaDraft {
  name: string;
  title: string;
  instruction: string;
  type: LabelSchema['type'];
  comment: boolean;
  kind: InputKind;
  positive: string;
  negative: string;
  /** One a line. */
  options: string;
  many: boolean;
  min: string;
  max: string;
  length: string;
}

const fresh: SchemaDraft = {
  name: '',
  title: '',
  instruction: '',
  type: 'FEEDBACK',
  comment: true,
  kind: 'pass_fail',
  positive: 'Pass',
  negative: 'Fail',
  options: '',
  many: false,
  min: '1',
  max: '5',
  length: '',
};

/** The form of a question; of none, a fresh one. */
export function toDraft(schema: LabelSchema | undefined): SchemaDraft {
  if (schema === undefined) return fresh;
  const { pass_fail: passFail, categorical, numeric, text } = schema.input;
  return {
    ...fresh,
    name: schema.name,
    title: schema.title ?? '',
    instruction: schema.instruction ?? '',
    type: schema.type,
    comment: schema.enable_comment,
    kind: kindOf(schema),
    positive: passFail?.positive_label ?? fresh.positive,
    negative: passFail?.negative_label ?? fresh.negative,
    options: categorical?.options.join('\n') ?? '',
    many: categorical?.multi_select ?? false,
    min: numberText(numeric?.min_value),
    max: numberText(numeric?.max_value),
    length: numberText(text?.max_length),
  };
}

/** What the API takes. */
export function toBody(draft: SchemaDraft): object {
  return {
    name: draft.name.trim(),
    title: orNull(draft.title),
    instruction: orNull(draft.instruction),
    enable_comment: draft.comment,
    input: { [draft.kind]: toInput(draft) },
  };
}

/** How it is answered, in words. */
export function describeInput(schema: LabelSchema): string {
  const { pass_fail: passFail, categorical, numeric, text } = schema.input;
  if (passFail !== undefined) return `${passFail.positive_label} or ${passFail.negative_label}`;
  if (categorical !== undefined) {
    const options = categorical.options.join(', ');
    return categorical.multi_select ? `any of ${options}` : `one of ${options}`;
  }
  if (numeric !== undefined) {
    const from = numeric.min_value === null ? '' : ` from ${numeric.min_value}`;
    return `a number${from}${numeric.max_value === null ? '' : ` up to ${numeric.max_value}`}`;
  }
  const most = text?.max_length ?? null;
  return most === null ? 'text' : `text of at most ${most} characters`;
}

function toInput(draft: SchemaDraft): object {
  switch (draft.kind) {
    case 'pass_fail':
      return { positive_label: draft.positive.trim(), negative_label: draft.negative.trim() };
    case 'categorical':
      return { options: optionsOf(draft), multi_select: draft.many };
    case 'numeric':
      return { min_value: toNumber(draft.min), max_value: toNumber(draft.max) };
    default:
      return { max_length: toNumber(draft.length) };
  }
}

function optionsOf({ options }: SchemaDraft): string[] {
  return options
    .split('\n')
    .map((option) => option.trim())
    .filter((option) => option !== '');
}

function kindOf({ input }: LabelSchema): InputKind {
  if (input.categorical !== undefined) return 'categorical';
  if (input.numeric !== undefined) return 'numeric';
  return input.text === undefined ? 'pass_fail' : 'text';
}

function numberText(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

function toNumber(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
