/**
 * What was asked, as a request in OpenAI's chat form, whichever provider's form it was sent in: so that any model can be
 * asked the same. Pure. What has no place in that form (a provider's own tools, files) is left out.
 */
import type { ChatMessage } from '../playground/run-chat.ts';
import { readConversation, type Message, type Part } from './conversation.ts';

type Members = Record<string, unknown>;

/** What can be asked again. */
export interface ReplayRequest {
  messages: ChatMessage[];
  /** Members such as `temperature` and `tools`. */
  parameters: Members;
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const members = (value: unknown): Members => (isMembers(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The request of a span's attributes. */
export function toReplayRequest(attributes: Members): ReplayRequest {
  const inputs = members(parsed(attributes['mlflow.spanInputs']));
  return { messages: toMessages(attributes, inputs), parameters: toParameters(inputs) };
}

/** Clients may write JSON as text. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** As it was sent where that is OpenAI's form; else put together from the conversation. */
function toMessages(attributes: Members, inputs: Members): ChatMessage[] {
  if (attributes['mlflow.message.format'] === 'openai' && Array.isArray(inputs['messages'])) {
    return inputs['messages'] as ChatMessage[];
  }
  return withCallIds(readConversation(attributes).filter(({ answered }) => !answered)).flatMap(
    toChatMessages,
  );
}

/** A message may hold results of tools, which are messages of their own here. */
function toChatMessages({ role, parts }: Message): ChatMessage[] {
  const results = parts.filter((part) => part.kind === 'tool-result');
  const calls = parts.filter((part) => part.kind === 'tool-call');
  const content = toContent(parts);
  const messages: ChatMessage[] = results.map((result) => ({
    role: 'tool',
    tool_call_id: result.id ?? '',
    content: textOf(result.content),
  }));
  if (calls.length > 0) {
    const toolCalls = calls.map(({ id, name, input }) => ({
      id: id ?? '',
      type: 'function',
      function: { name, arguments: typeof input === 'string' ? input : JSON.stringify(input ?? {}) },
    }));
    messages.push({ role: 'assistant', content, tool_calls: toolCalls });
  } else if (content !== null) messages.push({ role, content });
  return messages;
}

/** Text alone is text; with pictures it is parts. Null when there is neither. */
function toContent(parts: readonly Part[]): unknown {
  const text = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n\n');
  const images = parts.flatMap((part) =>
    part.kind === 'image' ? [{ type: 'image_url', image_url: { url: part.url } }] : [],
  );
  if (images.length === 0) return text === '' ? null : text;
  return [...(text === '' ? [] : [{ type: 'text', text }]), ...images];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

/** Gemini's calls have no ids, and its results name the function: each result is paired with the call before it. */
function withCallIds(conversation: readonly Message[]): Message[] {
  let count = 0;
  const open: { id: string; name: string }[] = [];
  return conversation.map((message) => ({
    ...message,
    parts: message.parts.map((part) => {
      if (part.kind === 'tool-call') {
        const id = part.id ?? `call_${(count += 1)}`;
        open.push({ id, name: part.name });
        return { ...part, id };
      }
      if (part.kind !== 'tool-result') return part;
      const at = open.findIndex(({ id, name }) => id === part.id || name === part.id);
      const [call] = at < 0 ? [] : open.splice(at, 1);
      return call === undefined ? part : { ...part, id: call.id };
    }),
  }));
}

/** What shapes the answer, by the names that providers give it. */
const names: Record<string, readonly string[]> = {
  temperature: ['temperature'],
  top_p: ['top_p', 'topP'],
  max_tokens: ['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'maxOutputTokens', 'maxTokens'],
};

function toParameters(inputs: Members): Members {
  const places = [
    inputs,
    members(inputs['generationConfig'] ?? inputs['generation_config'] ?? inputs['inferenceConfig']),
  ];
  const parameters: Members = {};
  for (const [name, aliases] of Object.entries(names)) {
    const value = places
      .flatMap((place) => aliases.map((alias) => place[alias]))
      .find((one) => typeof one === 'number');
    if (value !== undefined) parameters[name] = value;
  }
  const tools = list(inputs['tools']).flatMap((tool) => toTools(members(tool)));
  if (tools.length > 0) parameters['tools'] = tools;
  // A choice of OpenAI's form; those of others are worded otherwise.
  const { tool_choice: choice } = inputs;
  if (tools.length > 0 && (typeof choice === 'string' || isMembers(members(choice)['function'])))
    parameters['tool_choice'] = choice;
  return parameters;
}

/** A tool in OpenAI's form; Gemini's holds several. */
function toTools(tool: Members): Members[] {
  if (isMembers(tool['function'])) return [{ type: 'function', function: tool['function'] }];
  const declared = list(tool['functionDeclarations'] ?? tool['function_declarations']);
  if (declared.length > 0) return declared.flatMap((one) => toTools(members(one)));
  const { name, description } = tool;
  const parameters =
    tool['parameters'] ??
    tool['parametersJsonSchema'] ??
    tool['input_schema'] ??
    tool['parameter_definitions'];
  if (typeof name !== 'string' || !isMembers(parameters)) return [];
  return [
    {
      type: 'function',
      function: {
        name,
        ...(typeof description === 'string' ? { description } : {}),
        parameters: lowerTypes(parameters),
      },
    },
  ];
}

/** Gemini may write types of its schemas in capitals. */
function lowerTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lowerTypes);
  if (!isMembers(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === 'type' && typeof value === 'string' ? value.toLowerCase() : lowerTypes(value),
    ]),
  );
}
