/** Removes an alias. */
import { AppError } from '../core/app-error.ts';
import { forgetPrompt } from './forget-prompt.ts';
import { noSuchAlias, noSuchPrompt } from './no-such-prompt.ts';
import { latestAlias } from './prompt.ts';
import type { ChangePromptServices } from './register-version.ts';

/**
 * Removes the alias; calls that name it fail from then on.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE for `latest`
 */
export async function deleteAlias({
  services,
  input,
}: {
  services: ChangePromptServices;
  input: { name: string; alias: string };
}): Promise<void> {
  const { name, alias } = input;
  if (alias === latestAlias) {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      '"latest" is always the highest version and cannot be removed.',
    );
  }
  const deleted = await services.prompts.deleteAlias(name, alias);
  await forgetPrompt(services, name, [{ alias }]);
  if (deleted) return;
  throw (await services.prompts.get(name)) === null ? noSuchPrompt(name) : noSuchAlias(name, alias);
}
