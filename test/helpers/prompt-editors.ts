/** The prompt editors of the dialects, and rendered prompts to place with them. */
import type { Json } from '../../src/core/json.ts';
import { parseModelConfig } from '../../src/prompts/model-config.ts';
import type { ChatMessage } from '../../src/prompts/prompt.ts';
import type { RenderedPrompt } from '../../src/prompts/rendered-prompt.ts';
import { anthropicDialect } from '../../src/proxy/providers/anthropic/index.ts';
import { bedrockDialect } from '../../src/proxy/providers/bedrock/index.ts';
import { cohereDialect } from '../../src/proxy/providers/cohere/index.ts';
import type { Dialect, PromptEditor } from '../../src/proxy/providers/contract.ts';
import { googleDialect } from '../../src/proxy/providers/google/index.ts';
import { ollamaDialect } from '../../src/proxy/providers/ollama/index.ts';
import { openaiDialect } from '../../src/proxy/providers/openai/index.ts';

function editorOf(dialect: Dialect, path: string): PromptEditor {
  const editor = dialect.callFor('POST', path)?.prompts;
  if (editor === undefined) throw new Error(`${path} takes no prompts`);
  return editor;
}

export const chat = editorOf(openaiDialect, '/v1/chat/completions');
export const responses = editorOf(openaiDialect, '/v1/responses');
export const messages = editorOf(anthropicDialect, '/v1/messages');
export const gemini = editorOf(googleDialect, '/v1beta/models/gemini-2.5-flash:generateContent');
export const converse = editorOf(bedrockDialect, '/model/m/converse');
export const cohere = editorOf(cohereDialect, '/v2/chat');
export const ollama = editorOf(ollamaDialect, '/api/chat');

export function prompt(
  content: string | ChatMessage[],
  said: { config?: Json; format?: Json } = {},
): RenderedPrompt {
  return {
    name: 'support',
    version: 4,
    alias: null,
    arm: null,
    stale: false,
    content:
      typeof content === 'string' ? { type: 'text', text: content } : { type: 'chat', messages: content },
    responseFormat: said.format ?? null,
    modelConfig: said.config === undefined ? null : parseModelConfig(JSON.stringify(said.config)),
    variableNames: [],
  };
}
