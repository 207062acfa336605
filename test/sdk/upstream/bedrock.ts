/**
 * Bedrock's Converse and InvokeModel (Claude and Titan). Sources: the types `ConverseResponse`, `ConverseStreamOutput` and
 * `InvokeModelWithResponseStreamResponse` of the npm package @aws-sdk/client-bedrock-runtime 3.1164.0;
 * docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html.
 */
import { plainMessage, messageTruth } from './anthropic.ts';
import { VECTOR } from './embeddings.ts';
import { event, exception } from './event-frames.ts';
import {
  GREETING,
  GREETING_PIECES,
  WEATHER,
  jsonAnswer,
  pieces,
  refusal,
  scenarioOf,
  type Answer,
  type ReceivedCall,
  type Truth,
} from './wire.ts';

/** The models that the fixture knows. */
export const NOVA = 'amazon.nova-lite-v1:0';
export const CLAUDE = 'anthropic.claude-3-5-haiku-20241022-v1:0';
export const TITAN = 'amazon.titan-embed-text-v2:0';

/** What a conversation uses; its `inputTokens` leave both cache counts out. */
export function converseTruth(scenario: 'text' | 'tools'): Truth {
  const counts =
    scenario === 'text'
      ? { input: 2060, output: 51, cacheRead: 1500, cacheWrite: 0 }
      : { input: 402, output: 77, cacheRead: 0, cacheWrite: 0 };
  return { priceProvider: 'aws', model: NOVA, ...counts };
}

/** What an invocation of Claude uses. */
export function invokeTruth(scenario: 'text' | 'tools'): Truth {
  return { ...messageTruth(scenario), priceProvider: 'aws', model: CLAUDE };
}

/** What one embedding uses. */
export const titanTruth: Truth = {
  priceProvider: 'aws',
  model: TITAN,
  input: 12,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
};

/** Answers a call to a model. */
export function answerBedrock(call: ReceivedCall): Answer {
  const asked = scenarioOf(call);
  if (asked === 'limited') return failed(429, 'ThrottlingException', 'Too many requests, please wait.');
  if (asked === 'invalid') return failed(400, 'ValidationException', 'The model does not accept this.');
  const [, , , operation] = call.path.split('/').slice(-4);
  const scenario = asked === 'tools' ? 'tools' : 'text';
  if (operation === 'converse') return jsonAnswer(plainConverse(scenario), converseTruth(scenario));
  if (operation === 'converse-stream') {
    const frames = converseFrames(scenario);
    if (asked === 'broken') {
      return frameAnswer([
        ...frames.slice(0, 3),
        exception('modelStreamErrorException', 'The model broke off.'),
      ]);
    }
    return { ...frameAnswer(frames), truth: converseTruth(scenario) };
  }
  if (decodeURIComponent(call.path).includes(TITAN)) {
    const answer = jsonAnswer({ embedding: VECTOR, inputTextTokenCount: titanTruth.input }, titanTruth);
    answer.headers['x-amzn-bedrock-input-token-count'] = String(titanTruth.input);
    return answer;
  }
  if (operation === 'invoke') return jsonAnswer(plainInvoke(scenario), invokeTruth(scenario));
  return { ...frameAnswer(invokeFrames(scenario)), truth: invokeTruth(scenario) };
}

/** The plain answer of Converse, which a streamed one spells too. */
export function plainConverse(scenario: 'text' | 'tools'): Record<string, unknown> {
  const content =
    scenario === 'text'
      ? [{ text: GREETING }]
      : WEATHER.cities.map((city, index) => ({
          toolUse: { toolUseId: `tooluse_${index}`, name: WEATHER.name, input: { city } },
        }));
  return {
    output: { message: { role: 'assistant', content } },
    stopReason: scenario === 'text' ? 'end_turn' : 'tool_use',
    usage: converseUsage(scenario),
    metrics: { latencyMs: 551 },
  };
}

/** The plain answer of Claude at Bedrock. */
export function plainInvoke(scenario: 'text' | 'tools'): Record<string, unknown> {
  return { ...plainMessage(scenario), model: 'claude-3-5-haiku-20241022' };
}

function converseUsage(scenario: 'text' | 'tools'): Record<string, number> {
  const { input, output, cacheRead, cacheWrite } = converseTruth(scenario);
  return {
    inputTokens: input - cacheRead - cacheWrite,
    outputTokens: output,
    totalTokens: input + output,
    cacheReadInputTokens: cacheRead,
    cacheWriteInputTokens: cacheWrite,
  };
}

function frameAnswer(frames: Buffer[]): Answer {
  return { status: 200, headers: { 'content-type': 'application/vnd.amazon.eventstream' }, body: frames };
}

function failed(status: number, type: string, message: string): Answer {
  return refusal(status, { message }, { 'x-amzn-errortype': type, 'x-amzn-requestid': 'b2b3-1' });
}

function converseFrames(scenario: 'text' | 'tools'): Buffer[] {
  const text = () => [
    ...GREETING_PIECES.map((piece) =>
      event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: piece } }),
    ),
    event('contentBlockStop', { contentBlockIndex: 0 }),
  ];
  const tools = () =>
    WEATHER.cities.flatMap((city, contentBlockIndex) => [
      event('contentBlockStart', {
        contentBlockIndex,
        start: { toolUse: { toolUseId: `tooluse_${contentBlockIndex}`, name: WEATHER.name } },
      }),
      ...pieces(JSON.stringify({ city }), 3).map((input) =>
        event('contentBlockDelta', { contentBlockIndex, delta: { toolUse: { input } } }),
      ),
      event('contentBlockStop', { contentBlockIndex }),
    ]);
  return [
    event('messageStart', { role: 'assistant' }),
    ...(scenario === 'text' ? text() : tools()),
    event('messageStop', { stopReason: scenario === 'text' ? 'end_turn' : 'tool_use' }),
    event('metadata', { usage: converseUsage(scenario), metrics: { latencyMs: 551 } }),
  ];
}

/** Each frame holds one event of the vendor's own stream in base64. */
function invokeFrames(scenario: 'text' | 'tools'): Buffer[] {
  const { output } = invokeTruth(scenario);
  const plain = plainInvoke(scenario);
  const usage = plain.usage as { input_tokens: number };
  const events = [
    {
      type: 'message_start',
      message: { ...plain, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...GREETING_PIECES.map((text) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text },
    })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: plain.stop_reason, stop_sequence: null },
      usage: { output_tokens: output },
    },
    {
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: usage.input_tokens,
        outputTokenCount: output,
        invocationLatency: 600,
        firstByteLatency: 90,
      },
    },
  ];
  return events.map((value) =>
    event('chunk', { bytes: Buffer.from(JSON.stringify(value)).toString('base64') }),
  );
}
