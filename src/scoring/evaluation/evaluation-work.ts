/** The port to whoever carries evaluations forward: a worker of its own for each, that lives as long as the work does. */

/** A piece of work: an evaluation, and the one that may go on with it. */
export interface EvaluationWorkOrder {
  evaluationId: string;
  /** Names the worker; it holds the evaluation in the store. */
  holder: string;
}

/** The way to the workers. */
export interface EvaluationWork {
  /** Begins a worker. Rejects when none can be begun. */
  begin(order: EvaluationWorkOrder): Promise<void>;
}

/** The steps of a worker: what was done in one is done, whatever becomes of the worker (WorkflowStep of the platform). */
export interface DurableSteps {
  /** Does it, again after a fault, and keeps what it returns. Rejects with the last fault. */
  do<Result extends Record<string, string | number>>(
    name: string,
    settings: StepSettings,
    step: () => Promise<Result>,
  ): Promise<Result>;
}

/** How a step is tried again, and how long each attempt may take; durations in milliseconds. */
export interface StepSettings {
  retries: { limit: number; delay: number; backoff: 'exponential' };
  timeout: number;
}
