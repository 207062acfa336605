/** Which scorers an evaluation runs: registered ones by name, built-in ones by class or default name, or described anew. */
import type { Scope } from '../../access/scopes.ts';
import { AppError } from '../../core/app-error.ts';
import { checkOutboundUrl, type OutboundRules } from '../../core/outbound-url.ts';
import type { JudgeModels } from '../models/judge-models.ts';
import { requireScorerCalls } from '../provider-calls.ts';
import { runnableOf } from '../registry/scorer-access.ts';
import { findScorer } from '../registry/find-scorer.ts';
import { serializeScorer } from '../registry/serialize-scorer.ts';
import type { ScorerStore } from '../store/scorer-store.ts';
import type { ChosenScorer, WantedScorer } from './evaluation.ts';

/** Which scorers, for whom. */
export interface ChooseScorersInput {
  experimentId: string;
  wanted: readonly WantedScorer[];
  /** What the caller may do. */
  scopes: readonly Scope[];
}

/**
 * The scorers, fixed in their version.
 *
 * @throws AppError PERMISSION_DENIED for one that asks a model, without the scope `proxy`; INVALID_PARAMETER_VALUE for a name that means nothing, one that only the Python client can run, or a
 *   judge without a model; RESOURCE_ALREADY_EXISTS is never thrown: of two with one name the second is refused as invalid
 */
export async function chooseScorers(
  { scorers, models, outbound }: { scorers: ScorerStore; models: JudgeModels; outbound: OutboundRules },
  { experimentId, wanted, scopes }: ChooseScorersInput,
): Promise<ChosenScorer[]> {
  const chosen: ChosenScorer[] = [];
  for (const one of wanted) {
    const scorer =
      typeof one === 'string'
        ? await byName(scorers, experimentId, one)
        : { name: one.name, version: null, serialized: serializeScorer(one.name, one.description) };
    if (chosen.some(({ name }) => name === scorer.name))
      throw invalid(`two scorers have the name "${scorer.name}"`);
    const runnable = runnableOf(scorer);
    if (runnable.kind === 'client')
      throw invalid(`"${scorer.name}" runs in the Python client only (${runnable.group})`);
    requireScorerCalls(scopes, scorer.name, runnable);
    if (runnable.kind === 'http') checkOutboundUrl('url', runnable.webhook.url, outbound);
    if (runnable.kind === 'judge' || runnable.kind === 'instructions') models.get(runnable.model);
    chosen.push(scorer);
  }
  return chosen;
}

async function byName(scorers: ScorerStore, experimentId: string, name: string): Promise<ChosenScorer> {
  const found = await findScorer(scorers, experimentId, name);
  if (found === null) throw invalid(`there is no scorer "${name.slice(0, 100)}" in this experiment`);
  return found;
}

function invalid(what: string): AppError {
  return new AppError('INVALID_PARAMETER_VALUE', `Invalid value for scorers: ${what}.`, {
    details: { field: 'scorers', expected: 'names of scorers, or scorers described' },
  });
}
