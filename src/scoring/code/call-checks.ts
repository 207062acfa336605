/** Ready scorers of the call: how long it took, what it cost, which tools it used. */
import { z } from 'zod';
import { defineScorer, type CodeScorer } from './define-scorer.ts';

const latencyThreshold = defineScorer({
  name: 'latency_threshold',
  description: 'The call took no longer than allowed.',
  options: z.strictObject({ maximumMs: z.number().positive() }),
  score: ({ durationMs }, { maximumMs }) =>
    durationMs === null
      ? null
      : { value: durationMs <= maximumMs, rationale: `${durationMs} ms of at most ${maximumMs} ms.` },
});

const costThreshold = defineScorer({
  name: 'cost_threshold',
  description: 'The call cost no more than allowed.',
  options: z.strictObject({ maximumUsd: z.number().positive() }),
  score: ({ costUsd }, { maximumUsd }) =>
    costUsd === null
      ? null
      : { value: costUsd <= maximumUsd, rationale: `${costUsd} USD of at most ${maximumUsd} USD.` },
});

const toolsUsed = defineScorer({
  name: 'tools_used',
  description: 'The tools named were used, and those forbidden were not.',
  options: z.strictObject({
    required: z.array(z.string()).max(100).default([]),
    forbidden: z.array(z.string()).max(100).default([]),
  }),
  score({ tools }, { required, forbidden }) {
    const names = new Set(tools.map(({ name }) => name));
    const missing = required.filter((name) => !names.has(name));
    const wrong = forbidden.filter((name) => names.has(name));
    const faults = [
      ...missing.map((name) => `${name} was not used`),
      ...wrong.map((name) => `${name} was used`),
    ];
    return {
      value: faults.length === 0,
      rationale: faults.length === 0 ? 'As wanted.' : `${faults.join('; ')}.`,
    };
  },
});

/** The checks. */
export const callChecks: readonly CodeScorer[] = [latencyThreshold, costThreshold, toolsUsed];
