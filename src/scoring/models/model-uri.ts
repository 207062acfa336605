/**
 * MLflow's model URIs (mlflow/genai/judges/utils, `<provider>:/<model>`) as rows of the provider table. Aliases are the
 * names MLflow's users write; what is configured as a provider may be named as it is.
 */
import { AppError } from '../../core/app-error.ts';

/** A model that can be asked. */
export interface ModelName {
  /** Row of the provider table, or `workers-ai`, or `moderation`. */
  provider: string;
  /** As the provider knows it. */
  model: string;
}

/** Names of MLflow and of other clients for rows of ours. */
const ALIASES: Record<string, string> = {
  gemini: 'google',
  endpoints: 'databricks',
  'openai-moderation': 'moderation',
  'hugging-face': 'huggingface',
  together_ai: 'together',
  amazon_bedrock: 'bedrock',
};

/**
 * Reads a model URI.
 *
 * @param gatewayModel what `gateway:/<endpoint>` stands for: the deployment's own judge model, or null
 * @throws AppError INVALID_PARAMETER_VALUE naming what was expected
 */
export function parseModelUri(uri: string, gatewayModel: string | null): ModelName {
  const [, scheme, model] = /^([A-Za-z][\w-]*):\/(.+)$/.exec(uri.trim()) ?? [];
  if (scheme === undefined || model === undefined)
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Invalid model "${uri.slice(0, 100)}": expected <provider>:/<model>, such as openai:/gpt-4.1-mini.`,
      { details: { field: 'model', expected: '<provider>:/<model>' } },
    );
  if (scheme === 'gateway') return parseGateway(model, gatewayModel);
  return { provider: ALIASES[scheme] ?? scheme, model };
}

/** An endpoint is a model URI without its colon (`openai/gpt-4.1-mini`), or the name `judge` for the deployment's own. */
function parseGateway(endpoint: string, gatewayModel: string | null): ModelName {
  const slash = endpoint.indexOf('/');
  if (slash > 0) {
    const provider = endpoint.slice(0, slash);
    return { provider: ALIASES[provider] ?? provider, model: endpoint.slice(slash + 1) };
  }
  if (gatewayModel !== null && !gatewayModel.startsWith('gateway:')) return parseModelUri(gatewayModel, null);
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `There is no gateway endpoint "${endpoint.slice(0, 100)}": set WEIR_JUDGE_MODEL, or name a model as gateway:/<provider>/<model>.`,
    { details: { field: 'model', expected: 'gateway:/<provider>/<model>' } },
  );
}
