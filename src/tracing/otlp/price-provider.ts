/**
 * Which provider of the price library an OpenTelemetry span means. Conventions write providers in many ways
 * (`gen_ai.provider.name`, `gen_ai.system`, `ai.model.provider`), or not at all.
 */

/** By the first part of the name, lower case: `azure.ai.openai` is found under `azure`. */
const BY_NAME: Record<string, string> = {
  openai: 'openai',
  anthropic: 'anthropic',
  azure: 'azure',
  az: 'azure',
  aws: 'aws',
  bedrock: 'aws',
  amazon: 'aws',
  google: 'google',
  gcp: 'google',
  gemini: 'google',
  vertex_ai: 'google',
  vertexai: 'google',
  vertex: 'google',
  mistral: 'mistral',
  mistral_ai: 'mistral',
  mistralai: 'mistral',
  cohere: 'cohere',
  groq: 'groq',
  deepseek: 'deepseek',
  x_ai: 'x-ai',
  xai: 'x-ai',
  perplexity: 'perplexity',
  together: 'together',
  together_ai: 'together',
  fireworks: 'fireworks',
  openrouter: 'openrouter',
  cerebras: 'cerebras',
};

/** Families whose maker is known; asked only when the span names no provider. */
const BY_MODEL: readonly (readonly [RegExp, string])[] = [
  [/^(?:gpt-|o\d|chatgpt-|text-embedding-)/, 'openai'],
  [/^claude-/, 'anthropic'],
  [/^gemini-/, 'google'],
  [/^(?:mistral-|codestral|ministral|pixtral)/, 'mistral'],
  [/^command-/, 'cohere'],
  [/^grok-/, 'x-ai'],
  [/^deepseek-/, 'deepseek'],
];

/** The library's provider id; null when it is not known. */
export function priceProviderOf(provider: string | null, model: string): string | null {
  if (provider !== null && provider !== '') {
    const [first = ''] = provider.toLowerCase().split(/[./:\s]/);
    return Object.hasOwn(BY_NAME, first) ? (BY_NAME[first] ?? null) : null;
  }
  return BY_MODEL.find(([family]) => family.test(model.toLowerCase()))?.[1] ?? null;
}
