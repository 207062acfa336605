/** The libraries of npm. */
import { chat, gemini, groq, messages, mistral, ollama, responses, type Client } from './client.ts';

const node = (module: string, about: Omit<Client, 'id' | 'language' | 'driver'>): Client => ({
  id: `typescript-${module}`,
  language: 'TypeScript',
  driver: { kind: 'node', module },
  ...about,
});

const NEW_OPENAI = "new OpenAI({ baseURL: 'https://weir.example/openai/v1' })";

/** The libraries of npm. */
export const typescriptClients: readonly Client[] = [
  node('openai-chat', { library: 'openai', ...chat, change: NEW_OPENAI }),
  node('openai-responses', { library: 'openai', ...responses, change: NEW_OPENAI }),
  node('anthropic-messages', {
    library: '@anthropic-ai/sdk',
    ...messages,
    change: "new Anthropic({ baseURL: 'https://weir.example/anthropic' })",
  }),
  node('google-genai', {
    library: '@google/genai',
    ...gemini,
    change: "new GoogleGenAI({ httpOptions: { baseUrl: 'https://weir.example/google' } })",
  }),
  node('vercel-openai', {
    library: '@ai-sdk/openai',
    ...chat,
    change: "createOpenAI({ baseURL: 'https://weir.example/openai/v1' }).chat(…)",
  }),
  node('vercel-responses', {
    library: '@ai-sdk/openai',
    ...responses,
    change: "createOpenAI({ baseURL: 'https://weir.example/openai/v1' })",
  }),
  node('vercel-anthropic', {
    library: '@ai-sdk/anthropic',
    ...messages,
    path: '/v1',
    change: "createAnthropic({ baseURL: 'https://weir.example/anthropic/v1' })",
  }),
  node('vercel-google', {
    library: '@ai-sdk/google',
    ...gemini,
    path: '/v1beta',
    change: "createGoogleGenerativeAI({ baseURL: 'https://weir.example/google/v1beta' })",
  }),
  node('langchain-openai', {
    library: '@langchain/openai',
    ...chat,
    change: "new ChatOpenAI({ configuration: { baseURL: 'https://weir.example/openai/v1' } })",
  }),
  node('langchain-anthropic', {
    library: '@langchain/anthropic',
    ...messages,
    change: "new ChatAnthropic({ anthropicApiUrl: 'https://weir.example/anthropic' })",
  }),
  node('openai-agents-chat', { library: '@openai/agents', ...chat, change: NEW_OPENAI }),
  node('openai-agents-responses', { library: '@openai/agents', ...responses, change: NEW_OPENAI }),
  node('cohere-chat', {
    library: 'cohere-ai',
    api: 'chat v2',
    provider: 'cohere',
    path: '',
    change: "new CohereClientV2({ environment: 'https://weir.example/cohere' })",
  }),
  node('ollama-chat', {
    library: 'ollama',
    ...ollama,
    change: "new Ollama({ host: 'https://weir.example/ollama' })",
  }),
  node('mistral-chat', {
    library: '@mistralai/mistralai',
    ...mistral,
    change: "new Mistral({ serverURL: 'https://weir.example/mistral' })",
  }),
  node('groq-chat', {
    library: 'groq-sdk',
    ...groq,
    change: "new Groq({ baseURL: 'https://weir.example/groq' })",
  }),
  node('together-chat', {
    library: 'together-ai',
    ...chat,
    change: "new Together({ baseURL: 'https://weir.example/together/v1' })",
  }),
  node('huggingface-chat', {
    library: '@huggingface/inference',
    ...chat,
    change: "new InferenceClient(token, { endpointUrl: 'https://weir.example/huggingface/v1' })",
  }),
  node('bedrock-converse', {
    library: '@aws-sdk/client-bedrock-runtime',
    api: 'Converse',
    provider: 'bedrock',
    path: '',
    change: "new BedrockRuntimeClient({ endpoint: 'https://weir.example/bedrock' })",
  }),
  node('llamaindex-openai', { library: '@llamaindex/openai', ...chat, change: NEW_OPENAI }),
  node('mastra-agent', {
    library: '@mastra/core',
    ...chat,
    change: "createOpenAI({ baseURL: 'https://weir.example/openai/v1' }).chat(…)",
  }),
  node('fetch-chat', {
    library: 'fetch',
    ...chat,
    change: "fetch('https://weir.example/openai/v1/chat/completions')",
  }),
];
