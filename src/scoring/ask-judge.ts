/** Asks a judge model one question and turns whatever comes back into a verdict: a value, or an error; never a guess. */
import { randomHex } from '../core/ids.ts';
import { JudgeFailure, type JudgeAnswer, type JudgeModel } from './judge-model.ts';
import { judgePrompt } from './judge-prompt.ts';
import { readVerdict } from './read-verdict.ts';
import type { JudgeQuestion, Verdict, VerdictErrorCode } from './scorer.ts';

/** What asking needs. */
export interface AskJudgeServices {
  model: JudgeModel;
  /** Hex digits nobody can guess; the marks around what is judged. */
  newMark?: () => string;
}

const codeOf: Record<JudgeFailure['reason'], VerdictErrorCode> = {
  refused: 'JUDGE_REFUSED',
  unavailable: 'JUDGE_UNAVAILABLE',
  limited: 'JUDGE_LIMITED',
};

/**
 * Asks.
 *
 * @returns the verdict; one with an error when the model gave no answer, or none that can be read
 */
export async function askJudge({
  services,
  input,
}: {
  services: AskJudgeServices;
  input: JudgeQuestion;
}): Promise<Verdict> {
  const { model, newMark = () => randomHex(8) } = services;
  const base = {
    name: input.name,
    source: 'LLM_JUDGE' as const,
    sourceId: model.uri,
    spanId: input.spanId ?? null,
  };
  let answer: JudgeAnswer;
  try {
    answer = await model.ask(judgePrompt(input, newMark()), input);
  } catch (cause) {
    if (!(cause instanceof JudgeFailure)) throw cause;
    const error = { code: codeOf[cause.reason], message: cause.message };
    return { ...base, value: null, rationale: null, error, metadata: { ...input.metadata } };
  }
  const metadata = { ...input.metadata, ...accountOf(answer) };
  const read = readVerdict(answer.text, input.answer);
  if (read.ok) return { ...base, value: read.value, rationale: read.rationale, error: null, metadata };
  const error = { code: 'UNPARSABLE_VERDICT' as const, message: read.message };
  return { ...base, value: null, rationale: null, error, metadata };
}

/** What the judge's call used, by MLflow's metadata keys (mlflow/tracing/constant.py, AssessmentMetadataKey). */
function accountOf(answer: JudgeAnswer): Record<string, string> {
  const members = {
    'mlflow.assessment.judgeCost': answer.costUsd,
    'mlflow.assessment.judgeInputTokens': answer.inputTokens,
    'mlflow.assessment.judgeOutputTokens': answer.outputTokens,
    'mlflow.assessment.scorerTraceId': answer.traceId,
  };
  const known = Object.entries(members).filter(([, value]) => value !== null);
  return Object.fromEntries(known.map(([key, value]) => [key, String(value)]));
}
