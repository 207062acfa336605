/** Creates, changes and deletes labeling sessions. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { randomHex } from '../core/ids.ts';
import { getDataset, type DatasetServices } from '../datasets/dataset-access.ts';
import { checkExperiment, findLabelSchemas, MOST_SCHEMAS } from './label-schemas.ts';
import {
  checkDescription,
  toReviewer,
  toReviewers,
  toSessionName,
  type LabelingSession,
  type SessionChanges,
} from './labeling-session.ts';
import {
  getSession,
  getSessionByName,
  noSuchSession,
  type SessionReference,
  type SessionServices,
} from './sessions.ts';

/** What changing sessions needs. */
export type ChangeSessionServices = SessionServices & DatasetServices;

/** A session as somebody asks for it; absent members are empty. */
export interface NewSession {
  experimentId: string;
  name: string;
  description?: string | null;
  reviewers?: string[];
  schemaIds?: string[];
  /** Name or id of the dataset that expectations flow into. */
  dataset?: string | null;
  allowCorrection?: boolean;
  createdBy: string | null;
}

/**
 * Creates a custom session, open and without items.
 *
 * @throws AppError INVALID_PARAMETER_VALUE, also for schemas of another experiment; RESOURCE_DOES_NOT_EXIST for an unknown
 *   experiment or dataset; RESOURCE_ALREADY_EXISTS
 */
export async function createSession({
  services,
  input,
}: {
  services: ChangeSessionServices;
  input: { session: NewSession; within: string | null };
}): Promise<LabelingSession> {
  const { session: wanted, within } = input;
  const { experimentId } = wanted;
  const name = toSessionName(wanted.name);
  const reviewers = toReviewers(wanted.reviewers ?? []);
  const description = wanted.description ?? null;
  checkDescription(description);
  await checkExperiment(services, experimentId, within);
  const schemaIds = await checkSchemas(services, { experimentId, schemaIds: wanted.schemaIds ?? [] });
  const datasetId = await findDatasetId(services, { dataset: wanted.dataset ?? null, within });
  const session = begin(services, { experimentId, name, kind: 'CUSTOM', createdBy: wanted.createdBy });
  const allowCorrection = wanted.allowCorrection ?? true;
  return insert(services, { ...session, description, reviewers, schemaIds, datasetId, allowCorrection });
}

/**
 * Creates somebody's own list.
 *
 * @throws AppError INVALID_PARAMETER_VALUE, RESOURCE_DOES_NOT_EXIST, RESOURCE_ALREADY_EXISTS
 */
export async function createUserSession({
  services,
  input,
}: {
  services: ChangeSessionServices;
  input: { experimentId: string; user: string; within: string | null };
}): Promise<LabelingSession> {
  const { experimentId, within } = input;
  const name = toReviewer(input.user, 'user');
  await checkExperiment(services, experimentId, within);
  const session = begin(services, { experimentId, name, kind: 'USER', createdBy: name });
  return insert(services, { ...session, reviewers: [name] });
}

/**
 * Somebody's own list, made if there is none. Of two that ask at the same time both get the same.
 *
 * @throws AppError INVALID_PARAMETER_VALUE, RESOURCE_DOES_NOT_EXIST; RESOURCE_ALREADY_EXISTS when a custom session has the
 *   name
 */
export async function getOrCreateUserSession({
  services,
  input,
}: {
  services: ChangeSessionServices;
  input: { experimentId: string; user: string; within: string | null };
}): Promise<LabelingSession> {
  try {
    return await createUserSession({ services, input });
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'RESOURCE_ALREADY_EXISTS') throw cause;
    const name = toReviewer(input.user, 'user');
    const existing = await getSessionByName({ services, input: { ...input, name } });
    if (existing.kind === 'USER') return existing;
    throw cause;
  }
}

/**
 * Changes a session. Its questions are fixed once it has items, and everything of somebody's own list but its status.
 *
 * @param input.changes `dataset` is a name or id
 * @throws AppError INVALID_PARAMETER_VALUE, RESOURCE_DOES_NOT_EXIST, RESOURCE_ALREADY_EXISTS
 */
export async function updateSession({
  services,
  input,
}: {
  services: ChangeSessionServices;
  input: SessionReference & {
    changes: Omit<SessionChanges, 'datasetId'> & { dataset?: string | null };
  };
}): Promise<LabelingSession> {
  const { sessionId, within } = input;
  const session = await getSession({ services, input });
  const { dataset, ...changes } = input.changes;
  if (session.kind === 'USER' && Object.keys(input.changes).some((member) => member !== 'status')) {
    throw invalidParameter('session', "a custom session, because a user's own is fixed but for its status");
  }
  const checked: SessionChanges = { ...changes };
  if (changes.name !== undefined) checked.name = toSessionName(changes.name);
  if (changes.description !== undefined) checkDescription(changes.description);
  if (changes.reviewers !== undefined) checked.reviewers = toReviewers(changes.reviewers);
  if (changes.schemaIds !== undefined) {
    const { experimentId } = session;
    checked.schemaIds = await checkSchemas(services, { experimentId, schemaIds: changes.schemaIds });
  }
  if (dataset !== undefined) checked.datasetId = await findDatasetId(services, { dataset, within });
  if (Object.keys(checked).length === 0) return session;
  const outcome = await services.labeling.updateSession(sessionId, checked, services.now());
  if (outcome === 'missing') throw noSuchSession(sessionId);
  if (outcome === 'name-taken') throw nameTaken(checked.name ?? session.name);
  if (outcome === 'has-items') {
    throw invalidParameter(
      'label_schemas',
      'a session without items, because reviewers answer these questions already',
    );
  }
  return getSession({ services, input });
}

/**
 * Deletes a session with its items and links. What reviewers said stays on the traces.
 *
 * @returns whether there was one
 */
export async function deleteSession({
  services,
  input,
}: {
  services: Pick<SessionServices, 'labeling'>;
  input: SessionReference;
}): Promise<boolean> {
  const session = await services.labeling.getSession(input.sessionId);
  if (session === null || (input.within !== null && session.experimentId !== input.within)) return false;
  return services.labeling.deleteSession(input.sessionId);
}

function begin(
  services: ChangeSessionServices,
  named: Pick<LabelingSession, 'experimentId' | 'name' | 'kind' | 'createdBy'>,
): LabelingSession {
  const atMs = services.now();
  return {
    ...named,
    sessionId: `rq-${randomHex(16)}`,
    description: null,
    status: 'open',
    reviewers: [],
    schemaIds: [],
    datasetId: null,
    allowCorrection: true,
    createdAtMs: atMs,
    updatedAtMs: atMs,
  };
}

async function insert(services: ChangeSessionServices, session: LabelingSession): Promise<LabelingSession> {
  if (await services.labeling.insertSession(session)) return session;
  throw nameTaken(session.name);
}

async function checkSchemas(
  services: ChangeSessionServices,
  { experimentId, schemaIds }: { experimentId: string; schemaIds: string[] },
): Promise<string[]> {
  const wanted = [...new Set(schemaIds.map((schemaId) => schemaId.trim()))];
  if (wanted.length > MOST_SCHEMAS) throw invalidParameter('schema_ids', `at most ${MOST_SCHEMAS} schemas`);
  const found = await findLabelSchemas(services, wanted);
  const known = new Set(
    found.filter((schema) => schema.experimentId === experimentId).map((one) => one.schemaId),
  );
  const missing = wanted.filter((schemaId) => !known.has(schemaId));
  if (missing.length === 0) return wanted;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Label schema id(s) ${missing.join(', ').slice(0, 300)} not found for experiment '${experimentId}'.`,
    { details: { field: 'schema_ids', expected: 'label schemas of the experiment' } },
  );
}

async function findDatasetId(
  services: DatasetServices,
  { dataset, within }: { dataset: string | null; within: string | null },
): Promise<string | null> {
  if (dataset === null) return null;
  const { datasetId } = await getDataset({ services, input: { nameOrId: dataset, within } });
  return datasetId;
}

function nameTaken(name: string): AppError {
  return new AppError(
    'RESOURCE_ALREADY_EXISTS',
    `Review queue with name '${name}' already exists (names are case-insensitive).`,
  );
}
