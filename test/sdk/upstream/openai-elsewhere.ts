/**
 * OpenAI's chat wire as others speak it. Sources: learn.microsoft.com/azure/ai-foundry/openai/reference (what the filter
 * said of the prompt is in the answer, and in a stream comes first, without a choice: F15); ai.google.dev/gemini-api/docs/openai.
 */
import { answerChat, chatTruth, plainChat } from './openai-chat.ts';
import { dataEvents, jsonAnswer, scenarioOf, type Answer, type ReceivedCall, type Truth } from './wire.ts';

/** Who. */
export type Elsewhere = 'azure' | 'google';

const MODELS: Record<Elsewhere, string> = { azure: 'gpt-4.1-mini-2025-04-14', google: 'gemini-2.5-flash' };

const filterResults = {
  prompt_filter_results: [
    { prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: 'safe' } } },
  ],
};

const filterEvent = { choices: [], created: 0, id: '', model: '', object: '', ...filterResults };

/** What an answer uses, and the plain answer, which a streamed one spells too. */
export function chatElsewhere(
  name: Elsewhere,
  scenario: 'text' | 'tools',
): { truth: Truth; outputs: Record<string, unknown> } {
  return {
    truth: { ...chatTruth('openai', scenario), priceProvider: name, model: MODELS[name] },
    outputs: {
      ...plainChat('openai', scenario),
      model: MODELS[name],
      ...(name === 'azure' ? filterResults : {}),
    },
  };
}

/** Answers a chat completion. */
export function answerChatElsewhere(call: ReceivedCall, name: Elsewhere): Answer {
  const answer = answerChat(call, 'openai');
  if (answer.truth === undefined) return answer;
  const scenario = scenarioOf(call) === 'tools' ? 'tools' : 'text';
  const { truth, outputs } = chatElsewhere(name, scenario);
  if (typeof answer.body === 'string') return jsonAnswer(outputs, truth);
  const model = chatTruth('openai', scenario).model;
  const events = [answer.body].flat().map((event) => String(event).replaceAll(model, MODELS[name]));
  return {
    ...answer,
    truth,
    body: name === 'azure' ? [...dataEvents([filterEvent]), ...events] : events,
  };
}
