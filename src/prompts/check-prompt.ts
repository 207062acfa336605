/** What is refused before it is kept, with the field and what was expected. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { latestAlias, type ModelConfig, type NewPromptVersion, type PromptTemplate } from './prompt.ts';
import { promptLimits } from './prompt-limits.ts';
import { templateTexts } from './chat-message.ts';
import { templateSource } from './registered-json.ts';
import { compileTemplate, type CompiledTemplate } from './templates/compile-template.ts';

/**
 * Checks a prompt's name (mlflow/prompt/registry_utils.py).
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkName(name: string): void {
  if (!/^[A-Za-z0-9_.-]+$/.test(name) || name.length > promptLimits.nameCharacters || /^\.+$/.test(name)) {
    throw invalidParameter(
      'name',
      `1 to ${promptLimits.nameCharacters} letters, digits, hyphens, underscores or dots`,
    );
  }
}

/**
 * Checks an alias that is to be set (mlflow/utils/validation.py).
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkAlias(alias: string): void {
  if (alias.toLowerCase() === latestAlias) {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      '"latest" alias name is reserved: it is always the highest version.',
      {
        details: { field: 'alias', expected: 'another name than latest' },
      },
    );
  }
  if (!/^[\w-]+$/.test(alias) || /^v\d+$/i.test(alias) || alias.length > promptLimits.aliasCharacters) {
    throw invalidParameter('alias', 'letters, digits, hyphens and underscores, but not v and a number');
  }
}

/**
 * Checks tags that are to be set; null removes one.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkTags(tags: Record<string, string | null>): void {
  const entries = Object.entries(tags);
  if (entries.length > promptLimits.tags) throw invalidParameter('tags', `at most ${promptLimits.tags} tags`);
  for (const [key, value] of entries) {
    if (key === '' || key.length > promptLimits.tagKeyCharacters) {
      throw invalidParameter('tags', `keys of 1 to ${promptLimits.tagKeyCharacters} characters`);
    }
    if ((value ?? '').length > promptLimits.tagValueCharacters) {
      throw invalidParameter(`tags.${key}`, `at most ${promptLimits.tagValueCharacters} characters`);
    }
  }
}

/**
 * Checks a template by making it ready, each message apart.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
function checkTemplate(template: PromptTemplate): CompiledTemplate[] {
  const count = template.type === 'text' ? 1 : template.messages.length;
  if (count === 0 || count > promptLimits.messages) {
    throw invalidParameter('template', `1 to ${promptLimits.messages} messages`);
  }
  const { length } = templateSource(template);
  if (length === 0 || length > promptLimits.templateCharacters) {
    throw invalidParameter('template', `1 to ${promptLimits.templateCharacters} characters`);
  }
  if (template.type === 'chat' && template.messages.some(({ role }) => !/^\S.{0,99}$/u.test(role))) {
    throw invalidParameter('template', 'messages whose role is system, developer, user, assistant or tool');
  }
  return templateTexts(template).map(({ text }) => compileTemplate(text));
}

/**
 * Checks everything of a version that is to be registered.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkNewVersion(version: NewPromptVersion): CompiledTemplate[] {
  checkName(version.name);
  checkTags(version.tags);
  checkSettings(version);
  return checkTemplate(version.template);
}

/**
 * Checks what is said about a version besides its template.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkSettings(version: {
  commitMessage?: string | null;
  responseFormat?: NewPromptVersion['responseFormat'];
  modelConfig?: ModelConfig | null;
}): void {
  if ((version.commitMessage ?? '').length > promptLimits.commitMessageCharacters) {
    throw invalidParameter('commit_message', `at most ${promptLimits.commitMessageCharacters} characters`);
  }
  const { settingsCharacters } = promptLimits;
  if (JSON.stringify(version.responseFormat ?? null).length > settingsCharacters) {
    throw invalidParameter('response_format', `at most ${settingsCharacters} characters of JSON`);
  }
  if (JSON.stringify(version.modelConfig ?? null).length > settingsCharacters) {
    throw invalidParameter('model_config', `at most ${settingsCharacters} characters of JSON`);
  }
}
