/** Gets a prompt, or one version of it. */
import { noSuchPrompt, noSuchReference } from './no-such-prompt.ts';
import type { Prompt, PromptVersion } from './prompt.ts';
import type { PromptReference } from './prompt-reference.ts';
import type { PromptStore } from './store/prompt-store.ts';

/**
 * The prompt with its aliases.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function getPrompt({
  services,
  input,
}: {
  services: { prompts: PromptStore };
  input: { name: string };
}): Promise<Prompt> {
  const prompt = await services.prompts.get(input.name);
  if (prompt === null) throw noSuchPrompt(input.name);
  return prompt;
}

/**
 * The version a reference leads to; of a split, the arm with the greatest weight.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST naming what is missing
 */
export async function getVersion({
  services,
  input,
}: {
  services: { prompts: PromptStore };
  input: PromptReference;
}): Promise<PromptVersion> {
  const arms = await services.prompts.resolve(input);
  const [heaviest] = arms.toSorted((one, two) => two.weight - one.weight);
  if (heaviest === undefined) throw await noSuchReference(input, services.prompts);
  return heaviest.version;
}
