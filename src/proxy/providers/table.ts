/**
 * The provider table: every built-in provider is a row, and WEIR_PROVIDERS overrides rows or adds new ones. The only
 * place besides a provider's own folder where one is named.
 */
import { z } from 'zod';
import { AppError } from '../../core/app-error.ts';
import { parseJson } from '../../core/json.ts';
import { anthropicDialect } from './anthropic/index.ts';
import { bedrockDialect } from './bedrock/index.ts';
import { mantleDialect } from './bedrock/mantle.ts';
import { signWithStoredCredentials } from './bedrock/sign-with-stored-credentials.ts';
import { cohereDialect } from './cohere/index.ts';
import type { Dialect, Provider } from './contract.ts';
import { demoBaseUrl } from './demo/index.ts';
import { googleDialect } from './google/index.ts';
import { mistralDialect } from './mistral/index.ts';
import { mixedDialect } from './mixed/index.ts';
import { ollamaDialect } from './ollama/index.ts';
import { azureOpenaiDialect, openaiDialect } from './openai/index.ts';

/** A row, of which only the name is always needed. */
type Row = Partial<Omit<Provider, 'name' | 'dialect'>> & { dialect?: Dialect };

const rows: Record<string, Row> = {
  openai: { baseUrl: 'https://api.openai.com/v1', secretName: 'OPENAI_API_KEY' },
  anthropic: {
    dialect: anthropicDialect,
    baseUrl: 'https://api.anthropic.com/v1',
    secretName: 'ANTHROPIC_API_KEY',
  },
  google: {
    dialect: googleDialect,
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    secretName: 'GEMINI_API_KEY',
  },
  azure: {
    dialect: azureOpenaiDialect,
    baseUrl: null,
    configureHint: 'set AZURE_OPENAI_ENDPOINT to https://{resource}.openai.azure.com',
    secretName: 'AZURE_OPENAI_API_KEY',
  },
  bedrock: {
    dialect: bedrockDialect,
    baseUrl: null,
    configureHint: 'set AWS_REGION to a region such as us-east-1',
    secretName: 'AWS_BEARER_TOKEN_BEDROCK',
    sign: signWithStoredCredentials('bedrock'),
    priceProvider: 'aws',
  },
  'bedrock-mantle': {
    dialect: mantleDialect,
    baseUrl: null,
    configureHint: 'set AWS_REGION to a region such as us-east-1',
    secretName: 'AWS_BEARER_TOKEN_BEDROCK',
    sign: signWithStoredCredentials('bedrock-mantle'),
    priceProvider: 'aws',
  },
  databricks: {
    dialect: mixedDialect,
    baseUrl: null,
    configureHint: 'set DATABRICKS_HOST to https://{workspace}',
    secretName: 'DATABRICKS_TOKEN',
    priceProvider: null,
  },
  mistral: {
    dialect: mistralDialect,
    baseUrl: 'https://api.mistral.ai/v1',
    secretName: 'MISTRAL_API_KEY',
    asksStreamUsage: false,
  },
  cohere: { dialect: cohereDialect, baseUrl: 'https://api.cohere.com/v2', secretName: 'COHERE_API_KEY' },
  groq: { baseUrl: 'https://api.groq.com/openai/v1', secretName: 'GROQ_API_KEY' },
  deepseek: { dialect: mixedDialect, baseUrl: 'https://api.deepseek.com', secretName: 'DEEPSEEK_API_KEY' },
  xai: {
    baseUrl: 'https://api.x.ai/v1',
    secretName: 'XAI_API_KEY',
    priceProvider: 'x-ai',
    usageRules: { reasoningOutsideOutput: true },
  },
  together: { baseUrl: 'https://api.together.xyz/v1', secretName: 'TOGETHER_API_KEY' },
  fireworks: { baseUrl: 'https://api.fireworks.ai/inference/v1', secretName: 'FIREWORKS_API_KEY' },
  // "Full usage details are always included" (openrouter.ai/docs, ChatStreamOptions).
  openrouter: {
    baseUrl: 'https://openrouter.ai/api/v1',
    secretName: 'OPENROUTER_API_KEY',
    asksStreamUsage: false,
  },
  perplexity: {
    baseUrl: 'https://api.perplexity.ai',
    secretName: 'PERPLEXITY_API_KEY',
    asksStreamUsage: false,
  },
  cerebras: { baseUrl: 'https://api.cerebras.ai/v1', secretName: 'CEREBRAS_API_KEY' },
  huggingface: {
    baseUrl: 'https://router.huggingface.co/v1',
    secretName: 'HF_TOKEN',
    priceProvider: 'huggingface_*',
  },
  ollama: { dialect: ollamaDialect, baseUrl: 'http://127.0.0.1:11434', priceProvider: null },
  vllm: { baseUrl: 'http://127.0.0.1:8000/v1', priceProvider: null },
  demo: { baseUrl: demoBaseUrl, priceProvider: null },
};

const configuredRowSchema = z.strictObject({
  like: z.string('expected the name of a provider').optional(),
  baseUrl: z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }).optional(),
  secret: z.string('expected the name of a secret').optional(),
  priceProvider: z.string('expected a provider id of the price library').optional(),
  streamUsage: z.enum(['ask', 'untouched'], 'expected ask or untouched').optional(),
});

const configurationSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'expected a lower-case name'),
  configuredRowSchema,
  'expected a JSON object',
);

type ConfiguredRow = z.infer<typeof configuredRowSchema>;

/** The table in force. */
export interface ProviderTable {
  get(name: string): Provider | undefined;
  names(): string[];
}

/** What the table needs to know of the deployment. */
export interface ProviderTableInput {
  /** WEIR_PROVIDERS. */
  providersJson: string;
  demo: boolean;
  /** Worker variables such as AZURE_OPENAI_ENDPOINT; only strings are looked at. */
  variables: Record<string, unknown>;
}

/**
 * Builds the table from the built-in rows and the configuration.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the row and what was expected
 */
export function createProviderTable(input: ProviderTableInput): ProviderTable {
  const table = new Map<string, Provider>();
  for (const [name, row] of Object.entries(rows)) {
    if (name !== 'demo' || input.demo)
      table.set(name, withVariables(completeRow(name, row), input.variables));
  }
  for (const [name, row] of Object.entries(readConfiguration(input.providersJson))) {
    table.set(name, configureRow(name, row, table));
  }
  return { get: (name) => table.get(name), names: () => [...table.keys()].sort() };
}

function readConfiguration(json: string): Record<string, ConfiguredRow> {
  const parsed = configurationSchema.safeParse(parseJson(json));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = ['WEIR_PROVIDERS', ...(issue?.path ?? [])].join('.');
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid ${where}: ${issue?.message ?? 'expected a JSON object'}.`,
  );
}

function completeRow(name: string, row: Row): Provider {
  return {
    name,
    dialect: row.dialect ?? openaiDialect,
    baseUrl: row.baseUrl ?? null,
    configureHint: row.configureHint ?? null,
    secretName: row.secretName ?? null,
    priceProvider: row.priceProvider === undefined ? name : row.priceProvider,
    asksStreamUsage: row.asksStreamUsage ?? true,
    usageRules: row.usageRules ?? { reasoningOutsideOutput: false },
    sign: row.sign ?? null,
  };
}

function withVariables(provider: Provider, variables: Record<string, unknown>): Provider {
  const text = (name: string): string | null => {
    const value = variables[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  if (provider.name === 'azure') {
    const endpoint = text('AZURE_OPENAI_ENDPOINT');
    return endpoint === null ? provider : { ...provider, baseUrl: azureBaseUrl(endpoint) };
  }
  if (provider.name === 'databricks') {
    const host = text('DATABRICKS_HOST');
    if (host === null) return provider;
    const origin = host.startsWith('http') ? host : `https://${host}`;
    return { ...provider, baseUrl: `${trimSlash(origin)}/serving-endpoints` };
  }
  if (provider.name === 'bedrock' || provider.name === 'bedrock-mantle') {
    const region = text('AWS_REGION');
    if (region === null || !/^[a-z]{2}[a-z-]*-\d+$/.test(region)) return provider;
    const host =
      provider.name === 'bedrock'
        ? `bedrock-runtime.${region}.amazonaws.com`
        : `bedrock-mantle.${region}.api.aws`;
    return { ...provider, baseUrl: `https://${host}` };
  }
  if (provider.name === 'ollama') return { ...provider, baseUrl: text('OLLAMA_HOST') ?? provider.baseUrl };
  return provider;
}

/** The endpoint as the portal shows it, or already with the path of one of its two APIs. */
function azureBaseUrl(endpoint: string): string {
  return `${trimSlash(endpoint).replace(/\/openai(?:\/v1)?$/, '')}/openai`;
}

function configureRow(name: string, row: ConfiguredRow, table: Map<string, Provider>): Provider {
  const model = table.get(row.like ?? name);
  if (model === undefined) {
    const hint = row.like === undefined ? `${name}.like, one of` : `${name}.like to be one of`;
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Invalid WEIR_PROVIDERS: expected ${hint} ${[...table.keys()].join(', ')}.`,
    );
  }
  const isNew = !table.has(name);
  if (isNew && row.baseUrl === undefined) {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Invalid WEIR_PROVIDERS.${name}.baseUrl: expected an http or https URL.`,
    );
  }
  return {
    ...model,
    name,
    baseUrl: row.baseUrl === undefined ? model.baseUrl : withUsualPath(row.baseUrl, model),
    secretName: row.secret ?? (isNew ? null : model.secretName),
    priceProvider: row.priceProvider ?? (isNew ? null : model.priceProvider),
    asksStreamUsage: row.streamUsage === undefined ? model.asksStreamUsage : row.streamUsage === 'ask',
  };
}

/** A base URL without a path means "this origin instead": the usual path of the API is kept. */
function withUsualPath(baseUrl: string, model: Provider): string {
  const url = new URL(baseUrl);
  if (url.pathname !== '/') return trimSlash(baseUrl);
  const path = model.baseUrl === null ? model.dialect.basePath : new URL(model.baseUrl).pathname;
  return trimSlash(`${url.origin}${path}`);
}

function trimSlash(text: string): string {
  return text.replace(/\/+$/, '');
}
