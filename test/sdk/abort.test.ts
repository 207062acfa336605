/** A caller that hangs up in mid-stream: the provider's connection is closed, and the trace says so (F48, F51). */
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { only, throughWeir } from './support/compare.ts';
import { GREETING_PIECES, ask } from './upstream/wire.ts';

const messages = [{ role: 'user' as const, content: ask.held }];

/** Reads until the first words have come, then hangs up; the loop ends without an error, as the SDKs do it. */
async function readAndHangUp(
  stream: AsyncIterable<unknown> & { controller: AbortController },
): Promise<string> {
  let text = '';
  for await (const event of stream) {
    text += JSON.stringify(event);
    if (text.includes(GREETING_PIECES[0] as string)) stream.controller.abort();
  }
  return text;
}

const calls: [name: string, call: (origin: string) => Promise<string>][] = [
  [
    'openai',
    async (origin) => {
      const client = new OpenAI({ apiKey: 'sk', baseURL: `${origin}/openai/v1` });
      return readAndHangUp(
        await client.chat.completions.create({ model: 'gpt-4.1-mini', messages, stream: true }),
      );
    },
  ],
  [
    'anthropic',
    async (origin) => {
      const client = new Anthropic({ apiKey: 'sk', baseURL: `${origin}/anthropic` });
      const request = { model: 'claude-sonnet-4-6', max_tokens: 300, messages, stream: true } as const;
      return readAndHangUp(await client.messages.create(request));
    },
  ],
];

describe('a hang-up in mid-stream', () => {
  it.each(calls)('%s', async (provider, call) => {
    const { seen, traces, received } = await throughWeir(call);
    expect(seen).toContain(GREETING_PIECES[0]);
    expect(only(received).end).toBe('hungUp');
    const { info, spans } = only(traces);
    expect(info).toMatchObject({ state: 'ERROR', provider, metadata: { 'weir.end': 'client_cancelled' } });
    expect(JSON.stringify(spans[0]?.attributes['mlflow.spanOutputs'])).toContain(GREETING_PIECES[0]);
    expect(info.usage.output_tokens).toBeGreaterThan(0);
    expect(spans[0]?.attributes['weir.usage.estimated']).toBe(true);
  });
});
