/**
 * OpenAI's Responses. Sources: the types `Response`, `ResponseStreamEvent` and the output items of the npm package openai
 * 7.57.0; platform.openai.com/docs/api-reference/responses-streaming.
 */
import {
  GREETING,
  GREETING_PIECES,
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

const MODEL = 'gpt-5-mini-2025-08-07';

/** What a response uses; reasoning is among its output. */
export function responsesTruth(scenario: 'text' | 'tools'): Truth {
  const counts =
    scenario === 'text'
      ? { input: 1318, output: 96, cacheRead: 1152 }
      : { input: 271, output: 84, cacheRead: 0 };
  return { priceProvider: 'openai', model: MODEL, ...counts, cacheWrite: 0 };
}

/** Answers a Responses call. */
export function answerResponses(call: ReceivedCall): Answer {
  const asked = scenarioOf(call);
  const error = { message: 'Refused as asked.', type: 'invalid_request_error', param: 'input', code: null };
  if (asked === 'limited')
    return refusal(429, { error: { ...error, type: 'requests', code: 'rate_limit_exceeded' } });
  if (asked === 'invalid') return refusal(400, { error });
  const scenario = asked === 'tools' ? 'tools' : 'text';
  const truth = responsesTruth(scenario);
  if (call.json.stream !== true) return jsonAnswer(plainResponse(scenario), truth);
  return eventStream(asked, namedEvents(events(scenario)), truth);
}

/** The plain answer, which `response.completed` carries too. */
export function plainResponse(scenario: 'text' | 'tools'): Record<string, unknown> {
  const truth = responsesTruth(scenario);
  return {
    ...base,
    status: 'completed',
    output: items(scenario),
    usage: {
      input_tokens: truth.input,
      input_tokens_details: { cached_tokens: truth.cacheRead },
      output_tokens: truth.output,
      output_tokens_details: { reasoning_tokens: 64 },
      total_tokens: truth.input + truth.output,
    },
  };
}

const base = {
  id: 'resp_67c9fdcecf488190',
  object: 'response',
  created_at: 1_741_290_958,
  error: null,
  incomplete_details: null,
  instructions: null,
  max_output_tokens: null,
  model: MODEL,
  service_tier: 'default',
  metadata: {},
  parallel_tool_calls: true,
  previous_response_id: null,
  temperature: 1,
  top_p: 1,
  tool_choice: 'auto',
  tools: [],
};

const reasoning = { id: 'rs_1', type: 'reasoning', summary: [] };

interface Item {
  id: string;
  type: string;
  [member: string]: unknown;
}

function items(scenario: 'text' | 'tools'): Item[] {
  if (scenario === 'text') {
    const content = [{ type: 'output_text', text: GREETING, annotations: [], logprobs: [] }];
    return [reasoning, { id: 'msg_1', type: 'message', status: 'completed', role: 'assistant', content }];
  }
  const calls = WEATHER.cities.map((city, index) => ({
    id: `fc_${index}`,
    type: 'function_call',
    status: 'completed',
    call_id: `call_${index}`,
    name: WEATHER.name,
    arguments: JSON.stringify({ city }),
  }));
  return [reasoning, ...calls];
}

type Event = { type: string; [member: string]: unknown };

function events(scenario: 'text' | 'tools'): Event[] {
  const begun = { ...base, status: 'in_progress', output: [], usage: null };
  const all: Event[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...items(scenario).flatMap((item, index) => itemEvents(item, index)),
    { type: 'response.completed', response: plainResponse(scenario) },
  ];
  return all.map((event, sequence) => ({ ...event, sequence_number: sequence }));
}

function itemEvents(item: Item, index: number): Event[] {
  const where = { output_index: index, item_id: item.id };
  const done = { type: 'response.output_item.done', output_index: index, item };
  const added = (more: object) => ({
    type: 'response.output_item.added',
    output_index: index,
    item: { ...item, ...more },
  });
  if (item.type === 'reasoning') return [added({}), done];
  if (item.type === 'function_call') {
    const whole = String(item.arguments);
    return [
      added({ status: 'in_progress', arguments: '' }),
      ...pieces(whole, 3).map((delta) => ({
        type: 'response.function_call_arguments.delta',
        ...where,
        delta,
      })),
      { type: 'response.function_call_arguments.done', ...where, name: item.name, arguments: whole },
      done,
    ];
  }
  const part = { type: 'output_text', text: '', annotations: [], logprobs: [] };
  const at = { ...where, content_index: 0 };
  return [
    added({ status: 'in_progress', content: [] }),
    { type: 'response.content_part.added', ...at, part },
    ...GREETING_PIECES.map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...at, text: GREETING, logprobs: [] },
    { type: 'response.content_part.done', ...at, part: { ...part, text: GREETING } },
    done,
  ];
}
