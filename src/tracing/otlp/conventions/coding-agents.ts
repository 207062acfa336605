/**
 * Coding agents with span schemas of their own: Gemini CLI (docs/cli/telemetry.md of google-gemini/gemini-cli) and Claude
 * Code (https://code.claude.com/docs/en/monitoring-usage).
 */
import { asArray, asObject, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { firstValue, readType, type Convention, type ConventionSpan } from './convention.ts';

const geminiOperation = readType('gen_ai.operation.name', {
  llm_call: 'LLM',
  tool_call: 'TOOL',
  agent_call: 'AGENT',
});

function isGeminiCli({ attributes }: ConventionSpan): boolean {
  return attributes['gen_ai.agent.name'] === 'gemini-cli';
}

/** Messages are wrapped as the Gemini API writes them, which MLflow's chat view expects. */
export const geminiCli: Convention = {
  spanType: (span) => (isGeminiCli(span) ? geminiOperation(span) : null),
  inputMessages: (span) => (isGeminiCli(span) ? contents(span) : null),
  outputMessages: (span) => (isGeminiCli(span) ? candidates(span) : null),
  inputs: (span) => (isGeminiCli(span) ? contents(span) : null),
  outputs: (span) => (isGeminiCli(span) ? candidates(span) : null),
  messageFormat: (span) => (isGeminiCli(span) ? 'gemini' : null),
};

function contents(span: ConventionSpan): Json | null {
  const value = firstValue(span, ['gen_ai.input.messages', 'gen_ai.tool.call.arguments']);
  if (typeof value !== 'string' && !Array.isArray(value)) return value;
  const isSystem = span.attributes['gen_ai.operation.name'] === 'system_prompt';
  if (!isSystem || typeof value === 'string') return { contents: value };
  const asSystem = value.map((item) =>
    isObject(item) && item['role'] === 'user' ? { ...item, role: 'system' } : item,
  );
  return { contents: asSystem };
}

/** One content per streamed chunk comes; they are one candidate. */
function candidates(span: ConventionSpan): Json | null {
  const value = firstValue(span, ['gen_ai.output.messages', 'gen_ai.tool.call.result']);
  if (!Array.isArray(value)) return value;
  const parts = value.flatMap((item) => asArray(asObject(item)['parts']));
  return parts.length === 0 ? value : { candidates: [{ content: { role: 'model', parts } }] };
}

const CLAUDE_TYPES: Record<string, string> = { interaction: 'AGENT', llm_request: 'LLM', tool: 'TOOL' };
const TOOL_DETAILS = ['full_command', 'file_path', 'skill_name', 'subagent_type'] as const;
const REDACTED = '<REDACTED>';

/** The kind of a span of Claude Code, with or without its prefix; null for others. */
function claudeKind({ attributes }: ConventionSpan): string | null {
  const type = attributes['span.type'];
  if (typeof type !== 'string') return null;
  const kind = type.startsWith('claude_code.') ? type.slice('claude_code.'.length) : type;
  return Object.hasOwn(CLAUDE_TYPES, kind) ? kind : null;
}

/** Contents are `<REDACTED>` unless its user opted in. */
export const claudeCode: Convention = {
  spanType: (span) => CLAUDE_TYPES[claudeKind(span) ?? ''] ?? null,
  inputs(span) {
    switch (claudeKind(span)) {
      case 'interaction':
        return told(span, ['user_prompt', 'new_context']);
      case 'llm_request':
        return told(span, ['new_context']);
      case 'tool':
        return told(span, ['tool_input']) ?? toolDetails(span);
      default:
        return null;
    }
  },
  outputs(span) {
    switch (claudeKind(span)) {
      case 'llm_request':
        return told(span, ['response.model_output']);
      case 'tool':
        return told(span, ['new_context']);
      default:
        return null;
    }
  },
  eventOutputs(span) {
    if (claudeKind(span) !== 'tool') return null;
    const event = span.events.find(({ name }) => name === 'tool.output');
    return event === undefined
      ? null
      : told({ attributes: event.attributes, events: [] }, ['output', 'content', 'diff']);
  },
  usageKeys: (span) =>
    claudeKind(span) === 'llm_request'
      ? {
          input: ['input_tokens'],
          output: ['output_tokens'],
          cacheRead: ['cache_read_tokens'],
          cacheWrite: ['cache_creation_tokens'],
          inputExcludesCache: true,
        }
      : null,
};

function told(span: ConventionSpan, keys: readonly string[]): Json | null {
  for (const key of keys) {
    const value = firstValue(span, [key]);
    if (value !== null && value !== REDACTED) return value;
  }
  return null;
}

function toolDetails(span: ConventionSpan): Json | null {
  const details: JsonObject = {};
  for (const key of TOOL_DETAILS) {
    const value = told(span, [key]);
    if (value !== null) details[key] = value;
  }
  return Object.keys(details).length === 0 ? null : details;
}
