/** What the demo model says: a text that quotes the question, calls of the tools it was offered, or an instance of a schema. */
import { estimateTokenCount } from 'tokenx';
import { toHex } from '../../../core/ids.ts';
import type { JsonObject } from '../../../core/json.ts';
import { textOf, type ChatRequest } from './chat-request.ts';
import { instanceOfSchema } from './instance-of-schema.ts';
import type { Knobs } from './knobs.ts';

/** A composed answer: what the plain call returns, and what the stream spells. */
export interface DemoAnswer {
  id: string;
  model: string;
  created: number;
  choices: DemoChoice[];
  usage: JsonObject;
}

/** One choice. Either `pieces` or `toolCalls` has members. */
export interface DemoChoice {
  index: number;
  /** The text, cut into tokens. */
  pieces: string[];
  toolCalls: DemoToolCall[];
  finishReason: 'stop' | 'length' | 'tool_calls';
}

/** A tool call. */
export interface DemoToolCall {
  id: string;
  name: string;
  /** JSON text. */
  arguments: string;
}

/** Composes the answer to a request. The same request has the same answer, but for the time it was made. */
export async function composeAnswer(request: ChatRequest, body: string, knobs: Knobs): Promise<DemoAnswer> {
  const digest = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))));
  const choices = Array.from({ length: request.n ?? 1 }, (_, index) =>
    composeChoice({ request, knobs, digest, index }),
  );
  const input =
    estimateTokenCount(request.messages.map(({ content }) => textOf(content)).join('\n')) +
    3 * request.messages.length;
  const output = choices.reduce((sum, choice) => sum + tokensOf(choice), 0);
  return {
    id: `chatcmpl-demo-${digest.slice(0, 24)}`,
    model: 'demo',
    created: Math.floor(Date.now() / 1000),
    choices,
    usage: {
      prompt_tokens: input,
      completion_tokens: output,
      total_tokens: input + output,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
    },
  };
}

/** Strings made from the question are this long at most, and a quotation of it this long. */
const MOST_WORDS_UNITS = 40;
const MOST_QUOTED_UNITS = 400;

interface ChoiceInput {
  request: ChatRequest;
  knobs: Knobs;
  digest: string;
  index: number;
}

function composeChoice({ request, knobs, digest, index }: ChoiceInput): DemoChoice {
  const tools = wantedTools(request);
  const question = lastText(request, 'user');
  if (tools.length > 0) {
    const toolCalls = tools.map((tool, at) => ({
      id: `call_${digest.slice(at * 2, at * 2 + 22)}${index}${at}`,
      name: tool.function.name,
      arguments: JSON.stringify(instanceOfSchema(tool.function.parameters ?? {}, wordsOf(question))),
    }));
    return { index, pieces: [], toolCalls, finishReason: 'tool_calls' };
  }
  const text = composeStructure(request, question) ?? composeText(request, question, index);
  const whole =
    knobs.tokens === undefined ? cutIntoTokens(text) : repeated(cutIntoTokens(text), knobs.tokens);
  const most = request.max_completion_tokens ?? request.max_tokens ?? Infinity;
  const isCut = knobs.tokens !== undefined || whole.length > most;
  const pieces = whole.slice(0, most);
  return { index, pieces, toolCalls: [], finishReason: isCut ? 'length' : 'stop' };
}

/** Tools are called when the caller demands it, or names one in the question; not when a result has just come. */
function wantedTools(request: ChatRequest): NonNullable<ChatRequest['tools']> {
  const tools = request.tools ?? [];
  const choice = request.tool_choice ?? 'auto';
  if (tools.length === 0 || choice === 'none') return [];
  if (typeof choice === 'object') return tools.filter((tool) => tool.function.name === choice.function.name);
  if (choice === 'required') return tools.slice(0, 1);
  if (request.messages.at(-1)?.role !== 'user') return [];
  const question = lastText(request, 'user').toLowerCase();
  const named = tools.filter((tool) => isNamed(tool.function.name, question));
  return request.parallel_tool_calls === false ? named.slice(0, 1) : named;
}

function isNamed(tool: string, question: string): boolean {
  const words = tool.toLowerCase().split(/[^a-z0-9]+/);
  return (
    question.includes(tool.toLowerCase()) || words.some((word) => word.length > 3 && question.includes(word))
  );
}

/** The JSON the caller asked for; null when text will do. */
function composeStructure(request: ChatRequest, question: string): string | null {
  const format = request.response_format;
  const words = wordsOf(question);
  if (format?.type === 'json_schema') {
    return JSON.stringify(instanceOfSchema(format.json_schema?.schema ?? {}, words));
  }
  return format?.type === 'json_object' ? JSON.stringify({ answer: words }) : null;
}

function composeText(request: ChatRequest, question: string, index: number): string {
  const quoted = cutText(question, MOST_QUOTED_UNITS);
  const ending = index === 0 ? '' : ` (${index + 1})`;
  if (request.messages.at(-1)?.role === 'tool') {
    const result = cutText(lastText(request, 'tool'), MOST_QUOTED_UNITS);
    return `The tool says: ${result}. 🌊 That answers "${quoted}".${ending}`;
  }
  return `You said: "${quoted}". I am the demo model behind this weir 🌊, and I answer the same question the same way each time.${ending}`;
}

function wordsOf(question: string): string {
  return cutText(question, MOST_WORDS_UNITS);
}

/** Cuts between characters, never inside a surrogate pair. */
function cutText(text: string, mostUnits: number): string {
  return text.length <= mostUnits ? text : `${text.slice(0, mostUnits).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function lastText(request: ChatRequest, role: string): string {
  return textOf(request.messages.findLast((message) => message.role === role)?.content);
}

/** Words with the space before them: close to what tokenizers do, and readable in a stream. */
function cutIntoTokens(text: string): string[] {
  return text.match(/\s*\S+/gu) ?? [text];
}

/** Repeats or cuts the pieces to the length that was asked for. */
function repeated(pieces: string[], tokens: number): string[] {
  return Array.from({ length: tokens }, (_, at) => {
    const piece = pieces[at % pieces.length] ?? ' water';
    return at > 0 && at % pieces.length === 0 ? ` ${piece.trimStart()}` : piece;
  });
}

function tokensOf(choice: DemoChoice): number {
  const inCalls = choice.toolCalls.reduce(
    (sum, call) => sum + estimateTokenCount(call.name + call.arguments),
    0,
  );
  return choice.pieces.length + inCalls;
}
