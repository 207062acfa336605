/** The Mistral dialect (docs.mistral.ai/api): OpenAI's, and calls of its own: text recognition, conversations with agents. */
import type { CallKind, Dialect, Reader } from '../contract.ts';
import { openaiDialect } from '../openai/index.ts';
import { readAgentConversation, readRecognition } from './read-own-calls.ts';

const own = (operation: string, spanType: CallKind['spanType'], read: Reader): CallKind => ({
  operation,
  spanType,
  messageFormat: null,
  usageOnRequest: false,
  read,
});

/** The dialect. */
export const mistralDialect: Dialect = {
  ...openaiDialect,
  callFor(method, path) {
    if (method === 'POST' && path.endsWith('/ocr')) return own('ocr', 'LLM', readRecognition);
    if (method === 'POST' && /\/conversations(?:\/[^/]+(?:\/restart)?)?$/.test(path)) {
      return own('chat', 'CHAT_MODEL', readAgentConversation);
    }
    return openaiDialect.callFor(method, path);
  },
};
