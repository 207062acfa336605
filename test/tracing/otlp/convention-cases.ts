/** One span as each convention writes it, and what it means. */
import type { JsonObject } from '../../../src/core/json.ts';

export interface Expected {
  type?: string;
  inputs?: unknown;
  outputs?: unknown;
  usage?: (number | null)[];
  model?: string | null;
  provider?: string | null;
  format?: string;
  tools?: unknown;
}

export const cases: [string, JsonObject, Expected][] = [
  [
    'OpenInference LLM',
    {
      'openinference.span.kind': 'LLM',
      'input.value': '{"messages": [{"role": "user", "content": "hi"}]}',
      'output.value': 'hello',
      'llm.token_count.prompt': 10,
      'llm.token_count.completion': '5',
      'llm.token_count.total': 15,
      'llm.token_count.prompt_details.cache_read': 4,
      'llm.model_name': 'gpt-4o',
      'llm.provider': 'openai',
    },
    {
      type: 'LLM',
      inputs: { messages: [{ role: 'user', content: 'hi' }] },
      outputs: 'hello',
      usage: [10, 5, 15, 4, null],
      model: 'gpt-4o',
      provider: 'openai',
    },
  ],
  ...(
    ['TOOL', 'CHAIN', 'RETRIEVER', 'EMBEDDING', 'AGENT', 'RERANKER', 'GUARDRAIL', 'EVALUATOR'] as const
  ).map((kind): [string, JsonObject, Expected] => [
    `OpenInference ${kind}`,
    { 'openinference.span.kind': kind },
    { type: kind },
  ]),
  [
    'OpenInference messages and documents',
    {
      'openinference.span.kind': 'RETRIEVER',
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': 'find',
      'retrieval.documents.0.document.content': 'one',
      'retrieval.documents.0.document.id': 'd1',
      'retrieval.documents.1.document.content': 'two',
      'retrieval.documents.1.document.metadata': '{"doc_uri": "x.md"}',
    },
    {
      inputs: { messages: [{ role: 'user', content: 'find' }] },
      outputs: [
        { page_content: 'one', metadata: {}, id: 'd1' },
        { page_content: 'two', metadata: { doc_uri: 'x.md' } },
      ],
    },
  ],
  [
    'GenAI chat',
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"hi"}]}]',
      'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"yo"}]}]',
      'gen_ai.usage.input_tokens': 3,
      'gen_ai.usage.output_tokens': 2,
      'gen_ai.usage.cache_read.input_tokens': 1,
      'gen_ai.usage.cache_creation.input_tokens': 2,
      'gen_ai.request.model': 'claude-sonnet-4-5',
      'gen_ai.response.model': 'claude-sonnet-4-5-20250929',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.tool.definitions': '[{"type":"function","function":{"name":"f"}}]',
    },
    {
      type: 'CHAT_MODEL',
      inputs: [{ role: 'user', parts: [{ type: 'text', content: 'hi' }] }],
      outputs: [{ role: 'assistant', parts: [{ type: 'text', content: 'yo' }] }],
      usage: [3, 2, 5, 1, 2],
      model: 'claude-sonnet-4-5-20250929',
      provider: 'anthropic',
      tools: [{ type: 'function', function: { name: 'f' } }],
    },
  ],
  ...Object.entries({
    create_agent: 'AGENT',
    invoke_agent: 'AGENT',
    embeddings: 'EMBEDDING',
    generate_content: 'LLM',
    text_completion: 'LLM',
    response: 'LLM',
  }).map(([operation, type]): [string, JsonObject, Expected] => [
    `GenAI ${operation}`,
    { 'gen_ai.operation.name': operation },
    { type },
  ]),
  [
    'GenAI tool',
    {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.call.arguments': '{"city":"Paris"}',
      'gen_ai.tool.call.result': '{"degrees":21}',
    },
    { type: 'TOOL', inputs: { city: 'Paris' }, outputs: { degrees: 21 } },
  ],
  ...Object.entries({ workflow: 'WORKFLOW', task: 'TASK', agent: 'AGENT', tool: 'TOOL' }).map(
    ([kind, type]): [string, JsonObject, Expected] => [
      `Traceloop ${kind}`,
      { 'traceloop.span.kind': kind, 'traceloop.entity.input': '{"a":1}', 'traceloop.entity.output': 'b' },
      { type, inputs: { a: 1 }, outputs: 'b' },
    ],
  ),
  [
    'Traceloop model call',
    {
      'llm.request.type': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.prompt.0.role': 'system',
      'gen_ai.prompt.0.content': 'be kind',
      'gen_ai.prompt.1.role': 'user',
      'gen_ai.prompt.1.content': 'hi',
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.finish_reason': 'tool_calls',
      'gen_ai.completion.0.tool_calls.0.id': 'c1',
      'gen_ai.completion.0.tool_calls.0.name': 'f',
      'gen_ai.completion.0.tool_calls.0.arguments': '{"x":1}',
      'gen_ai.usage.prompt_tokens': 7,
      'gen_ai.usage.completion_tokens': 3,
      'llm.usage.total_tokens': 10,
    },
    {
      type: 'CHAT_MODEL',
      inputs: {
        messages: [
          { role: 'system', content: 'be kind' },
          { role: 'user', content: 'hi' },
        ],
      },
      outputs: {
        choices: [
          {
            message: {
              role: 'assistant',
              content: null,
              tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"x":1}' } }],
            },
            finish_reason: 'tool_calls',
          },
        ],
      },
      usage: [7, 3, 10, null, null],
      model: 'gpt-4o',
      provider: 'openai',
    },
  ],
  [
    'Gemini CLI',
    {
      'gen_ai.agent.name': 'gemini-cli',
      'gen_ai.operation.name': 'llm_call',
      'gen_ai.input.messages': '[{"role":"user","parts":[{"text":"hi"}]}]',
      'gen_ai.output.messages':
        '[{"role":"model","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"b"}]}]',
    },
    {
      type: 'LLM',
      inputs: { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] },
      outputs: { candidates: [{ content: { role: 'model', parts: [{ text: 'a' }, { text: 'b' }] } }] },
      format: 'gemini',
    },
  ],
  [
    'Gemini CLI system prompt',
    {
      'gen_ai.agent.name': 'gemini-cli',
      'gen_ai.operation.name': 'system_prompt',
      'gen_ai.input.messages': '[{"role":"user","parts":[{"text":"hi"}]}]',
    },
    { type: 'UNKNOWN', inputs: { contents: [{ role: 'system', parts: [{ text: 'hi' }] }] } },
  ],
  [
    'Claude Code model call',
    {
      'span.type': 'llm_request',
      new_context: 'hello',
      'response.model_output': 'hi',
      input_tokens: 5,
      output_tokens: 2,
      cache_read_tokens: 100,
      cache_creation_tokens: 10,
    },
    { type: 'LLM', inputs: 'hello', outputs: 'hi', usage: [115, 2, 117, 100, 10] },
  ],
  [
    'Claude Code interaction, redacted',
    { 'span.type': 'claude_code.interaction', user_prompt: '<REDACTED>' },
    { type: 'AGENT', inputs: undefined },
  ],
  [
    'Claude Code tool',
    { 'span.type': 'claude_code.tool', file_path: '/a', full_command: 'ls' },
    { type: 'TOOL', inputs: { full_command: 'ls', file_path: '/a' } },
  ],
  [
    'Google ADK',
    {
      'gen_ai.operation.name': 'execute_tool',
      'gcp.vertex.agent.tool_call_args': '{"q":1}',
      'gcp.vertex.agent.tool_response': '{"r":2}',
    },
    { type: 'TOOL', inputs: { q: 1 }, outputs: { r: 2 } },
  ],
  [
    'Vercel AI wrapper',
    {
      'ai.operationId': 'ai.generateText',
      'ai.prompt': '{"prompt":"hi"}',
      'ai.response.text': 'hello',
      'ai.usage.promptTokens': 4,
      'ai.usage.completionTokens': 2,
      'ai.model.id': 'gpt-4o',
      'ai.model.provider': 'openai.chat',
    },
    {
      type: 'LLM',
      inputs: { prompt: 'hi' },
      outputs: 'hello',
      usage: [4, 2, 6, null, null],
      model: 'gpt-4o',
      provider: 'openai.chat',
    },
  ],
  [
    'Vercel AI call',
    {
      'ai.operationId': 'ai.streamText.doStream',
      'ai.prompt.messages': '[{"role":"user","content":[{"type":"text","text":"hi"}]}]',
      'ai.prompt.tools': ['{"type":"function","name":"f"}'],
      'ai.response.text': 'hello',
      'ai.response.finishReason': 'stop',
      'gen_ai.system': 'openai.chat',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.usage.input_tokens': 4,
      'gen_ai.usage.output_tokens': 2,
    },
    {
      type: 'LLM',
      inputs: {
        messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
        tools: [{ type: 'function', name: 'f' }],
      },
      outputs: { text: 'hello', finishReason: 'stop' },
      usage: [4, 2, 6, null, null],
      model: 'gpt-4o-2024-08-06',
      format: 'vercel_ai',
    },
  ],
  [
    'Vercel AI tool',
    { 'ai.operationId': 'ai.toolCall', 'ai.toolCall.args': '{"a":1}', 'ai.toolCall.result': '"ok"' },
    { type: 'TOOL', inputs: { a: 1 }, outputs: 'ok' },
  ],
  [
    'Vercel AI embedding',
    { 'ai.operationId': 'ai.embedMany', 'ai.values': ['"a"', '"b"'], 'ai.usage.tokens': 9 },
    { type: 'EMBEDDING', inputs: ['"a"', '"b"'], usage: [9, null, null, null, null] },
  ],
  [
    'VoltAgent child',
    {
      'span.type': 'llm',
      'entity.type': 'agent',
      'voltagent.operation_id': 'o',
      'llm.messages': '[{"role":"user","content":"hi"}]',
      output: 'hello',
      'llm.usage.prompt_tokens': 3,
      'llm.usage.completion_tokens': 2,
    },
    {
      type: 'LLM',
      inputs: [{ role: 'user', content: 'hi' }],
      outputs: 'hello',
      usage: [3, 2, 5, null, null],
      format: 'voltagent',
    },
  ],
  ['VoltAgent root', { 'entity.type': 'agent', 'voltagent.operation_id': 'o' }, { type: 'AGENT' }],
  [
    'LiveKit turn',
    { 'lk.agent_name': 'front desk', 'lk.user_input': 'hi', 'lk.response.text': 'hello' },
    { type: 'AGENT', inputs: 'hi', outputs: 'hello', format: 'livekit' },
  ],
  ['LiveKit tool', { 'lk.function_tool.name': 'f' }, { type: 'TOOL', format: 'livekit' }],
  [
    'LiveKit model',
    { 'lk.retry_count': 0, 'gen_ai.request.model': 'gpt-4o' },
    { type: 'LLM', model: 'gpt-4o' },
  ],
  [
    'Laminar',
    {
      'lmnr.span.type': 'PIPELINE',
      'lmnr.span.input': '{"a":1}',
      'lmnr.span.output': '[1]',
      'gen_ai.system': 'anthropic',
    },
    { type: 'CHAIN', inputs: { a: 1 }, outputs: [1], format: 'openai', provider: 'anthropic' },
  ],
  [
    'Langfuse',
    {
      'langfuse.observation.type': 'generation',
      'langfuse.observation.input': '[{"role":"user","content":"hi"}]',
      'langfuse.observation.output': 'hello',
    },
    { type: 'LLM', inputs: [{ role: 'user', content: 'hi' }], outputs: 'hello' },
  ],
  [
    'a call that only names model and tokens',
    { 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': 1 },
    { type: 'LLM', usage: [1, null, null, null, null] },
  ],
  [
    'MLflow’s own attributes as JSON text, which are not overwritten',
    {
      'mlflow.spanType': '"RETRIEVER"',
      'mlflow.spanInputs': '{"q": "hi"}',
      'mlflow.spanOutputs': '"text"',
      'mlflow.chat.tokenUsage': '{"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}',
      'openinference.span.kind': 'LLM',
      'input.value': 'other',
      'llm.token_count.prompt': 99,
    },
    { type: 'RETRIEVER', inputs: { q: 'hi' }, outputs: 'text', usage: [1, 2, 3, null, null] },
  ],
  [
    'UNKNOWN, which counts as absent',
    { 'mlflow.spanType': 'UNKNOWN', 'openinference.span.kind': 'AGENT' },
    { type: 'AGENT' },
  ],
  [
    'the model within the inputs',
    { 'mlflow.spanInputs': { model: 'gpt-4o' } },
    { model: 'gpt-4o', type: 'UNKNOWN' },
  ],
  ['nothing known', { color: 'blue' }, { type: 'UNKNOWN', inputs: undefined, model: null }],
];
