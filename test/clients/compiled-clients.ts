/** The libraries whose programs are built: Go, Java, Rust and C. */
import { chat, gemini, messages, responses, type Client } from './client.ts';

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

/** The libraries whose programs are built: Go, Java, Rust and C. */
export const compiledClients: readonly Client[] = [
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
