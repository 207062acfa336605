/** Runs any registered scorer on a subject, whatever kind it is. The one door for online, scheduled and evaluation runs. */
import { describeCause } from '../core/log.ts';
import { askJudge } from './ask-judge.ts';
import { planInstructionJudge } from './instruction-judge.ts';
import type { JudgeModels } from './models/judge-models.ts';
import { runHttpScorer } from './run-http-scorer.ts';
import { runJudge } from './run-judge.ts';
import type { Subject, Verdict, VerdictErrorCode } from './scorer.ts';
import type { RunnableScorer } from './serialized-scorer.ts';
import type { WebhookServices } from './webhook.ts';

/** What running needs. */
export interface RunScorerServices {
  models: JudgeModels;
  webhooks: WebhookServices;
}

/** What is run on what. */
export interface RunScorerInput {
  scorer: RunnableScorer;
  /** Name of the scorer, and so of its assessments. */
  name: string;
  subject: Subject;
  /** The experiment that a judge's own calls are filed in; null: that of all judges. */
  filedIn: string | null;
}

/** Runs a scorer. Never rejects for what a scorer does: a failure is a verdict with an error. */
export async function runScorer(call: {
  services: RunScorerServices;
  input: RunScorerInput;
}): Promise<Verdict[]> {
  try {
    return await run(call);
  } catch (cause) {
    const { name } = call.input;
    return [failure(name, { code: 'SCORER_ERROR', message: describeCause(cause) })];
  }
}

function run({
  services,
  input,
}: {
  services: RunScorerServices;
  input: RunScorerInput;
}): Promise<Verdict[]> {
  const { scorer, name, subject, filedIn } = input;
  switch (scorer.kind) {
    case 'judge': {
      const model = services.models.get(scorer.model, filedIn);
      const { judge, options } = scorer;
      return runJudge({ services: { model }, input: { judge, name, options, subject } });
    }
    case 'instructions':
      return runInstructions(services, scorer, { name, subject, filedIn });
    case 'code':
      return runCode(scorer, { name, subject });
    case 'http':
      return runHttpScorer({
        services: services.webhooks,
        input: { webhook: scorer.webhook, name, subject },
      }).then((verdict) => [verdict]);
    default:
      return Promise.resolve([
        failure(name, {
          code: 'SCORER_ERROR',
          message: `Scorers of the kind ${scorer.group} run in the Python client only.`,
        }),
      ]);
  }
}

type Named = Pick<RunScorerInput, 'name' | 'subject'>;

async function runInstructions(
  { models }: RunScorerServices,
  scorer: Extract<RunnableScorer, { kind: 'instructions' }>,
  { name, subject, filedIn }: Omit<RunScorerInput, 'scorer'>,
): Promise<Verdict[]> {
  const plan = planInstructionJudge(scorer.judge, subject, name);
  const model = models.get(scorer.model, filedIn);
  const missing = (message: string) => [failure(name, { code: 'MISSING_INPUT', message }, model.uri)];
  if (plan.kind === 'missing') return missing(`The instructions need ${plan.what}.`);
  if (model.judges === 'safety')
    return missing(`Instructions need a language model; ${model.uri} can judge safety only.`);
  if (plan.kind === 'decided') return [];
  return Promise.all(plan.questions.map((question) => askJudge({ services: { model }, input: question })));
}

async function runCode(
  { scorer, options }: Extract<RunnableScorer, { kind: 'code' }>,
  { name, subject }: Named,
): Promise<Verdict[]> {
  const said = await scorer.score(subject, options);
  const base = { name, source: 'CODE' as const, sourceId: scorer.name, metadata: {} };
  if (said === null) {
    const message = `${scorer.name} finds nothing here to decide by.`;
    return [
      {
        ...base,
        spanId: null,
        value: null,
        rationale: null,
        error: { code: 'MISSING_INPUT', message },
      },
    ];
  }
  return [
    {
      ...base,
      spanId: said.spanId ?? null,
      value: said.value,
      rationale: said.rationale ?? null,
      error: null,
    },
  ];
}

function failure(
  name: string,
  error: { code: VerdictErrorCode; message: string },
  model: string | null = null,
): Verdict {
  return {
    name,
    value: null,
    rationale: null,
    error,
    source: model === null ? 'CODE' : 'LLM_JUDGE',
    sourceId: model ?? name,
    spanId: null,
    metadata: {},
  };
}

/** True when the scorer judges whole sessions. */
export function isSessionLevel(scorer: RunnableScorer): boolean {
  return (scorer.kind === 'judge' || scorer.kind === 'instructions') && scorer.judge.isSessionLevel;
}
