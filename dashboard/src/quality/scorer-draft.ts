/** A scorer while somebody describes it in the form: everything any kind needs, and what the API is sent of it. */
import type { Scorer, ScorerDescription } from '../api/types.ts';
import type { Json } from '../../../src/core/json.ts';
import { readScorer, type ScorerKind } from './read-scorer.ts';

/** What the value may be; only what others answer can be left open. */
export const resultTypes = [
  { value: 'yes-no', label: 'Yes or no' },
  { value: 'categories', label: 'Categories' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'True or false' },
  { value: 'text', label: 'Text' },
  { value: 'any', label: 'Anything' },
] as const;

type ResultType = (typeof resultTypes)[number]['value'];

/** The form's content. */
export interface ScorerDraft {
  kind: Exclude<ScorerKind, 'client'>;
  name: string;
  builtin: string;
  /** One a line. */
  guidelines: string;
  exactMatch: boolean;
  ordering: boolean;
  /** Empty: the deployment's. */
  model: string;
  instructions: string;
  resultType: ResultType;
  /** With commas. */
  categories: string;
  code: string;
  options: { [name: string]: Json };
  url: string;
  timeoutMs: number;
}

/** Judges that need rules, which come with them. */
export const needsGuidelines = (builtin: string): boolean =>
  builtin === 'Guidelines' || builtin === 'ConversationalGuidelines';

/** An empty form. */
export const emptyDraft: ScorerDraft = {
  kind: 'builtin',
  name: '',
  builtin: 'RelevanceToQuery',
  guidelines: '',
  exactMatch: false,
  ordering: false,
  model: '',
  instructions: '',
  resultType: 'yes-no',
  categories: 'good, fair, poor',
  code: 'is_not_empty',
  options: {},
  url: '',
  timeoutMs: 10_000,
};

/** What the API is sent. */
export function toDescription(draft: ScorerDraft): ScorerDescription {
  const model = draft.model.trim() === '' ? null : draft.model.trim();
  switch (draft.kind) {
    case 'builtin': {
      const guidelines = linesOf(draft.guidelines);
      const isOfTools = draft.builtin === 'ToolCallCorrectness';
      return {
        builtin: draft.builtin,
        model,
        ...(needsGuidelines(draft.builtin) ? { guidelines } : {}),
        ...(isOfTools
          ? { should_exact_match: draft.exactMatch, should_consider_ordering: draft.ordering }
          : {}),
      };
    }
    case 'instructions':
      // Yes or no is what a judge answers unless told otherwise.
      return {
        instructions: draft.instructions,
        model,
        value_type: draft.resultType === 'yes-no' ? null : valueTypeOf(draft),
      };
    case 'code':
      return { code: draft.code, options: draft.options };
    default:
      return { url: draft.url, timeout_ms: draft.timeoutMs, value_schema: valueTypeOf(draft) };
  }
}

function valueTypeOf({ resultType, categories }: ScorerDraft) {
  switch (resultType) {
    case 'any':
      return null;
    case 'yes-no':
      return { type: 'string', enum: ['yes', 'no'] };
    case 'categories':
      return { type: 'string', enum: categoriesOf(categories) };
    case 'text':
      return { type: 'string' };
    default:
      return { type: resultType };
  }
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const categoriesOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** The form for the next version of a scorer that is there; one that only a client can run starts empty. */
export function draftOf(scorer: Scorer): ScorerDraft {
  const { kind, what, model, instructions, settings } = readScorer(scorer);
  const draft = { ...emptyDraft, name: scorer.name, model: model ?? '' };
  switch (kind) {
    case 'builtin': {
      const { guidelines } = settings;
      return {
        ...draft,
        kind,
        builtin: what,
        guidelines: Array.isArray(guidelines)
          ? guidelines.join('\n')
          : typeof guidelines === 'string'
            ? guidelines
            : '',
        exactMatch: settings['should_exact_match'] === true,
        ordering: settings['should_consider_ordering'] === true,
      };
    }
    case 'instructions':
      return { ...draft, kind, instructions: instructions ?? '', ...resultOf(settings['value_type']) };
    case 'code':
      return { ...draft, kind, code: what, options: settings as ScorerDraft['options'] };
    case 'http':
      return {
        ...draft,
        kind,
        url: what,
        timeoutMs: Number(settings['timeout_ms'] ?? draft.timeoutMs),
        resultType: 'any',
        ...resultOf(settings['value_schema']),
      };
    default:
      return draft;
  }
}

function resultOf(valueType: unknown): Partial<ScorerDraft> {
  if (typeof valueType !== 'object' || valueType === null) return {};
  const { type, enum: choices } = valueType as { type?: unknown; enum?: unknown };
  if (Array.isArray(choices)) {
    const isYesNo = choices.join() === 'yes,no';
    return isYesNo ? { resultType: 'yes-no' } : { resultType: 'categories', categories: choices.join(', ') };
  }
  if (type === 'boolean') return { resultType: 'boolean' };
  return { resultType: type === 'string' ? 'text' : 'number' };
}
