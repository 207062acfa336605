/**
 * OTLP requests as bytes on the wire: runs of an agent, five spans each, as MLflow's Python client writes them (attribute
 * values are JSON text). The same bytes are sent over and over; only the trace ids are new each time, so a request says
 * where they stand.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { ExportTraceServiceRequestSchema } from '../../src/tracing/otlp/generated/proto/collector/trace/v1/trace_service_pb.js';
import { requestHead } from './requests.mjs';

/** Spans of one run. */
export const SPANS_PER_TRACE = 5;
const TRACE_ID_BYTES = 16;

const question =
  'Where is my order 4711, and what does the river authority do when the weir is opened? '.repeat(3);
const answer =
  'Your order left the warehouse on Monday. When the weir is opened the level falls by a metre. '.repeat(4);
const messages = [
  {
    role: 'system',
    content: 'You are the support agent of a river authority. Be exact and kind. '.repeat(4),
  },
  { role: 'user', content: question },
];
const completion = (content) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4.1-mini-2025-04-14',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
  usage: { prompt_tokens: 180, completion_tokens: 60, total_tokens: 240 },
});
const chat = (content) => ({
  'mlflow.spanType': 'CHAT_MODEL',
  'mlflow.spanInputs': { model: 'gpt-4.1-mini', messages, temperature: 0.2 },
  'mlflow.spanOutputs': completion(content),
  'mlflow.chat.tokenUsage': { input_tokens: 180, output_tokens: 60, total_tokens: 240 },
  'mlflow.llm.model': 'gpt-4.1-mini',
  'mlflow.llm.provider': 'openai',
});

/** The spans of a run: the root, and who is whose child by number. */
const spans = [
  {
    name: 'answer_customer',
    parent: null,
    attributes: {
      'mlflow.spanType': 'AGENT',
      'mlflow.spanInputs': { question },
      'mlflow.spanOutputs': answer,
      'session.id': 'session-7',
      'user.id': 'user-3',
    },
  },
  { name: 'plan', parent: 0, attributes: chat('look up the order') },
  {
    name: 'search_documents',
    parent: 0,
    attributes: {
      'mlflow.spanType': 'RETRIEVER',
      'mlflow.spanInputs': { query: question, k: 4 },
      'mlflow.spanOutputs': Array.from({ length: 4 }, (_, index) => ({
        page_content: answer,
        metadata: { doc_uri: `handbook/${index}.md`, score: 0.9 - index / 10 },
      })),
    },
  },
  {
    name: 'look_up_order',
    parent: 0,
    attributes: {
      'mlflow.spanType': 'TOOL',
      'mlflow.spanInputs': { order: 4711 },
      'mlflow.spanOutputs': { order: 4711, state: 'shipped', parcels: [{ carrier: 'boat', days: 2 }] },
    },
  },
  { name: 'write_answer', parent: 0, attributes: chat(answer) },
];

/**
 * An export of whole runs to `POST /v1/traces`.
 *
 * @param {{address: URL, headers: Record<string, string>}} receiver
 * @param {{traceCount: number}} extent
 * @returns {{bytes: Buffer, freshBytes: number[][]}} the request, and for each trace the places of its id
 */
export function otlpRequest(receiver, { traceCount }) {
  const traceIds = Array.from({ length: traceCount }, (_, index) => markedId(index));
  const request = create(ExportTraceServiceRequestSchema, {
    resourceSpans: [
      {
        resource: { attributes: [keyValue('service.name', 'support-bot')] },
        scopeSpans: [{ scope: { name: 'mlflow' }, spans: traceIds.flatMap(spansOf) }],
      },
    ],
  });
  const body = Buffer.from(toBinary(ExportTraceServiceRequestSchema, request));
  const head = Buffer.from(
    requestHead(receiver, {
      path: '/v1/traces',
      contentLength: body.length,
      contentType: 'application/x-protobuf',
    }),
  );
  const bytes = Buffer.concat([head, body]);
  return { bytes, freshBytes: traceIds.map((id) => placesOf(id, bytes)) };
}

/** An id that occurs nowhere else. */
function markedId(index) {
  const id = Buffer.alloc(TRACE_ID_BYTES, 0xf5);
  id.writeUInt32BE(index);
  return id;
}

function placesOf(id, bytes) {
  const places = [];
  for (let at = bytes.indexOf(id); at !== -1; at = bytes.indexOf(id, at + TRACE_ID_BYTES)) places.push(at);
  return places;
}

function spansOf(traceId) {
  const startedAt = BigInt(Date.now()) * 1_000_000n;
  return spans.map(({ name, parent, attributes }, index) => ({
    traceId,
    spanId: spanId(index),
    parentSpanId: parent === null ? new Uint8Array() : spanId(parent),
    name,
    kind: 1,
    startTimeUnixNano: startedAt + BigInt(index) * 40_000_000n,
    endTimeUnixNano: startedAt + (parent === null ? 200_000_000n : BigInt(index + 1) * 40_000_000n),
    attributes: Object.entries(attributes).map(([key, value]) =>
      keyValue(key, key.startsWith('mlflow.') ? JSON.stringify(value) : value),
    ),
    status: { code: 1 },
  }));
}

function spanId(index) {
  return Uint8Array.of(0, 0, 0, 0, 0, 0, 7, index + 1);
}

function keyValue(key, text) {
  return { key, value: { value: { case: 'stringValue', value: text } } };
}
