/**
 * The AWS SDK for Bedrock, through Weir by endpoint and `x-weir-key`. The caller's credentials are dummies: its signature
 * covers Weir's host and cannot pass, so Weir signs anew with its own.
 */
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ModelStreamErrorException,
  ThrottlingException,
  ValidationException,
  type BedrockRuntimeClientConfig,
  type ConverseCommandInput,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { beforeAll, describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only, throughWeir } from './support/compare.ts';
import { expectRefusal, expectTrace, trueCost } from './support/expect-trace.ts';
import { directOrigin, weirOrigin } from './support/origins.ts';
import { stored } from './support/stored-credentials.ts';
import { createProxyKey } from './support/traces.ts';
import { weatherArguments, weatherTool } from './support/weather-tool.ts';
import {
  CLAUDE,
  NOVA,
  TITAN,
  converseTruth,
  invokeTruth,
  plainConverse,
  plainInvoke,
  titanTruth,
} from './upstream/bedrock.ts';
import { VECTOR } from './upstream/embeddings.ts';
import type { CallNote } from './upstream/server.ts';
import { GREETING, GREETING_PIECES, ask } from './upstream/wire.ts';

let key: string;

beforeAll(async () => {
  key = await createProxyKey();
});

/** The SDK speaks HTTP/2 by default, which neither side of this suite does without TLS. */
const requestHandler = new NodeHttpHandler();

function client(origin: string): BedrockRuntimeClient {
  const made = new BedrockRuntimeClient({
    endpoint: `${origin}/bedrock`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIADUMMY', secretAccessKey: 'dummy' },
    maxAttempts: 1,
    requestHandler,
  });
  if (origin === weirOrigin) addHeader(made);
  return made;
}

function addHeader(made: BedrockRuntimeClient): void {
  made.middlewareStack.add(
    (next) => async (call) => {
      (call.request as { headers: Record<string, string> }).headers['x-weir-key'] = key;
      return next(call);
    },
    { step: 'build', name: 'weirKey' },
  );
}

/** What a new signature changes, and the SDK's id of the invocation. */
const allowance = {
  requestHeaders: [
    'authorization',
    'x-amz-date',
    'x-amz-content-sha256',
    'amz-sdk-invocation-id',
    'amz-sdk-request',
  ],
};

const say = (text: string, more: Partial<ConverseCommandInput> = {}): ConverseCommandInput => ({
  modelId: NOVA,
  messages: [{ role: 'user', content: [{ text }] }],
  inferenceConfig: { maxTokens: 300, temperature: 0.5 },
  ...more,
});
const toolConfig = {
  tools: [
    {
      toolSpec: {
        name: weatherTool.name,
        description: weatherTool.description,
        inputSchema: { json: weatherTool.schema },
      },
    },
  ],
};
const invocation = (text: string) => ({
  modelId: CLAUDE,
  contentType: 'application/json',
  accept: 'application/json',
  body: JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 300,
    messages: [{ role: 'user', content: text }],
  }),
});
const expected = (scenario: 'text' | 'tools', streamed: boolean) => ({
  provider: 'bedrock',
  truth: converseTruth(scenario),
  outputs: plainConverse(scenario),
  streamed,
});

/** The provider was called with Weir's credentials and a signature that holds. */
function expectSignedByWeir({ signature, headers }: CallNote): void {
  expect(signature).toMatchObject({
    accessKeyId: stored.AWS_ACCESS_KEY_ID,
    region: stored.AWS_REGION,
    service: 'bedrock',
    valid: true,
  });
  expect(signature?.signedHeaders).toContain('host');
  expect(`http://${headers.host}`).toBe(directOrigin);
}

describe('@aws-sdk/client-bedrock-runtime: Converse', () => {
  it('answers plainly', async () => {
    const { seen, traces, received } = await compare(
      (origin) => client(origin).send(new ConverseCommand(say(ask.text))),
      allowance,
    );
    expect(seen.output?.message?.content).toEqual([{ text: GREETING }]);
    expectSignedByWeir(only(received));
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('streams', async () => {
    const { seen, traces, received } = await compare(async (origin) => {
      const answer = await client(origin).send(new ConverseStreamCommand(say(ask.text)));
      return collect(answer.stream ?? []);
    }, allowance);
    expect(seen.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('')).toBe(GREETING);
    expectSignedByWeir(only(received));
    expectTrace(only(traces), { ...expected('text', true), received: only(received) });
  });

  it('calls tools', async () => {
    const { seen, traces, received } = await compare(
      (origin) => client(origin).send(new ConverseCommand(say(ask.tools, { toolConfig }))),
      allowance,
    );
    expect(seen.output?.message?.content?.map((block) => block.toolUse?.input)).toEqual(weatherArguments);
    expectTrace(only(traces), {
      ...expected('tools', false),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('calls tools in a stream', async () => {
    const { traces, received } = await compare(async (origin) => {
      const answer = await client(origin).send(new ConverseStreamCommand(say(ask.tools, { toolConfig })));
      return collect(answer.stream ?? []);
    }, allowance);
    expectTrace(only(traces), {
      ...expected('tools', true),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it.each([
    [429, ask.limited, ThrottlingException, 'Too many requests'],
    [400, ask.invalid, ValidationException, 'The model does not accept this.'],
  ])('fails with %i', async (status, prompt, failure, words) => {
    const { seen, traces } = await compare(
      (origin) => failureOf(client(origin).send(new ConverseCommand(say(prompt)))),
      allowance,
    );
    expect(seen).toBeInstanceOf(failure);
    expectRefusal(only(traces), { provider: 'bedrock', status, words });
  });

  it('fails in mid-stream, with what came so far on the trace (F17)', async () => {
    const { seen, traces } = await compare(async (origin) => {
      const answer = await client(origin).send(new ConverseStreamCommand(say(ask.broken)));
      return failureOf(collect(answer.stream ?? []));
    }, allowance);
    expect(seen).toBeInstanceOf(ModelStreamErrorException);
    const { info, spans } = only(traces);
    expect(info).toMatchObject({ state: 'ERROR', status: 200 });
    expect(spans[0]?.status.message).toContain('The model broke off.');
    expect(JSON.stringify(spans[0]?.attributes['mlflow.spanOutputs'])).toContain(GREETING_PIECES[0]);
  });
});

describe('@aws-sdk/client-bedrock-runtime: InvokeModel', () => {
  it('answers plainly', async () => {
    const { seen, traces, received } = await compare(
      (origin) => client(origin).send(new InvokeModelCommand(invocation(ask.text))),
      allowance,
    );
    expect(JSON.parse(seen.body.transformToString())).toEqual(plainInvoke('text'));
    expectSignedByWeir(only(received));
    expectInvocation(only(traces).info);
  });

  it('streams', async () => {
    const { seen, traces, received } = await compare(async (origin) => {
      const answer = await client(origin).send(
        new InvokeModelWithResponseStreamCommand(invocation(ask.text)),
      );
      return collect(answer.body ?? []);
    }, allowance);
    expect(seen.length).toBeGreaterThan(3);
    expectSignedByWeir(only(received));
    const { info, spans } = only(traces);
    expectInvocation(info);
    expect(info.time_to_first_token_ms).toBeGreaterThanOrEqual(0);
    expect(JSON.stringify(spans[0]?.attributes['mlflow.spanOutputs'])).toContain(JSON.stringify(GREETING));
  });

  it('embeds', async () => {
    const { seen, traces } = await compare(
      (origin) =>
        client(origin).send(
          new InvokeModelCommand({
            modelId: TITAN,
            contentType: 'application/json',
            body: JSON.stringify({ inputText: 'first text' }),
          }),
        ),
      allowance,
    );
    expect(JSON.parse(seen.body.transformToString())).toMatchObject({ embedding: VECTOR });
    const { info, spans } = only(traces);
    expect(info).toMatchObject({
      state: 'OK',
      provider: 'bedrock',
      usage: { input_tokens: titanTruth.input },
    });
    expect(info.cost.total_cost).toBeCloseTo(trueCost(titanTruth) ?? 0, 12);
    expect(spans[0]?.type).toBe('EMBEDDING');
  });

  function expectInvocation(info: {
    usage: object;
    cost: { total_cost: number | null };
    [member: string]: unknown;
  }): void {
    const truth = invokeTruth('text');
    expect(info).toMatchObject({
      state: 'OK',
      provider: 'bedrock',
      usage: {
        input_tokens: truth.input,
        output_tokens: truth.output,
        cache_read_input_tokens: truth.cacheRead,
        cache_creation_input_tokens: truth.cacheWrite,
      },
    });
    expect(info.cost.total_cost).toBeCloseTo(trueCost(truth) ?? 0, 12);
  }
});

describe('@aws-sdk/client-bedrock-runtime: a Weir key without a header of ours', () => {
  const plain = (config: BedrockRuntimeClientConfig): BedrockRuntimeClient =>
    new BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1, requestHandler, ...config });

  it.each([
    [
      'is the access key id',
      (origin: string, weirKey: string) =>
        plain({
          endpoint: `${origin}/bedrock`,
          credentials: { accessKeyId: weirKey, secretAccessKey: 'unused', sessionToken: 'unused' },
        }),
    ],
    [
      'stands in the path',
      (origin: string, weirKey: string) =>
        plain({
          endpoint: `${origin}/k/${weirKey}/bedrock`,
          credentials: { accessKeyId: 'AKIADUMMY', secretAccessKey: 'dummy' },
        }),
    ],
    [
      'is the API key',
      (origin: string, weirKey: string) =>
        plain({
          endpoint: `${origin}/bedrock`,
          token: { token: weirKey },
          authSchemePreference: ['httpBearerAuth'],
        }),
    ],
  ])('%s', async (_, make) => {
    const { seen, traces, received } = await throughWeir((origin) =>
      make(origin, key).send(new ConverseCommand(say(ask.text))),
    );
    expect(seen.output?.message?.content).toEqual([{ text: GREETING }]);
    expectSignedByWeir(only(received));
    expect(JSON.stringify(only(received).headers)).not.toContain(key);
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('that is unknown is refused in words that the SDK throws', async () => {
    const failure = await failureOf(
      plain({
        endpoint: `${weirOrigin}/bedrock`,
        credentials: { accessKeyId: `weir_${'0'.repeat(43)}`, secretAccessKey: 'unused' },
      }).send(new ConverseCommand(say(ask.text))),
    );
    expect(failure.name).toBe('UnrecognizedClientException');
    expect(failure.message).toBe('This Weir key is unknown or revoked.');
  });

  it('is asked for when a call is signed by someone else', async () => {
    const failure = await failureOf(
      plain({
        endpoint: `${weirOrigin}/bedrock`,
        credentials: { accessKeyId: 'AKIADUMMY', secretAccessKey: 'dummy' },
      }).send(new ConverseCommand(say(ask.text))),
    );
    expect(failure.name).toBe('UnrecognizedClientException');
    expect(failure.message).toContain('x-weir-key');
  });
});
