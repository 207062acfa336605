/** A caller that hangs up: the provider's connection is closed, and the trace says so (F48, F51). */
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { streamText } from 'ai';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { failureOf, only, throughWeir } from './support/compare.ts';
import { weirOrigin } from './support/origins.ts';
import { findTrace } from './support/traces.ts';
import { readEndedNotes, readNotes } from './support/upstream-notes.ts';
import { GREETING_PIECES, ask } from './upstream/wire.ts';

const messages = [{ role: 'user' as const, content: ask.held }];

/** Reads until the first words have come, then hangs up; the loop ends without an error, as the SDKs do it. */
async function readAndHangUp(
  stream: AsyncIterable<unknown> & { controller: AbortController },
): Promise<string> {
  return readUntilWords(stream, stream.controller);
}

async function readUntilWords(stream: AsyncIterable<unknown>, controller: AbortController): Promise<string> {
  let text = '';
  for await (const event of stream) {
    text += JSON.stringify(event);
    if (text.includes(GREETING_PIECES[0] as string)) controller.abort();
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
  [
    'google',
    async (origin) => {
      const client = new GoogleGenAI({ apiKey: 'AIza', httpOptions: { baseUrl: `${origin}/google` } });
      const controller = new AbortController();
      const stream = await client.models.generateContentStream({
        model: 'gemini-2.5-flash',
        contents: ask.held,
        config: { abortSignal: controller.signal },
      });
      let text = '';
      const failure = await failureOf(
        (async () => {
          for await (const { text: words } of stream) {
            text += words;
            controller.abort();
          }
        })(),
      );
      expect(failure.name).toBe('AbortError');
      return text;
    },
  ],
  [
    'ai',
    async (origin) => {
      const controller = new AbortController();
      const openai = createOpenAI({ apiKey: 'sk', baseURL: `${origin}/openai/v1` });
      const { textStream } = streamText({
        model: openai.chat('gpt-4.1-mini'),
        prompt: ask.held,
        abortSignal: controller.signal,
      });
      return readUntilWords(textStream, controller);
    },
  ],
];

describe('a hang-up in mid-stream', () => {
  it.each(calls)('%s', async (name, call) => {
    const provider = name === 'ai' ? 'openai' : name;
    const { seen, traces, received } = await throughWeir(call);
    expect(seen).toContain(GREETING_PIECES[0]);
    expect(only(received).end).toBe('hungUp');
    const { info, spans } = only(traces);
    expect(info).toMatchObject({ state: 'ERROR', provider, metadata: { 'weir.end': 'client_cancelled' } });
    expect(JSON.stringify(spans[0]?.attributes['mlflow.spanOutputs'])).toContain(GREETING_PIECES[0]);
    expect(info.usage.output_tokens).toBeGreaterThan(0);
    // Gemini tells the counts so far with every chunk; the others would have told them at the end.
    if (provider !== 'google') expect(spans[0]?.attributes['weir.usage.estimated']).toBe(true);
  });
});

describe('a hang-up before the first byte', () => {
  it('closes the provider’s connection, and is a trace (F49)', async () => {
    const start = (await readNotes()).length;
    const controller = new AbortController();
    const client = new OpenAI({ apiKey: 'sk', baseURL: `${weirOrigin}/openai/v1`, maxRetries: 0 });
    const requestId = `silent-${crypto.randomUUID()}`;
    const call = client.chat.completions.create(
      { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: ask.silent }] },
      { signal: controller.signal, headers: { 'x-weir-request-id': requestId } },
    );
    const failure = failureOf(call);
    await expect.poll(async () => (await readNotes()).length).toBe(start + 1);
    controller.abort();
    expect(await failure).toBeInstanceOf(OpenAI.APIUserAbortError);
    expect(only(await readEndedNotes(start)).end).toBe('hungUp');
    const { info } = await findTrace(requestId);
    expect(info).toMatchObject({ state: 'ERROR', metadata: { 'weir.end': 'client_cancelled' } });
    expect(info.usage.output_tokens).toBeNull();
  });
});
