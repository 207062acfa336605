/** The JSON of a version as it was registered: what MLflow's clients get back, and what is stored. */
import type { Json } from '../core/json.ts';
import { messageJson } from './chat-message.ts';
import { toModelConfigJson } from './model-config.ts';
import type { ModelConfig, PromptTemplate } from './prompt.ts';

/** A template's text, or its messages as JSON text. */
export function templateSource(template: PromptTemplate): string {
  if (template.type === 'text') return template.text;
  return template.source ?? JSON.stringify(template.messages.map(messageJson));
}

/** A response format as JSON text; null when there is none. */
export function responseFormatSource({
  responseFormat = null,
  responseFormatSource,
}: {
  responseFormat?: Json;
  responseFormatSource?: string;
}): string | null {
  return responseFormat === null ? null : (responseFormatSource ?? JSON.stringify(responseFormat));
}

/** A model config as JSON text; null when there is none. */
export function modelConfigSource(config: ModelConfig | null): string | null {
  return config === null ? null : (config.source ?? JSON.stringify(toModelConfigJson(config)));
}
