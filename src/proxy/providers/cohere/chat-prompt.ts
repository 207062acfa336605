/** A prompt in a v2 chat request (docs.cohere.com/reference/chat): messages as OpenAI's, settings under Cohere's names. */
import type { PromptEditor } from '../contract.ts';
import { placeMessages } from '../openai/chat-prompt.ts';
import { messageSites, wholeMessages } from '../wire/prompt-placing.ts';
import { fillAbsent, responseFormatOf } from '../wire/prompt-settings.ts';

/** The editor. */
export const cohereChatPrompt: PromptEditor = {
  sites: (body) => messageSites(body.messages, 'messages', 'content'),
  injectPrompt(body, prompt, site) {
    const config = prompt.modelConfig;
    const format = responseFormatOf(prompt);
    const schema = format?.kind === 'schema' ? { json_schema: format.schema } : {};
    const placed = {
      ...body,
      messages: placeMessages(wholeMessages(prompt), { given: body.messages, prompt, site }),
    };
    return fillAbsent(placed, {
      response_format: format === null || format.kind === 'own' ? null : { type: 'json_object', ...schema },
      model: config?.modelName ?? null,
      temperature: config?.temperature ?? null,
      max_tokens: config?.maxTokens ?? null,
      p: config?.topP ?? null,
      k: config?.topK ?? null,
      frequency_penalty: config?.frequencyPenalty ?? null,
      presence_penalty: config?.presencePenalty ?? null,
      stop_sequences: config?.stopSequences ?? null,
      ...config?.extraParams,
    });
  },
};
