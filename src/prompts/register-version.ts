/** Registers a version: the next number of a prompt, which is created when it is new. */
import { checkNewVersion } from './check-prompt.ts';
import { templateTexts } from './chat-message.ts';
import { forgetPrompt, type ForgetPromptServices } from './forget-prompt.ts';
import { noSuchPrompt } from './no-such-prompt.ts';
import { latestAlias, type NewPromptVersion, type PromptTemplate, type PromptVersion } from './prompt.ts';
import type { PromptStore } from './store/prompt-store.ts';
import type { CompiledTemplate } from './templates/compile-template.ts';
import { lintTemplates, type TemplateWarning } from './templates/lint.ts';

/** What changing the registry needs. */
export interface ChangePromptServices extends ForgetPromptServices {
  prompts: PromptStore;
  /** Unix milliseconds. */
  now: () => number;
}

/** The new version, and what is unwise in it. */
export interface Registration {
  version: PromptVersion;
  warnings: TemplateWarning[];
}

/**
 * Registers a version. However many are registered at once, each gets a number of its own (F96).
 *
 * @param input.mayCreate false: only for a prompt that is there
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST
 */
export async function registerVersion({
  services,
  input,
}: {
  services: ChangePromptServices;
  input: { version: NewPromptVersion; mayCreate: boolean };
}): Promise<Registration> {
  const { prompts, now } = services;
  const { version, mayCreate } = input;
  const templates = checkNewVersion(version);
  let added = await prompts.addVersion(version, now());
  if (added === null && mayCreate) {
    await prompts.create({ name: version.name, description: null, tags: {} }, now());
    added = await prompts.addVersion(version, now());
  }
  if (added === null) throw noSuchPrompt(version.name);
  await forgetPrompt(services, version.name, [{ alias: latestAlias }, { version: added.version }]);
  return { version: added, warnings: warningsOf(version.template, templates) };
}

/** Warnings by message: one may hold several texts. */
function warningsOf(template: PromptTemplate, compiled: readonly CompiledTemplate[]): TemplateWarning[] {
  const texts = templateTexts(template);
  return lintTemplates(compiled).map((warning) => ({
    ...warning,
    message: texts[warning.message]?.message ?? 0,
  }));
}
