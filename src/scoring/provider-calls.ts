/**
 * Whether a caller may have Weir call a provider: with a stored credential, at the deployment's cost, now or from now on.
 * That takes the scope `proxy`, whatever else it takes, and this is where it is decided for every way there is: a judge, a
 * target, a scorer that is registered, sampled or scheduled. What is set up goes on under whoever set it up: a trace that is
 * judged as it comes asks nothing of whoever wrote it.
 */
import { allows, type Scope } from '../access/scopes.ts';
import { AppError } from '../core/app-error.ts';
import type { Target } from './evaluation/evaluation.ts';
import type { RunnableScorer } from './serialized-scorer.ts';

/** The scopes of work that somebody set up who held them. */
export const scopesOfSetUp: readonly Scope[] = ['proxy'];

/**
 * Lets callers through who may have Weir call a provider.
 *
 * @param what would call it, for the refusal: `The judge gateway`
 * @throws AppError PERMISSION_DENIED that names the scope
 */
export function requireProviderCalls(held: readonly Scope[], what: string): void {
  if (allows(held, 'proxy')) return;
  throw new AppError(
    'PERMISSION_DENIED',
    `This key lacks the scope "proxy": ${what} has Weir call a model with the credentials stored here.`,
    { details: { scope: 'proxy' } },
  );
}

/** The same for whoever has a scorer run, now or later: built-in judges and instructions ask a model. */
export function requireScorerCalls(held: readonly Scope[], name: string, scorer: RunnableScorer): void {
  if (asksModel(scorer)) requireProviderCalls(held, `the scorer "${name.slice(0, 100)}"`);
}

/** The same for whoever has an evaluation ask its target: an application over HTTP is no provider. */
export function requireTargetCalls(held: readonly Scope[], target: Target | null): void {
  if (target !== null && target.kind !== 'http') requireProviderCalls(held, 'the target');
}

/** True for a scorer that asks a model when it runs here. */
function asksModel({ kind }: Pick<RunnableScorer, 'kind'>): boolean {
  return kind === 'judge' || kind === 'instructions';
}
