/**
 * The content of a message, in any of the forms that chat APIs write it: plain text, or a list of typed pieces. Pure; what
 * it does not know it shows as JSON, so nothing is lost and nothing throws.
 */
import {
  asArray,
  asObject,
  asString,
  isObject,
  parseJson,
  type Json,
  type JsonObject,
} from '../../core/json.ts';
import type { Part } from './conversation.ts';

/** Images a browser shows without a second thought; anything else, SVG too, is an attachment. */
const SHOWN_IMAGE = /^data:image\/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+$/i;

/** The pieces of a message's content. */
export function readParts(content: Json | undefined): Part[] {
  if (content === undefined || content === null) return [];
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  if (Array.isArray(content)) return content.flatMap(readPart);
  return readPart(content);
}

/** JSON as people read it. */
function toJsonText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** Shows a value that is no message: text as text, the rest as JSON. */
export function readAnything(value: Json): Part[] {
  if (typeof value === 'string') return readParts(value);
  return [{ kind: 'data', json: toJsonText(value) }];
}

function readPart(part: Json): Part[] {
  if (typeof part === 'string') return [{ kind: 'text', text: part }];
  if (!isObject(part)) return [{ kind: 'data', json: toJsonText(part) }];
  const known = readMedia(part) ?? readTool(part) ?? readThought(part) ?? readText(part);
  return known ?? [{ kind: 'data', json: toJsonText(part) }];
}

function readText(part: JsonObject): Part[] | null {
  const text = asString(part['text']) ?? asString(part['refusal']);
  return text === null ? null : text === '' ? [] : [{ kind: 'text', text }];
}

function readThought(part: JsonObject): Part[] | null {
  const type = asString(part['type']) ?? '';
  if (part['thought'] === true) return thought(asString(part['text']));
  if (type === 'thinking') return thought(asString(part['thinking']));
  if (type === 'redacted_thinking') return [];
  if (type !== 'reasoning') return null;
  const summary = asArray(part['summary']).map((piece) => asString(asObject(piece)['text']) ?? '');
  return thought(asString(part['text']) ?? summary.join('\n\n'));
}

function thought(text: string | null): Part[] {
  return text === null || text === '' ? [] : [{ kind: 'reasoning', text }];
}

function readTool(part: JsonObject): Part[] | null {
  const type = asString(part['type']) ?? '';
  const called = asObject(part['functionCall'] ?? part['function_call']);
  if (asString(called['name']) !== null) return [toolCall(null, called['name'], called['args'])];
  const answered = asObject(part['functionResponse'] ?? part['function_response']);
  if (asString(answered['name']) !== null) {
    return [toolResult(null, asString(answered['name']), answered['response'])];
  }
  if (type === 'tool_use' || type === 'server_tool_use') {
    return [toolCall(asString(part['id']), part['name'], part['input'])];
  }
  if (type === 'function_call') {
    return [toolCall(asString(part['call_id']) ?? asString(part['id']), part['name'], part['arguments'])];
  }
  if (type === 'tool_result' || type === 'function_call_output') {
    const id = asString(part['tool_use_id']) ?? asString(part['call_id']);
    return [toolResult(id, null, part['content'] ?? part['output'])];
  }
  return null;
}

/** A call of a tool; arguments come as JSON or as text that is JSON. */
export function toolCall(id: string | null, name: Json | undefined, given: Json | undefined): Part {
  const text = given === undefined || given === null ? '' : toJsonText(given);
  return { kind: 'tool_call', id, name: asString(name) ?? 'tool', arguments: pretty(text) };
}

/** What a tool answered. */
export function toolResult(id: string | null, name: string | null, given: Json | undefined): Part {
  const texts = readParts(given).map((part) =>
    'text' in part ? part.text : 'json' in part ? part.json : '',
  );
  return { kind: 'tool_result', id, name, text: pretty(texts.filter((text) => text !== '').join('\n')) };
}

function pretty(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  const value = parseJson(text);
  return value === undefined ? text : JSON.stringify(value, null, 2);
}

function readMedia(part: JsonObject): Part[] | null {
  const type = asString(part['type']) ?? '';
  if (type === 'image_url' || type === 'input_image') {
    const given = part['image_url'];
    return image(asString(given) ?? asString(asObject(given)['url']));
  }
  if (type === 'image' || type === 'document') {
    const source = asObject(part['source']);
    const url = asString(source['url']) ?? inlineUrl(source['media_type'], source['data']);
    return type === 'image'
      ? image(url)
      : [{ kind: 'attachment', name: asString(part['title']) ?? 'document' }];
  }
  const inline = asObject(part['inlineData'] ?? part['inline_data']);
  if (asString(inline['data']) !== null) {
    const mediaType = asString(inline['mimeType']) ?? asString(inline['mime_type']) ?? '';
    return mediaType.startsWith('image/')
      ? image(inlineUrl(mediaType, inline['data']))
      : [{ kind: 'attachment', name: mediaType }];
  }
  if (type === 'input_audio' || type === 'file' || type === 'input_file') {
    const name = asString(part['filename']) ?? asString(asObject(part['file'])['filename']);
    return [{ kind: 'attachment', name: name ?? type.replace('input_', '') }];
  }
  return null;
}

function inlineUrl(mediaType: Json | undefined, data: Json | undefined): string | null {
  const base64 = asString(data);
  return base64 === null ? null : `data:${asString(mediaType) ?? ''};base64,${base64}`;
}

/** Only images within the message are shown; an address elsewhere is told, because fetching it tells somebody who reads. */
function image(url: string | null): Part[] {
  if (url === null || url === '') return [{ kind: 'attachment', name: 'image' }];
  if (SHOWN_IMAGE.test(url)) return [{ kind: 'image', url, inline: true }];
  if (/^https?:\/\//i.test(url)) return [{ kind: 'image', url, inline: false }];
  return [{ kind: 'attachment', name: 'image' }];
}
