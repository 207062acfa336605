/** Reads the creation of an interaction (ai.google.dev/api/interactions), plain or streamed: a list of steps. */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ReadableCall, ReadError, Reading } from '../contract.ts';
import { functionTool } from '../wire/function-tool.ts';
import { isEventStream, readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { readParameters } from '../wire/read-parameters.ts';
import { asRepetition, describeBody, readErrorBody, stringMembers, withoutTexts } from '../wire/reading.ts';
import { lastQuestion } from '../wire/what-was-asked.ts';
import { assembleInteraction } from './assemble-interaction.ts';
import { readInteractionUsage } from './usage.ts';

const PARAMETERS = {
  temperature: 'temperature',
  top_p: 'top_p',
  max_output_tokens: 'max_tokens',
  stop_sequences: 'stop_sequences',
  seed: 'seed',
  thinking_level: 'reasoning_effort',
};

/** Reads the call. */
export function readInteraction(call: ReadableCall): Reading {
  const reading = readCall(call, { readRequest, readAnswer });
  // What it uses in the background is told when it is fetched: an estimate now would be counted beside that.
  const untold = reading.usage === null && asObject(call.request.json).background === true;
  return untold ? withoutTexts(reading) : reading;
}

/**
 * Reads an interaction fetched by its id, polled, taken up again after an event, or cancelled. It does not say whether it
 * ran in the background, where only this call can tell what it used: what it used is stated, as that interaction's.
 */
export function readRetrievedInteraction(call: ReadableCall): Reading {
  const reading = readCall(call, { readRequest, readAnswer });
  const id = /\/interactions\/([^/:]+)/.exec(call.path)?.[1];
  return asRepetition(reading, id ?? null);
}

function readRequest(call: ReadableCall): ReadingPart {
  const body = asObject(call.request.json);
  const turns = typeof body.input === 'string' ? [body.input] : [body.input ?? []].flat().map(wordsOf);
  const asked = [body.input ?? []].flat().filter(isQuestion);
  return {
    requestModel: asString(body.model) ?? asString(body.agent),
    parameters: readParameters(asObject(body.generation_config), PARAMETERS),
    tools: asArray(body.tools).map(asObject).flatMap(toTool),
    tags: stringMembers(body.labels),
    requestPreview: textOrNull(
      lastQuestion(
        asked.map((turn) => [wordsOf(turn)]),
        '',
      ),
    ),
    inputText: [asString(body.system_instruction) ?? '', ...turns].filter((text) => text !== '').join('\n'),
  };
}

/** What the caller says: text, content, or a step of the user's. */
function isQuestion(turn: Json): boolean {
  const { type } = asObject(turn);
  return type !== 'model_output' && type !== 'thought';
}

/** The provider's own tools have a type and no name. */
function toTool(tool: JsonObject): Json[] {
  return functionTool({
    name: tool.name ?? tool.type,
    description: tool.description,
    parameters: tool.parameters,
  });
}

function readAnswer(call: ReadableCall): ReadingPart {
  if (!isEventStream(call)) return readJson(call.response.json ?? describeBody(call.response));
  const { interaction, complete, firstTokenAtMs, error } = assembleInteraction(call.response.segments);
  const reading = interaction === null ? {} : readJson(interaction);
  return { ...reading, streamed: true, complete, firstTokenAtMs, error: error ?? reading.error ?? null };
}

function readJson(answer: Json): ReadingPart {
  if (!isObject(answer)) return { outputs: answer };
  const status = asString(answer.status);
  const steps = stepsOf(answer);
  return {
    outputs: answer,
    responseModel: asString(answer.model),
    responseId: asString(answer.id),
    finishReasons: status === null || status === 'in_progress' ? [] : [status],
    serviceTier: asString(answer.service_tier),
    usage: readInteractionUsage(answer.usage),
    error: readFailure(answer, steps),
    responsePreview: textOrNull(outputOf(steps)) ?? callsIn(steps),
    outputText: steps
      .map(writtenIn)
      .filter((text) => text !== '')
      .join('\n'),
  };
}

/** What the model did: steps, or where those are not enabled its outputs, each of which is the content of one. */
function stepsOf(answer: JsonObject): JsonObject[] {
  const steps = asArray(answer.steps).map(asObject);
  const outputs = asArray(answer.outputs).map(asObject);
  if (steps.length > 0 || outputs.length === 0) return steps;
  return outputs.map((output) =>
    typeof output.text === 'string' ? { type: 'model_output', content: [output] } : output,
  );
}

function readFailure(answer: JsonObject, steps: readonly JsonObject[]): ReadError | null {
  if (isObject(answer.error)) return readErrorBody(answer);
  const said = [...asArray(answer.errors), ...steps.map((step) => step.error)].find(isObject);
  if (said !== undefined) return readErrorBody({ error: said });
  return answer.status === 'failed' ? { type: 'failed', message: 'The interaction failed.' } : null;
}

function outputOf(steps: readonly JsonObject[]): string {
  return steps
    .filter(({ type }) => type === 'model_output')
    .map(wordsOf)
    .join('');
}

/** The text of content, of a step, or of a list of them. */
function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(wordsOf).join('');
  const { text, content } = asObject(value);
  return asString(text) ?? (content === undefined ? '' : wordsOf(content));
}

/** What the model wrote in a step: thoughts, text, arguments of a call. */
function writtenIn(step: JsonObject): string {
  if (step.type === 'thought') return wordsOf(step.summary ?? '');
  if (step.type === 'model_output') return wordsOf(step);
  return step.arguments === undefined ? '' : JSON.stringify(step.arguments);
}

function callsIn(steps: readonly JsonObject[]): string | null {
  const calls = steps.filter(({ type }) => type === 'function_call');
  return calls.length === 0
    ? null
    : JSON.stringify(calls.map((call) => ({ name: call.name ?? null, arguments: call.arguments ?? null })));
}
