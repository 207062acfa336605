/** Tags, links and deletion of traces on MLflow's wire. Python calls the 2.0 paths even in version 3. */
import { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import { getRun } from '../runs/get-run.ts';
import type { RunStore } from '../runs/store/run-store.ts';
import { deleteOldTraces } from '../tracing/delete-old-traces.ts';
import { deleteTraceTag } from '../tracing/delete-trace-tag.ts';
import { deleteTraces } from '../tracing/delete-traces.ts';
import { linkPromptsToTrace, linkTracesToRun } from '../tracing/link-traces.ts';
import { setTraceTag } from '../tracing/set-trace-tag.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import { experimentIdField, integer, list, requiredText, text } from './message-fields.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export interface TraceChangingServices {
  traces: TraceStore;
  runs: RunStore;
}

const BOTH = ['2.0', '3.0'] as const;
/** Where spans lie is ours to say (mlflow/server/handlers.py, `_HANDLER_BLOCKED_TRACE_TAGS`). */
const OUR_TAGS = new Set(['mlflow.trace.spansLocation', 'mlflow.trace.archiveLocation']);

/** Endpoints that change traces. */
export function addTraceChangingEndpoints(surface: Surface, services: TraceChangingServices): void {
  addTags(surface, services);
  addDeletion(surface, services);
  addLinks(surface, services);
}

function addTags(surface: Surface, services: TraceChangingServices): void {
  const key = z.object({ trace_id: requiredText(), key: requiredText() });
  surface.on(
    {
      method: 'PATCH',
      versions: BOTH,
      path: '/traces/{trace_id}/tags',
      scopes: ['write'],
      message: key.extend({ value: text().optional() }),
    },
    async ({ message, within }) => {
      refuseOurTags(message.key, 'set');
      const { trace_id: traceId, value = '' } = message;
      await setTraceTag({ services, input: { traceId, key: message.key, value, within } });
      return {};
    },
  );
  surface.on(
    { method: 'DELETE', versions: BOTH, path: '/traces/{trace_id}/tags', scopes: ['write'], message: key },
    async ({ message, within }) => {
      refuseOurTags(message.key, 'deleted');
      await deleteTraceTag({ services, input: { traceId: message.trace_id, key: message.key, within } });
      return {};
    },
  );
}

function refuseOurTags(key: string, change: 'set' | 'deleted'): void {
  if (!OUR_TAGS.has(key)) return;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Tag '${key}' is immutable and cannot be ${change} on a trace.`,
  );
}

/** By ids, or the oldest up to a time: exactly one of both (mlflow/store/tracking/abstract_store.py). */
function addDeletion(surface: Surface, services: TraceChangingServices): void {
  surface.on(
    {
      method: 'POST',
      versions: BOTH,
      path: '/traces/delete-traces',
      scopes: ['write'],
      message: z.object({
        experiment_id: experimentIdField(),
        max_timestamp_millis: integer().optional(),
        max_traces: integer().optional(),
        request_ids: list(text()).optional(),
        trace_ids: list(text()).optional(),
      }),
    },
    async ({ message, within }) => {
      const { experiment_id: experimentId, max_timestamp_millis: maxTimestampMs } = message;
      const { max_traces: maxTraces } = message;
      const traceIds = message.request_ids ?? message.trace_ids ?? [];
      checkSelection({ maxTimestampMs, maxTraces, traceIds });
      if (maxTimestampMs !== undefined) {
        const input = {
          experimentId,
          maxTimestampMs,
          ...(maxTraces === undefined ? {} : { maxTraces }),
          within,
        };
        return { traces_deleted: await deleteOldTraces({ services, input }) };
      }
      // Ids of other experiments are passed over, as those are that the caller may not see.
      if (within !== null && within !== experimentId) return { traces_deleted: 0 };
      const input = { traceIds, within: experimentId };
      return { traces_deleted: await deleteTraces({ services, input }) };
    },
  );
}

function checkSelection({
  maxTimestampMs,
  maxTraces,
  traceIds,
}: {
  maxTimestampMs: number | undefined;
  maxTraces: number | undefined;
  traceIds: string[];
}): void {
  const isByTime = maxTimestampMs !== undefined;
  if (isByTime === traceIds.length > 0) {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      'Either `max_timestamp_millis` or `trace_ids` must be specified, but not both.',
    );
  }
  if (!isByTime && maxTraces !== undefined) {
    throw new AppError('INVALID_PARAMETER_VALUE', "`max_traces` can't be specified if `trace_ids` is.");
  }
  if (maxTraces !== undefined && maxTraces <= 0) {
    throw new AppError('INVALID_PARAMETER_VALUE', '`max_traces` must be a positive integer.');
  }
}

function addLinks(surface: Surface, services: TraceChangingServices): void {
  surface.on(
    {
      method: 'POST',
      versions: BOTH,
      path: '/traces/link-to-run',
      scopes: ['write'],
      message: z.object({ trace_ids: list(requiredText()), run_id: requiredText() }),
    },
    async ({ message, within }) => {
      const { run_id: runId, trace_ids: traceIds } = message;
      await getRun({ services, input: { runId, within } });
      await linkTracesToRun({ services, input: { traceIds, runId, within } });
      return {};
    },
  );
  const version = z.object({
    name: requiredText(),
    version: z.union([requiredText(), integer().transform(String)]),
  });
  surface.on(
    {
      method: 'POST',
      versions: BOTH,
      path: '/traces/link-prompts',
      scopes: ['write'],
      message: z.object({ trace_id: requiredText(), prompt_versions: list(version) }),
    },
    async ({ message, within }) => {
      const { trace_id: traceId, prompt_versions: prompts } = message;
      await linkPromptsToTrace({ services, input: { traceId, prompts, within } });
      return {};
    },
  );
}
