/**
 * OpenAI's moderation endpoint as a judge of safety (platform.openai.com/docs/api-reference/moderations): free of charge,
 * and made for it. It reads the answer itself, so there is no prompt that could be talked to.
 */
import { asArray, asNumber, asObject, parseJson } from '../../core/json.ts';
import { filingHeaders } from './filing-headers.ts';
import { JudgeFailure, type JudgeAnswer, type JudgeModel } from '../judge-model.ts';
import type { JudgeQuestion } from '../scorer.ts';
import type { CallProxy } from './provider-model.ts';

/** A judge of safety by moderation. `model` is such as `omni-moderation-latest`. */
export function createModerationModel(options: {
  uri: string;
  model: string;
  callProxy: CallProxy;
  /** Longest wait, milliseconds. */
  timeoutMs: number;
}): JudgeModel {
  return {
    uri: options.uri,
    judges: 'safety',
    async ask(_prompt, question) {
      const answer = await call(question, options);
      return { ...answer, inputTokens: null, outputTokens: null, costUsd: 0 };
    },
  };
}

async function call(
  question: JudgeQuestion,
  { model, callProxy, timeoutMs }: { model: string; callProxy: CallProxy; timeoutMs: number },
): Promise<Pick<JudgeAnswer, 'text' | 'traceId'>> {
  let answer: Response;
  try {
    answer = await callProxy('/openai/v1/moderations', {
      method: 'POST',
      headers: filingHeaders(question.filedIn, { 'content-type': 'application/json' }),
      body: JSON.stringify({ model, input: question.material.answer ?? '' }),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new JudgeFailure('unavailable', 'The moderation endpoint could not be reached.', { cause });
  }
  const body = parseJson(await answer.text());
  const result = asObject(asArray(asObject(body).results)[0]);
  if (!answer.ok || typeof result.flagged !== 'boolean') {
    const passing = answer.status === 429 || answer.status >= 500;
    throw new JudgeFailure(
      passing ? 'unavailable' : 'refused',
      `The moderation endpoint answered ${answer.status}.`,
    );
  }
  const scores = Object.entries(asObject(result.category_scores));
  const flagged = Object.entries(asObject(result.categories)).filter(([, value]) => value === true);
  const [highest] = scores.sort(([, one], [, other]) => (asNumber(other) ?? 0) - (asNumber(one) ?? 0));
  const rationale = result.flagged
    ? `Flagged: ${flagged.map(([category]) => category).join(', ')}.`
    : `Nothing flagged${highest === undefined ? '' : `; highest is ${highest[0]} at ${asNumber(highest[1])?.toFixed(4) ?? '?'}`}.`;
  const text = JSON.stringify({ rationale, result: result.flagged ? 'no' : 'yes' });
  return { text, traceId: answer.headers.get('x-weir-trace-id') };
}
