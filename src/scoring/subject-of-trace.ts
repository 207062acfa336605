/**
 * What a scorer sees of a stored trace: the root's inputs and outputs, what was retrieved, which tools were used, and a
 * reading of the whole for judges that want it. Pure.
 */
import {
  asArray,
  asObject,
  asString,
  isObject,
  parseJson,
  type Json,
  type JsonObject,
} from '../core/json.ts';
import type { Span, Trace } from '../tracing/trace.ts';
import { readableContent } from './readable-content.ts';
import type { Chunk, Expectations, Retrieval, Subject, ToolUse, Turn } from './scorer.ts';

/** Most characters of a span's content in the reading of a trace. */
const SPAN_CHARACTERS = 4000;

/** The subject of a trace. `session` holds the traces of its session, oldest first, for judges of conversations. */
export function subjectOfTrace(
  trace: Trace,
  { expectations = {}, session = [] }: { expectations?: Expectations; session?: readonly Trace[] } = {},
): Subject {
  const root = rootOf(trace);
  const { requestTimeMs, endTimeMs, cost } = trace.info;
  return {
    traceId: trace.info.traceId,
    inputs: root?.attributes['mlflow.spanInputs'] ?? null,
    outputs: root?.attributes['mlflow.spanOutputs'] ?? null,
    expectations,
    traceText: trace.spans.map(describeSpan).join('\n\n'),
    retrievals: trace.spans.filter(({ type }) => type === 'RETRIEVER').map(toRetrieval),
    tools: toolsOf(trace),
    offeredTools: trace.spans.flatMap(({ attributes }) => asArray(attributes['mlflow.chat.tools'])),
    turns: session.map(toTurn),
    durationMs: endTimeMs === null ? null : endTimeMs - requestTimeMs,
    costUsd: cost.totalCostUsd,
  };
}

/** The span without a parent, else the first: a proxied call may hang in a tree that is stored elsewhere. */
function rootOf({ spans }: Trace): Span | undefined {
  return spans.find(({ parentSpanId }) => parentSpanId === null) ?? spans[0];
}

function toTurn(trace: Trace): Turn {
  const root = rootOf(trace);
  return {
    traceId: trace.info.traceId,
    request: lastQuestion(root?.attributes['mlflow.spanInputs'] ?? null),
    answer: readableContent(root?.attributes['mlflow.spanOutputs']),
    tools: toolsOf(trace),
  };
}

/** The newest message of the user: earlier ones are turns of their own. */
function lastQuestion(inputs: Json): string {
  const body = asObject(inputs);
  const messages = Array.isArray(inputs) ? inputs : asArray(body.messages ?? body.contents ?? body.input);
  const last = messages.findLast((message) => asObject(message).role === 'user');
  return last === undefined ? readableContent(inputs) : readableContent([last]).replace(/^user: /, '');
}

/** A RETRIEVER span: a list of documents, or an object that holds one (mlflow/entities/document.py). */
function toRetrieval(span: Span): Retrieval {
  const { 'mlflow.spanInputs': inputs = null, 'mlflow.spanOutputs': outputs = null } = span.attributes;
  const held = asObject(outputs);
  const documents = Array.isArray(outputs) ? outputs : asArray(held.documents ?? held.docs ?? held.results);
  const asked = asObject(inputs);
  const query =
    asString(inputs) ?? asString(asked.query) ?? asString(asked.question) ?? asString(asked.input);
  return { spanId: span.spanId, query: query ?? readableContent(inputs), chunks: documents.map(toChunk) };
}

function toChunk(document: Json): Chunk {
  const fields = asObject(document);
  const text =
    asString(document) ?? asString(fields.page_content) ?? asString(fields.content) ?? asString(fields.text);
  const metadata = asObject(fields.metadata);
  return {
    text: text ?? JSON.stringify(document),
    source: asString(metadata.doc_uri) ?? asString(metadata.source) ?? null,
  };
}

/** TOOL spans; a proxied call without any has the tool calls of the answer. */
function toolsOf(trace: Trace): ToolUse[] {
  const spans = trace.spans.filter(({ type }) => type === 'TOOL');
  if (spans.length > 0) {
    return spans.map(({ spanId, name, attributes, status }) => ({
      spanId,
      name,
      input: attributes['mlflow.spanInputs'] ?? null,
      output: attributes['mlflow.spanOutputs'] ?? null,
      failed: status.code === 'ERROR',
    }));
  }
  return trace.spans.flatMap((span) => callsIn(span.attributes['mlflow.spanOutputs'] ?? null));
}

/** Tool calls of an answer, wherever its API puts them: any object with a name and arguments below a known member. */
function callsIn(outputs: Json): ToolUse[] {
  if (Array.isArray(outputs)) return outputs.flatMap(callsIn);
  if (!isObject(outputs)) return [];
  const call = callOf(outputs);
  return call === null ? Object.values(outputs).flatMap(callsIn) : [call];
}

function callOf(value: JsonObject): ToolUse | null {
  const called = [value.function, value.functionCall, value.toolUse].find(isObject);
  const isCall = value.type === 'function_call' || value.type === 'tool_use';
  const fields = called ?? (isCall ? value : null);
  const name = fields === null ? null : asString(fields.name);
  if (fields === null || name === null) return null;
  const input = fields.arguments ?? fields.input ?? fields.args ?? null;
  return { spanId: null, name, input: parsedArguments(input), output: null, failed: false };
}

function parsedArguments(input: Json): Json {
  return typeof input === 'string' ? (parseJson(input) ?? input) : input;
}

function describeSpan(span: Span): string {
  const { attributes, status } = span;
  const state = status.code === 'ERROR' ? ` failed: ${status.message}` : '';
  return [
    `${span.type} "${span.name}"${state}`,
    `in: ${cut(readableContent(attributes['mlflow.spanInputs']))}`,
    `out: ${cut(readableContent(attributes['mlflow.spanOutputs']))}`,
  ].join('\n');
}

function cut(text: string): string {
  return text.length <= SPAN_CHARACTERS ? text : `${text.slice(0, SPAN_CHARACTERS)}…`;
}
