/**
 * Asks the target of an evaluation for the answer to a row. The call's trace has the id that the row decides, so that a
 * call made again after a crash adds to the same trace instead of making another row.
 */
import { withConnection } from '../../core/connections.ts';
import { asArray, asString, isObject, parseJson, type Json, type JsonObject } from '../../core/json.ts';
import type { ProxyServices } from '../../proxy/proxy-services.ts';
import { createInsideCalls } from '../models/call-proxy.ts';
import { chatCompletionsPath } from '../models/openai-path.ts';
import { callWebhook, type WebhookServices } from '../webhook.ts';
import type { Target } from './evaluation.ts';

/** What asking needs. */
export interface PredictServices {
  /** Its recorder writes the trace before it resolves. */
  proxy: ProxyServices;
  webhooks: WebhookServices;
}

/** Which row. */
export interface PredictInput {
  target: Target;
  inputs: Json;
  /** 32 hex digits. */
  hexTraceId: string;
  experimentId: string;
  evaluationId: string;
}

/** Tag on traces that an evaluation's target made: its run judges them. */
export const evaluationTag = 'weir.evaluation';

/** Span that the target's call hangs under; a caller's traceparent needs one. */
const PARENT_SPAN = '00f067aa0ba902b7';

/** What the target said. */
export interface Prediction {
  outputs: Json;
  /** The call left a trace under the row's id. */
  traced: boolean;
  /** When the target was called, after the row waited for its turn; Unix milliseconds. */
  startedAtMs: number;
}

/**
 * Asks the target.
 *
 * @throws Error when it gave no answer, saying why
 */
export async function predict({
  services,
  input,
}: {
  services: PredictServices;
  input: PredictInput;
}): Promise<Prediction> {
  const { target } = input;
  const now = (): number => services.proxy.now();
  let startedAtMs = now();
  const onBegin = (): void => {
    startedAtMs = now();
  };
  const traceparent = `00-${input.hexTraceId}-${PARENT_SPAN}-01`;
  if (target.kind === 'http') {
    const { url, timeoutMs, bare } = target;
    const body: Json = bare ? input.inputs : { inputs: input.inputs };
    const answer = await callWebhook({
      services: services.webhooks,
      input: { url, timeoutMs, body, headers: { traceparent }, onBegin },
    });
    const wrapped = !bare && isObject(answer) && answer.outputs !== undefined;
    return { outputs: wrapped ? (answer.outputs ?? null) : answer, traced: false, startedAtMs };
  }
  const call = createInsideCalls(services.proxy, {
    traceparent,
    'x-weir-experiment': input.experimentId,
    'x-weir-tags': JSON.stringify({ [evaluationTag]: input.evaluationId }),
    ...(target.kind === 'model' && target.prompt !== null ? { 'x-weir-prompt': target.prompt } : {}),
  });
  const { path, body } = requestOf(target, input.inputs, services.proxy);
  const answer = await withConnection(() => {
    onBegin();
    const headers = { 'content-type': 'application/json' };
    return call(path, { method: 'POST', headers, body: JSON.stringify(body) });
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The target answered ${answer.status}: ${text.slice(0, 300)}`);
  return { outputs: parseJson(text) ?? text, traced: true, startedAtMs };
}

function requestOf(
  target: Exclude<Target, { kind: 'http' }>,
  inputs: Json,
  { providers }: ProxyServices,
): { path: string; body: Json } {
  if (target.kind === 'endpoint') {
    const name = encodeURIComponent(target.endpoint);
    return { path: `/${target.provider}/serving-endpoints/${name}/invocations`, body: inputs };
  }
  const provider = providers.get(target.provider);
  if (provider === undefined) throw new Error(`There is no provider "${target.provider}".`);
  const path = chatCompletionsPath(provider);
  const body = { ...target.parameters, model: target.model };
  if (target.prompt === null) return { path, body: { ...body, messages: messagesOf(inputs) } };
  // In the body: rows may be longer than headers.
  const variables = isObject(inputs) ? inputs : { input: inputs };
  return { path, body: { ...body, messages: givenMessages(inputs), prompt_variables: variables } };
}

/** Messages as they are; a single text is what the user says; anything else is said as JSON. */
function messagesOf(inputs: Json): JsonObject[] {
  const given = givenMessages(inputs);
  if (given.length > 0) return given;
  const values = isObject(inputs) ? Object.values(inputs) : [inputs];
  const only = values.length === 1 ? asString(values[0]) : null;
  return [{ role: 'user', content: only ?? JSON.stringify(inputs) }];
}

function givenMessages(inputs: Json): JsonObject[] {
  return isObject(inputs) ? asArray(inputs.messages).filter((message) => isObject(message)) : [];
}
