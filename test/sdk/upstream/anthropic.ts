/**
 * Anthropic's messages. Sources: the types `Message`, `RawMessageStreamEvent`, `Usage` and `MessageDeltaUsage` of the npm
 * package @anthropic-ai/sdk 1.12.0; docs.anthropic.com/en/docs/build-with-claude/streaming and /en/api/errors.
 */
import {
  GREETING,
  GREETING_PIECES,
  HELD_EVENTS,
  WEATHER,
  eventStream,
  jsonAnswer,
  namedEvents,
  pieces,
  refusal,
  scenarioOf,
  type Answer,
  type ReceivedCall,
  type Truth,
} from './wire.ts';

const MODEL = 'claude-sonnet-4-6';

/** What a message uses; its `input_tokens` leave both cache counts out. */
export function messageTruth(scenario: 'text' | 'tools'): Truth {
  const counts =
    scenario === 'text'
      ? { input: 3311, output: 53, cacheRead: 2048, cacheWrite: 1200 }
      : { input: 472, output: 88, cacheRead: 0, cacheWrite: 0 };
  return { priceProvider: 'anthropic', model: MODEL, ...counts };
}

/** Answers a messages call. */
export function answerMessages(call: ReceivedCall): Answer {
  const asked = scenarioOf(call);
  if (asked === 'limited') {
    return refusal(429, failure('rate_limit_error', 'This request would exceed your rate limit.'), {
      'retry-after-ms': '20',
      'anthropic-ratelimit-requests-remaining': '0',
    });
  }
  if (asked === 'invalid')
    return refusal(400, failure('invalid_request_error', 'messages: at least one message is required'));
  const scenario = asked === 'tools' ? 'tools' : 'text';
  const truth = messageTruth(scenario);
  if (call.json.stream !== true) return jsonAnswer(plainMessage(scenario), truth);
  const all = namedEvents(events(scenario));
  if (asked !== 'broken') return eventStream(asked, all, truth);
  const { request_id: _, ...error } = failure('overloaded_error', 'Overloaded');
  const answer = eventStream('text', [...all.slice(0, HELD_EVENTS), ...namedEvents([{ ...error }])], truth);
  return { status: 200, headers: answer.headers, body: answer.body };
}

/** Answers a token count. */
export function answerCount(): Answer {
  return jsonAnswer({ input_tokens: 14 });
}

/** The plain answer, which a streamed one spells too. */
export function plainMessage(scenario: 'text' | 'tools'): Record<string, unknown> {
  return {
    ...base,
    content: blocks(scenario),
    stop_reason: scenario === 'text' ? 'end_turn' : 'tool_use',
    stop_sequence: null,
    usage: {
      ...inputUsage(scenario),
      output_tokens: messageTruth(scenario).output,
      service_tier: 'standard',
    },
  };
}

const base = {
  id: 'msg_01XFDUDYJgAACzvnptvVoYEL',
  type: 'message',
  role: 'assistant',
  model: MODEL,
  container: null,
  diagnostics: null,
  stop_details: null,
};

interface Block {
  type: string;
  [member: string]: unknown;
}

function blocks(scenario: 'text' | 'tools'): Block[] {
  if (scenario === 'text') return [{ type: 'text', text: GREETING }];
  return [
    { type: 'text', text: "I'll look." },
    ...WEATHER.cities.map((city, index) => ({
      type: 'tool_use',
      id: `toolu_${index}`,
      name: WEATHER.name,
      input: { city },
    })),
  ];
}

function inputUsage(scenario: 'text' | 'tools'): Record<string, unknown> {
  const { input, cacheRead, cacheWrite } = messageTruth(scenario);
  return {
    input_tokens: input - cacheRead - cacheWrite,
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite, ephemeral_1h_input_tokens: 0 },
    inference_geo: null,
    output_tokens_details: { thinking_tokens: 0 },
    server_tool_use: null,
    speed: 'standard',
  };
}

type Event = { type: string; [member: string]: unknown };

/** The counts of `message_start` are repeated in `message_delta`, as snapshots: adding them up is wrong (F28). */
function events(scenario: 'text' | 'tools'): Event[] {
  const { output } = messageTruth(scenario);
  const { cache_creation: _c, inference_geo: _g, speed: _s, ...repeated } = inputUsage(scenario);
  const message = {
    ...base,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...inputUsage(scenario), output_tokens: 1, service_tier: 'standard' },
  };
  return [
    { type: 'message_start', message },
    ...blocks(scenario).flatMap(blockEvents),
    {
      type: 'message_delta',
      delta: {
        container: null,
        stop_details: null,
        stop_reason: scenario === 'text' ? 'end_turn' : 'tool_use',
        stop_sequence: null,
      },
      usage: { ...repeated, output_tokens: output },
    },
    { type: 'message_stop' },
  ];
}

function blockEvents(block: Block, index: number): Event[] {
  const isText = block.type === 'text';
  const empty = isText ? { ...block, text: '' } : { ...block, input: {} };
  const texts = block.text === GREETING ? GREETING_PIECES : [String(block.text)];
  const deltas = isText
    ? texts.map((text) => ({ type: 'text_delta', text }))
    : ['', ...pieces(JSON.stringify(block.input), 3)].map((part) => ({
        type: 'input_json_delta',
        partial_json: part,
      }));
  return [
    { type: 'content_block_start', index, content_block: empty },
    ...(index === 0 ? [{ type: 'ping' }] : []),
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

function failure(type: string, message: string): { type: string; error: object; request_id: string } {
  return { type: 'error', error: { type, message }, request_id: 'req_011CSHoEeqs5C35K2UUqR7Fy' };
}
