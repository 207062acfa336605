/** Lists the versions of a prompt. */
import { noSuchPrompt } from './no-such-prompt.ts';
import type { PromptVersion } from './prompt.ts';
import type { PageOf, PromptStore } from './store/prompt-store.ts';

/**
 * A page of versions, highest first, and whether there are more.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function listVersions({
  services,
  input,
}: {
  services: { prompts: PromptStore };
  input: { name: string } & PageOf;
}): Promise<{ versions: PromptVersion[]; more: boolean }> {
  const { name, offset, limit } = input;
  const found = await services.prompts.listVersions(name, { offset, limit: limit + 1 });
  if (found.length === 0 && (await services.prompts.get(name)) === null) throw noSuchPrompt(name);
  return { versions: found.slice(0, limit), more: found.length > limit };
}
