/** Changes what is said about a prompt or a version. The template of a version never changes. */
import { checkSettings, checkTags } from './check-prompt.ts';
import { forgetPrompt } from './forget-prompt.ts';
import { noSuchPrompt, noSuchVersion } from './no-such-prompt.ts';
import {
  latestAlias,
  type Prompt,
  type PromptChanges,
  type PromptVersion,
  type VersionChanges,
} from './prompt.ts';
import type { ChangePromptServices } from './register-version.ts';

/**
 * The changed prompt.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST
 */
export async function changePrompt({
  services,
  input,
}: {
  services: ChangePromptServices;
  input: { name: string; changes: PromptChanges };
}): Promise<Prompt> {
  const { name, changes } = input;
  checkTags(changes.tags ?? {});
  const changed = await services.prompts.update(name, changes, services.now());
  if (changed === null) throw noSuchPrompt(name);
  return changed;
}

/**
 * The changed version.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST
 */
export async function changeVersion({
  services,
  input,
}: {
  services: ChangePromptServices;
  input: { name: string; version: number; changes: VersionChanges };
}): Promise<PromptVersion> {
  const { name, version, changes } = input;
  checkTags(changes.tags ?? {});
  checkSettings(changes);
  const atMs = services.now();
  const changed = await services.prompts.updateVersion(name, version, { ...changes, atMs });
  if (changed === null) throw noSuchVersion(name, version);
  const aliases = [latestAlias, ...changed.aliases].map((alias) => ({ alias }));
  await forgetPrompt(services, name, [{ version }, ...aliases]);
  return changed;
}
