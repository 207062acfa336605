/** Creates a prompt without a version yet, as MLflow's clients do first. */
import { AppError } from '../core/app-error.ts';
import { checkName, checkTags } from './check-prompt.ts';
import type { Prompt } from './prompt.ts';
import type { PromptStore } from './store/prompt-store.ts';

/**
 * The new prompt.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_ALREADY_EXISTS
 */
export async function createPrompt({
  services,
  input,
}: {
  services: { prompts: PromptStore; now: () => number };
  input: { name: string; description: string | null; tags: Record<string, string> };
}): Promise<Prompt> {
  checkName(input.name);
  checkTags(input.tags);
  const created = await services.prompts.create(input, services.now());
  if (created === null)
    throw new AppError('RESOURCE_ALREADY_EXISTS', `Prompt (name=${input.name}) already exists.`);
  return created;
}
