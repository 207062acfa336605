/** What a row of the suite says of a client, and the APIs that many rows share. */

/** What runs a row's calls. */
export type Driver =
  | { kind: 'python'; environment: 'sdks' | 'frameworks' | 'crew' | 'adk'; module: string }
  | { kind: 'node'; module: string }
  | { kind: 'go' | 'java' | 'rust' | 'c'; name: string }
  | { kind: 'agent'; name: string };

/** One library and one of the APIs that it speaks. */
export interface Client {
  /** Unique; stands in the prompts, and so in the traces. */
  id: string;
  language: 'Python' | 'TypeScript' | 'Go' | 'Java' | 'Rust' | 'C' | 'coding agent';
  /** As the registry knows it; its version is read from the lock file. */
  library: string;
  /** The API as its provider names it. */
  api: string;
  /** Row of Weir's provider table. */
  provider: 'openai' | 'anthropic' | 'google' | 'cohere' | 'ollama' | 'mistral' | 'groq' | 'bedrock';
  /** What stands behind the provider's name in the base URL. */
  path: '' | '/v1' | '/v1beta';
  driver: Driver;
  /** True where this version of the library cannot call tools without more than itself. */
  withoutTools?: boolean;
  /** True for what always streams and always has tools of its own. */
  streamsOnly?: boolean;
  /** What a user changes, as one line of that language. */
  change: string;
}

type Api = Pick<Client, 'api' | 'provider' | 'path'>;

/** OpenAI's Chat Completions. */
export const chat: Api = { api: 'Chat Completions', provider: 'openai', path: '/v1' };
/** OpenAI's Responses. */
export const responses: Api = { api: 'Responses', provider: 'openai', path: '/v1' };
/** Anthropic's Messages. */
export const messages: Api = { api: 'Messages', provider: 'anthropic', path: '' };
/** Gemini's generateContent. */
export const gemini: Api = { api: 'generateContent', provider: 'google', path: '' };
/** Groq's Chat Completions; its SDKs add the rest of the path. */
export const groq: Api = { api: 'Chat Completions', provider: 'groq', path: '' };
/** Mistral's Chat Completions; its SDKs add the version. */
export const mistral: Api = { api: 'Chat Completions', provider: 'mistral', path: '' };
/** Ollama's own chat. */
export const ollama: Api = { api: 'chat', provider: 'ollama', path: '' };
