/**
 * What a request of this dialect says apart from its content: parameters, tools, and who and what it is for. Works on the
 * bodies of all calls alike, also on the fields of a form, where numbers come as text.
 */
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  type Json,
  type JsonObject,
} from '../../../core/json.ts';
import type { Reading } from '../contract.ts';
import { stringMembers } from '../wire/reading.ts';

/** The members of a reading that the request alone decides. */
export type RequestFacts = Pick<Reading, 'parameters' | 'tools' | 'user' | 'session' | 'tags'>;

/** Parameters that keep their name. */
const NUMBER_PARAMETERS = ['temperature', 'top_p', 'top_k', 'frequency_penalty', 'presence_penalty', 'seed'];

/** All spellings of the output limit: chat's old and new one, and Responses'. */
const MAX_TOKENS_NAMES = [
  'max_completion_tokens',
  'max_tokens',
  'max_output_tokens',
  'max_response_output_tokens',
];

/** Reads the facts out of a request body. */
export function readRequestFacts(body: JsonObject): RequestFacts {
  const metadata = asObject(body.metadata);
  const conversation = asString(body.conversation) ?? asString(asObject(body.conversation).id);
  return {
    parameters: readParameters(body),
    tools: readTools(body),
    user: asString(body.user) ?? asString(body.safety_identifier),
    session:
      asString(body.litellm_session_id) ??
      asString(metadata.session_id) ??
      asString(body.session_id) ??
      conversation,
    tags: readTags(metadata),
  };
}

/** Tools offered, in MLflow's shape: Responses' and Realtime's flat form and the old `functions` are converted. */
function readTools(body: JsonObject): Json[] {
  const functions = asArray(body.functions).map((member): Json => ({ type: 'function', function: member }));
  // Codex sends its tools as an item of the input, which later turns do not repeat.
  const items = asArray(body.input).map(asObject);
  const added = items
    .filter(({ type }) => type === 'additional_tools')
    .flatMap(({ tools }) => asArray(tools));
  return [...asArray(body.tools), ...added, ...functions].flatMap((tool) => toFunctionTools(tool));
}

function toFunctionTools(tool: Json): Json[] {
  if (!isObject(tool)) return [];
  // A namespace only groups the functions inside it.
  if (tool.type === 'namespace') return asArray(tool.tools).flatMap((member) => toFunctionTools(member));
  const described = [tool.function, tool.custom].find(isObject) ?? tool;
  // The provider's own tools (web search, code interpreter) have no name but their type.
  const name = asString(described.name) ?? asString(tool.server_label) ?? asString(tool.type);
  if (name === null) return [];
  const shaped: JsonObject = { name };
  if (typeof described.description === 'string') shaped.description = described.description;
  if (isObject(described.parameters)) shaped.parameters = described.parameters;
  return [{ type: 'function', function: shaped }];
}

function readParameters(body: JsonObject): Reading['parameters'] {
  const parameters: Reading['parameters'] = {};
  for (const name of NUMBER_PARAMETERS) setNumber(parameters, name, body[name]);
  for (const name of MAX_TOKENS_NAMES) {
    if (!('max_tokens' in parameters)) setNumber(parameters, 'max_tokens', body[name]);
  }
  setNumber(parameters, 'choice.count', body.n);
  const stops = typeof body.stop === 'string' ? [body.stop] : asArray(body.stop).filter(isString);
  if (stops.length > 0) parameters.stop_sequences = stops;
  const effort = asString(body.reasoning_effort) ?? asString(asObject(body.reasoning).effort);
  if (effort !== null) parameters.reasoning_effort = effort;
  const encoding = asString(body.encoding_format);
  if (encoding !== null) parameters.encoding_formats = [encoding];
  return parameters;
}

function setNumber(parameters: Reading['parameters'], name: string, value: Json | undefined): void {
  const isNumeric = typeof value === 'string' && value.trim() !== '';
  const number = asNumber(isNumeric ? Number(value) : value);
  if (number !== null) parameters[name] = number;
}

/** Metadata is a map of strings; LiteLLM's `tags` list inside it becomes one tag. */
function readTags(metadata: JsonObject): Record<string, string> {
  const tags = stringMembers(metadata);
  const list = asArray(metadata.tags).filter(isString);
  return list.length === 0 ? tags : { ...tags, tags: list.join(',') };
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
