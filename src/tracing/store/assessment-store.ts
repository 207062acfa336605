/** The port to where assessments are kept, beside the traces they speak of. One contract suite runs against every one. */
import type { Assessment, AssessmentChanges } from '../assessments/assessment.ts';

/** Which assessment. */
export interface AssessmentReference {
  traceId: string;
  assessmentId: string;
  /** As in {@link AssessmentStore}. */
  within: string | null;
}

/**
 * Storage of assessments. They are named by their trace and their own id together. `within` is the experiment whose trace
 * is meant, as in the store of traces; null is the trace that is kept under the id. What is said within an experiment of a
 * trace that has not come joins only a trace of that experiment.
 */
export interface AssessmentStore {
  /**
   * Keeps an assessment; its trace may still be on its way. One that is there already stays as it is, so a repeated call
   * changes nothing. What it overrides becomes invalid in the same step.
   *
   * @returns what is kept under the id; null when `overrides` names no assessment of the trace
   */
  create(assessment: Assessment, within: string | null): Promise<Assessment | null>;
  /** The same for several at once: all are kept or, should the store fail, none. */
  createAll(assessments: Assessment[], within: string | null): Promise<(Assessment | null)[]>;
  /**
   * Keeps an assessment over the valid one of the same kind, name and source, if there is one: whichever of two that come
   * at the same time is second overrides the first. One that is there already stays as it is.
   *
   * @param options.mostPerTrace a trace that has as many takes no more
   * @returns what is kept under the id, `overrides` filled in; null when the trace is full
   */
  createOverPrevious(
    assessment: Assessment,
    options: { mostPerTrace: number; within: string | null },
  ): Promise<Assessment | null>;
  /** The assessment, or null. */
  get(reference: AssessmentReference): Promise<Assessment | null>;
  /**
   * Changes members of an assessment in one step; metadata is merged.
   *
   * @param options.atMs Unix milliseconds, becomes the time of the last update
   * @returns the changed assessment; null when there is none, or none of the kind that `changes.value` names
   */
  update(
    reference: AssessmentReference,
    options: { changes: AssessmentChanges; atMs: number },
  ): Promise<Assessment | null>;
  /** Deletes it; what it overrode is valid again unless another one overrides it too. True when there was one. */
  delete(reference: AssessmentReference): Promise<boolean>;
  /** The assessments of each trace by the id asked for, in the order they were made; traces without any are absent. */
  listByTrace(traceIds: string[], within: string | null): Promise<Map<string, Assessment[]>>;
  /** Deletes up to `batchSize` assessments made before `beforeMs` whose trace never came. Returns how many there were. */
  expireEarly(beforeMs: number, batchSize: number): Promise<number>;
}
