/** A prompt with its values put in, and how it was found. */
import type { Json } from '../core/json.ts';
import type { ModelConfig, PromptTemplate } from './prompt.ts';

/** A rendered prompt. */
export interface RenderedPrompt {
  name: string;
  version: number;
  /** The alias it was found by, `latest` too; null when the version was named. */
  alias: string | null;
  /** The arm of the split that was chosen, by its version (`v5`); null when the alias leads to one version. */
  arm: string | null;
  /** True when the registry could not be asked and the last known version was taken. */
  stale: boolean;
  /** The template with nothing left to put in. */
  content: PromptTemplate;
  responseFormat: Json;
  modelConfig: ModelConfig | null;
}
