/** Failures for what is not there, in words that MLflow's clients know. */
import { AppError } from '../core/app-error.ts';
import type { PromptReference } from './prompt-reference.ts';
import type { PromptStore } from './store/prompt-store.ts';

/** There is no prompt of this name. */
export function noSuchPrompt(name: string): AppError {
  return new AppError('RESOURCE_DOES_NOT_EXIST', `Prompt with name=${name} not found.`);
}

/** The prompt has no such version. */
export function noSuchVersion(name: string, version: number): AppError {
  return new AppError('RESOURCE_DOES_NOT_EXIST', `Prompt (name=${name}, version=${version}) not found.`);
}

/** The prompt has no such alias. */
export function noSuchAlias(name: string, alias: string): AppError {
  return new AppError('RESOURCE_DOES_NOT_EXIST', `Prompt alias ${alias} of ${name} not found.`);
}

/** Says what of a reference that leads nowhere is missing: the prompt, or its version or alias. */
export async function noSuchReference(
  { name, selector }: PromptReference,
  store: PromptStore,
): Promise<AppError> {
  // When that cannot be found out, the reference still leads nowhere.
  const prompt = await store.get(name).catch(() => undefined);
  if (prompt === null) return noSuchPrompt(name);
  return 'version' in selector ? noSuchVersion(name, selector.version) : noSuchAlias(name, selector.alias);
}
