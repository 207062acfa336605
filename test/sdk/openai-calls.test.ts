/** What else the OpenAI SDK calls: images, audio, files, batches, moderations, models. Forms and sound pass byte for byte. */
import OpenAI, { toFile } from 'openai';
import { describe, expect, it } from 'vitest';
import { compare, failureOf, only } from './support/compare.ts';
import { expectRefusal } from './support/expect-trace.ts';
import { SOUND, imageUsage, transcriptionUsage } from './upstream/openai-calls.ts';
import { GREETING } from './upstream/wire.ts';

const client = (origin: string) =>
  new OpenAI({ apiKey: 'sk-caller', baseURL: `${origin}/openai/v1`, maxRetries: 0 });

/** Every byte value, so that anything decoded and encoded again would show. */
const everyByte = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256));

interface OtherCall {
  name: string;
  call: (openai: OpenAI) => Promise<unknown>;
  type: string;
  /** In the trace's outputs. */
  outputs: unknown;
  usage?: { input: number; output: number };
}

const calls: OtherCall[] = [
  {
    name: 'images.generate',
    call: (openai) => openai.images.generate({ model: 'gpt-image-1', prompt: 'a weir', quality: 'low' }),
    type: 'LLM',
    outputs: expect.objectContaining({ output_format: 'png' }),
    usage: imageUsage,
  },
  {
    name: 'images.edit',
    call: async (openai) =>
      openai.images.edit({
        model: 'gpt-image-1',
        prompt: 'more water',
        image: await toFile(everyByte, 'weir.png', { type: 'image/png' }),
      }),
    type: 'LLM',
    outputs: expect.objectContaining({ output_format: 'png' }),
    usage: imageUsage,
  },
  {
    name: 'audio.speech.create',
    call: async (openai) => {
      const answer = await openai.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: GREETING });
      const sound = Buffer.from(await answer.arrayBuffer());
      expect(sound.equals(SOUND)).toBe(true);
      return sound;
    },
    type: 'LLM',
    outputs: expect.anything(),
  },
  {
    name: 'audio.transcriptions.create',
    call: async (openai) =>
      openai.audio.transcriptions.create({
        model: 'gpt-4o-mini-transcribe',
        file: await toFile(everyByte, 'speech.wav', { type: 'audio/wav' }),
      }),
    type: 'LLM',
    outputs: expect.objectContaining({ text: GREETING }),
    usage: transcriptionUsage,
  },
  {
    name: 'audio.translations.create',
    call: async (openai) =>
      openai.audio.translations.create({
        model: 'whisper-1',
        file: await toFile(everyByte, 'speech.wav', { type: 'audio/wav' }),
      }),
    type: 'LLM',
    outputs: expect.objectContaining({ text: GREETING }),
  },
  {
    name: 'moderations.create',
    call: (openai) => openai.moderations.create({ model: 'omni-moderation-latest', input: 'Good day.' }),
    type: 'UNKNOWN',
    outputs: expect.objectContaining({ id: 'modr-1' }),
  },
  {
    name: 'files.create',
    call: async (openai) =>
      openai.files.create({ purpose: 'batch', file: await toFile(everyByte, 'calls.jsonl') }),
    type: 'UNKNOWN',
    outputs: expect.objectContaining({ id: 'file-abc123' }),
  },
  {
    name: 'files.list',
    call: async (openai) => (await openai.files.list()).data,
    type: 'UNKNOWN',
    outputs: expect.objectContaining({ object: 'list' }),
  },
  {
    name: 'files.retrieve',
    call: (openai) => openai.files.retrieve('file-abc123'),
    type: 'UNKNOWN',
    outputs: expect.objectContaining({ id: 'file-abc123' }),
  },
  {
    name: 'files.content',
    call: async (openai) => (await openai.files.content('file-abc123')).text(),
    type: 'UNKNOWN',
    outputs: expect.anything(),
  },
  {
    name: 'files.delete',
    call: (openai) => openai.files.delete('file-abc123'),
    type: 'UNKNOWN',
    outputs: expect.objectContaining({ deleted: true }),
  },
  {
    name: 'batches.create',
    call: (openai) =>
      openai.batches.create({
        input_file_id: 'file-abc123',
        endpoint: '/v1/chat/completions',
        completion_window: '24h',
      }),
    type: 'UNKNOWN',
    outputs: expect.objectContaining({ id: 'batch_abc123' }),
  },
  {
    name: 'batches.list',
    call: async (openai) => (await openai.batches.list()).data,
    type: 'UNKNOWN',
    outputs: expect.objectContaining({ object: 'list' }),
  },
  {
    name: 'batches.retrieve',
    call: (openai) => openai.batches.retrieve('batch_abc123'),
    type: 'UNKNOWN',
    outputs: expect.objectContaining({ status: 'validating' }),
  },
  {
    name: 'batches.cancel',
    call: (openai) => openai.batches.cancel('batch_abc123'),
    type: 'UNKNOWN',
    outputs: expect.objectContaining({ status: 'cancelling' }),
  },
  {
    name: 'models.list',
    call: async (openai) => (await openai.models.list()).data,
    type: 'UNKNOWN',
    outputs: expect.objectContaining({ object: 'list' }),
  },
  {
    name: 'models.retrieve',
    call: (openai) => openai.models.retrieve('gpt-4.1-mini'),
    type: 'UNKNOWN',
    outputs: expect.objectContaining({ id: 'gpt-4.1-mini' }),
  },
];

describe('openai: other calls', () => {
  it.each(calls)('$name', async ({ call, type, outputs, usage }) => {
    const { traces, received } = await compare((origin) => call(client(origin)));
    expect(only(received).headers.authorization).toBe('Bearer sk-caller');
    const { info, spans } = only(traces);
    expect(info).toMatchObject({ state: 'OK', status: 200, provider: 'openai' });
    const span = only(spans);
    expect(span.type).toBe(type);
    expect(span.attributes['mlflow.spanOutputs']).toEqual(outputs);
    // What was not told may be estimated where a model wrote text, and then says so.
    const estimated = span.attributes['weir.usage.estimated'] === true;
    if (usage === undefined) expect(info.usage.output_tokens === null || estimated).toBe(true);
    else expect(info.usage).toMatchObject({ input_tokens: usage.input, output_tokens: usage.output });
    // Neither a form's file nor sound is kept, only what describes it.
    expect(JSON.stringify(spans)).not.toContain('\\u0001\\u0002\\u0003');
  });

  it('fails with 404', async () => {
    const { seen, traces } = await compare((origin) =>
      failureOf(client(origin).files.retrieve('file-missing')),
    );
    expect(seen).toBeInstanceOf(OpenAI.NotFoundError);
    expectRefusal(only(traces), { provider: 'openai', status: 404, words: 'Nothing at' });
  });
});
