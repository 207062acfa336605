/**
 * The prompt a request body asks for in a field of its own: Helicone's and LiteLLM's `prompt_id` with its companions, and the
 * `prompt` object of OpenAI's Responses API when it names one of ours. The fields are taken out: no provider knows them.
 */
import { invalidParameter } from '../../core/app-error.ts';
import { asObject, asString, isObject, type Json, type JsonObject } from '../../core/json.ts';
import { parseReference, type PromptReference, type PromptSelector } from '../../prompts/prompt-reference.ts';

/** What a body asks for, and the body without its asking. */
export interface BodyWish {
  reference: PromptReference | null;
  variables: JsonObject;
  body: JsonObject;
}

/** Ids that OpenAI gives to prompts of its own. */
const OPENAI_PROMPT_ID = /^pmpt_/;

/** True when a body may ask for a prompt, told from its text alone: most calls are done with after this. */
export function mayNamePrompt(text: string): boolean {
  return (
    text.includes('prompts:/') ||
    text.includes(String.raw`prompts:\/`) ||
    text.includes('"prompt_id"') ||
    text.includes('"prompt"')
  );
}

/**
 * Takes the wish out of a body. Variables for a prompt that is named elsewhere come in `prompt_variables`, or in `metadata`.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the field
 */
export function takeBodyWish(body: JsonObject): BodyWish {
  const { prompt, prompt_id: promptId } = body;
  if (promptId !== undefined && promptId !== null) return takePromptId(body);
  const id = asString(asObject(prompt).id);
  if (id !== null && !OPENAI_PROMPT_ID.test(id)) return takePromptObject(body, id);
  const { prompt_variables: variables, ...rest } = body;
  // Something else of the same name in a body that names no prompt is not ours to judge.
  if (!isObject(variables)) return { reference: null, variables: {}, body };
  return { reference: null, variables, body: rest };
}

/** `prompt_id` with `inputs` or `prompt_variables`, and `environment`, `version_id` or `prompt_version`. */
function takePromptId(body: JsonObject): BodyWish {
  const {
    prompt_id: promptId,
    inputs,
    prompt_variables: variables,
    environment,
    version_id: versionId,
    prompt_version: promptVersion,
    ...rest
  } = body;
  if (typeof promptId !== 'string') throw invalidParameter('prompt_id', 'the name of a prompt');
  const reference = parseReference(promptId, 'prompt_id');
  const said = given(environment) ?? given(versionId) ?? given(promptVersion);
  if (said !== null) {
    const field =
      given(environment) !== null
        ? 'environment'
        : given(versionId) !== null
          ? 'version_id'
          : 'prompt_version';
    reference.selector = selectorOf(said, field, field === 'environment');
  }
  return {
    reference,
    variables: { ...objectOf(inputs, 'inputs'), ...objectOf(variables, 'prompt_variables') },
    body: rest,
  };
}

/** `prompt: {id, version, variables}`; values are texts, or texts in OpenAI's wrapping. */
function takePromptObject(body: JsonObject, id: string): BodyWish {
  const { prompt, ...rest } = body;
  const { version, variables } = asObject(prompt);
  const reference = parseReference(id, 'prompt.id');
  const said = given(version);
  if (said !== null) reference.selector = selectorOf(said, 'prompt.version', false);
  const values = Object.entries(objectOf(variables, 'prompt.variables')).map(
    ([name, value]): [string, Json] => {
      if (!isObject(value) || value.type === undefined) return [name, value];
      if (value.type === 'input_text' && typeof value.text === 'string') return [name, value.text];
      throw invalidParameter(`prompt.variables.${name}`, 'text: only text can be put into a prompt');
    },
  );
  return { reference, variables: Object.fromEntries(values), body: rest };
}

function given(value: Json | undefined): Json | null {
  return value === undefined || value === '' ? null : value;
}

/** A number is a version, any other word an alias; `environment` is always an alias. */
function selectorOf(value: Json, field: string, isAlias: boolean): PromptSelector {
  const text = typeof value === 'number' && !isAlias ? String(value) : asString(value);
  if (text !== null && !isAlias && /^[1-9]\d{0,8}$/.test(text)) return { version: Number(text) };
  if (text !== null && /^[\w-]+$/.test(text)) return { alias: text };
  throw invalidParameter(field, isAlias ? 'an alias, such as production' : 'a version or an alias');
}

function objectOf(value: Json | undefined, field: string): JsonObject {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  throw invalidParameter(field, 'an object of values by name');
}
