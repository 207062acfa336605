/** What a scorer is, read from MLflow's serialised form: its kind, its settings, and whether it asks a model. */
import type { Scorer } from '../api/types.ts';

/** The kinds a scorer can be of. */
export type ScorerKind = 'builtin' | 'instructions' | 'code' | 'http' | 'client';

/** A scorer as people see it. */
export interface ScorerFacts {
  kind: ScorerKind;
  /** The built-in's class, the code's name, the address; empty for instructions. */
  what: string;
  /** Null: the deployment's judge model, or none at all. */
  model: string | null;
  instructions: string | null;
  /** Options of code, guidelines of judges, schemas of values. */
  settings: Record<string, unknown>;
}

/** The words for each kind. */
export const kindNames: Record<ScorerKind, string> = {
  builtin: 'Built-in judge',
  instructions: 'Judge from instructions',
  code: 'Code',
  http: 'HTTP',
  client: 'Python client',
};

type Members = Record<string, unknown>;

const members = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const known = (settings: Members): Members =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null && value !== undefined));

/** Reads it. */
export function readScorer({
  serialized_scorer: serialized,
}: Pick<Scorer, 'serialized_scorer'>): ScorerFacts {
  const scorer = members(serialized);
  const nothing = { model: null, instructions: null, settings: {} };
  const isSet = (name: string) => scorer[name] !== null && scorer[name] !== undefined;
  if (isSet('builtin_scorer_class')) {
    const data = members(scorer['builtin_scorer_pydantic_data']);
    const { guidelines, should_exact_match: exact, should_consider_ordering: ordering } = data;
    const settings = known({ guidelines, should_exact_match: exact, should_consider_ordering: ordering });
    const what = textOf(scorer['builtin_scorer_class']);
    return { ...nothing, kind: 'builtin', what, model: textOf(data['model']) || null, settings };
  }
  if (isSet('instructions_judge_pydantic_data')) {
    const data = members(scorer['instructions_judge_pydantic_data']);
    return {
      kind: 'instructions',
      what: '',
      model: textOf(data['model']) || null,
      instructions: textOf(data['instructions']),
      settings: known({ value_type: data['feedback_value_type'] }),
    };
  }
  if (isSet('code_scorer_data')) {
    const { name, options } = members(scorer['code_scorer_data']);
    return { ...nothing, kind: 'code', what: textOf(name), settings: members(options) };
  }
  if (isSet('http_scorer_data')) {
    const { url, ...settings } = members(scorer['http_scorer_data']);
    return { ...nothing, kind: 'http', what: textOf(url), settings: known(settings) };
  }
  return { ...nothing, kind: 'client', what: '' };
}

/** True when it asks a judge model. */
export const asksModel = ({ kind }: Pick<ScorerFacts, 'kind'>): boolean =>
  kind === 'builtin' || kind === 'instructions';
