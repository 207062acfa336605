/** The platform's workflow behind the port of evaluation work: an instance for each worker, named as the holder. */
import type { EvaluationWork } from '../evaluation/evaluation-work.ts';

/** What an instance is told. */
export interface EvaluationWorkflowParameters {
  evaluationId: string;
}

/** Begins instances. */
export function createEvaluationWork(workflow: Workflow<EvaluationWorkflowParameters>): EvaluationWork {
  return {
    async begin({ evaluationId, holder }) {
      await workflow.create({ id: holder, params: { evaluationId } });
    },
  };
}
