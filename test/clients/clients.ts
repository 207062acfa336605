/**
 * The client libraries of the suite, one row each. All are pointed at Weir by their base URL alone; `docs/clients.md` is
 * made of these rows.
 */

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

const python = (
  environment: 'sdks' | 'frameworks' | 'crew' | 'adk',
  module: string,
  about: Omit<Client, 'id' | 'language' | 'driver'>,
): Client => ({
  id: `python-${module.replaceAll('_', '-')}`,
  language: 'Python',
  driver: { kind: 'python', environment, module },
  ...about,
});

const chat = { api: 'Chat Completions', provider: 'openai', path: '/v1' } as const;
const responses = { api: 'Responses', provider: 'openai', path: '/v1' } as const;
const messages = { api: 'Messages', provider: 'anthropic', path: '' } as const;
const gemini = { api: 'generateContent', provider: 'google', path: '' } as const;
const groq = { api: 'Chat Completions', provider: 'groq', path: '' } as const;
const mistral = { api: 'Chat Completions', provider: 'mistral', path: '' } as const;
const ollama = { api: 'chat', provider: 'ollama', path: '' } as const;

const OPENAI = 'OpenAI(base_url="https://weir.example/openai/v1")';
const ANTHROPIC = 'Anthropic(base_url="https://weir.example/anthropic")';

const pythonClients: Client[] = [
  python('sdks', 'openai_chat', { library: 'openai', ...chat, change: OPENAI }),
  python('sdks', 'openai_async', {
    library: 'openai',
    ...chat,
    change: 'AsyncOpenAI(base_url="https://weir.example/openai/v1")',
  }),
  python('sdks', 'openai_responses', { library: 'openai', ...responses, change: OPENAI }),
  python('sdks', 'anthropic_messages', { library: 'anthropic', ...messages, change: ANTHROPIC }),
  python('sdks', 'anthropic_create_stream', { library: 'anthropic', ...messages, change: ANTHROPIC }),
  python('sdks', 'google_genai', {
    library: 'google-genai',
    ...gemini,
    change: 'genai.Client(http_options=HttpOptions(base_url="https://weir.example/google"))',
  }),
  python('sdks', 'cohere_chat', {
    library: 'cohere',
    api: 'chat v2',
    provider: 'cohere',
    path: '',
    change: 'cohere.ClientV2(base_url="https://weir.example/cohere")',
  }),
  python('sdks', 'ollama_chat', {
    library: 'ollama',
    ...ollama,
    change: 'Client(host="https://weir.example/ollama")',
  }),
  python('sdks', 'mistral_chat', {
    library: 'mistralai',
    ...mistral,
    change: 'Mistral(server_url="https://weir.example/mistral")',
  }),
  python('sdks', 'groq_chat', {
    library: 'groq',
    ...groq,
    change: 'Groq(base_url="https://weir.example/groq")',
  }),
  python('sdks', 'together_chat', {
    library: 'together',
    ...chat,
    change: 'Together(base_url="https://weir.example/together/v1")',
  }),
  python('sdks', 'fireworks_chat', {
    library: 'fireworks-ai',
    ...chat,
    path: '',
    change: 'Fireworks(base_url="https://weir.example/fireworks")',
  }),
  python('sdks', 'cerebras_chat', {
    library: 'cerebras-cloud-sdk',
    ...chat,
    path: '',
    change: 'Cerebras(base_url="https://weir.example/cerebras")',
  }),
  python('sdks', 'huggingface_chat', {
    library: 'huggingface-hub',
    ...chat,
    change: 'InferenceClient(base_url="https://weir.example/huggingface/v1")',
  }),
  python('sdks', 'litellm_openai', {
    library: 'litellm',
    ...chat,
    change: 'completion(model="openai/…", api_base="https://weir.example/openai/v1")',
  }),
  python('sdks', 'litellm_anthropic', {
    library: 'litellm',
    ...messages,
    change: 'completion(model="anthropic/…", api_base="https://weir.example/anthropic")',
  }),
  python('sdks', 'instructor_chat', {
    library: 'instructor',
    ...chat,
    change: `from_openai(${OPENAI})`,
  }),
  python('sdks', 'aisuite_chat', {
    library: 'aisuite',
    ...chat,
    withoutTools: true,
    change: 'Client({"openai": {"base_url": "https://weir.example/openai/v1"}})',
  }),
  python('sdks', 'bedrock_converse', {
    library: 'boto3',
    api: 'Converse',
    provider: 'bedrock',
    path: '',
    change: 'boto3.client("bedrock-runtime", endpoint_url="https://weir.example/bedrock")',
  }),
  python('sdks', 'requests_chat', {
    library: 'requests',
    ...chat,
    change: 'requests.post("https://weir.example/openai/v1/chat/completions")',
  }),
  python('sdks', 'httpx_chat', {
    library: 'httpx',
    ...chat,
    change: 'httpx.stream("POST", "https://weir.example/openai/v1/chat/completions")',
  }),
  python('sdks', 'aiohttp_chat', {
    library: 'aiohttp',
    ...chat,
    change: 'session.post("https://weir.example/openai/v1/chat/completions")',
  }),
  python('sdks', 'portkey_chat', {
    library: 'portkey-ai',
    ...chat,
    change: 'Portkey(base_url="https://weir.example/openai/v1")',
  }),
  python('sdks', 'llm_library', {
    library: 'llm',
    ...chat,
    change: 'api_base: https://weir.example/openai/v1  # extra-openai-models.yaml',
  }),
  python('sdks', 'zhipu_chat', {
    library: 'zhipuai',
    ...chat,
    change: 'ZhipuAI(base_url="https://weir.example/zhipu/v1")',
  }),
  python('frameworks', 'langchain_openai_chat', {
    library: 'langchain-openai',
    ...chat,
    change: 'ChatOpenAI(base_url="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'langchain_openai_responses', {
    library: 'langchain-openai',
    ...responses,
    change: 'ChatOpenAI(base_url="https://weir.example/openai/v1", use_responses_api=True)',
  }),
  python('frameworks', 'langchain_anthropic_chat', {
    library: 'langchain-anthropic',
    ...messages,
    change: 'ChatAnthropic(base_url="https://weir.example/anthropic")',
  }),
  python('frameworks', 'langchain_google_chat', {
    library: 'langchain-google-genai',
    ...gemini,
    change: 'ChatGoogleGenerativeAI(base_url="https://weir.example/google")',
  }),
  python('frameworks', 'langchain_groq_chat', {
    library: 'langchain-groq',
    ...groq,
    change: 'ChatGroq(base_url="https://weir.example/groq")',
  }),
  python('frameworks', 'langchain_mistral_chat', {
    library: 'langchain-mistralai',
    ...mistral,
    path: '/v1',
    change: 'ChatMistralAI(base_url="https://weir.example/mistral/v1")',
  }),
  python('frameworks', 'langchain_ollama_chat', {
    library: 'langchain-ollama',
    ...ollama,
    change: 'ChatOllama(base_url="https://weir.example/ollama")',
  }),
  python('frameworks', 'langgraph_agent', {
    library: 'langgraph',
    ...chat,
    change: 'create_react_agent(ChatOpenAI(base_url="https://weir.example/openai/v1"), tools)',
  }),
  python('frameworks', 'llamaindex_openai', {
    library: 'llama-index-llms-openai',
    ...chat,
    change: 'OpenAI(api_base="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'llamaindex_anthropic', {
    library: 'llama-index-llms-anthropic',
    ...messages,
    change: ANTHROPIC,
  }),
  python('frameworks', 'pydantic_openai', {
    library: 'pydantic-ai-slim',
    ...chat,
    change: 'OpenAIProvider(base_url="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'pydantic_responses', {
    library: 'pydantic-ai-slim',
    ...responses,
    change: 'OpenAIProvider(base_url="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'pydantic_anthropic', {
    library: 'pydantic-ai-slim',
    ...messages,
    change: 'AnthropicProvider(base_url="https://weir.example/anthropic")',
  }),
  python('frameworks', 'pydantic_google', {
    library: 'pydantic-ai-slim',
    ...gemini,
    change: 'GoogleProvider(base_url="https://weir.example/google")',
  }),
  python('frameworks', 'openai_agents_responses', {
    library: 'openai-agents',
    ...responses,
    change: 'AsyncOpenAI(base_url="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'openai_agents_chat', {
    library: 'openai-agents',
    ...chat,
    change: 'AsyncOpenAI(base_url="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'smolagents_model', {
    library: 'smolagents',
    ...chat,
    change: 'OpenAIServerModel(api_base="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'haystack_generator', {
    library: 'haystack-ai',
    ...chat,
    change: 'OpenAIChatGenerator(api_base_url="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'autogen_client', {
    library: 'autogen-ext',
    ...chat,
    change: 'OpenAIChatCompletionClient(base_url="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'agno_agent', {
    library: 'agno',
    ...chat,
    change: 'OpenAIChat(base_url="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'semantic_kernel_chat', {
    library: 'semantic-kernel',
    ...chat,
    change: 'AsyncOpenAI(base_url="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'strands_openai', {
    library: 'strands-agents',
    ...chat,
    change: 'OpenAIModel(client_args={"base_url": "https://weir.example/openai/v1"})',
  }),
  python('frameworks', 'strands_anthropic', {
    library: 'strands-agents',
    ...messages,
    change: 'AnthropicModel(client_args={"base_url": "https://weir.example/anthropic"})',
  }),
  python('frameworks', 'magentic_prompt', {
    library: 'magentic',
    ...chat,
    change: 'OpenaiChatModel(base_url="https://weir.example/openai/v1")',
  }),
  python('frameworks', 'dspy_module', {
    library: 'dspy',
    ...chat,
    change: 'dspy.LM("openai/…", api_base="https://weir.example/openai/v1")',
  }),
  python('crew', 'crewai_model', {
    library: 'crewai',
    ...chat,
    change: 'LLM(base_url="https://weir.example/openai/v1")',
  }),
  python('adk', 'adk_agent', {
    library: 'google-adk',
    ...gemini,
    change: 'GOOGLE_GEMINI_BASE_URL=https://weir.example/google',
  }),
];

const node = (module: string, about: Omit<Client, 'id' | 'language' | 'driver'>): Client => ({
  id: `typescript-${module}`,
  language: 'TypeScript',
  driver: { kind: 'node', module },
  ...about,
});

const NEW_OPENAI = "new OpenAI({ baseURL: 'https://weir.example/openai/v1' })";

const nodeClients: Client[] = [
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

const compiledClient = (
  kind: 'go' | 'java' | 'rust' | 'c',
  name: string,
  about: Omit<Client, 'id' | 'language' | 'driver'>,
): Client => ({
  id: `${kind}-${name}`,
  language: ({ go: 'Go', java: 'Java', rust: 'Rust', c: 'C' } as const)[kind],
  driver: { kind, name },
  ...about,
});

const compiledClients: Client[] = [
  compiledClient('go', 'openai-chat', {
    library: 'github.com/openai/openai-go/v3',
    ...chat,
    change: 'option.WithBaseURL("https://weir.example/openai/v1")',
  }),
  compiledClient('go', 'openai-responses', {
    library: 'github.com/openai/openai-go/v3',
    ...responses,
    change: 'option.WithBaseURL("https://weir.example/openai/v1")',
  }),
  compiledClient('go', 'go-openai', {
    library: 'github.com/sashabaranov/go-openai',
    ...chat,
    change: 'config.BaseURL = "https://weir.example/openai/v1"',
  }),
  compiledClient('go', 'anthropic-messages', {
    library: 'github.com/anthropics/anthropic-sdk-go',
    ...messages,
    change: 'option.WithBaseURL("https://weir.example/anthropic")',
  }),
  compiledClient('go', 'google-genai', {
    library: 'google.golang.org/genai',
    ...gemini,
    change: 'genai.HTTPOptions{BaseURL: "https://weir.example/google"}',
  }),
  compiledClient('go', 'langchaingo', {
    library: 'github.com/tmc/langchaingo',
    ...chat,
    change: 'openai.WithBaseURL("https://weir.example/openai/v1")',
  }),
  compiledClient('go', 'eino', {
    library: 'github.com/cloudwego/eino-ext/components/model/openai',
    ...chat,
    change: 'openai.ChatModelConfig{BaseURL: "https://weir.example/openai/v1"}',
  }),
  compiledClient('java', 'openai-chat', {
    library: 'com.openai:openai-java',
    ...chat,
    change: 'OpenAIOkHttpClient.builder().baseUrl("https://weir.example/openai/v1")',
  }),
  compiledClient('java', 'openai-responses', {
    library: 'com.openai:openai-java',
    ...responses,
    change: 'OpenAIOkHttpClient.builder().baseUrl("https://weir.example/openai/v1")',
  }),
  compiledClient('java', 'anthropic-messages', {
    library: 'com.anthropic:anthropic-java',
    ...messages,
    change: 'AnthropicOkHttpClient.builder().baseUrl("https://weir.example/anthropic")',
  }),
  compiledClient('java', 'langchain4j', {
    library: 'dev.langchain4j:langchain4j-open-ai',
    ...chat,
    change: 'OpenAiChatModel.builder().baseUrl("https://weir.example/openai/v1")',
  }),
  compiledClient('java', 'google-genai', {
    library: 'com.google.genai:google-genai',
    ...gemini,
    change: 'HttpOptions.builder().baseUrl("https://weir.example/google")',
  }),
  compiledClient('rust', 'async-openai', {
    library: 'async-openai',
    ...chat,
    change: 'OpenAIConfig::new().with_api_base("https://weir.example/openai/v1")',
  }),
  compiledClient('rust', 'genai-openai', {
    library: 'genai',
    ...chat,
    change: 'Endpoint::from_static("https://weir.example/openai/v1/")',
  }),
  compiledClient('rust', 'genai-anthropic', {
    library: 'genai',
    ...messages,
    path: '/v1',
    change: 'Endpoint::from_static("https://weir.example/anthropic/v1/")',
  }),
  compiledClient('rust', 'genai-gemini', {
    library: 'genai',
    ...gemini,
    path: '/v1beta',
    change: 'Endpoint::from_static("https://weir.example/google/v1beta/")',
  }),
  compiledClient('c', 'curl', {
    library: 'libcurl',
    ...chat,
    change: 'curl_easy_setopt(curl, CURLOPT_URL, "https://weir.example/openai/v1/chat/completions")',
  }),
];

const agent = (name: string, about: Omit<Client, 'id' | 'language' | 'driver'>): Client => ({
  id: `agent-${name}`,
  language: 'coding agent',
  driver: { kind: 'agent', name },
  streamsOnly: true,
  ...about,
});

const agents: Client[] = [
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

/** All of them. */
export const clients: readonly Client[] = [...pythonClients, ...nodeClients, ...compiledClients, ...agents];
