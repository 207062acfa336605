/** Rows of the prompt tables, and the model they stand for. */
import { asArray, asObject, asString, isObject, parseJson } from '../../core/json.ts';
import { toChatMessage } from '../chat-message.ts';
import { parseModelConfig } from '../model-config.ts';
import type { AliasArm, Prompt, PromptAlias, PromptTemplate, PromptVersion } from '../prompt.ts';

/** A row of `prompts`, with its aliases and its highest version. */
export interface PromptRow {
  name: string;
  description: string | null;
  tags: string;
  created_at_ms: number;
  updated_at_ms: number;
  latest_version: number | null;
  /** JSON list of `[alias, version, weight, updated_at_ms]`. */
  arms: string;
}

/** A row of `prompt_versions`, with the aliases that lead to it. */
export interface VersionRow {
  name: string;
  version: number;
  type: 'text' | 'chat';
  template: string;
  commit_message: string | null;
  author: string | null;
  tags: string;
  response_format: string | null;
  model_config: string | null;
  created_at_ms: number;
  updated_at_ms: number;
  /** JSON list of names. */
  aliases: string;
}

/** A prompt. */
export function toPrompt(row: PromptRow): Prompt {
  return {
    name: row.name,
    description: row.description,
    tags: toTags(row.tags),
    aliases: toAliases(row.arms),
    latestVersion: row.latest_version,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

/** A version. */
export function toVersion(row: VersionRow): PromptVersion {
  return {
    name: row.name,
    version: row.version,
    template: toTemplate(row),
    commitMessage: row.commit_message,
    author: row.author,
    tags: toTags(row.tags),
    responseFormat: row.response_format === null ? null : (parseJson(row.response_format) ?? null),
    ...(row.response_format === null ? {} : { responseFormatSource: row.response_format }),
    modelConfig: row.model_config === null ? null : parseModelConfig(row.model_config),
    aliases: asArray(parseJson(row.aliases)).map(String).toSorted(),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

/** Aliases from a JSON list of arms. */
export function toAliases(json: string): PromptAlias[] {
  const byName = new Map<string, { arms: AliasArm[]; updatedAtMs: number }>();
  for (const [name, version, weight, updatedAtMs] of asArray(parseJson(json)).map(asArray)) {
    const alias = asString(name) ?? '';
    const known = byName.get(alias) ?? { arms: [], updatedAtMs: Number(updatedAtMs) };
    known.arms.push({ version: Number(version), weight: Number(weight) });
    byName.set(alias, known);
  }
  return [...byName]
    .map(([alias, { arms, updatedAtMs }]) => ({
      alias,
      arms: arms.toSorted((one, two) => one.version - two.version),
      updatedAtMs,
    }))
    .toSorted((one, two) => (one.alias < two.alias ? -1 : 1));
}

function toTemplate({ type, template }: VersionRow): PromptTemplate {
  if (type === 'text') return { type, text: template };
  const messages = asArray(parseJson(template)).map((message) => toChatMessage(asObject(message)));
  return { type, messages, source: template };
}

function toTags(json: string): Record<string, string> {
  const parsed = parseJson(json);
  const tags = Object.entries(isObject(parsed) ? parsed : {});
  return Object.fromEntries(tags.map(([key, value]) => [key, asString(value) ?? '']));
}
