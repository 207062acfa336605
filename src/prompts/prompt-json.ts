/** Prompts on our REST wire: schemas, and the model's translation to and from them. */
import { z } from '@hono/zod-openapi';
import type { Json, JsonObject } from '../core/json.ts';
import { messageJson, templateTexts, toChatMessage, withTexts } from './chat-message.ts';
import { fromModelConfigJson, modelConfigSchema, toModelConfigJson } from './model-config.ts';
import type {
  ModelConfig,
  NewPromptVersion,
  Prompt,
  PromptAlias,
  PromptTemplate,
  PromptVersion,
} from './prompt.ts';
import { promptLimits } from './prompt-limits.ts';
import type { RenderedPrompt } from './rendered-prompt.ts';
import { compiledTemplates } from './render-version.ts';
import { fromSingleBrace } from './templates/single-brace.ts';
import type { TemplateWarning } from './templates/lint.ts';

const messageSchema = z
  .looseObject({
    role: z.string().openapi({ example: 'system' }),
    content: z.unknown().optional().openapi({
      example: 'Answer shortly.',
      description: 'A text, a list of parts, or null beside tool calls. Variables stand in its texts.',
    }),
  })
  .openapi({ description: 'A message as chat completions takes it; other members are kept as they are.' });

/** A template: a text, or messages. */
const templateSchema = z
  .union([z.string(), z.array(messageSchema)], 'expected a text, or a list of {role, content}')
  .openapi({ example: 'You help customers. Question: {{ question }}' });

const tagsSchema = z.record(z.string(), z.string('expected text')).openapi({ example: { team: 'support' } });
const patchedTagsSchema = z
  .record(z.string(), z.string('expected text').nullable())
  .openapi({ example: { team: 'support' }, description: 'Merged into those there are; null removes one.' });
const time = (example: string) => z.string().openapi({ example });
const json = (description: string) => z.unknown().openapi({ description });
const responseFormat = () =>
  json("A JSON schema, or a provider's own form of a response format. Null when there is none.");

const modelConfig = modelConfigSchema.openapi('PromptModelConfig', {
  example: { model_name: 'gpt-4o-mini', temperature: 0.2, max_tokens: 400 },
});

const aliasSchema = z
  .object({
    alias: z.string().openapi({ example: 'production' }),
    split: z.array(z.object({ version: z.number().int(), weight: z.number() })).openapi({
      example: [
        { version: 4, weight: 90 },
        { version: 5, weight: 10 },
      ],
    }),
    last_update_time: time('2026-10-15T12:00:00.000Z'),
  })
  .openapi('PromptAlias');

/** A prompt. */
export const promptSchema = z
  .object({
    name: z.string().openapi({ example: 'support' }),
    description: z.string().nullable(),
    tags: tagsSchema,
    aliases: z.array(aliasSchema),
    latest_version: z.number().int().nullable().openapi({ example: 5 }),
    creation_time: time('2026-10-15T12:00:00.000Z'),
    last_update_time: time('2026-10-15T12:00:00.000Z'),
  })
  .openapi('Prompt');

/** A version. */
export const versionSchema = z
  .object({
    name: z.string().openapi({ example: 'support' }),
    version: z.number().int().openapi({ example: 4 }),
    type: z.enum(['text', 'chat']),
    template: templateSchema,
    variables: z.array(z.string()).openapi({ example: ['question'] }),
    commit_message: z.string().nullable(),
    author: z.string().nullable(),
    tags: tagsSchema,
    response_format: responseFormat(),
    model_config: modelConfig.nullable(),
    aliases: z.array(z.string()).openapi({ example: ['production'] }),
    creation_time: time('2026-10-15T12:00:00.000Z'),
  })
  .openapi('PromptVersion');

/** Something unwise in a template. */
export const warningSchema = z
  .object({
    code: z.enum(['variable_before_stable_text']),
    message: z.number().int().openapi({ description: 'Index of the message; 0 for a text prompt.' }),
    variable: z.string(),
    text: z.string(),
  })
  .openapi('PromptWarning');

/** What registers a version. */
export const newVersionSchema = z.strictObject({
  template: templateSchema,
  syntax: z.enum(['double', 'single']).default('double').openapi({
    description: '`single` imports a template with variables in single braces: `{question}`.',
  }),
  commit_message: z.string().nullish().openapi({ example: 'Ask for the order number first' }),
  author: z.string().max(200).nullish().openapi({ description: "The key's name for itself when absent." }),
  tags: tagsSchema.optional(),
  response_format: responseFormat().optional(),
  model_config: modelConfig.nullish(),
});

/** What changes a version. */
export const versionChangesSchema = z.strictObject({
  commit_message: z.string().nullable().optional(),
  tags: patchedTagsSchema.optional(),
  model_config: modelConfig.nullable().optional(),
});

/** What changes a prompt. */
export const promptChangesSchema = z.strictObject({
  description: z.string().max(promptLimits.commitMessageCharacters).nullable().optional(),
  tags: patchedTagsSchema.optional(),
});

/** A rendered prompt. */
export const renderedSchema = z
  .object({
    name: z.string(),
    version: z.number().int(),
    alias: z.string().nullable(),
    arm: z
      .string()
      .nullable()
      .openapi({ example: 'v5', description: 'Of a split, the arm that was chosen.' }),
    type: z.enum(['text', 'chat']),
    rendered: templateSchema,
    response_format: responseFormat(),
    model_config: modelConfig.nullable(),
  })
  .openapi('RenderedPrompt');

/** An alias. */
export { aliasSchema };

/** A prompt as it is sent. */
export function promptJson(prompt: Prompt): z.infer<typeof promptSchema> {
  return {
    name: prompt.name,
    description: prompt.description,
    tags: withoutReserved(prompt.tags),
    aliases: prompt.aliases.map(aliasJson),
    latest_version: prompt.latestVersion,
    creation_time: new Date(prompt.createdAtMs).toISOString(),
    last_update_time: new Date(prompt.updatedAtMs).toISOString(),
  };
}

/** A version as it is sent. */
export function versionJson(version: PromptVersion): z.infer<typeof versionSchema> {
  return {
    name: version.name,
    version: version.version,
    type: version.template.type,
    template: templateJson(version.template),
    variables: [...new Set(compiledTemplates(version).flatMap(({ variables }) => variables))],
    commit_message: version.commitMessage,
    author: version.author,
    tags: withoutReserved(version.tags),
    response_format: version.responseFormat,
    model_config: configJson(version.modelConfig),
    aliases: version.aliases,
    creation_time: new Date(version.createdAtMs).toISOString(),
  };
}

/** An alias as it is sent. */
export function aliasJson({ alias, arms, updatedAtMs }: PromptAlias): z.infer<typeof aliasSchema> {
  return { alias, split: arms, last_update_time: new Date(updatedAtMs).toISOString() };
}

/** A rendered prompt as it is sent. */
export function renderedJson(rendered: RenderedPrompt): z.infer<typeof renderedSchema> {
  return {
    name: rendered.name,
    version: rendered.version,
    alias: rendered.alias,
    arm: rendered.arm,
    type: rendered.content.type,
    rendered: templateJson(rendered.content),
    response_format: rendered.responseFormat,
    model_config: configJson(rendered.modelConfig),
  };
}

/** Warnings as they are sent. */
export function warningsJson(warnings: readonly TemplateWarning[]): z.infer<typeof warningSchema>[] {
  return [...warnings];
}

/**
 * A version to register, from what was sent.
 *
 * @param author who registers, when the body does not say
 */
export function toNewVersion(
  name: string,
  body: z.infer<typeof newVersionSchema>,
  author: string | null,
): NewPromptVersion {
  return {
    name,
    template: toTemplate(body.template, body.syntax),
    commitMessage: body.commit_message ?? null,
    author: body.author ?? author,
    tags: body.tags ?? {},
    // The body was parsed from JSON.
    responseFormat: (body.response_format ?? null) as Json,
    modelConfig: body.model_config ? fromModelConfigJson(body.model_config) : null,
  };
}

function toTemplate(template: z.infer<typeof templateSchema>, syntax: 'double' | 'single'): PromptTemplate {
  const read = syntax === 'single' ? fromSingleBrace : (text: string) => text;
  if (typeof template === 'string') return { type: 'text', text: read(template) };
  // The body was parsed from JSON.
  const chat: PromptTemplate = {
    type: 'chat',
    messages: template.map((message) => toChatMessage(message as JsonObject)),
  };
  return syntax === 'single'
    ? withTexts(
        chat,
        templateTexts(chat).map(({ text }) => read(text)),
      )
    : chat;
}

function templateJson(template: PromptTemplate): z.infer<typeof templateSchema> {
  return template.type === 'text'
    ? template.text
    : template.messages.map((one) => ({ ...messageJson(one), role: one.role }));
}

function configJson(config: ModelConfig | null): z.infer<typeof modelConfig> | null {
  return config === null ? null : toModelConfigJson(config);
}

/** Tags MLflow's clients keep for themselves (`_mlflow_experiment_ids`) mean nothing here. */
function withoutReserved(tags: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !/^_?mlflow[._]/.test(key)));
}
