/** Where a provider answers in OpenAI's wire, by the dialect it speaks at home. */
import type { Provider } from '../../proxy/providers/contract.ts';

const PATHS: Record<string, string> = {
  anthropic: 'v1/chat/completions',
  google: 'v1beta/openai/chat/completions',
  cohere: 'compatibility/v1/chat/completions',
  bedrock: 'openai/v1/chat/completions',
};

/** The proxy's path of a provider's chat completions. */
export function chatCompletionsPath(provider: Pick<Provider, 'name' | 'dialect'>): string {
  return `/${provider.name}/${PATHS[provider.dialect.name] ?? 'v1/chat/completions'}`;
}
