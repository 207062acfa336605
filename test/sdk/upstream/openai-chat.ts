/**
 * OpenAI's chat completions and their dialects at Mistral and Groq. Sources: the types `ChatCompletion`,
 * `ChatCompletionChunk`, `CompletionUsage` of the npm package openai 7.57.0; `ChatCompletionChunk.XGroq` of groq-sdk
 * 1.6.0; the schemas `ChatCompletionResponse` and `CompletionChunk` of @mistralai/mistralai 2.7.0;
 * platform.openai.com/docs/api-reference/chat-streaming.
 */
import {
  GREETING,
  GREETING_PIECES,
  WEATHER,
  dataEvents,
  eventStream,
  jsonAnswer,
  pieces,
  refusal,
  scenarioOf,
  type Answer,
  type ReceivedCall,
  type Truth,
} from './wire.ts';

/** Which of the dialects. */
export type ChatFlavour = 'openai' | 'groq' | 'mistral';

const CREATED = 1_741_570_283;

const MODELS: Record<ChatFlavour, string> = {
  openai: 'gpt-4.1-mini-2025-04-14',
  groq: 'llama-3.3-70b-versatile',
  mistral: 'mistral-small-latest',
};

/** What a chat answer uses. */
export function chatTruth(flavour: ChatFlavour, scenario: 'text' | 'tools'): Truth {
  const counts =
    scenario === 'text'
      ? { input: 1210, output: 47, cacheRead: 1024 }
      : { input: 233, output: 61, cacheRead: 0 };
  return { priceProvider: flavour, model: MODELS[flavour], ...counts, cacheWrite: 0 };
}

/** Answers a chat completion. */
export function answerChat(call: ReceivedCall, flavour: ChatFlavour): Answer {
  const asked = scenarioOf(call);
  if (asked === 'limited') return limited(flavour);
  if (asked === 'invalid') return invalid(flavour);
  const scenario = asked === 'tools' ? 'tools' : 'text';
  const truth = chatTruth(flavour, scenario);
  if (call.json.stream !== true) return jsonAnswer(plainChat(flavour, scenario), truth);
  const options = call.json.stream_options as { include_usage?: boolean } | null | undefined;
  const events = dataEvents([
    ...chunks({ flavour, scenario, usageAsked: options?.include_usage === true }),
    '[DONE]',
  ]);
  return eventStream(asked, events, truth);
}

/** The plain answer, which a streamed one spells too. */
export function plainChat(flavour: ChatFlavour, scenario: 'text' | 'tools'): Record<string, unknown> {
  const message =
    scenario === 'text'
      ? { role: 'assistant', content: GREETING }
      : { role: 'assistant', content: flavour === 'mistral' ? '' : null, tool_calls: toolCalls(flavour) };
  const extras = flavour === 'openai' ? { refusal: null, annotations: [] } : {};
  return {
    ...envelope(flavour),
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: { ...message, ...extras },
        ...(flavour === 'mistral' ? {} : { logprobs: null }),
        finish_reason: scenario === 'text' ? 'stop' : 'tool_calls',
      },
    ],
    usage: usage(flavour, scenario),
    ...(flavour === 'groq' ? { x_groq: { id: 'req_01jz' } } : {}),
  };
}

function envelope(flavour: ChatFlavour): Record<string, unknown> {
  const common = { id: `chatcmpl-${flavour}1`, created: CREATED, model: MODELS[flavour] };
  if (flavour === 'mistral') return common;
  return {
    ...common,
    service_tier: flavour === 'openai' ? 'default' : 'on_demand',
    system_fingerprint: 'fp_fc9f1d',
  };
}

function toolCalls(flavour: ChatFlavour): Record<string, unknown>[] {
  return WEATHER.cities.map((city, index) => ({
    id: flavour === 'mistral' ? `weather0${index}` : `call_${index}`,
    type: 'function',
    ...(flavour === 'mistral' ? { index } : {}),
    function: { name: WEATHER.name, arguments: JSON.stringify({ city }) },
  }));
}

function usage(flavour: ChatFlavour, scenario: 'text' | 'tools'): Record<string, unknown> {
  const truth = chatTruth(flavour, scenario);
  const counts = {
    prompt_tokens: truth.input,
    completion_tokens: truth.output,
    total_tokens: truth.input + truth.output,
  };
  if (flavour === 'mistral') return { ...counts, num_cached_tokens: truth.cacheRead };
  if (flavour === 'groq') {
    const times = { queue_time: 0.03, prompt_time: 0.01, completion_time: 0.46, total_time: 0.47 };
    return { ...counts, ...times, prompt_tokens_details: { cached_tokens: truth.cacheRead } };
  }
  return {
    ...counts,
    prompt_tokens_details: { cached_tokens: truth.cacheRead, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

interface StreamRequest {
  flavour: ChatFlavour;
  scenario: 'text' | 'tools';
  usageAsked: boolean;
}

function chunks({ flavour, scenario, usageAsked }: StreamRequest): unknown[] {
  const chunk = (choices: unknown[], more: object = {}) => ({
    ...envelope(flavour),
    object: 'chat.completion.chunk',
    choices,
    ...(flavour === 'openai' && usageAsked ? { usage: null } : {}),
    ...(flavour === 'openai' ? { obfuscation: 'x7Qp2' } : {}),
    ...more,
  });
  const step = (delta: object, finish: string | null = null, more: object = {}) =>
    chunk(
      [{ index: 0, delta, ...(flavour === 'mistral' ? {} : { logprobs: null }), finish_reason: finish }],
      more,
    );
  const opening = { role: 'assistant', content: scenario === 'tools' && flavour !== 'mistral' ? null : '' };
  const told = usage(flavour, scenario);
  const ending = {
    ...(flavour === 'mistral' ? { usage: told } : {}),
    ...(flavour === 'groq' ? { x_groq: { id: 'req_01jz', usage: told } } : {}),
  };
  return [
    step(opening, null, flavour === 'groq' ? { x_groq: { id: 'req_01jz' } } : {}),
    ...(scenario === 'text'
      ? GREETING_PIECES.map((content) => step({ content }))
      : toolSteps(flavour).map((d) => step(d))),
    step(flavour === 'mistral' ? { content: '' } : {}, scenario === 'text' ? 'stop' : 'tool_calls', ending),
    ...(flavour !== 'mistral' && usageAsked ? [chunk([], { usage: told })] : []),
  ];
}

/** Mistral sends each call whole, the others its arguments in pieces. */
function toolSteps(flavour: ChatFlavour): object[] {
  const calls = toolCalls(flavour) as { function: { name: string; arguments: string } }[];
  if (flavour === 'mistral') return calls.map((call) => ({ tool_calls: [call] }));
  return calls.flatMap((call, index) => [
    { tool_calls: [{ index, ...call, function: { name: call.function.name, arguments: '' } }] },
    ...pieces(call.function.arguments, 3).map((part) => ({
      tool_calls: [{ index, function: { arguments: part } }],
    })),
  ]);
}

function limited(flavour: ChatFlavour): Answer {
  if (flavour === 'mistral') {
    return refusal(429, {
      object: 'error',
      message: 'Requests rate limit exceeded',
      type: 'rate_limited',
      param: null,
      code: '1300',
    });
  }
  const error = {
    message: 'Rate limit reached: try again in 7s.',
    type: 'requests',
    param: null,
    code: 'rate_limit_exceeded',
  };
  return refusal(429, { error }, { 'retry-after-ms': '20', 'x-ratelimit-remaining-requests': '0' });
}

function invalid(flavour: ChatFlavour): Answer {
  if (flavour === 'mistral') {
    return refusal(400, {
      object: 'error',
      message: 'Invalid model: purple',
      type: 'invalid_model',
      param: null,
      code: '1500',
    });
  }
  const error = {
    message: "Invalid value: 'purple'.",
    type: 'invalid_request_error',
    param: 'messages[0].role',
    code: 'invalid_value',
  };
  return refusal(400, { error });
}
