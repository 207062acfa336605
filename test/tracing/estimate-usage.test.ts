import { describe, expect, it } from 'vitest';
import { shorteningMark } from '../../src/core/shortened.ts';
import { readableCall } from '../helpers/readable-call.ts';
import { openaiDialect } from '../../src/proxy/providers/openai/index.ts';
import { anthropicDialect } from '../../src/proxy/providers/anthropic/index.ts';
import type { Dialect } from '../../src/proxy/providers/contract.ts';
import { estimateUsage } from '../../src/tracing/estimate-usage.ts';

const BASE64 = 'iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAIAAADwf7zU'.repeat(4000);

/** Tokens estimated for a request that is answered without usage. */
function estimated(dialect: Dialect, path: string, request: unknown, answer: unknown = {}) {
  const call = readableCall({ path, request, response: JSON.stringify(answer) });
  const reading = dialect.callFor('POST', path)?.read(call);
  if (reading === undefined) throw new Error(`no call at ${path}`);
  return estimateUsage(reading);
}

const chat = (content: unknown) =>
  estimated(openaiDialect, '/v1/chat/completions', { model: 'm', messages: [{ role: 'user', content }] });
const messages = (content: unknown) =>
  estimated(anthropicDialect, '/v1/messages', { model: 'm', messages: [{ role: 'user', content }] });

describe('an estimate', () => {
  const words = 'What is in this picture, and who is in it? '.repeat(20);
  const plain = chat(words).usage?.input ?? 0;

  it.each([
    ['a data URL among words', chat(`${words} data:image/png;base64,${BASE64}`)],
    ['base64 among words', chat(`${words} ${BASE64}==`)],
    ['base64 in lines', chat(`${words}\n${BASE64.replaceAll(/.{76}/g, '$&\n')}`)],
    [
      'a picture part',
      chat([
        { type: 'text', text: words },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${BASE64}` } },
      ]),
    ],
    [
      'an audio part',
      chat([
        { type: 'text', text: words },
        { type: 'input_audio', input_audio: { data: BASE64, format: 'wav' } },
      ]),
    ],
    [
      'a source of Anthropic',
      messages([
        { type: 'text', text: words },
        { type: 'image', source: { type: 'base64', data: BASE64 } },
      ]),
    ],
    ['a tool that answers with base64', messages([{ type: 'tool_result', content: `${words} ${BASE64}` }])],
    [
      'base64 that was shortened',
      chat(
        `${words} data:image/png;base64,${BASE64.slice(0, 48)}${shorteningMark({ leftOutBytes: 180_000, byteLength: 180_096, sha256: 'a'.repeat(64) })}${BASE64.slice(0, 48)}`,
      ),
    ],
  ])('F111 counts no letters of %s', (_name, { usage, estimated: isEstimate }) => {
    expect(isEstimate).toBe(true);
    expect(plain).toBeGreaterThan(150);
    expect(Math.abs((usage?.input ?? 0) - plain)).toBeLessThan(20);
  });

  it('stands for the whole of a text whose middle was left out', () => {
    const mark = shorteningMark({
      leftOutBytes: words.length * 8,
      byteLength: words.length * 10,
      sha256: 'b'.repeat(64),
    });
    const { usage } = chat(words + mark + words);
    expect(Math.abs((usage?.input ?? 0) / (plain * 10) - 1)).toBeLessThan(0.02);
  });

  it('is none where too little is left to tell, or whole messages are missing', () => {
    const mark = shorteningMark({ leftOutBytes: 10_000_000, byteLength: null, sha256: null });
    expect(chat(`Hi ${mark}`)).toMatchObject({ usage: null, estimated: false });
    const list = [
      { role: 'user', content: words },
      '[weir left out 200 members]',
      { role: 'user', content: words },
    ];
    expect(estimated(openaiDialect, '/v1/chat/completions', { model: 'm', messages: list })).toMatchObject({
      usage: null,
      estimated: false,
    });
  });
});
