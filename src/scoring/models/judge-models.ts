/** Judge models by their URI: which kind of model a URI means, each under the deployment's limits. */
import { AppError } from '../../core/app-error.ts';
import type { ProviderTable } from '../../proxy/providers/table.ts';
import type { JudgeModel } from '../judge-model.ts';
import { createGuardModel, type RunWorkersAi } from './guard-model.ts';
import { limitModel, type JudgeLimits, type LimitedModelServices } from './limited-model.ts';
import { createModerationModel } from './moderation-model.ts';
import { parseModelUri, type ModelName } from './model-uri.ts';
import { createProviderModel, type CallProxy } from './provider-model.ts';
import { createWorkersAiModel } from './workers-ai-model.ts';

/** Judge models of a deployment. */
export interface JudgeModels {
  /** The URI that is asked where a scorer names none; null when there is none. */
  defaultUri: string | null;
  /**
   * The model of that URI; null means the default.
   *
   * @param filedIn id of the experiment that its calls are filed in; absent or null: that of all judges
   * @throws AppError INVALID_PARAMETER_VALUE for a URI that names nothing here, or without any model configured
   */
  get(uri: string | null, filedIn?: string | null): JudgeModel;
}

/** What judge models need. */
export interface JudgeModelsOptions extends LimitedModelServices {
  defaultUri: string | null;
  limits: JudgeLimits;
  timeoutMs: number;
  providers: ProviderTable;
  callProxy: CallProxy;
  /** Workers AI; null without the binding. */
  runWorkersAi: RunWorkersAi | null;
  /** USD of a call with that usage; null when the model has no price. */
  price(
    model: ModelName,
    usage: { inputTokens: number | null; outputTokens: number | null },
  ): Promise<number | null>;
}

/** Said with each verdict of the demo model, so that nobody takes it for one. */
const DEMO_NOTICE = 'From the demo model, which is no real judge: set WEIR_JUDGE_MODEL for one.';

const MOST_MODELS = 500;

/** Creates them. One object per isolate, so that questions share the limits of their model. */
export function createJudgeModels(options: JudgeModelsOptions): JudgeModels {
  const known = new Map<string, JudgeModel>();
  const { defaultUri } = options;
  const makeModel = (uri: string): JudgeModel => {
    const name = parseModelUri(uri, defaultUri);
    const model = limitModel(createModel(uri, name, options), limitsOf(name, options), options);
    // Names are the callers' to choose: the one that was made first goes, and is made again when it is asked.
    const oldest = known.size >= MOST_MODELS ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(uri, model);
    return model;
  };
  return {
    defaultUri,
    get(uri, filedIn = null) {
      const wanted = uri ?? defaultUri;
      if (wanted === null) throw noModel();
      const model = known.get(wanted) ?? makeModel(wanted);
      if (filedIn === null) return model;
      return { ...model, ask: (prompt, question) => model.ask(prompt, { ...question, filedIn }) };
    },
  };
}

/** The demo model costs nothing and nobody counts its answers. */
function limitsOf({ provider }: ModelName, { limits }: JudgeModelsOptions): JudgeLimits {
  return provider === 'demo' ? { ...limits, perMinute: null } : limits;
}

function noModel(): AppError {
  return new AppError(
    'INVALID_PARAMETER_VALUE',
    'There is no judge model: set WEIR_JUDGE_MODEL, such as openai:/gpt-4.1-mini, or name one with the scorer.',
    { details: { field: 'model', expected: '<provider>:/<model>' } },
  );
}

function createModel(uri: string, name: ModelName, options: JudgeModelsOptions): JudgeModel {
  if (name.provider === 'moderation') return createModerationModel({ ...options, uri, model: name.model });
  if (name.provider === 'workers-ai') return onWorkersAi(uri, name.model, options.runWorkersAi);
  const provider = options.providers.get(name.provider);
  if (provider === undefined) {
    const names = ['moderation', 'workers-ai', ...options.providers.names()].join(', ');
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Invalid model "${uri.slice(0, 100)}": expected a provider of ${names}.`,
      { details: { field: 'model', expected: '<provider>:/<model>' } },
    );
  }
  const model = createProviderModel({
    ...name,
    uri,
    dialect: provider.dialect.name,
    callProxy: options.callProxy,
    price: (usage) => options.price(name, usage),
    timeoutMs: options.timeoutMs,
  });
  return name.provider === 'demo' ? { ...model, notice: DEMO_NOTICE } : model;
}

function onWorkersAi(uri: string, model: string, run: RunWorkersAi | null): JudgeModel {
  if (run === null) {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `The model "${uri.slice(0, 100)}" needs the Workers AI binding: add [ai] binding = "AI" to wrangler.toml.`,
      { details: { field: 'model', expected: 'a model that can be reached' } },
    );
  }
  return model.includes('llama-guard')
    ? createGuardModel({ uri, model, run })
    : createWorkersAiModel({ uri, model, run });
}
