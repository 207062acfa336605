/** The question among what coding agents write in the user's name, in each dialect, as the agents send it. */
import { describe, expect, it } from 'vitest';
import { anthropicDialect } from '../../../../src/proxy/providers/anthropic/index.ts';
import { bedrockDialect } from '../../../../src/proxy/providers/bedrock/index.ts';
import type { Dialect } from '../../../../src/proxy/providers/contract.ts';
import { googleDialect } from '../../../../src/proxy/providers/google/index.ts';
import { ollamaDialect } from '../../../../src/proxy/providers/ollama/index.ts';
import { openaiDialect } from '../../../../src/proxy/providers/openai/index.ts';
import { whatWasAsked } from '../../../../src/proxy/providers/wire/what-was-asked.ts';
import { previewOf } from '../../../../src/tracing/preview.ts';
import { readWith } from '../../../helpers/dialect-proof.ts';

const reminder = '<system-reminder>\nAs you answer, use this context: # claudeMd …\n</system-reminder>';
const environment = '<environment_context>\n  <cwd>/work</cwd>\n  <shell>zsh</shell>\n</environment_context>';
const agentsFile = '# AGENTS.md instructions for /work\n\n<INSTRUCTIONS>\nUse tabs.\n</INSTRUCTIONS>';
const question = 'Why does the test fail on <main>?';

describe('the question', () => {
  it.each<[string, Dialect, string, unknown]>([
    [
      'Claude Code: after its reminders',
      anthropicDialect,
      '/v1/messages',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: reminder },
              { type: 'text', text: question },
            ],
          },
        ],
      },
    ],
    [
      'Claude Code: before a reminder',
      anthropicDialect,
      '/v1/messages',
      { messages: [{ role: 'user', content: `${question}\n\n${reminder}` }] },
    ],
    [
      'Claude Code: in one text with a reminder',
      anthropicDialect,
      '/v1/messages',
      { messages: [{ role: 'user', content: `${reminder}\n${question}` }] },
    ],
    [
      'Claude Code: while tools run',
      anthropicDialect,
      '/v1/messages',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: reminder },
              { type: 'text', text: question },
            ],
          },
          { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'Bash', input: {} }] },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 't', content: 'FAIL' },
              { type: 'text', text: reminder },
            ],
          },
        ],
      },
    ],
    [
      'Codex: after its contexts',
      openaiDialect,
      '/v1/responses',
      {
        input: [
          {
            type: 'message',
            role: 'developer',
            content: [{ type: 'input_text', text: '<permissions instructions>…</permissions instructions>' }],
          },
          {
            type: 'message',
            role: 'user',
            content: [
              { type: 'input_text', text: agentsFile },
              { type: 'input_text', text: environment },
            ],
          },
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: question }] },
        ],
      },
    ],
    [
      'Codex: before a context that follows',
      openaiDialect,
      '/v1/responses',
      {
        input: [
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: question }] },
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: environment }] },
        ],
      },
    ],
    [
      'older Codex',
      openaiDialect,
      '/v1/responses',
      {
        input: [
          {
            type: 'message',
            role: 'user',
            content: [
              { type: 'input_text', text: '<user_instructions>\n\nUse tabs.\n\n</user_instructions>' },
            ],
          },
          {
            type: 'message',
            role: 'user',
            content: [
              {
                type: 'input_text',
                text: `# Context from my IDE setup:\n\n## Open tabs:\n- a.ts\n\n## My request for Codex:\n${question}`,
              },
            ],
          },
        ],
      },
    ],
    [
      'opencode and Cline over chat',
      openaiDialect,
      '/v1/chat/completions',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: `<task>\n${question}\n</task>` },
              { type: 'text', text: '<environment_details>\n# VSCode\n</environment_details>' },
            ],
          },
        ],
      },
    ],
    [
      'Gemini CLI',
      googleDialect,
      '/v1beta/models/g:generateContent',
      {
        contents: [
          {
            role: 'user',
            parts: [{ text: '<session_context>\nThis is the Gemini CLI.\n</session_context>' }],
          },
          { role: 'user', parts: [{ text: question }] },
        ],
      },
    ],
    [
      'older Gemini CLI',
      googleDialect,
      '/v1beta/models/g:generateContent',
      {
        contents: [
          { role: 'user', parts: [{ text: question }] },
          {
            role: 'user',
            parts: [
              {
                text: 'This is the Gemini CLI. We are setting up the context for our chat.\nToday is Monday.',
              },
            ],
          },
        ],
      },
    ],
    [
      'an agent over Bedrock',
      bedrockDialect,
      '/model/m/converse',
      { messages: [{ role: 'user', content: [{ text: reminder }, { text: question }] }] },
    ],
    [
      'an agent over Ollama',
      ollamaDialect,
      '/api/chat',
      { messages: [{ role: 'user', content: `${environment}\n\n${question}` }] },
    ],
  ])('F120 %s', (_, dialect, path, request) => {
    expect(readWith(dialect, { path, request, response: '{}' }).requestPreview).toBe(question);
  });

  it('F120 the same in what others trace', () => {
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'text', text: reminder },
          { type: 'text', text: question },
        ],
      },
      { role: 'user', content: environment },
    ];
    expect(previewOf({ messages }, 'user')).toBe(question);
  });

  it.each([
    ['a page that is asked about', '<html><body>What is wrong here?</body></html>'],
    ['documents and a question', '<documents>one</documents>\nWhich?'],
    ['a comparison', 'Is a < b or a > b?'],
    ['an unfinished tag', '<system-reminder'],
  ])('leaves %s as it is', (_, text) => {
    expect(whatWasAsked(text)).toBe(text);
  });

  it('shows what an agent wrote where nobody asked', () => {
    const request = { messages: [{ role: 'user', content: reminder }] };
    expect(readWith(anthropicDialect, { path: '/v1/messages', request, response: '{}' }).requestPreview).toBe(
      reminder,
    );
  });

  it('takes no longer for a text of many blocks', () => {
    const started = Date.now();
    expect(whatWasAsked(`${`${reminder}\n`.repeat(5_000)}${question}${'<skill>'.repeat(20_000)}`)).not.toBe(
      '',
    );
    expect(Date.now() - started).toBeLessThan(2_000);
  });
});
