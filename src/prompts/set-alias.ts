/** Points an alias at a version, or splits it between several. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { checkAlias } from './check-prompt.ts';
import { forgetPrompt } from './forget-prompt.ts';
import { noSuchPrompt } from './no-such-prompt.ts';
import type { AliasArm, PromptAlias } from './prompt.ts';
import { promptLimits } from './prompt-limits.ts';
import type { ChangePromptServices } from './register-version.ts';

/**
 * The alias as it is now. Calls in this isolate see it at once, all others within seconds.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST when the prompt or a version does not exist
 */
export async function setAlias({
  services,
  input,
}: {
  services: ChangePromptServices;
  input: { name: string; alias: string; arms: AliasArm[] };
}): Promise<PromptAlias> {
  const { name, alias, arms } = input;
  checkAlias(alias);
  checkArms(arms);
  const set = await services.prompts.setAlias(name, { alias, arms }, services.now());
  if (set === null) {
    if ((await services.prompts.get(name)) === null) throw noSuchPrompt(name);
    const versions = arms.map(({ version }) => version).join(', ');
    throw new AppError('RESOURCE_DOES_NOT_EXIST', `Prompt ${name} has no version ${versions}.`);
  }
  await forgetPrompt(services, name, [{ alias }]);
  return set;
}

function checkArms(arms: readonly AliasArm[]): void {
  if (arms.length === 0 || arms.length > promptLimits.arms) {
    throw invalidParameter('split', `1 to ${promptLimits.arms} versions`);
  }
  if (new Set(arms.map(({ version }) => version)).size !== arms.length) {
    throw invalidParameter('split', 'each version once');
  }
  if (arms.some(({ weight }) => !(weight > 0 && weight <= 1_000_000))) {
    throw invalidParameter('split', 'weights above 0');
  }
}
