/** Reads labeling sessions, within what the caller may see. */
import { AppError } from '../core/app-error.ts';
import { defaultLabelSchema, type LabelSchema } from './label-schema.ts';
import {
  checkExperiment,
  findLabelSchemas,
  MOST_SCHEMAS,
  type LabelSchemaServices,
} from './label-schemas.ts';
import { toReviewer, type LabelingSession } from './labeling-session.ts';
import type { ItemCounts, LabelingStore, SessionQuery } from './store/labeling-store.ts';

/** What the verbs on sessions need. */
export interface SessionServices extends LabelSchemaServices {
  labeling: LabelingStore;
}

/** Which session, and what the caller may see. */
export interface SessionReference {
  sessionId: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * The session.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also for one the caller may not see
 */
export async function getSession({
  services,
  input,
}: {
  services: Pick<SessionServices, 'labeling'>;
  input: SessionReference;
}): Promise<LabelingSession> {
  const session = await services.labeling.getSession(input.sessionId);
  if (session !== null && (input.within === null || session.experimentId === input.within)) return session;
  throw noSuchSession(input.sessionId);
}

/**
 * The session of that name, whatever the letter case.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function getSessionByName({
  services,
  input,
}: {
  services: SessionServices;
  input: { experimentId: string; name: string; within: string | null };
}): Promise<LabelingSession> {
  const { experimentId, name, within } = input;
  await checkExperiment(services, experimentId, within);
  const session = await services.labeling.getSessionByName(experimentId, name);
  if (session !== null) return session;
  const shown = name.slice(0, 100);
  throw new AppError(
    'RESOURCE_DOES_NOT_EXIST',
    `Review queue with name '${shown}' not found for experiment '${experimentId}'.`,
  );
}

/**
 * Sessions, newest first.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST for an experiment the caller may not see
 */
export async function listSessions({
  services,
  input,
}: {
  services: SessionServices;
  input: { query: SessionQuery; within: string | null };
}): Promise<{ sessions: LabelingSession[]; nextOffset: number | null }> {
  const { within } = input;
  const { experimentId = within, reviewer, ...rest } = input.query;
  if (experimentId !== null) await checkExperiment(services, experimentId, within);
  const { pageSize, offset } = rest;
  const found = await services.labeling.listSessions({
    ...rest,
    ...(experimentId === null ? {} : { experimentId }),
    ...(reviewer === undefined ? {} : { reviewer: toReviewer(reviewer) }),
    pageSize: pageSize + 1,
  });
  const hasMore = found.length > pageSize;
  return { sessions: found.slice(0, pageSize), nextOffset: hasMore ? offset + pageSize : null };
}

/** How many items each session has per status. */
export async function countItems(
  services: Pick<SessionServices, 'labeling'>,
  sessions: LabelingSession[],
): Promise<Map<string, ItemCounts>> {
  if (sessions.length === 0) return new Map();
  return services.labeling.countItems(sessions.map(({ sessionId }) => sessionId));
}

/**
 * What a session asks: the questions it names that still exist; of a user's own list all of the experiment. Without any,
 * the default question.
 */
export async function questionsOf(
  services: Pick<SessionServices, 'labelSchemas'>,
  session: LabelingSession,
): Promise<LabelSchema[]> {
  const { experimentId, kind, schemaIds } = session;
  const questions =
    kind === 'USER'
      ? await services.labelSchemas.list(experimentId, { offset: 0, pageSize: MOST_SCHEMAS })
      : await findLabelSchemas(services, schemaIds);
  return questions.length === 0 ? [defaultLabelSchema(experimentId)] : questions;
}

/** The failure for an id that names nothing. */
export function noSuchSession(sessionId: string): AppError {
  const shown = sessionId.slice(0, 100);
  return new AppError('RESOURCE_DOES_NOT_EXIST', `Review queue with id '${shown}' not found.`);
}
