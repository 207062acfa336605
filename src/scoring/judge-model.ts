/**
 * The port to a judge model: one question, one JSON answer. Implementations call a provider (`store`-free, over `fetch`),
 * Workers AI or a moderation endpoint; what a judge asks and how its answer is read is the same for all.
 */
import type { Json } from '../core/json.ts';
import type { JudgeQuestion } from './scorer.ts';

/** What the model is sent. */
export interface JudgePrompt {
  /** The rules of judging; ours. */
  system: string;
  /** The question with what is judged, delimited. */
  user: string;
  /** JSON schema of the answer, for models that can be held to one. */
  schema: { [key: string]: Json };
}

/** What came back. */
export interface JudgeAnswer {
  /** The model's words, which should be JSON. */
  text: string;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
  /** The trace of the judge's own call, when it was traced. */
  traceId: string | null;
}

/** Why no answer came. */
export type JudgeFailureReason = 'refused' | 'unavailable' | 'limited';

/** What else a failure may carry. */
export interface JudgeFailureOptions {
  cause?: unknown;
  retryAfterMs?: number | null;
}

/** A judge model that gave no answer. `limited`: our own spend, rate or concurrency limit. */
export class JudgeFailure extends Error {
  readonly reason: JudgeFailureReason;
  /** What the provider asked to wait, milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;

  constructor(reason: JudgeFailureReason, message: string, options: JudgeFailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'JudgeFailure';
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** A model that judges. */
export interface JudgeModel {
  /** MLflow model URI, such as `openai:/gpt-4.1-mini`; the source id of its verdicts. */
  uri: string;
  /** What it can judge: classifiers of harm judge safety and nothing else. */
  judges: 'anything' | 'safety';
  /**
   * Asks once.
   *
   * @param question what the prompt was made from, for classifiers that read the material itself
   * @throws JudgeFailure when no answer came
   */
  ask(prompt: JudgePrompt, question: JudgeQuestion): Promise<JudgeAnswer>;
}
