/**
 * A Realtime session over WebSocket. Source: the types of resources/realtime/realtime.d.ts of the npm package openai
 * 7.57.0.
 */
import type { WebSocket } from 'ws';
import { GREETING, GREETING_PIECES, type Truth } from './wire.ts';

const MODEL = 'gpt-realtime-2025-08-28';

/** What the one response of the session uses. */
export const realtimeTruth: Truth = {
  priceProvider: 'openai',
  model: MODEL,
  input: 128,
  output: 33,
  cacheRead: 64,
  cacheWrite: 0,
};

const session = {
  id: 'sess_1',
  object: 'realtime.session',
  type: 'realtime',
  model: MODEL,
  output_modalities: ['text'],
};

/** Speaks the provider's side until the caller closes. */
export function serveRealtime(socket: WebSocket): void {
  let eventNumber = 0;
  const send = (event: object) =>
    socket.send(JSON.stringify({ event_id: `event_${eventNumber++}`, ...event }));
  send({ type: 'session.created', session });
  socket.on('message', (data) => {
    const event = JSON.parse(String(data)) as { type: string; session?: object; item?: object };
    if (event.type === 'session.update')
      send({ type: 'session.updated', session: { ...session, ...event.session } });
    if (event.type === 'conversation.item.create') {
      send({ type: 'conversation.item.added', item: { id: 'item_1', status: 'completed', ...event.item } });
    }
    if (event.type === 'response.create') for (const each of response()) send(each);
  });
}

function response(): object[] {
  const at = { response_id: 'resp_1', item_id: 'item_2', output_index: 0, content_index: 0 };
  const item = {
    id: 'item_2',
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text: GREETING }],
  };
  const { input, output, cacheRead } = realtimeTruth;
  const usage = {
    total_tokens: input + output,
    input_tokens: input,
    output_tokens: output,
    input_token_details: {
      text_tokens: input,
      audio_tokens: 0,
      cached_tokens: cacheRead,
      cached_tokens_details: { text_tokens: cacheRead, audio_tokens: 0 },
    },
    output_token_details: { text_tokens: output, audio_tokens: 0 },
  };
  const begun = { id: 'resp_1', object: 'realtime.response', status: 'in_progress', output: [] };
  return [
    { type: 'response.created', response: begun },
    {
      type: 'response.output_item.added',
      response_id: 'resp_1',
      output_index: 0,
      item: { ...item, status: 'in_progress', content: [] },
    },
    ...GREETING_PIECES.map((delta) => ({ type: 'response.output_text.delta', ...at, delta })),
    { type: 'response.output_text.done', ...at, text: GREETING },
    { type: 'response.output_item.done', response_id: 'resp_1', output_index: 0, item },
    { type: 'response.done', response: { ...begun, status: 'completed', output: [item], usage } },
  ];
}
