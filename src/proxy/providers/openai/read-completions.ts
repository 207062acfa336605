/** Reads legacy text completions, plain and streamed; their streams carry usage only when asked, as chat's do. */
import { asString } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCall } from './begin-reading.ts';
import { readCompletionAnswer, type CompletionForm } from './completion-answer.ts';
import { joinTexts, textOrNull } from './content-text.ts';

/** Reads a legacy completion. */
export function readCompletions(call: ReadableCall): Reading {
  return readCall(call, (answered) => readCompletionAnswer(answered, textForm));
}

const textForm: CompletionForm = {
  kind: 'text_completion',
  hasToken: ({ text }) => typeof text === 'string' && text !== '',
  describeChoices(choices) {
    const texts = choices.map(({ text }) => asString(text));
    return { responsePreview: textOrNull(texts[0] ?? ''), outputText: joinTexts(texts) };
  },
};
