/**
 * OpenAI's chat wire as others speak it. Sources: learn.microsoft.com/azure/ai-foundry/openai/reference (streams begin with
 * an event that has prompt filter results and no choice, F15); ai.google.dev/gemini-api/docs/openai.
 */
import { answerChat, chatTruth, plainChat } from './openai-chat.ts';
import { dataEvents, type Answer, type ReceivedCall, type Truth } from './wire.ts';

/** Who. */
export type Elsewhere = 'azure' | 'google';

const MODELS: Record<Elsewhere, string> = { azure: 'gpt-4.1-mini-2025-04-14', google: 'gemini-2.5-flash' };

const filtered = {
  choices: [],
  created: 0,
  id: '',
  model: '',
  object: '',
  prompt_filter_results: [
    { prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: 'safe' } } },
  ],
};

/** What an answer uses, and the plain answer, which a streamed one spells too. */
export function chatElsewhere(
  name: Elsewhere,
  scenario: 'text' | 'tools',
): { truth: Truth; outputs: Record<string, unknown> } {
  return {
    truth: { ...chatTruth('openai', scenario), priceProvider: name, model: MODELS[name] },
    outputs: { ...plainChat('openai', scenario), model: MODELS[name] },
  };
}

/** Answers a chat completion. */
export function answerChatElsewhere(call: ReceivedCall, name: Elsewhere): Answer {
  const answer = answerChat(call, 'openai');
  const rename = (text: string) => text.replaceAll(chatTruth('openai', 'text').model, MODELS[name]);
  const { truth } = answer;
  const renamed =
    truth === undefined ? {} : { truth: { ...truth, priceProvider: name, model: MODELS[name] } };
  if (typeof answer.body === 'string') return { ...answer, ...renamed, body: rename(answer.body) };
  const events = [answer.body].flat().map((event) => rename(String(event)));
  return { ...answer, ...renamed, body: name === 'azure' ? [...dataEvents([filtered]), ...events] : events };
}
