/** How a prompt is named in a call: `support`, `support/3`, `support@production`, or the same after `prompts:/`. */
import { invalidParameter } from '../core/app-error.ts';
import { latestAlias } from './prompt.ts';

/** Which version: a number, or what an alias leads to. */
export type PromptSelector = { version: number } | { alias: string };

/** A prompt and which version of it. */
export interface PromptReference {
  name: string;
  selector: PromptSelector;
}

const NAME = '[A-Za-z0-9_.-]+';
const REFERENCE = new RegExp(String.raw`^(?:prompts:/)?(${NAME})(?:/(\d{1,9})|@([\w-]+))?$`);
/** A text that is a prompt URI and nothing else (MLflow's form); spaces around it are let pass. */
const URI = new RegExp(String.raw`^\s*prompts:/${NAME}(?:/\d{1,9}|@[\w-]+)?\s*$`);

/**
 * Reads a reference; a name alone means its latest version.
 *
 * @param field what the text was given as, for the failure
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function parseReference(text: string, field: string): PromptReference {
  const match = REFERENCE.exec(text.trim());
  const [, name, version, alias] = match ?? [];
  if (name === undefined || version === '0') {
    throw invalidParameter(field, 'a prompt, such as support, support/3 or support@production');
  }
  return {
    name,
    selector: version === undefined ? { alias: alias ?? latestAlias } : { version: Number(version) },
  };
}

/** True for a text that is a prompt URI as a whole. */
export function isPromptUri(text: string): boolean {
  return text.length < 500 && URI.test(text);
}

/** A reference as it is written. */
export function formatReference({ name, selector }: PromptReference): string {
  return 'version' in selector ? `${name}/${selector.version}` : `${name}@${selector.alias}`;
}
