/** Traces of API 2.0, which clients before MLflow 3 call, and later ones when a call of 3.0 is not there. */
import { z } from 'zod';
import { newTraceId } from '../core/ids.ts';
import { checkActive } from '../experiments/change-experiment.ts';
import { getExperiment } from '../experiments/get-experiment.ts';
import { noSuchTrace } from '../tracing/get-trace.ts';
import type { TraceInfo, TraceState } from '../tracing/trace.ts';
import { writeTraceInfo } from '../tracing/write-trace-info.ts';
import { renderTraceInfoV2 } from './entities/trace-info.ts';
import { toStated } from './entities/trace-statement.ts';
import { experimentIdField, integer, requiredText, tagList } from './message-fields.ts';
import type { Surface } from './surface.ts';
import type { TraceWritingServices } from './traces-writing.ts';

const V2 = ['2.0'] as const;
/** Statuses in the order of their numbers in the proto. */
const STATUSES = ['TRACE_STATUS_UNSPECIFIED', 'OK', 'ERROR', 'IN_PROGRESS'] as const;

const status = z
  .union([z.string(), z.number().transform((number) => STATUSES[number] ?? '')])
  .refine((value) => STATUSES.some((name) => name === value), `expected one of ${STATUSES.join(', ')}`)
  .transform((value): TraceState =>
    value === 'OK' || value === 'ERROR' || value === 'IN_PROGRESS' ? value : 'STATE_UNSPECIFIED',
  );

/** StartTrace, EndTrace and GetTraceInfo; searching is beside its sister of 3.0. */
export function addOldTraceEndpoints(surface: Surface, services: TraceWritingServices): void {
  addStart(surface, services);
  addEnd(surface, services);
  addInfo(surface, services);
}

function addStart(surface: Surface, services: TraceWritingServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/traces',
      scopes: ['write'],
      message: z.object({
        experiment_id: experimentIdField(),
        timestamp_ms: integer().optional(),
        request_metadata: tagList().optional(),
        tags: tagList().optional(),
      }),
    },
    async ({ message, within }) => {
      const { experiment_id: experimentId, request_metadata: metadata = {}, tags = {} } = message;
      checkActive(await getExperiment({ services, input: { experimentId, within } }));
      const info = {
        ...toStated({ traceId: newTraceId(), experimentId, metadata, tags }),
        requestTimeMs: message.timestamp_ms ?? services.now(),
      };
      return { trace_info: renderTraceInfoV2(await writeTraceInfo({ services, input: { info, within } })) };
    },
  );
}

function addEnd(surface: Surface, services: TraceWritingServices): void {
  surface.on(
    {
      method: 'PATCH',
      versions: V2,
      path: '/traces/{request_id}',
      scopes: ['write'],
      message: z.object({
        request_id: requiredText(),
        timestamp_ms: integer().optional(),
        status: status.optional(),
        request_metadata: tagList().optional(),
        tags: tagList().optional(),
      }),
    },
    async ({ message, within }) => {
      const begun = await readInfo(services, message.request_id, within);
      const { request_metadata: metadata = {}, tags = {} } = message;
      const { traceId, experimentId, requestTimeMs } = begun;
      const info = {
        ...toStated({ traceId, experimentId, metadata, tags }),
        requestTimeMs,
        endTimeMs: message.timestamp_ms ?? services.now(),
        state: message.status ?? begun.state,
      };
      return { trace_info: renderTraceInfoV2(await writeTraceInfo({ services, input: { info, within } })) };
    },
  );
}

function addInfo(surface: Surface, services: TraceWritingServices): void {
  surface.on(
    {
      method: 'GET',
      versions: V2,
      path: '/traces/{request_id}/info',
      scopes: ['read'],
      message: z.object({ request_id: requiredText() }),
    },
    async ({ message, within }) => ({
      trace_info: renderTraceInfoV2(await readInfo(services, message.request_id, within)),
    }),
  );
}

async function readInfo(
  services: TraceWritingServices,
  traceId: string,
  within: string | null,
): Promise<TraceInfo> {
  const info = await services.traces.getInfo(traceId, within);
  if (info === null) throw noSuchTrace(traceId);
  return info;
}
