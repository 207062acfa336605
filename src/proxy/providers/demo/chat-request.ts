/** What the demo model understands of a chat request; members it has no use for are accepted and ignored. */
import { z } from 'zod';

const contentSchema = z.union(
  [z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))],
  'expected a text or a list of content parts',
);

const toolSchema = z.looseObject({
  type: z.string(),
  function: z.looseObject({
    name: z.string(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
});

const messageSchema = z.looseObject({
  role: z.string(),
  content: contentSchema.nullish(),
  tool_calls: z.array(z.unknown()).nullish(),
});

const toolChoiceSchema = z.union(
  [z.enum(['none', 'auto', 'required']), z.looseObject({ function: z.looseObject({ name: z.string() }) })],
  "expected 'none', 'auto', 'required' or a function by name",
);

const lengthSchema = z.number().int().min(1).nullish();

/** The request. */
export const chatRequestSchema = z
  .looseObject({
    model: z.string(),
    messages: z.array(messageSchema).min(1),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
    n: z.number().int().min(1).max(16).nullish(),
    max_tokens: lengthSchema,
    max_completion_tokens: lengthSchema,
    tools: z.array(toolSchema).nullish(),
    tool_choice: toolChoiceSchema.nullish(),
    parallel_tool_calls: z.boolean().nullish(),
    response_format: z
      .looseObject({
        type: z.string(),
        json_schema: z.looseObject({ schema: z.record(z.string(), z.unknown()).optional() }).optional(),
      })
      .nullish(),
  })
  .refine(({ stream, stream_options: options }) => stream === true || !options, {
    path: ['stream_options'],
    message: "expected 'stream' to be true when it is given",
  })
  .refine(({ tools, tool_choice: choice }) => offers(tools ?? [], choice ?? 'auto'), {
    path: ['tool_choice'],
    message: "expected a tool that 'tools' has",
  });

/** A chat request. */
export type ChatRequest = z.infer<typeof chatRequestSchema>;

/** The text of a message's content. */
export function textOf(content: ChatRequest['messages'][number]['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => part.text ?? `[${part.type}]`).join(' ');
}

function offers(tools: z.infer<typeof toolSchema>[], choice: z.infer<typeof toolChoiceSchema>): boolean {
  if (typeof choice === 'object') return tools.some((tool) => tool.function.name === choice.function.name);
  return choice !== 'required' || tools.length > 0;
}
