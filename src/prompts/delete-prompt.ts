/** Deletes a prompt, or one version, unless an alias leads there: production must not lose what it speaks. */
import { AppError } from '../core/app-error.ts';
import { forgetPrompt } from './forget-prompt.ts';
import { noSuchPrompt, noSuchVersion } from './no-such-prompt.ts';
import { latestAlias } from './prompt.ts';
import type { ChangePromptServices } from './register-version.ts';

/**
 * Deletes a prompt with all its versions. Their numbers are not given again should the name return.
 *
 * @throws AppError RESOURCE_CONFLICT while it has an alias; RESOURCE_DOES_NOT_EXIST
 */
export async function deletePrompt({
  services,
  input,
}: {
  services: ChangePromptServices;
  input: { name: string };
}): Promise<void> {
  const { name } = input;
  const deletion = await services.prompts.delete(name, services.now());
  await forgetPrompt(services, name, [{ alias: latestAlias }]);
  if (deletion === 'missing') throw noSuchPrompt(name);
  if (deletion === 'aliased') throw await stillAliased(services, name, null);
}

/**
 * Deletes a version.
 *
 * @throws AppError RESOURCE_CONFLICT while an alias leads to it; RESOURCE_DOES_NOT_EXIST
 */
export async function deleteVersion({
  services,
  input,
}: {
  services: ChangePromptServices;
  input: { name: string; version: number };
}): Promise<void> {
  const { name, version } = input;
  const deletion = await services.prompts.deleteVersion(name, version);
  await forgetPrompt(services, name, [{ version }, { alias: latestAlias }]);
  if (deletion === 'missing') throw noSuchVersion(name, version);
  if (deletion === 'aliased') throw await stillAliased(services, name, version);
}

async function stillAliased(
  { prompts }: ChangePromptServices,
  name: string,
  version: number | null,
): Promise<AppError> {
  const aliases = (await prompts.get(name))?.aliases ?? [];
  const leading = aliases.filter(
    ({ arms }) => version === null || arms.some((arm) => arm.version === version),
  );
  const names = leading.map(({ alias }) => `"${alias}"`).join(', ');
  const what = version === null ? `Prompt ${name}` : `Version ${version} of prompt ${name}`;
  return new AppError('RESOURCE_CONFLICT', `${what} is in use by alias ${names}: remove or move it first.`);
}
