/**
 * Cohere's v2 chat and embeddings. Sources: the types `V2ChatResponse`, `V2ChatStreamResponse`, `Usage` and
 * `EmbedByTypeResponse` of the npm package cohere-ai 8.1.0; docs.cohere.com/v2/docs/streaming.
 */
import { VECTOR } from './embeddings.ts';
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

const MODEL = 'command-r7b-12-2024';
const ID = 'c14c80c3-18eb-4519-9460-6c92edd8cfb4';
const PLAN = 'I will look up the weather.';

/** Tokens of Cohere's own prompt template, which are counted but not billed. */
const TEMPLATE = 496;

/** What an answer is billed for. */
export function cohereTruth(scenario: 'text' | 'tools'): Truth {
  const counts = scenario === 'text' ? { input: 917, output: 43 } : { input: 148, output: 72 };
  return { priceProvider: 'cohere', model: MODEL, ...counts, cacheRead: 0, cacheWrite: 0 };
}

/** What one embedding is billed for. */
export const cohereEmbeddingTruth: Truth = {
  priceProvider: 'cohere',
  model: 'embed-v4.0',
  input: 19,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
};

/** Answers `/v2/chat`. */
export function answerCohereChat(call: ReceivedCall): Answer {
  const asked = scenarioOf(call);
  if (asked === 'limited')
    return refusal(429, { id: ID, message: 'You are using a Trial key, which is limited.' });
  if (asked === 'invalid') return refusal(400, { id: ID, message: 'invalid request: message is empty' });
  const scenario = asked === 'tools' ? 'tools' : 'text';
  const truth = cohereTruth(scenario);
  if (call.json.stream !== true) return jsonAnswer(plainCohere(scenario), truth);
  return eventStream(asked, namedEvents(events(scenario)), truth);
}

/** Answers `/v2/embed`. */
export function answerCohereEmbed(call: ReceivedCall): Answer {
  const texts = call.json.texts as string[];
  return jsonAnswer(
    {
      id: ID,
      embeddings: { float: texts.map(() => VECTOR) },
      texts,
      meta: { api_version: { version: '2' }, billed_units: { input_tokens: cohereEmbeddingTruth.input } },
      response_type: 'embeddings_by_type',
    },
    cohereEmbeddingTruth,
  );
}

/** The plain answer, which a streamed one spells too. */
export function plainCohere(scenario: 'text' | 'tools'): Record<string, unknown> {
  const message =
    scenario === 'text'
      ? { role: 'assistant', content: [{ type: 'text', text: GREETING }] }
      : { role: 'assistant', tool_plan: PLAN, tool_calls: toolCalls() };
  return { id: ID, finish_reason: finish(scenario), message, usage: usage(scenario) };
}

const finish = (scenario: 'text' | 'tools') => (scenario === 'text' ? 'COMPLETE' : 'TOOL_CALL');

function toolCalls(): { id: string; type: string; function: { name: string; arguments: string } }[] {
  return WEATHER.cities.map((city, index) => ({
    id: `${WEATHER.name}_${index}`,
    type: 'function',
    function: { name: WEATHER.name, arguments: JSON.stringify({ city }) },
  }));
}

function usage(scenario: 'text' | 'tools'): Record<string, unknown> {
  const { input, output } = cohereTruth(scenario);
  return {
    billed_units: { input_tokens: input, output_tokens: output },
    tokens: { input_tokens: input + TEMPLATE, output_tokens: output + 2 },
  };
}

type Event = { type: string; [member: string]: unknown };

function events(scenario: 'text' | 'tools'): Event[] {
  const start = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] };
  return [
    { id: ID, type: 'message-start', delta: { message: start } },
    ...(scenario === 'text' ? textEvents() : toolEvents()),
    { id: ID, type: 'message-end', delta: { finish_reason: finish(scenario), usage: usage(scenario) } },
  ];
}

function textEvents(): Event[] {
  const content = (text: string) => ({ delta: { message: { content: { text } } } });
  const opening = { delta: { message: { content: { type: 'text', text: '' } } } };
  return [
    { type: 'content-start', index: 0, ...opening },
    ...GREETING_PIECES.map((text) => ({ type: 'content-delta', index: 0, ...content(text) })),
    { type: 'content-end', index: 0 },
  ];
}

function toolEvents(): Event[] {
  const calls = toolCalls().flatMap((call, index): Event[] => [
    {
      type: 'tool-call-start',
      index,
      delta: { message: { tool_calls: { ...call, function: { name: call.function.name, arguments: '' } } } },
    },
    ...pieces(call.function.arguments, 3).map((part) => ({
      type: 'tool-call-delta',
      index,
      delta: { message: { tool_calls: { function: { arguments: part } } } },
    })),
    { type: 'tool-call-end', index },
  ]);
  const plan = pieces(PLAN, 2).map((part) => ({
    type: 'tool-plan-delta',
    delta: { message: { tool_plan: part } },
  }));
  return [...plan, ...calls];
}
