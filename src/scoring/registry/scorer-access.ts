/** What is asked of the registry: register, list, versions, get, delete. Every surface calls these. */
import type { Scope } from '../../access/scopes.ts';
import { AppError, invalidParameter } from '../../core/app-error.ts';
import { checkOutboundUrl, type OutboundRules } from '../../core/outbound-url.ts';
import { asString, asObject, parseJson } from '../../core/json.ts';
import type { JudgeModels } from '../models/judge-models.ts';
import { requireScorerCalls } from '../provider-calls.ts';
import { builtInScorer } from './find-scorer.ts';
import type { RegisteredScorer } from '../registered-scorer.ts';
import { readSerializedScorer, type RunnableScorer } from '../serialized-scorer.ts';
import type { ScorerName, ScorerStore } from '../store/scorer-store.ts';

/** What the verbs need. */
export interface ScorerServices {
  scorers: ScorerStore;
  models: JudgeModels;
  /** Whether an experiment of that id exists. */
  hasExperiment: (experimentId: string) => Promise<boolean>;
  /** What may be called. */
  outbound: OutboundRules;
  /** Unix milliseconds. */
  now: () => number;
}

/** Which scorer, and what the caller may see. */
export interface ScorerReference extends ScorerName {
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

const MAX_NAME_CHARACTERS = 250;
const MAX_SERIALIZED_CHARACTERS = 200_000;

/**
 * Registers a scorer: its first version, or the next.
 *
 * @param input.serialized MLflow's serialised form; kept verbatim
 * @param input.scopes what the caller may do
 * @throws AppError INVALID_PARAMETER_VALUE for text that is no scorer, or one that holds Python source; PERMISSION_DENIED for
 *   a scorer that asks a model, without the scope `proxy`; RESOURCE_DOES_NOT_EXIST for an experiment that is not there
 */
export async function registerScorer({
  services,
  input,
}: {
  services: ScorerServices;
  input: ScorerReference & { serialized: string; scopes: readonly Scope[] };
}): Promise<RegisteredScorer> {
  const { experimentId, name, serialized, within, scopes } = input;
  if (name.trim() === '' || name.length > MAX_NAME_CHARACTERS)
    throw invalidParameter('name', `1 to ${MAX_NAME_CHARACTERS} characters`);
  if (serialized.length > MAX_SERIALIZED_CHARACTERS)
    throw invalidParameter('serialized_scorer', `at most ${MAX_SERIALIZED_CHARACTERS} characters`);
  const scorer = readSerializedScorer(serialized);
  if (scorer.kind === 'http') checkOutboundUrl('url', scorer.webhook.url, services.outbound);
  // A gateway endpoint is ours, so it must be there; other models the client may reach by itself.
  const model = modelIn(serialized);
  if (model?.startsWith('gateway:')) services.models.get(model);
  await checkExperiment(services, experimentId, within);
  // Who samples or schedules the name runs its newest version from now on.
  requireScorerCalls(scopes, name, scorer);
  return services.scorers.register({ experimentId, name, serialized, within }, services.now());
}

/** The model a serialised scorer names, whoever runs it. */
function modelIn(serialized: string): string | null {
  const members = asObject(parseJson(serialized));
  const data = members.instructions_judge_pydantic_data ?? members.builtin_scorer_pydantic_data;
  return asString(asObject(data).model);
}

async function checkExperiment(
  services: Pick<ScorerServices, 'hasExperiment'>,
  experimentId: string,
  within: string | null,
): Promise<void> {
  const visible = within === null || within === experimentId;
  if (visible && (await services.hasExperiment(experimentId))) return;
  throw new AppError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${experimentId} exists`);
}

/** The newest version of each scorer, by name. Experiments the caller may not see have none. */
export async function listScorers({
  services,
  input,
}: {
  services: Pick<ScorerServices, 'scorers'>;
  input: { experimentId: string | null; within: string | null };
}): Promise<RegisteredScorer[]> {
  const { experimentId, within } = input;
  if (within !== null && experimentId !== null && experimentId !== within) return [];
  return services.scorers.list(experimentId ?? within);
}

/**
 * All versions, oldest first.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function listScorerVersions({
  services,
  input,
}: {
  services: Pick<ScorerServices, 'scorers'>;
  input: ScorerReference;
}): Promise<RegisteredScorer[]> {
  const found = isVisible(input) ? await services.scorers.listVersions(input) : [];
  if (found.length === 0) throw noSuchScorer(input, null);
  return found;
}

/**
 * One version; null is the newest.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function getScorer({
  services,
  input,
}: {
  services: Pick<ScorerServices, 'scorers'>;
  input: ScorerReference & { version: number | null };
}): Promise<RegisteredScorer> {
  const found = isVisible(input) ? await services.scorers.get(input, input.version) : null;
  if (found === null) throw noSuchScorer(input, input.version);
  return found;
}

/**
 * Deletes one version, or all with their sampling.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; PERMISSION_DENIED when the name then means a scorer that asks a model, without the
 *   scope `proxy`
 */
export async function deleteScorer({
  services,
  input,
}: {
  services: Pick<ScorerServices, 'scorers'>;
  input: ScorerReference & { version: number | null; scopes: readonly Scope[] };
}): Promise<void> {
  if (isVisible(input)) await requireWhatIsLeft(services.scorers, input);
  const deleted = isVisible(input) ? await services.scorers.delete(input, input.version) : 0;
  if (deleted === 0) throw noSuchScorer(input, input.version);
}

/** What samples or schedules the name runs what it means then: an older version, or the built-in judge of that name. */
async function requireWhatIsLeft(
  scorers: ScorerStore,
  { experimentId, name, version, scopes }: ScorerName & { version: number | null; scopes: readonly Scope[] },
): Promise<void> {
  const versions = await scorers.listVersions({ experimentId, name });
  const newest = versions.at(-1);
  if (newest === undefined || (version !== null && version !== newest.version)) return;
  const left = version === null ? null : (versions.at(-2) ?? null);
  const meant = left ?? builtInScorer(name);
  if (meant !== null) requireScorerCalls(scopes, name, runnableOf(meant));
}

/** True when the caller may see the experiment. */
export function isVisible({ experimentId, within }: ScorerReference): boolean {
  return within === null || experimentId === within;
}

/** The failure for a name or version that names nothing. */
function noSuchScorer({ experimentId, name }: ScorerName, version: number | null): AppError {
  const which = version === null ? '' : ` and version ${version}`;
  return new AppError(
    'RESOURCE_DOES_NOT_EXIST',
    `Scorer with name '${name.slice(0, 250)}'${which} not found for experiment ${experimentId}.`,
  );
}

/**
 * What a registered scorer runs as.
 *
 * @throws AppError INVALID_PARAMETER_VALUE when its code scorer is no longer there
 */
export function runnableOf({ serialized }: Pick<RegisteredScorer, 'serialized'>): RunnableScorer {
  return readSerializedScorer(serialized);
}
