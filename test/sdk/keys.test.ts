/** A Weir key where the SDK puts its provider key: Weir calls with the stored key, and its own never travels on. */
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI, { AzureOpenAI } from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { failureOf, only, throughWeir } from './support/compare.ts';
import { weirOrigin } from './support/origins.ts';
import { stored } from './support/stored-credentials.ts';
import { createProxyKey } from './support/traces.ts';
import { ask } from './upstream/wire.ts';

let key: string;

beforeAll(async () => {
  key = await createProxyKey();
});

const messages = [{ role: 'user' as const, content: ask.text }];

const calls: [name: string, header: string, value: string, call: (origin: string) => Promise<unknown>][] = [
  [
    'openai',
    'authorization',
    `Bearer ${stored.OPENAI_API_KEY}`,
    (origin) =>
      new OpenAI({ apiKey: key, baseURL: `${origin}/openai/v1` }).chat.completions.create({
        model: 'gpt-4.1-mini',
        messages,
      }),
  ],
  [
    'anthropic',
    'x-api-key',
    stored.ANTHROPIC_API_KEY,
    (origin) =>
      new Anthropic({ apiKey: key, baseURL: `${origin}/anthropic` }).messages.create({
        model: 'claude-sonnet-4-6',
        max_tokens: 10,
        messages,
      }),
  ],
  [
    'google',
    'x-goog-api-key',
    stored.GEMINI_API_KEY,
    (origin) =>
      new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: `${origin}/google` } }).models.generateContent({
        model: 'gemini-2.5-flash',
        contents: ask.text,
      }),
  ],
  [
    'anthropic, key as authToken',
    'x-api-key',
    stored.ANTHROPIC_API_KEY,
    (origin) =>
      new Anthropic({ authToken: key, apiKey: null, baseURL: `${origin}/anthropic` }).messages.create({
        model: 'claude-sonnet-4-6',
        max_tokens: 10,
        messages,
      }),
  ],
  [
    'azure, key in api-key',
    'api-key',
    stored.AZURE_OPENAI_API_KEY,
    (origin) =>
      new AzureOpenAI({
        apiKey: key,
        endpoint: `${origin}/azure`,
        apiVersion: '2025-04-01-preview',
      }).chat.completions.create({ model: 'gpt-4.1-mini', messages }),
  ],
  [
    'google, key in the query',
    'x-goog-api-key',
    stored.GEMINI_API_KEY,
    async (origin) => {
      const url = `${origin}/google/v1beta/models/gemini-2.5-flash:generateContent?key=${key}`;
      const body = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: ask.text }] }] });
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return answer.json();
    },
  ],
  [
    'openai, key in x-weir-key beside the caller’s own',
    'authorization',
    'Bearer sk-own-0123456789',
    (origin) =>
      new OpenAI({
        apiKey: 'sk-own-0123456789',
        baseURL: `${origin}/openai/v1`,
        defaultHeaders: { 'x-weir-key': key },
      }).chat.completions.create({ model: 'gpt-4.1-mini', messages }),
  ],
  [
    'openai, key in the path',
    'authorization',
    `Bearer ${stored.OPENAI_API_KEY}`,
    (origin) =>
      // An SDK insists on some key; a Weir key here would win over the one in the path.
      new OpenAI({ apiKey: key, baseURL: `${origin}/k/${key}/openai/v1` }).chat.completions.create({
        model: 'gpt-4.1-mini',
        messages,
      }),
  ],
];

describe('a Weir key in the SDK’s own place', () => {
  it.each(calls)('%s', async (_name, header, value, call) => {
    const { traces, received } = await throughWeir(call);
    const note = only(received);
    expect(note.headers[header]).toBe(value);
    const everything = JSON.stringify(note) + Buffer.from(note.bodyBase64, 'base64').toString();
    expect(everything).not.toContain(key);
    const trace = only(traces);
    expect(trace.info.state).toBe('OK');
    expect(trace.info.metadata['weir.key_id']).toMatch(/^key-/);
    // Neither key is kept in what is recorded.
    expect(JSON.stringify(trace)).not.toContain(key);
    expect(JSON.stringify(trace)).not.toContain(value.replace('Bearer ', ''));
  });

  it('refuses an unknown key in the SDK’s own error shape', async () => {
    const client = new OpenAI({ apiKey: `${key}x`, baseURL: `${weirOrigin}/openai/v1`, maxRetries: 0 });
    const failure = await failureOf(client.chat.completions.create({ model: 'gpt-4.1-mini', messages }));
    expect(failure).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(failure.message).toContain('unknown or revoked');
  });
});
