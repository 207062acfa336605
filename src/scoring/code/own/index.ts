/**
 * Scorers of your own: write one file each beside this one with `defineScorer`, and list it here. They are bundled with the
 * worker, and are named in the registry and in evaluations like the ready ones.
 */
import type { CodeScorer } from '../define-scorer.ts';

/** Your scorers. */
export const ownScorers: readonly CodeScorer[] = [];
