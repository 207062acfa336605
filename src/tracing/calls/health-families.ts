/** The state of the deployment as metrics: what `/health` knows, for those who may know all of it. */
import type { Family } from '../../core/exposition.ts';
import type { Health } from '../../http/health-json.ts';

/** A gauge of one number. */
export const gauge = (name: string, help: string, value: number | null | undefined): Family => ({
  name,
  help,
  type: 'gauge',
  samples: [{ labels: {}, value: value ?? null }],
});

/**
 * The families of stores, queues and judges.
 *
 * @param atMs Unix milliseconds
 */
export function healthFamilies({ checks }: Health, atMs: number): Family[] {
  const { registry, traces, content, queue, keys, scoring } = checks;
  const staleSinceMs = keys.stale_since === null ? null : Date.parse(keys.stale_since);
  return [
    {
      name: 'weir_store_up',
      help: '1 for a store that answers, 0 for one that does not.',
      type: 'gauge',
      samples: Object.entries({ registry, traces, content, queue }).map(([store, { status }]) => ({
        labels: { store },
        value: status === 'down' ? 0 : 1,
      })),
    },
    gauge('weir_traces_size_bytes', 'Size of the index of traces.', traces.size_bytes),
    gauge('weir_traces_limit_bytes', 'What the index of traces can hold.', traces.limit_bytes),
    gauge('weir_spool_waiting', 'Exchanges in the spool that are not traces yet.', queue.waiting),
    gauge('weir_dead_letters', 'Exchanges that could not be stored.', queue.dead),
    gauge(
      'weir_keys_stale_seconds',
      'How long keys have been answered by what was last known of them; 0 while the registry answers. Of the isolate that answers.',
      staleSinceMs === null ? 0 : (atMs - staleSinceMs) / 1000,
    ),
    gauge(
      'weir_scoring_pending',
      'Traces and sessions that judges and scorers are still to score.',
      scoring.pending,
    ),
    gauge(
      'weir_judge_configured',
      '1 where there is a judge model.',
      scoring.has_judge_model === null || scoring.has_judge_model === undefined
        ? null
        : Number(scoring.has_judge_model),
    ),
  ];
}
