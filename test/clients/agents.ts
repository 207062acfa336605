/** The coding agents. */
import { chat, gemini, messages, responses, type Client } from './client.ts';

const agent = (name: string, about: Omit<Client, 'id' | 'language' | 'driver'>): Client => ({
  id: `agent-${name}`,
  language: 'coding agent',
  driver: { kind: 'agent', name },
  streamsOnly: true,
  ...about,
});

/** The coding agents. */
export const codingAgents: readonly Client[] = [
  agent('codex', {
    library: '@openai/codex',
    ...responses,
    change: 'base_url = "https://weir.example/openai/v1"  # [model_providers.weir] of config.toml',
  }),
  agent('claude', {
    library: '@anthropic-ai/claude-code',
    ...messages,
    change: 'ANTHROPIC_BASE_URL=https://weir.example/anthropic',
  }),
  agent('gemini', {
    library: '@google/gemini-cli',
    ...gemini,
    change: 'GOOGLE_GEMINI_BASE_URL=https://weir.example/google',
  }),
  agent('qwen', {
    library: '@qwen-code/qwen-code',
    ...chat,
    change: 'OPENAI_BASE_URL=https://weir.example/openai/v1',
  }),
  agent('opencode', {
    library: 'opencode-ai',
    ...chat,
    change: '"options": { "baseURL": "https://weir.example/openai/v1" }  // opencode.json',
  }),
];
