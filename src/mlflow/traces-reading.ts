/** Reading traces on MLflow's wire: one, many, with and without spans. */
import { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import type { JsonObject } from '../core/json.ts';
import { noSuchTrace } from '../tracing/get-trace.ts';
import { isComplete } from '../tracing/is-complete.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import { callerTraceIdKey, type Trace, type TraceInfo } from '../tracing/trace.ts';
import { inReadingOrder, renderSpan } from './entities/span.ts';
import { renderTraceInfo } from './entities/trace-info.ts';
import { flag, list, queryList, requiredText, text } from './message-fields.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export interface TraceReadingServices {
  traces: TraceStore;
  /** Waits, in milliseconds. */
  sleep(durationMs: number): Promise<void>;
}

const V3 = ['3.0'] as const;
/** Traces with all their content, in one answer. */
const MOST_TRACES_WITH_SPANS = 100;
const MOST_TRACE_INFOS = 1000;
/** Each is looked into by itself. */
const MOST_EXPERIMENTS = 100;
const TOO_MANY_EXPERIMENTS = `expected at most ${MOST_EXPERIMENTS} ids`;
const areFew = (ids: readonly string[]): boolean => ids.length <= MOST_EXPERIMENTS;
/** Spans of a trace that just ended may be on their way: how often it is read again, and after which pauses. */
const PAUSES_MS = [1000, 2000];

/** Endpoints that read; the fixed paths come before the one with a parameter. */
export function addTraceReadingEndpoints(surface: Surface, services: TraceReadingServices): void {
  addGetTrace(surface, services);
  addBatches(surface, services);
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: '/traces/{trace_id}',
      scopes: ['read'],
      message: z.object({ trace_id: requiredText() }),
    },
    async ({ message, within }) => {
      const info = await services.traces.getInfo(message.trace_id, within);
      if (info === null) throw noSuchTrace(message.trace_id);
      return { trace: { trace_info: renderTraceInfo(info) } };
    },
  );
}

/** A trace with its spans. */
function renderTrace({ info, spans }: Trace): JsonObject {
  return { trace_info: renderTraceInfo(info), spans: inReadingOrder(spans).map(renderSpan) };
}

function addGetTrace(surface: Surface, services: TraceReadingServices): void {
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: '/traces/get',
      scopes: ['read'],
      message: z.object({ trace_id: requiredText(), allow_partial: flag().optional() }),
    },
    async ({ message, within }) => {
      const traceId = message.trace_id;
      for (let reads = 0; ; reads++) {
        const trace = await services.traces.get(traceId, within);
        if (trace === null) throw noSuchTrace(traceId);
        if (message.allow_partial === true || isComplete(trace)) return { trace: renderTrace(trace) };
        const pauseMs = PAUSES_MS[reads];
        if (pauseMs === undefined) break;
        await services.sleep(pauseMs);
      }
      throw new AppError(
        'RESOURCE_DOES_NOT_EXIST',
        `Trace with ID ${traceId} is not fully exported yet, please try again later.`,
      );
    },
  );
}

function addBatches(surface: Surface, services: TraceReadingServices): void {
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: '/traces/batchGet',
      scopes: ['read'],
      message: z.object({
        trace_ids: queryList(text()).refine(
          (ids) => ids.length <= MOST_TRACES_WITH_SPANS,
          `expected at most ${MOST_TRACES_WITH_SPANS} ids`,
        ),
        experiment_ids: queryList(text()).refine(areFew, TOO_MANY_EXPERIMENTS).optional(),
      }),
    },
    async ({ message, within }) => {
      const wanted = [...new Set(message.trace_ids)];
      const found: Trace[] = [];
      for (const experimentId of scopesOf(message.experiment_ids, within))
        found.push(...(await services.traces.getMany(wanted, experimentId)));
      const ordered = found.toSorted((one, other) => placeIn(wanted, one.info) - placeIn(wanted, other.info));
      return { traces: ordered.filter(isComplete).map(renderTrace) };
    },
  );
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: '/traces/batchGetInfos',
      scopes: ['read'],
      message: z.object({
        trace_ids: list(text()).refine(
          (ids) => ids.length <= MOST_TRACE_INFOS,
          `expected at most ${MOST_TRACE_INFOS} ids`,
        ),
        experiment_ids: list(text()).refine(areFew, TOO_MANY_EXPERIMENTS).optional(),
      }),
    },
    async ({ message, within }) => {
      const wanted = [...new Set(message.trace_ids)];
      const found: TraceInfo[] = [];
      for (const experimentId of scopesOf(message.experiment_ids, within))
        found.push(...(await services.traces.getInfos(wanted, experimentId)));
      const ordered = found.toSorted((one, other) => placeIn(wanted, one) - placeIn(wanted, other));
      return { trace_infos: ordered.map(renderTraceInfo) };
    },
  );
}

/** Where among the ids asked for the trace was named, by its own id or its caller's. */
function placeIn(asked: readonly string[], { traceId, metadata }: TraceInfo): number {
  const own = asked.indexOf(traceId);
  return own === -1 ? asked.indexOf(metadata[callerTraceIdKey] ?? '') : own;
}

/** The experiments in which ids are looked for; null is whichever owns them. */
function scopesOf(experimentIds: string[] | undefined, within: string | null): (string | null)[] {
  if (experimentIds === undefined) return [within];
  const asked = [...new Set(experimentIds)];
  return within === null ? asked : asked.filter((experimentId) => experimentId === within);
}
