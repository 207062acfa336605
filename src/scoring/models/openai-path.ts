/** Where a provider answers in OpenAI's wire, by the dialect it speaks at home. */
import type { Provider } from '../../proxy/providers/contract.ts';

const PATHS: Record<string, string> = {
  google: 'v1beta/openai',
  cohere: 'compatibility/v1',
  bedrock: 'openai/v1',
};

/** The proxy's path under which a provider speaks OpenAI's wire, such as `/google/v1beta/openai`. */
export function openaiPath(provider: { name: string; dialect: string }): string {
  return `/${provider.name}/${PATHS[provider.dialect] ?? 'v1'}`;
}

/** The proxy's path of a provider's chat completions. */
export function chatCompletionsPath({ name, dialect }: Pick<Provider, 'name' | 'dialect'>): string {
  return `${openaiPath({ name, dialect: dialect.name })}/chat/completions`;
}
