/**
 * Reads a trace as a conversation: the root span's inputs and outputs in any chat API's form, and the tools that ran in
 * between. Told by the shape of the data and not by who made it, because traces come from anywhere. Pure, never throws.
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Span, Trace } from '../../tracing/trace.ts';
import type { Conversation, Turn } from './conversation.ts';
import { readAnything, readParts, toolCall, toolResult } from './read-parts.ts';

const INPUTS = 'mlflow.spanInputs';
const OUTPUTS = 'mlflow.spanOutputs';
/** Tool spans that are shown; an agent that ran more is not reviewed step by step. */
const MOST_TOOL_SPANS = 50;
/** Members that hold the question or the answer, in what people's own functions take and return. */
const QUESTIONS = ['question', 'query', 'input', 'prompt', 'message', 'text', 'user_input'];
const ANSWERS = ['response', 'answer', 'output', 'text', 'content', 'result', 'completion', 'message'];

/** Members that say how, not what. */
const SETTINGS = /^(?:model|stream|temperature|max_|top_|id|usage|metadata)/;

/** The conversation, or null when nothing of it was kept. */
export function toConversation({ info, spans }: Trace): Conversation | null {
  const root = rootOf(spans);
  if (root === null) return null;
  const inputs = root.attributes[INPUTS];
  const outputs = root.attributes[OUTPUTS];
  const error = errorOf(info.state, spans);
  if (isAbsent(inputs) && isAbsent(outputs) && error === null) return null;
  const asked = isAbsent(inputs) ? [] : readInputs(inputs);
  const ran = spans.filter((span) => span !== root && span.type === 'TOOL').slice(0, MOST_TOOL_SPANS);
  const answered = isAbsent(outputs) ? [] : readOutputs(outputs);
  const said = [...asked, ...ran.flatMap(readToolSpan), ...answered];
  const turns = nameResults(said.filter(({ parts }) => parts.length > 0));
  const answerTurns = answered.filter(({ parts }) => parts.length > 0).length;
  const { requestTimeMs: atMs, model } = info;
  return { turns, answerAt: turns.length - answerTurns, error, atMs, model };
}

/** Results name the tool that was called under their id. */
function nameResults(turns: Turn[]): Turn[] {
  const names = new Map<string, string>();
  return turns.map(({ role, parts }) => ({
    role,
    parts: parts.map((part) => {
      if (part.kind === 'tool_call' && part.id !== null) names.set(part.id, part.name);
      const isNameless = part.kind === 'tool_result' && part.name === null && part.id !== null;
      return isNameless ? { ...part, name: names.get(part.id ?? '') ?? null } : part;
    }),
  }));
}

/** What was asked, as turns. */
function readInputs(inputs: Json): Turn[] {
  if (!isObject(inputs)) return asList(inputs) ?? [{ role: 'user', parts: readAnything(inputs) }];
  const system = readSystem(inputs);
  const messages = asList(inputs['messages']) ?? asList(inputs['contents']) ?? asList(inputs['input']);
  if (messages !== null) return [...system, ...messages];
  const question = onlyText(inputs, QUESTIONS);
  if (question !== null) return [...system, { role: 'user', parts: readParts(question) }];
  return [{ role: 'user', parts: readAnything(inputs) }];
}

/** What was answered, as turns. */
function readOutputs(outputs: Json): Turn[] {
  if (!isObject(outputs)) return asList(outputs) ?? [{ role: 'assistant', parts: readAnything(outputs) }];
  const choices = asArray(outputs['choices']).map(asObject);
  if (choices.length > 0) {
    return choices.map((choice) =>
      isObject(choice['message'])
        ? readMessage(choice['message'])
        : { role: 'assistant', parts: readParts(choice['text']) },
    );
  }
  const candidates = asArray(outputs['candidates']).map((candidate) =>
    asObject(asObject(candidate)['content']),
  );
  if (candidates.length > 0) return candidates.map(readMessage);
  if (isObject(outputs['message'])) return [readMessage(outputs['message'])];
  if (Array.isArray(outputs['content'])) return [readMessage(outputs)];
  const listed = asList(outputs['messages']) ?? asList(outputs['output']);
  if (listed !== null) return listed;
  const answer = onlyText(outputs, ANSWERS);
  const parts = answer === null ? readAnything(outputs) : readParts(answer);
  return [{ role: 'assistant', parts }];
}

/** A list of messages, of pieces, or of both; null when it is none. */
function asList(value: Json | undefined): Turn[] | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isMessage)) return null;
  return value.map(readMessage);
}

function isMessage(value: Json): boolean {
  return isObject(value) && ['role', 'parts', 'content', 'type'].some((member) => member in value);
}

/** One message; items of a response that are no messages (reasoning, calls of tools) are turns of their own. */
function readMessage(value: Json): Turn {
  const message = asObject(value);
  const type = asString(message['type']);
  if (message['role'] === undefined && type !== null && type !== 'message') {
    const role = type.endsWith('_output') ? 'tool' : 'assistant';
    return { role, parts: readParts([message]) };
  }
  const role = roleOf(asString(message['role']) ?? 'assistant');
  if (role === 'tool') {
    const id = asString(message['tool_call_id']);
    return { role, parts: [toolResult(id, asString(message['name']), message['content'])] };
  }
  const reasoning = asString(message['reasoning_content']) ?? asString(message['reasoning']);
  const thoughts =
    reasoning === null || reasoning === '' ? [] : [{ kind: 'reasoning', text: reasoning } as const];
  const said = readParts(message['content'] ?? message['parts'] ?? message['refusal']);
  const calls = asArray(message['tool_calls']).map((call) => {
    const { id, function: called } = asObject(call);
    const { name, arguments: given } = asObject(called ?? call);
    return toolCall(asString(id), name, given);
  });
  return { role, parts: [...thoughts, ...said, ...calls] };
}

function roleOf(role: string): string {
  if (role === 'model' || role === 'ai') return 'assistant';
  if (role === 'human') return 'user';
  if (role === 'developer') return 'system';
  return role === 'function' ? 'tool' : role;
}

function readSystem(inputs: JsonObject): Turn[] {
  const given =
    inputs['system'] ?? inputs['instructions'] ?? inputs['systemInstruction'] ?? inputs['system_instruction'];
  if (given === undefined || given === null) return [];
  const content = isObject(given) ? (given['parts'] ?? given['content'] ?? given) : given;
  return [{ role: 'system', parts: readParts(content) }];
}

/** The one text among an object's members that is the question or the answer; null when there is more to it. */
function onlyText(members: JsonObject, names: string[]): string | null {
  const [single] = Object.values(members);
  if (Object.keys(members).length === 1 && typeof single === 'string') return single;
  const named = names.map((name) => asString(members[name])).filter((text) => text !== null);
  // With a model or settings beside it, it is still the only thing that was said.
  const others = Object.keys(members).filter((name) => !names.includes(name) && !SETTINGS.test(name));
  return named.length === 1 && others.length === 0 ? (named[0] ?? null) : null;
}

function readToolSpan(span: Span): Turn[] {
  const call = toolCall(null, span.name, span.attributes[INPUTS]);
  const outputs = span.attributes[OUTPUTS];
  const result = toolResult(null, span.name, outputs);
  const answered = isAbsent(outputs) ? [] : [{ role: 'tool', parts: [result] }];
  return [{ role: 'assistant', parts: [call] }, ...answered];
}

function rootOf(spans: readonly Span[]): Span | null {
  const known = new Set(spans.map(({ spanId }) => spanId));
  return spans.find(({ parentSpanId }) => parentSpanId === null || !known.has(parentSpanId)) ?? null;
}

function errorOf(state: Trace['info']['state'], spans: readonly Span[]): string | null {
  if (state !== 'ERROR') return null;
  const failed = spans.find(({ status }) => status.code === 'ERROR' && status.message !== '');
  return failed?.status.message ?? 'The call failed.';
}

/** Nothing, or facts in the place of a body that was not kept. */
function isAbsent(value: Json | undefined): value is undefined | null {
  if (value === undefined || value === null) return true;
  return isObject(value) && 'size_bytes' in value && !('messages' in value) && 'omitted' in value;
}
