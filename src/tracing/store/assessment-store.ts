/** The port to where assessments are kept, beside the traces they speak of. One contract suite runs against every one. */
import type { Assessment, AssessmentChanges } from '../assessments/assessment.ts';

/** Storage of assessments. They are named by their trace and their own id together. */
export interface AssessmentStore {
  /**
   * Keeps an assessment; its trace may still be on its way. One that is there already stays as it is, so a repeated call
   * changes nothing. What it overrides becomes invalid in the same step.
   *
   * @returns what is kept under the id; null when `overrides` names no assessment of the trace
   */
  create(assessment: Assessment): Promise<Assessment | null>;
  /** The same for several at once: all are kept or, should the store fail, none. */
  createAll(assessments: Assessment[]): Promise<(Assessment | null)[]>;
  /**
   * Keeps an assessment over the valid one of the same kind, name and source, if there is one: whichever of two that come
   * at the same time is second overrides the first. One that is there already stays as it is.
   *
   * @param mostPerTrace a trace that has as many takes no more
   * @returns what is kept under the id, `overrides` filled in; null when the trace is full
   */
  createOverPrevious(assessment: Assessment, mostPerTrace: number): Promise<Assessment | null>;
  /** The assessment, or null. */
  get(traceId: string, assessmentId: string): Promise<Assessment | null>;
  /**
   * Changes members of an assessment in one step; metadata is merged.
   *
   * @param options.atMs Unix milliseconds, becomes the time of the last update
   * @returns the changed assessment; null when there is none, or none of the kind that `changes.value` names
   */
  update(
    traceId: string,
    assessmentId: string,
    options: { changes: AssessmentChanges; atMs: number },
  ): Promise<Assessment | null>;
  /** Deletes it; what it overrode is valid again unless another one overrides it too. True when there was one. */
  delete(traceId: string, assessmentId: string): Promise<boolean>;
  /** The assessments of each trace, in the order they were made; traces without any are absent. */
  listByTrace(traceIds: string[]): Promise<Map<string, Assessment[]>>;
  /** Deletes up to `batchSize` assessments made before `beforeMs` whose trace never came. Returns how many there were. */
  expireEarly(beforeMs: number, batchSize: number): Promise<number>;
}
