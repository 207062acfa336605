import { describe, expect, it } from 'vitest';
import type { Dialect, Provider } from '../../src/proxy/providers/contract.ts';
import { upstreamUrl } from '../../src/proxy/upstream-url.ts';

const provider = (baseUrl: string, versionPaths: string[] = []): Provider & { baseUrl: string } => ({
  name: 'p',
  dialect: { versionPaths } as unknown as Dialect,
  baseUrl,
  configureHint: null,
  secretName: null,
  priceProvider: null,
  asksStreamUsage: true,
  usageRules: { reasoningOutsideOutput: false },
  sign: null,
});

const openai = provider('https://api.openai.com/v1');
const groq = provider('https://api.groq.com/openai/v1');
const perplexity = provider('https://api.perplexity.ai');
const azure = provider('https://r.openai.azure.com/openai');
const databricks = provider('https://w.databricks.net/serving-endpoints');
const google = provider('https://g.example/v1beta', ['/v1beta', '/v1alpha', '/v1']);
const moved = provider('https://proxy.example/gemini/v1beta', ['/v1beta', '/v1alpha', '/v1']);
const cohere = provider('https://api.cohere.com/v2', ['/v1', '/v2', '/compatibility']);
const bedrock = provider('https://bedrock-runtime.us-east-1.amazonaws.com', ['/model']);

describe('upstreamUrl', () => {
  it.each([
    [openai, '/v1/chat/completions', 'https://api.openai.com/v1/chat/completions'],
    [openai, '/chat/completions', 'https://api.openai.com/v1/chat/completions'],
    [openai, '/v1/v1/chat/completions', 'https://api.openai.com/v1/chat/completions'],
    [groq, '/openai/v1/chat/completions', 'https://api.groq.com/openai/v1/chat/completions'],
    [groq, '/v1/chat/completions', 'https://api.groq.com/openai/v1/chat/completions'],
    [groq, '/chat/completions', 'https://api.groq.com/openai/v1/chat/completions'],
    [perplexity, '/v1/chat/completions', 'https://api.perplexity.ai/chat/completions'],
    [
      azure,
      '/openai/deployments/d/chat/completions',
      'https://r.openai.azure.com/openai/deployments/d/chat/completions',
    ],
    [
      azure,
      '/deployments/d/chat/completions',
      'https://r.openai.azure.com/openai/deployments/d/chat/completions',
    ],
    [azure, '/openai/v1/responses', 'https://r.openai.azure.com/openai/v1/responses'],
    [azure, '/v1/responses', 'https://r.openai.azure.com/openai/v1/responses'],
    [databricks, '/v1/chat/completions', 'https://w.databricks.net/serving-endpoints/chat/completions'],
    [
      databricks,
      '/serving-endpoints/m/invocations',
      'https://w.databricks.net/serving-endpoints/m/invocations',
    ],
    [google, '/v1beta/models/g:generateContent', 'https://g.example/v1beta/models/g:generateContent'],
    [google, '/v1/models/g:generateContent', 'https://g.example/v1/models/g:generateContent'],
    [google, '/models/g:generateContent', 'https://g.example/v1beta/models/g:generateContent'],
    [
      moved,
      '/v1alpha/models/g:generateContent',
      'https://proxy.example/gemini/v1alpha/models/g:generateContent',
    ],
    [cohere, '/v1/chat', 'https://api.cohere.com/v1/chat'],
    [cohere, '/chat', 'https://api.cohere.com/v2/chat'],
    [
      bedrock,
      '/model/anthropic.claude%3A0/converse',
      'https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude%3A0/converse',
    ],
  ])('%# places the path', (row, rest, expected) => {
    expect(upstreamUrl(row, rest, '?a=%20b').href).toBe(`${expected}?a=%20b`);
  });

  it('F88 cannot be led to another host', () => {
    for (const rest of [
      '//evil.example/v1',
      '/@evil.example/',
      '/\\evil.example',
      '/v1/../../x',
      '/https://evil.example',
    ]) {
      expect(upstreamUrl(openai, rest, '').origin).toBe('https://api.openai.com');
    }
  });
});
