/** The libraries of PyPI. */
import { chat, gemini, groq, messages, mistral, ollama, responses, type Client } from './client.ts';

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

const OPENAI = 'OpenAI(base_url="https://weir.example/openai/v1")';
const ANTHROPIC = 'Anthropic(base_url="https://weir.example/anthropic")';

/** The libraries of PyPI. */
export const pythonClients: readonly Client[] = [
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
