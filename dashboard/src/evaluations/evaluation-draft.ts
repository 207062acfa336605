/** An evaluation while somebody describes it in the form, and what the API is sent of it. */
import type { NewEvaluation } from '../api/types.ts';
import { resolveRange, type RangeName } from '../format/time-range.ts';
import type { Model } from '../playground/model-choice.tsx';

/** The form's content. */
export interface EvaluationDraft {
  name: string;
  source: 'dataset' | 'traces';
  /** Empty: the first there is. */
  dataset: string;
  filter: string;
  range: RangeName;
  most: number;
  scorers: string[];
  target: 'none' | 'model' | 'http';
  model: Model;
  /** Empty: none. */
  prompt: string;
  /** A version or an alias: `3`, `@production`. */
  promptVersion: string;
  /** JSON; empty: none. */
  parameters: string;
  url: string;
  timeoutSeconds: number;
  bare: boolean;
  concurrency: number;
}

/** An empty form. */
export const emptyDraft: EvaluationDraft = {
  name: '',
  source: 'dataset',
  dataset: '',
  filter: "status = 'OK'",
  range: '7d',
  most: 100,
  scorers: [],
  target: 'none',
  model: { provider: 'demo', model: 'demo' },
  prompt: '',
  promptVersion: '',
  parameters: '',
  url: '',
  timeoutSeconds: 60,
  bare: false,
  concurrency: 8,
};

/**
 * What the API is sent.
 *
 * @throws Error when the parameters are no JSON object
 */
export function toNewEvaluation(draft: EvaluationDraft, experiment: string): NewEvaluation {
  return {
    experiment,
    name: draft.name.trim() === '' ? null : draft.name.trim(),
    ...sourceOf(draft),
    scorers: draft.scorers,
    target: targetOf(draft),
    concurrency: draft.concurrency,
  };
}

function sourceOf(draft: EvaluationDraft): Pick<NewEvaluation, 'dataset' | 'traces'> {
  if (draft.source === 'dataset') return { dataset: draft.dataset };
  const { fromMs } = resolveRange(draft.range, Date.now());
  const filter = draft.filter.trim() === '' ? null : draft.filter.trim();
  return { traces: { filter, from: new Date(fromMs).toISOString(), max: draft.most } };
}

function targetOf(draft: EvaluationDraft): NewEvaluation['target'] {
  if (draft.target === 'none') return null;
  if (draft.target === 'http')
    return { url: draft.url, timeout_ms: draft.timeoutSeconds * 1000, bare: draft.bare };
  const { provider, model } = draft.model;
  return {
    model: `${provider}:/${model}`,
    prompt: draft.prompt === '' ? null : promptOf(draft),
    parameters: parametersOf(draft.parameters),
  };
}

function promptOf({ prompt, promptVersion }: EvaluationDraft): string {
  if (promptVersion === '') return prompt;
  return promptVersion.startsWith('@') ? `${prompt}${promptVersion}` : `${prompt}/${promptVersion}`;
}

function parametersOf(text: string): Record<string, never> | null {
  if (text.trim() === '') return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error('Parameters: expected a JSON object, such as {"temperature": 0}.');
  // Any JSON: the API checks it.
  return parsed as Record<string, never>;
}
