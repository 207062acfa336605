/**
 * The Responses API over a WebSocket (developers.openai.com/api/docs/guides/websocket-mode; types `ResponsesClientEvent`
 * and `ResponsesServerEvent` of the npm package openai 7.59.0). The caller sends `response.create`, and the provider the
 * events of a stream; `stream_id` names the conversation, in which responses follow one another.
 */
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  parseJson,
  type Json,
  type JsonObject,
} from '../../../core/json.ts';
import type { CallerMessage, ProviderMessage, SocketProtocol } from '../socket-protocol.ts';
import { isLastResponseEvent } from './assemble-response.ts';

/** Tells the messages apart. */
export const responsesSocket: SocketProtocol = {
  fromCaller(text) {
    const message = parseJson(text);
    return isObject(message) ? readCallerMessage(message, text) : null;
  },
  fromProvider(text) {
    const message = parseJson(text);
    return isObject(message) ? readProviderMessage(message) : null;
  },
  withAdditions(body, additions) {
    const added = additions.map((addition) => asObject(parseJson(addition)));
    const begun = body === null ? asParent(added[0]) : asObject(parseJson(body));
    // Queued input comes before what the next call itself brings.
    const input = [...added.map((addition) => addition.input), begun.input].flatMap((each) => itemsOf(each));
    return asText({ ...begun, input }) ?? body ?? '';
  },
};

function readCallerMessage(message: JsonObject, text: string): CallerMessage | null {
  const lane = asString(message.stream_id);
  switch (message.type) {
    case 'response.create': {
      // The body stands beside `type`, or as Realtime's clients write it under `response`.
      const nested = isObject(message.response) ? message.response : null;
      const { previous_response_id: parent, prompt_cache_key: conversation } = nested ?? message;
      return {
        kind: 'call',
        lane: lane ?? asString(nested?.stream_id),
        parent: asString(parent),
        conversation: asString(conversation),
        body: (nested === null ? null : asText(nested)) ?? text,
      };
    }
    case 'response.steer': {
      const parent = asString(message.previous_response_id);
      return parent === null ? null : { kind: 'addition', parent, body: text };
    }
    case 'response.cancel':
      return { kind: 'cancel', lane, responseId: asString(message.response_id) };
    default:
      return null;
  }
}

function readProviderMessage(message: JsonObject): ProviderMessage | null {
  const type = asString(message.type) ?? '';
  const response = asObject(message.response);
  const told: ProviderMessage = {
    kind: 'middle',
    lane: asString(message.stream_id),
    responseId: asString(response.id) ?? asString(message.response_id),
    parent: asString(response.previous_response_id),
    status: null,
    ofRequest: false,
    cancelled: response.status === 'cancelled',
  };
  if (type === 'error') {
    // An event of a response under way is numbered; a request that is not taken up is refused as over HTTP, by status.
    const status = asNumber(message.status) ?? asNumber(message.status_code);
    return { ...told, kind: 'failure', status, ofRequest: asNumber(message.sequence_number) === null };
  }
  if (type === 'response.steer.failed') {
    const parent = asString(asObject(message.steer).previous_response_id);
    return { ...told, kind: 'addition_refused', parent };
  }
  if (!type.startsWith('response.') || type.startsWith('response.steer.')) return null;
  if (isLastResponseEvent(type)) return { ...told, kind: 'end' };
  return type === 'response.created' ? { ...told, kind: 'begin' } : told;
}

/** A response that follows by itself has the settings of the one before, of which only the name is said here. */
function asParent(addition: JsonObject | undefined): JsonObject {
  const { previous_response_id: parent } = addition ?? {};
  return parent === undefined ? {} : { previous_response_id: parent };
}

/** Null for what is nested too deep to be written. */
function asText(value: JsonObject): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

function itemsOf(input: Json | undefined): Json[] {
  return typeof input === 'string' ? [{ role: 'user', content: input }] : asArray(input);
}
