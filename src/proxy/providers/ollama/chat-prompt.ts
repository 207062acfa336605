/** A prompt in a native chat request (github.com/ollama/ollama, docs/api.md): settings are `options`. */
import type { PromptEditor } from '../contract.ts';
import { placeInMessages } from '../openai/chat-prompt.ts';
import { messageSites } from '../wire/prompt-placing.ts';
import { fillAbsent, fillAbsentIn, responseFormatOf } from '../wire/prompt-settings.ts';

/** The editor. */
export const ollamaChatPrompt: PromptEditor = {
  sites: (body) => messageSites(body.messages, 'messages', 'content'),
  injectPrompt(body, prompt, site) {
    const config = prompt.modelConfig;
    const format = responseFormatOf(prompt);
    const wanted = format?.kind === 'schema' ? format.schema : format?.kind === 'any-json' ? 'json' : null;
    const placed = { ...body, messages: placeInMessages(body.messages, prompt, site) };
    const optioned = fillAbsentIn(placed, 'options', {
      temperature: config?.temperature ?? null,
      num_predict: config?.maxTokens ?? null,
      top_p: config?.topP ?? null,
      top_k: config?.topK ?? null,
      frequency_penalty: config?.frequencyPenalty ?? null,
      presence_penalty: config?.presencePenalty ?? null,
      stop: config?.stopSequences ?? null,
    });
    return fillAbsent(optioned, { model: config?.modelName ?? null, format: wanted, ...config?.extraParams });
  },
};
