/** Puts values into a version. Templates are made ready once per version and isolate. */
import { invalidParameter } from '../core/app-error.ts';
import type { PromptTemplate, PromptVersion } from './prompt.ts';
import { templateTexts, withTexts } from './chat-message.ts';
import { promptLimits } from './prompt-limits.ts';
import { compileTemplate, type CompiledTemplate } from './templates/compile-template.ts';
import type { Variables } from './templates/variables.ts';

/** A cache: templates made ready, for as long as their version is held somewhere. */
const compiled = new WeakMap<PromptVersion, CompiledTemplate[]>();

/** The templates of a version made ready: one for each of its texts. */
export function compiledTemplates(version: PromptVersion): CompiledTemplate[] {
  const known = compiled.get(version);
  if (known !== undefined) return known;
  const { template } = version;
  const made = templateTexts(template).map(({ text }) => compileTemplate(text));
  compiled.set(version, made);
  return made;
}

/**
 * The template with the values put in.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming a variable without a value, or the bound that was passed
 */
export function renderVersion(version: PromptVersion, variables: Variables): PromptTemplate {
  if (!isSmall(variables)) {
    throw invalidParameter('variables', `at most ${promptLimits.variablesCharacters} characters of JSON`);
  }
  const texts = compiledTemplates(version).map((template) => template.render(variables));
  if (texts.reduce((sum, text) => sum + text.length, 0) > promptLimits.renderedCharacters) {
    throw invalidParameter(
      'variables',
      `values that make a prompt of at most ${promptLimits.renderedCharacters} characters`,
    );
  }
  return withTexts(version.template, texts);
}

/** Most values are a few short texts, of which the length is known without writing JSON. */
function isSmall(variables: Variables): boolean {
  const values = Object.values(variables);
  if (values.every((value) => typeof value === 'string')) {
    return values.reduce((sum, value) => sum + value.length, 0) <= promptLimits.variablesCharacters;
  }
  return JSON.stringify(variables).length <= promptLimits.variablesCharacters;
}
