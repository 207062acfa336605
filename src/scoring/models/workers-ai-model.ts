/** A language model on Workers AI as a judge, over its binding (developers.cloudflare.com/workers-ai/features/json-mode). */
import { asNumber, asObject, asString } from '../../core/json.ts';
import { JudgeFailure, type JudgeModel } from '../judge-model.ts';
import type { RunWorkersAi } from './guard-model.ts';

/** A judge by a model of Workers AI. `model` is such as `@cf/meta/llama-3.3-70b-instruct-fp8-fast`. */
export function createWorkersAiModel({
  uri,
  model,
  run,
}: {
  uri: string;
  model: string;
  run: RunWorkersAi;
}): JudgeModel {
  return {
    uri,
    judges: 'anything',
    async ask({ system, user, schema }) {
      const messages = [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ];
      const response_format = { type: 'json_schema', json_schema: schema };
      let answer: unknown;
      try {
        answer = await run(model, { messages, response_format, temperature: 0 });
      } catch (cause) {
        throw new JudgeFailure('unavailable', 'Workers AI gave no answer.', { cause });
      }
      const { response, usage } = asObject(answer);
      const { prompt_tokens, completion_tokens } = asObject(usage);
      return {
        // In JSON mode the response is an object already.
        text: asString(response) ?? JSON.stringify(response ?? null),
        inputTokens: asNumber(prompt_tokens),
        outputTokens: asNumber(completion_tokens),
        costUsd: null,
        traceId: null,
      };
    },
  };
}
