/** Assessments on MLflow's wire (API 3.0): create, get, update, delete. */
import { z } from 'zod';
import { createAssessment, type AssessmentServices } from '../tracing/assessments/create-assessment.ts';
import { deleteAssessment } from '../tracing/assessments/delete-assessment.ts';
import { getAssessment } from '../tracing/assessments/get-assessment.ts';
import { updateAssessment } from '../tracing/assessments/update-assessment.ts';
import { noSuchTrace } from '../tracing/get-trace.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import {
  assessmentMessage,
  readChanges,
  readNewAssessment,
  renderAssessment,
} from './entities/assessment.ts';
import { requiredText, text } from './message-fields.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export type AssessmentEndpointServices = AssessmentServices & { traces: Pick<TraceStore, 'getExperimentId'> };

const V3 = ['3.0'] as const;
const PATH = '/traces/{trace_id}/assessments';
const ids = z.object({ trace_id: requiredText(), assessment_id: requiredText() });

/** Endpoints under `/traces/{trace_id}/assessments`. */
export function addAssessmentEndpoints(surface: Surface, services: AssessmentEndpointServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: PATH,
      scopes: ['write', 'feedback'],
      message: z.object({ trace_id: requiredText(), assessment: assessmentMessage }),
    },
    async ({ message, within }) => {
      const assessment = readNewAssessment(message.assessment, message.trace_id);
      await refuseUnknown(services, message.trace_id, within);
      const created = await createAssessment({ services, input: { assessment, within } });
      return { assessment: renderAssessment(created) };
    },
  );
  surface.on(
    { method: 'GET', versions: V3, path: `${PATH}/{assessment_id}`, scopes: ['read'], message: ids },
    async ({ message, within }) => {
      const input = { traceId: message.trace_id, assessmentId: message.assessment_id, within };
      return { assessment: renderAssessment(await getAssessment({ services, input })) };
    },
  );
  surface.on(
    {
      method: 'PATCH',
      versions: V3,
      path: `${PATH}/{assessment_id}`,
      scopes: ['write'],
      message: ids.extend({ assessment: assessmentMessage, update_mask: text() }),
    },
    async ({ message, within }) => {
      const input = {
        traceId: message.trace_id,
        assessmentId: message.assessment_id,
        within,
        changes: readChanges(message.assessment, message.update_mask),
      };
      return { assessment: renderAssessment(await updateAssessment({ services, input })) };
    },
  );
  surface.on(
    { method: 'DELETE', versions: V3, path: `${PATH}/{assessment_id}`, scopes: ['write'], message: ids },
    async ({ message, within }) => {
      const input = { traceId: message.trace_id, assessmentId: message.assessment_id, within };
      // Deleting what is gone succeeds, as in MLflow; a trace nobody knows does not.
      if (!(await deleteAssessment({ services, input })))
        await refuseUnknown(services, message.trace_id, within);
      return {};
    },
  );
}

/** Weir keeps feedback that comes before its trace; on this wire an unknown trace is a mistake, as MLflow's clients expect. */
async function refuseUnknown(
  { traces }: AssessmentEndpointServices,
  traceId: string,
  within: string | null,
): Promise<void> {
  if ((await traces.getExperimentId(traceId, within)) === null) throw noSuchTrace(traceId);
}
