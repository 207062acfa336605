/**
 * Bodies of text models that are no other dialect's (docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html):
 * Meta, Amazon Titan, Mistral's and Cohere's completions, Claude's text completions. Each form says how its stream's events
 * add up to a plain answer, and what that answer says.
 */
import { asArray, asObject, asString, type Json, type JsonObject } from '../../../core/json.ts';
import type { Usage } from '../contract.ts';
import { finishUsage, tokenCount, unknownUsage } from '../wire/usage.ts';

/** One vendor's form. */
export interface TextForm {
  /** A member that only this form's answers and events have. */
  mark: string;
  /** The text that an event brings. */
  pieceOf(event: JsonObject): Json | undefined;
  /**
   * The plain answer that a stream spells.
   *
   * @param text all pieces, joined
   * @param last the events merged, the last value of each member
   */
  assemble(text: string, last: JsonObject): JsonObject;
  /** The completions of a plain answer: where `textMember` and `reasonMember` stand. */
  completionsOf(answer: JsonObject): JsonObject[];
  textMember: string;
  reasonMember: string;
  /** Usage of a plain answer; null when the body tells none. */
  usageOf(answer: JsonObject): Usage | null;
}

const llama: TextForm = {
  mark: 'generation',
  pieceOf: (event) => event.generation,
  assemble: (text, last) => ({ ...last, generation: text }),
  completionsOf: (answer) => [answer],
  textMember: 'generation',
  reasonMember: 'stop_reason',
  usageOf: (answer) => counted(answer.prompt_token_count, answer.generation_token_count),
};

const titanAnswer: TextForm = {
  mark: 'results',
  pieceOf: (event) => event.outputText,
  assemble: (
    text,
    { inputTextTokenCount = null, totalOutputTextTokenCount = null, completionReason = null },
  ) => ({
    inputTextTokenCount,
    results: [{ tokenCount: totalOutputTextTokenCount, outputText: text, completionReason }],
  }),
  completionsOf: (answer) => asArray(answer.results).map(asObject),
  textMember: 'outputText',
  reasonMember: 'completionReason',
  usageOf: (answer) => counted(answer.inputTextTokenCount, asObject(asArray(answer.results)[0]).tokenCount),
};

/** Titan's events are flat, its plain answer is not. */
const titanStream: TextForm = { ...titanAnswer, mark: 'outputText' };

const mistral: TextForm = {
  mark: 'outputs',
  pieceOf: (event) => asObject(asArray(event.outputs)[0]).text,
  assemble: (text, last) => ({ outputs: [{ ...asObject(asArray(last.outputs)[0]), text }] }),
  completionsOf: (answer) => asArray(answer.outputs).map(asObject),
  textMember: 'text',
  reasonMember: 'stop_reason',
  usageOf: () => null,
};

const cohereAnswer: TextForm = {
  mark: 'generations',
  pieceOf: (event) => event.text,
  assemble: (text, { finish_reason = null }) => ({ generations: [{ text, finish_reason }] }),
  completionsOf: (answer) => asArray(answer.generations).map(asObject),
  textMember: 'text',
  reasonMember: 'finish_reason',
  usageOf: () => null,
};

const cohereStream: TextForm = { ...cohereAnswer, mark: 'is_finished' };

const claude: TextForm = {
  mark: 'completion',
  pieceOf: (event) => event.completion,
  assemble: (text, last) => ({ ...last, completion: text }),
  completionsOf: (answer) => [answer],
  textMember: 'completion',
  reasonMember: 'stop_reason',
  usageOf: () => null,
};

const forms = [llama, titanAnswer, titanStream, mistral, cohereAnswer, cohereStream, claude];

/** The form of an answer, or of a stream's event; null when it is none of these. */
export function textFormOf(body: JsonObject): TextForm | null {
  return forms.find(({ mark }) => Object.hasOwn(body, mark)) ?? null;
}

/** The words of a completion. */
export function wordsOf(form: TextForm, completion: JsonObject): string {
  return asString(completion[form.textMember]) ?? '';
}

function counted(input: Json | undefined, output: Json | undefined): Usage | null {
  return finishUsage({ ...unknownUsage(), input: tokenCount(input), output: tokenCount(output) });
}
