/** Says how many traces a scorer judges as they come (MLflow's online scoring configuration). */
import type { Scope } from '../../access/scopes.ts';
import { AppError, invalidParameter } from '../../core/app-error.ts';
import { readFilter } from '../../tracing/filter/read-filter.ts';
import { requireScorerCalls } from '../provider-calls.ts';
import type { SamplingConfig } from '../registered-scorer.ts';
import { needsExpectations, type RunnableScorer } from '../serialized-scorer.ts';
import {
  getScorer,
  isVisible,
  runnableOf,
  type ScorerReference,
  type ScorerServices,
} from './scorer-access.ts';

/** How many, and which. */
export interface SetSamplingInput extends ScorerReference {
  /** 0 to 1; 0 stops it. */
  sampleRate: number;
  /** A trace filter; null is every trace. */
  filter: string | null;
  /** What the caller may do. */
  scopes: readonly Scope[];
}

/**
 * Sets rate and filter.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for a rate, a filter, or a scorer that cannot judge traces as they come;
 *   PERMISSION_DENIED for one that asks a model, without the scope `proxy`; RESOURCE_DOES_NOT_EXIST
 */
export async function setSampling({
  services,
  input,
}: {
  services: Pick<ScorerServices, 'scorers' | 'models'>;
  input: SetSamplingInput;
}): Promise<SamplingConfig> {
  const { sampleRate } = input;
  const filter = filterOf(input);
  checkRate(input);
  const { serialized } = await getScorer({ services, input: { ...input, version: null } });
  checkSampling({ services, input: { ...input, serialized } });
  const set = await services.scorers.setSampling(input, { sampleRate, filter, sampledWithin: input.within });
  if (set === null) throw new AppError('RESOURCE_DOES_NOT_EXIST', 'The scorer was deleted in the meantime.');
  return set;
}

/**
 * Whether a scorer can and may judge traces as they come at that rate, by its serialised form.
 *
 * @throws AppError INVALID_PARAMETER_VALUE, PERMISSION_DENIED
 */
export function checkSampling({
  services,
  input,
}: {
  services: Pick<ScorerServices, 'models'>;
  input: Pick<SetSamplingInput, 'name' | 'sampleRate' | 'filter' | 'scopes'> & { serialized: string };
}): void {
  checkRate(input);
  if (input.sampleRate === 0) return;
  const scorer = runnableOf(input);
  requireScorerCalls(input.scopes, input.name, scorer);
  checkRunsHere(input.name, scorer, services);
}

function checkRate(input: Pick<SetSamplingInput, 'sampleRate' | 'filter'>): void {
  const { sampleRate } = input;
  if (!(sampleRate >= 0 && sampleRate <= 1)) throw invalidParameter('sample_rate', 'a number from 0 to 1');
  const filter = filterOf(input);
  if (filter !== null) readFilter(filter, 'filter_string');
}

/** Blanks are no filter. */
function filterOf({ filter }: Pick<SetSamplingInput, 'filter'>): string | null {
  return filter === null || filter.trim() === '' ? null : filter;
}

function checkRunsHere(
  name: string,
  scorer: RunnableScorer,
  { models }: Pick<ScorerServices, 'models'>,
): void {
  if (scorer.kind === 'client')
    throw refused(`Scorer '${name}' runs in the Python client only (${scorer.group}).`);
  if (needsExpectations(scorer))
    throw refused(`Scorer '${name}' needs expectations, which traces do not have as they come.`);
  // Without a model it would never fire; the failure names what to set (F102).
  if (scorer.kind === 'judge' || scorer.kind === 'instructions') models.get(scorer.model);
}

function refused(message: string): AppError {
  return new AppError('INVALID_PARAMETER_VALUE', message, {
    details: { field: 'sample_rate', expected: '0 for this scorer' },
  });
}

/** The configurations of these scorers, as far as the caller may see them. */
export async function listSampling({
  services,
  input,
}: {
  services: Pick<ScorerServices, 'scorers'>;
  input: { scorerIds: string[]; within: string | null };
}): Promise<SamplingConfig[]> {
  const found = await services.scorers.listSampling(input.scorerIds);
  return found.filter(({ experimentId }) => isVisible({ experimentId, name: '', within: input.within }));
}
