/**
 * Prompts as MLflow has them: a prompt is a registered model and a version is a model version, told apart by reserved tags
 * (mlflow/prompt/constants.py, mlflow/entities/model_registry).
 */
import { invalidParameter } from '../../core/app-error.ts';
import { isObject, parseJson, type Json, type JsonObject } from '../../core/json.ts';
import { toChatMessage } from '../../prompts/chat-message.ts';
import { parseModelConfig } from '../../prompts/model-config.ts';
import type {
  ModelConfig,
  NewPromptVersion,
  Prompt,
  PromptAlias,
  PromptTemplate,
  PromptVersion,
} from '../../prompts/prompt.ts';
import { modelConfigSource, responseFormatSource, templateSource } from '../../prompts/registered-json.ts';
import { isPromptTag } from '../../prompts/search-prompts.ts';
import { renderTags } from '../message-fields.ts';

/** Reserved tags of a version. */
export const versionTags = {
  isPrompt: isPromptTag,
  text: 'mlflow.prompt.text',
  type: '_mlflow_prompt_type',
  responseFormat: '_mlflow_prompt_response_format',
  modelConfig: '_mlflow_prompt_model_config',
} as const;

const RESERVED: ReadonlySet<string> = new Set(Object.values(versionTags));

/** True for a tag that stands for a member of a version. */
export function isReserved(key: string): boolean {
  return RESERVED.has(key);
}

/** A prompt as the RegisteredModel message. */
export function renderPrompt(prompt: Prompt, latest: PromptVersion | null): object {
  return {
    name: prompt.name,
    creation_timestamp: prompt.createdAtMs,
    last_updated_timestamp: prompt.updatedAtMs,
    description: prompt.description ?? '',
    latest_versions: latest === null ? [] : [renderVersion(latest)],
    tags: renderTags({ [isPromptTag]: 'true', ...prompt.tags }),
    aliases: prompt.aliases.map((alias) => ({ alias: alias.alias, version: heaviest(alias) })),
  };
}

/** A version as the ModelVersion message. */
export function renderVersion(version: PromptVersion): object {
  return {
    name: version.name,
    version: String(version.version),
    creation_timestamp: version.createdAtMs,
    last_updated_timestamp: version.updatedAtMs,
    user_id: version.author ?? '',
    current_stage: 'None',
    description: version.commitMessage ?? '',
    // Clients send this for every prompt; there is no model behind one.
    source: 'dummy-source',
    run_id: '',
    status: 'READY',
    tags: renderTags(toTags(version)),
    aliases: version.aliases,
  };
}

/**
 * A version to register, from the tags of a ModelVersion.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the tag
 */
export function readVersion(sent: {
  name: string;
  description: string | null;
  author: string | null;
  tags: Record<string, string>;
}): NewPromptVersion {
  const { tags } = sent;
  return {
    name: sent.name,
    template: readTemplate(tags),
    commitMessage: sent.description,
    author: sent.author,
    tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !isReserved(key))),
    ...readResponseFormat(tags[versionTags.responseFormat]),
    modelConfig: readConfig(tags[versionTags.modelConfig]),
  };
}

/**
 * A response format as its tag holds it.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function readResponseFormat(
  tag: string | undefined,
): Pick<NewPromptVersion, 'responseFormat' | 'responseFormatSource'> {
  if (tag === undefined) return { responseFormat: null };
  const parsed = parseJson(tag);
  if (parsed === undefined) throw invalidParameter(versionTags.responseFormat, 'JSON');
  return { responseFormat: parsed, responseFormatSource: tag };
}

/**
 * A model config as its tag holds it.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function readConfig(tag: string | undefined): ModelConfig | null {
  if (tag === undefined) return null;
  return parseModelConfig(tag);
}

function readTemplate(tags: Record<string, string>): PromptTemplate {
  const text = tags[versionTags.text];
  if (text === undefined) throw invalidParameter(versionTags.text, 'the template');
  if (tags[versionTags.type] !== 'chat') return { type: 'text', text };
  const messages = parseJson(text);
  const isChat = Array.isArray(messages) && messages.every(isMessage);
  if (!isChat) throw invalidParameter(versionTags.text, 'a JSON list of messages, each with a role');
  return { type: 'chat', messages: messages.filter(isMessage).map(toChatMessage), source: text };
}

function isMessage(value: Json): value is JsonObject {
  return isObject(value) && typeof value.role === 'string';
}

/** What was registered as JSON comes back as the same text. */
function toTags(version: PromptVersion): Record<string, string> {
  const { template, tags } = version;
  const responseFormat = responseFormatSource(version);
  const modelConfig = modelConfigSource(version.modelConfig);
  return {
    ...tags,
    [versionTags.isPrompt]: 'true',
    [versionTags.type]: template.type,
    [versionTags.text]: templateSource(template),
    ...(responseFormat === null ? {} : { [versionTags.responseFormat]: responseFormat }),
    ...(modelConfig === null ? {} : { [versionTags.modelConfig]: modelConfig }),
  };
}

/** MLflow's aliases lead to one version: of a split, the one that most calls get. */
function heaviest({ arms }: PromptAlias): string {
  const [first] = arms.toSorted((one, two) => two.weight - one.weight);
  return String(first?.version ?? '');
}
