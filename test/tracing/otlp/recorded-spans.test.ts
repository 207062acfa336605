/** Spans of real instrumentations: what they say in fields of their own is what is shown, not how they serialise a call. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { identifyCall } from '../../../src/tracing/call-identity.ts';
import { buildTraces } from '../../../src/tracing/otlp/build-traces.ts';
import { decodeRequest } from '../../../src/tracing/otlp/decode-request.ts';
import { modelSpanTypes, type Span, type Trace } from '../../../src/tracing/trace.ts';
import logfire from '../../fixtures/otlp/logfire.json';
import logfirePydanticAi from '../../fixtures/otlp/logfire-pydantic-ai.json';
import openInferenceAnthropic from '../../fixtures/otlp/openinference-anthropic.json';
import openInferenceLangChain from '../../fixtures/otlp/openinference-langchain.json';
import openInferenceOpenAi from '../../fixtures/otlp/openinference-openai.json';
import traceloopAnthropic from '../../fixtures/otlp/traceloop-anthropic.json';
import traceloopLangChain from '../../fixtures/otlp/traceloop-langchain.json';
import traceloopOpenAi from '../../fixtures/otlp/traceloop-openai.json';

async function tracesOf({ request }: { request: unknown }): Promise<Trace[]> {
  const body = new TextEncoder().encode(JSON.stringify(request));
  const { spans } = decodeRequest(body, 'application/json');
  return buildTraces(spans, { experimentId: '0', priceOverrides: {}, source: 'otlp' });
}

const spansOf = async (recorded: { request: unknown }): Promise<Span[]> =>
  (await tracesOf(recorded)).flatMap(({ spans }) => spans);
const inputsOf = (span: Span | undefined) => span?.attributes['mlflow.spanInputs'] as JsonObject;
const outputsOf = (span: Span | undefined) => span?.attributes['mlflow.spanOutputs'] as JsonObject;

const question = 'How is the weather in Oslo?';
const call = (id: string, given = '{"city":"Oslo"}') => ({
  id,
  type: 'function',
  function: { name: 'get_weather', arguments: given },
});

describe('spans as instrumentations send them', () => {
  it('F146 OpenInference for OpenAI: messages with parts, calls of tools and their results', async () => {
    const [first, second] = await spansOf(openInferenceOpenAi);
    expect(inputsOf(first)).toEqual({
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: question },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
          ],
        },
      ],
    });
    expect(outputsOf(first)).toEqual({
      choices: [
        {
          message: { role: 'assistant', content: null, tool_calls: [call('call_1')] },
          finish_reason: 'tool_calls',
        },
      ],
    });
    expect(first?.attributes['mlflow.chat.tools']).toMatchObject([
      { type: 'function', function: { name: 'get_weather' } },
    ]);
    expect(inputsOf(second)['messages']).toEqual([
      { role: 'user', content: question },
      { role: 'assistant', content: null, tool_calls: [call('call_1')] },
      { role: 'tool', content: '{"rain": true}', tool_call_id: 'call_1' },
    ]);
  });

  it('F146 OpenInference for Anthropic', async () => {
    const spans = await spansOf(openInferenceAnthropic);
    const span = spans.find(({ name }) => name === 'messages.create');
    expect(outputsOf(span)['choices']).toMatchObject([
      { message: { content: 'Let me look.', tool_calls: [{ id: 'toolu_4' }] }, finish_reason: 'tool_use' },
    ]);
    expect(span?.attributes['mlflow.chat.tools']).toMatchObject([
      { type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } },
    ]);
  });

  it('F146 OpenInference for LangGraph: calls, the graph’s state and both previews', async () => {
    const [trace] = await tracesOf(openInferenceLangChain);
    const calls = trace?.spans.filter(({ name }) => name === 'ChatOpenAI') ?? [];
    expect(inputsOf(calls[1])['messages']).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: question },
      { role: 'assistant', content: null, tool_calls: [call('call_6', '{"city": "Oslo"}')] },
      { role: 'tool', content: 'rain', tool_call_id: 'call_6', name: 'get_weather' },
    ]);
    expect(outputsOf(calls[1])['choices']).toMatchObject([{ message: { content: 'Rain, 12 degrees.' } }]);
    expect(trace?.info).toMatchObject({ requestPreview: question, responsePreview: 'Rain, 12 degrees.' });
    const root = trace?.spans.find(({ parentSpanId }) => parentSpanId === null);
    expect(outputsOf(root)['messages']).toMatchObject([
      { role: 'user', content: question },
      { role: 'assistant', content: null, tool_calls: [{ id: 'call_6' }] },
      { role: 'tool', content: 'rain', tool_call_id: 'call_6' },
      { role: 'assistant', content: 'Rain, 12 degrees.' },
    ]);
  });

  it('F146 Traceloop: instructions are a message', async () => {
    const span = (await spansOf(traceloopAnthropic)).find(({ name }) => name === 'anthropic.chat');
    expect(inputsOf(span)).toEqual([
      { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
      { role: 'user', parts: [{ type: 'text', content: question }] },
    ]);
  });

  it('F146 Traceloop for LangGraph: the state of a graph is messages', async () => {
    const root = (await spansOf(traceloopLangChain)).find(({ name }) => name === 'LangGraph.workflow');
    expect(outputsOf(root)['messages']).toMatchObject([
      { role: 'user', content: question },
      { role: 'assistant' },
      { role: 'tool' },
      { role: 'assistant', content: 'Rain, 12 degrees.' },
    ]);
  });

  it.each([
    ['OpenInference for OpenAI', openInferenceOpenAi, 3],
    ['OpenInference for Anthropic', openInferenceAnthropic, 2],
    ['OpenInference for LangChain', openInferenceLangChain, 3],
    ['Traceloop for OpenAI', traceloopOpenAi, 3],
    ['Traceloop for Anthropic', traceloopAnthropic, 2],
    ['Traceloop for LangChain', traceloopLangChain, 2],
    ['Logfire', logfire, 5],
    ['Pydantic AI', logfirePydanticAi, 2],
  ])('the id of each answer is found in spans of %s', async (_, recorded, answers) => {
    const spans = (await spansOf(recorded)).filter(({ type }) => modelSpanTypes.includes(type));
    const ids = spans.flatMap((span) => identifyCall(span, 'otlp')?.responseId ?? []);
    expect(new Set(ids).size).toBe(answers);
    for (const id of ids) expect(id).toMatch(/^(chatcmpl|resp|msg)_?-?Fixture/);
    expect(JSON.stringify(spans.map((span) => [inputsOf(span), outputsOf(span)]))).not.toContain(
      'constructor',
    );
  });

  it.each([
    ['Pydantic AI', logfirePydanticAi],
    ['Traceloop for LangGraph', traceloopLangChain],
  ])(
    'F146 %s: what its steps say is the preview where the agent itself says nothing',
    async (_, recorded) => {
      const traces = await tracesOf(recorded);
      const agent = traces.find(({ spans }) => spans.some(({ type }) => modelSpanTypes.includes(type)));
      expect(agent?.info.requestPreview).toBe(question);
      expect(agent?.info.responsePreview).toBe('Rain, 12 degrees.');
    },
  );
});
