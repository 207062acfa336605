/** What a client states of a trace when it has ended: StartTraceV3, whose name is older than its use. */
import { z } from 'zod';
import { toHex } from '../core/ids.ts';
import { checkActive } from '../experiments/change-experiment.ts';
import { getExperiment } from '../experiments/get-experiment.ts';
import type { ExperimentStore } from '../experiments/store/experiment-store.ts';
import type { AssessmentServices, NewAssessment } from '../tracing/assessments/create-assessment.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import { writeTraceInfo } from '../tracing/write-trace-info.ts';
import { readNewAssessment, type AssessmentMessage } from './entities/assessment.ts';
import { renderTraceInfo } from './entities/trace-info.ts';
import { readStatement, traceInfoMessage } from './entities/trace-statement.ts';
import type { Surface } from './surface.ts';

/** What the endpoint needs. */
export type TraceWritingServices = AssessmentServices & {
  traces: TraceStore;
  experiments: ExperimentStore;
};

/** `POST /traces` of API 3.0. */
export function addTraceWritingEndpoints(surface: Surface, services: TraceWritingServices): void {
  surface.on(
    {
      method: 'POST',
      versions: ['3.0'],
      path: '/traces',
      scopes: ['write'],
      message: z.object({
        trace: z.looseObject({ trace_info: traceInfoMessage }, 'expected a trace'),
      }),
    },
    async ({ message, within }) => {
      const sent = message.trace.trace_info;
      const info = readStatement(sent, services.now());
      const assessments = await Promise.all(
        (sent.assessments ?? []).map((assessment) => withId(assessment, info.traceId)),
      );
      const { experimentId } = info;
      checkActive(await getExperiment({ services, input: { experimentId, within } }));
      const written = await writeTraceInfo({ services, input: { info, assessments, within } });
      return { trace: { trace_info: renderTraceInfo(written) } };
    },
  );
}

/** The id of an assessment that has none is made of what it says: a client that tries again says it once. */
async function withId(message: AssessmentMessage, traceId: string): Promise<Omit<NewAssessment, 'traceId'>> {
  const assessment = readNewAssessment(message, traceId);
  if (assessment.assessmentId !== undefined) return assessment;
  const text = new TextEncoder().encode(JSON.stringify([traceId, message]));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return { ...assessment, assessmentId: `a-${toHex(digest.subarray(0, 16))}` };
}
