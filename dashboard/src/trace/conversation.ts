/**
 * Inputs and outputs of a span as one conversation, whichever provider's form they have: OpenAI's chat and Responses,
 * Anthropic, Google, Cohere, Bedrock, Ollama, OpenTelemetry's parts. What is not understood is left to the raw view.
 */

/** A piece of a message. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'reasoning'; text: string }
  | { kind: 'image'; url: string }
  | { kind: 'audio'; url: string | null; transcript: string | null }
  | { kind: 'file'; name: string }
  | { kind: 'tool-call'; name: string; input: unknown; id: string | null }
  | { kind: 'tool-result'; id: string | null; content: unknown };

/** One message. */
export interface Message {
  role: string;
  parts: Part[];
  /** True when it was answered, not sent. */
  answered: boolean;
}

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const members = (value: unknown): Members => (isMembers(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The messages of a span's attributes, those sent first; empty when it is no conversation. */
export function readConversation(attributes: Members): Message[] {
  const inputs = parse(attributes['mlflow.spanInputs']);
  const outputs = parse(attributes['mlflow.spanOutputs']);
  return [...sentMessages(inputs), ...answeredMessages(outputs)].filter(({ parts }) => parts.length > 0);
}

/** Clients may write JSON as text. */
function parse(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function sentMessages(inputs: unknown): Message[] {
  if (typeof inputs === 'string') return [message('user', inputs, false)];
  if (Array.isArray(inputs)) return inputs.filter(isMembers).map((one) => readMessage(one, false));
  const request = members(inputs);
  const system =
    request['system'] ??
    request['instructions'] ??
    members(request['systemInstruction'] ?? request['system_instruction'])['parts'];
  const asked =
    request['messages'] ?? request['contents'] ?? request['input'] ?? request['prompt'] ?? request['message'];
  return [
    ...(system === undefined || system === null ? [] : [message('system', system, false)]),
    ...(typeof asked === 'string'
      ? [message('user', asked, false)]
      : list(asked).map((one) =>
          typeof one === 'string' ? message('user', one, false) : readMessage(members(one), false),
        )),
  ];
}

function answeredMessages(outputs: unknown): Message[] {
  if (typeof outputs === 'string') return [message('assistant', outputs, true)];
  if (Array.isArray(outputs)) return outputs.filter(isMembers).map((one) => readMessage(one, true));
  const answer = members(outputs);
  const choices = list(answer['choices']).map((choice) => {
    const { message: said, text } = members(choice);
    return said === undefined ? message('assistant', text, true) : readMessage(members(said), true);
  });
  if (choices.length > 0) return choices;
  const candidates = list(answer['candidates']).map((one) =>
    readMessage(members(members(one)['content']), true),
  );
  if (candidates.length > 0) return candidates;
  if (Array.isArray(answer['output'])) return answer['output'].map((one) => readMessage(members(one), true));
  const said = members(answer['output'])['message'] ?? answer['message'];
  if (isMembers(said)) return [readMessage(said, true)];
  if ('content' in answer || 'parts' in answer) return [readMessage({ role: 'assistant', ...answer }, true)];
  const text = textOf(answer['text']) ?? textOf(answer['response']) ?? textOf(answer['output_text']);
  return text === null ? [] : [message('assistant', text, true)];
}

function message(role: string, content: unknown, answered: boolean): Message {
  return { role, parts: readParts(content), answered };
}

function readMessage(one: Members, answered: boolean): Message {
  const { type } = one;
  if (type === 'function_call' || type === 'function_call_output' || type === 'reasoning') {
    // Items of the Responses API that stand beside messages.
    return { role: type === 'function_call_output' ? 'tool' : 'assistant', parts: readPart(one), answered };
  }
  const role = textOf(one['role']) ?? (answered ? 'assistant' : 'user');
  const reasoning = textOf(one['reasoning_content']) ?? textOf(one['reasoning']) ?? textOf(one['thinking']);
  const calls = list(one['tool_calls']).flatMap((part) => readPart(members(part)));
  const content = readParts(one['content'] ?? one['parts'] ?? one['refusal']);
  const id = textOf(one['tool_call_id']);
  const isResult = role === 'tool' && id !== null;
  return {
    role: role === 'model' ? 'assistant' : role,
    parts: [
      ...(reasoning === null || reasoning === '' ? [] : [{ kind: 'reasoning', text: reasoning } as const]),
      ...(isResult ? [{ kind: 'tool-result', id, content: one['content'] } as const] : content),
      ...readAudio(one['audio']),
      ...calls,
    ],
    answered,
  };
}

function readParts(content: unknown): Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  if (isMembers(content)) return readPart(content);
  return list(content).flatMap((part) =>
    typeof part === 'string' ? readParts(part) : readPart(members(part)),
  );
}

function readPart(part: Members): Part[] {
  return readCall(part) ?? readMedia(part) ?? readText(part);
}

function readText(part: Members): Part[] {
  const thought =
    textOf(part['thinking']) ?? textOf(members(members(part['reasoningContent'])['reasoningText'])['text']);
  if (thought !== null) return thought === '' ? [] : [{ kind: 'reasoning', text: thought }];
  if (part['type'] === 'reasoning') {
    const summary = list(part['summary']).map((one) => textOf(members(one)['text']) ?? '');
    return [
      {
        kind: 'reasoning',
        text: summary.filter((one) => one !== '').join('\n\n') || 'Not shown by the provider.',
      },
    ];
  }
  const text = textOf(part['text']) ?? textOf(part['content']) ?? textOf(part['refusal']);
  if (text === null || text === '') return Array.isArray(part['content']) ? readParts(part['content']) : [];
  return [{ kind: part['thought'] === true ? 'reasoning' : 'text', text }];
}

/** Tool calls and their results, in the words of each provider. */
function readCall(part: Members): Part[] | null {
  const type = part['type'];
  const call = members(part['function'] ?? part['functionCall'] ?? part['toolUse'] ?? part['function_call']);
  const isOwn =
    type === 'function_call' || type === 'tool_use' || type === 'tool_call' || type === 'server_tool_use';
  const name = textOf(call['name']) ?? (isOwn ? textOf(part['name']) : null);
  if (name !== null) {
    const input = call['arguments'] ?? call['args'] ?? call['input'] ?? part['arguments'] ?? part['input'];
    const id = textOf(part['id']) ?? textOf(part['call_id']) ?? textOf(call['toolUseId']);
    return [{ kind: 'tool-call', name, input: parse(input), id }];
  }
  const result = part['functionResponse'] ?? part['toolResult'];
  if (isMembers(result)) {
    const id = textOf(result['name']) ?? textOf(result['toolUseId']);
    return [{ kind: 'tool-result', id, content: result['response'] ?? result['content'] }];
  }
  if (type !== 'tool_result' && type !== 'function_call_output' && type !== 'tool_call_response') return null;
  const id = textOf(part['tool_use_id']) ?? textOf(part['call_id']) ?? textOf(part['id']);
  return [{ kind: 'tool-result', id, content: part['content'] ?? part['output'] ?? part['result'] }];
}

/** Pictures, sound and files. Only what the trace itself carries is shown; an address elsewhere is told, not fetched. */
function readMedia(part: Members): Part[] | null {
  const image = part['image_url'];
  const imageUrl = textOf(image) ?? textOf(members(image)['url']);
  if (imageUrl !== null) return [{ kind: 'image', url: imageUrl }];
  const inline = members(part['inlineData'] ?? part['inline_data'] ?? part['source']);
  const data = textOf(inline['data']);
  const type = textOf(inline['mimeType']) ?? textOf(inline['mime_type']) ?? textOf(inline['media_type']);
  if (data !== null && type !== null) {
    const url = `data:${type};base64,${data}`;
    if (type.startsWith('image/')) return [{ kind: 'image', url }];
    return type.startsWith('audio/')
      ? [{ kind: 'audio', url, transcript: null }]
      : [{ kind: 'file', name: type }];
  }
  const elsewhere = textOf(inline['url']);
  if (elsewhere !== null) return [{ kind: 'image', url: elsewhere }];
  if (part['input_audio'] !== undefined) return readAudio(part['input_audio']);
  const file = members(part['file'] ?? part['document'] ?? part['fileData'] ?? part['file_data']);
  const name =
    textOf(file['filename']) ?? textOf(file['name']) ?? textOf(file['fileUri']) ?? textOf(part['filename']);
  return name === null ? null : [{ kind: 'file', name }];
}

function readAudio(audio: unknown): Part[] {
  if (!isMembers(audio)) return [];
  const data = textOf(audio['data']);
  const format = textOf(audio['format']) ?? 'wav';
  const url = data === null ? null : `data:audio/${format};base64,${data}`;
  return [{ kind: 'audio', url, transcript: textOf(audio['transcript']) }];
}
