/**
 * Ollama's own chat and embeddings, streams as one JSON object a line. Sources: the types `ChatResponse` and
 * `EmbedResponse` of the npm package ollama 0.6.4; docs/api.md of the repository ollama/ollama.
 */
import { VECTOR } from './embeddings.ts';
import {
  GREETING,
  GREETING_PIECES,
  WEATHER,
  jsonAnswer,
  jsonLines,
  refusal,
  scenarioOf,
  type Answer,
  type ReceivedCall,
  type Truth,
} from './wire.ts';

const MODEL = 'llama3.2';
const CREATED = '2026-01-05T10:00:00.000000Z';

/** What an answer uses; nothing is charged for it. */
export function ollamaTruth(scenario: 'text' | 'tools'): Truth {
  const counts = scenario === 'text' ? { input: 31, output: 46 } : { input: 169, output: 38 };
  return { priceProvider: null, model: MODEL, ...counts, cacheRead: 0, cacheWrite: 0 };
}

/** What one embedding uses. */
export const ollamaEmbeddingTruth: Truth = {
  priceProvider: null,
  model: MODEL,
  input: 8,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
};

/** Answers `/api/chat`, which streams unless told not to. */
export function answerOllamaChat(call: ReceivedCall): Answer {
  const asked = scenarioOf(call);
  if (asked === 'limited') return refusal(429, { error: 'server busy, please try again' });
  if (asked === 'invalid') return refusal(400, { error: 'model is required' });
  const scenario = asked === 'tools' ? 'tools' : 'text';
  const truth = ollamaTruth(scenario);
  if (call.json.stream === false) return jsonAnswer(plainOllama(scenario), truth);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson' },
    body: jsonLines(lines(scenario)),
    truth,
  };
}

/** Answers `/api/embed`. */
export function answerOllamaEmbed(): Answer {
  return jsonAnswer(
    {
      model: MODEL,
      embeddings: [VECTOR],
      total_duration: 14_143_917,
      load_duration: 1_019_500,
      prompt_eval_count: ollamaEmbeddingTruth.input,
    },
    ollamaEmbeddingTruth,
  );
}

/** The plain answer, which a streamed one spells too. */
export function plainOllama(scenario: 'text' | 'tools'): Record<string, unknown> {
  const message =
    scenario === 'text'
      ? { role: 'assistant', content: GREETING }
      : { role: 'assistant', content: '', tool_calls: toolCalls() };
  return line(message, ending(scenario));
}

function toolCalls(): unknown[] {
  return WEATHER.cities.map((city) => ({ function: { name: WEATHER.name, arguments: { city } } }));
}

function line(message: object, more: object): Record<string, unknown> {
  return { model: MODEL, created_at: CREATED, message, ...more };
}

function ending(scenario: 'text' | 'tools'): object {
  const { input, output } = ollamaTruth(scenario);
  return {
    done: true,
    done_reason: 'stop',
    total_duration: 4_883_583_458,
    load_duration: 1_334_875,
    prompt_eval_count: input,
    prompt_eval_duration: 342_546_000,
    eval_count: output,
    eval_duration: 4_535_599_000,
  };
}

function lines(scenario: 'text' | 'tools'): unknown[] {
  const messages =
    scenario === 'text'
      ? GREETING_PIECES.map((content) => ({ role: 'assistant', content }))
      : toolCalls().map((call) => ({ role: 'assistant', content: '', tool_calls: [call] }));
  return [
    ...messages.map((message) => line(message, { done: false })),
    line({ role: 'assistant', content: '' }, ending(scenario)),
  ];
}
