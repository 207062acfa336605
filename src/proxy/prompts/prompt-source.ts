/** The port through which the proxy gets prompts. The registry implements it; the proxy does not know where they lie. */
import type { JsonObject } from '../../core/json.ts';
import type { PromptReference } from '../../prompts/prompt-reference.ts';
import type { RenderedPrompt } from '../../prompts/rendered-prompt.ts';

/** A prompt that a call asks for. */
export interface PromptRequest {
  reference: PromptReference;
  variables: JsonObject;
  /** Session or user, to whom a split sticks; null when the call names neither. */
  subject: string | null;
  /** Owns what goes on after the answer. */
  background: (work: Promise<unknown>) => void;
}

/** Where prompts come from. */
export interface PromptSource {
  /**
   * The rendered prompt.
   *
   * @throws AppError RESOURCE_DOES_NOT_EXIST, INVALID_PARAMETER_VALUE or TEMPORARILY_UNAVAILABLE
   */
  render(request: PromptRequest): Promise<RenderedPrompt>;
}
