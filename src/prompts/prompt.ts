/**
 * What the registry keeps: prompts by name, their numbered versions, and aliases that lead to them. The meaning is MLflow's
 * (mlflow/entities/model_registry/prompt_version.py); splits of an alias are Weir's own.
 */
import type { Json, JsonObject } from '../core/json.ts';

/** A message of a chat prompt; the content is a template. */
export interface ChatMessage {
  role: string;
  /** Its words: the text, or those of its text parts. */
  content: string;
  /** The message as it was registered, where it holds more than a role and a text. */
  whole?: JsonObject;
}

/** What a version says: one text, or messages; `source` is their JSON as it was registered. */
export type PromptTemplate =
  | { type: 'text'; text: string }
  | { type: 'chat'; messages: ChatMessage[]; source?: string };

/** Which model a version was written for, and how to call it (PromptModelConfig). Null: not said. */
export interface ModelConfig {
  provider: string | null;
  modelName: string | null;
  temperature: number | null;
  maxTokens: number | null;
  topP: number | null;
  topK: number | null;
  frequencyPenalty: number | null;
  presencePenalty: number | null;
  stopSequences: string[] | null;
  /** What else goes to the provider, by its own names. */
  extraParams: JsonObject;
  /** The JSON as it was registered, which MLflow's clients get back. */
  source?: string;
}

/** A version. The template never changes; tags, commit message and model config can. Times are Unix milliseconds. */
export interface PromptVersion {
  name: string;
  version: number;
  template: PromptTemplate;
  commitMessage: string | null;
  author: string | null;
  tags: Record<string, string>;
  /** A JSON schema, or a provider's own form of one. */
  responseFormat: Json;
  /** Its JSON as it was registered. */
  responseFormatSource?: string;
  modelConfig: ModelConfig | null;
  /** The aliases that lead to this version. */
  aliases: string[];
  createdAtMs: number;
  updatedAtMs: number;
}

/** What is given to register a version. */
export type NewPromptVersion = Pick<
  PromptVersion,
  | 'name'
  | 'template'
  | 'commitMessage'
  | 'author'
  | 'tags'
  | 'responseFormat'
  | 'responseFormatSource'
  | 'modelConfig'
>;

/** One version an alias leads to, and its share of the calls: its weight over the sum of all weights. */
export interface AliasArm {
  version: number;
  weight: number;
}

/** An alias; with more than one arm it is a split. */
export interface PromptAlias {
  alias: string;
  arms: AliasArm[];
  updatedAtMs: number;
}

/** A prompt. */
export interface Prompt {
  name: string;
  description: string | null;
  tags: Record<string, string>;
  aliases: PromptAlias[];
  /** The highest version there is; null when there is none. */
  latestVersion: number | null;
  createdAtMs: number;
  updatedAtMs: number;
}

/** What can be changed of a prompt; null removes a tag or the description. */
export interface PromptChanges {
  description?: string | null;
  tags?: Record<string, string | null>;
}

/** What can be changed of a version; null removes. */
export interface VersionChanges {
  commitMessage?: string | null;
  tags?: Record<string, string | null>;
  modelConfig?: ModelConfig | null;
  responseFormat?: Json;
  responseFormatSource?: string;
}

/** The alias that is computed: the highest version. */
export const latestAlias = 'latest';
