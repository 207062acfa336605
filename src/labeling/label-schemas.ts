/** Reads label schemas, within what the caller may see. Every experiment has a default question besides its own. */
import { AppError } from '../core/app-error.ts';
import { defaultLabelSchema, experimentOfDefault, type LabelSchema } from './label-schema.ts';
import type { LabelSchemaStore } from './store/label-schema-store.ts';

/** What the verbs on label schemas need. */
export interface LabelSchemaServices {
  labelSchemas: LabelSchemaStore;
  /** Whether an experiment of that id exists. */
  hasExperiment: (experimentId: string) => Promise<boolean>;
  /** Unix milliseconds. */
  now: () => number;
}

/** Most questions that one reader is asked, and that one session may name. */
export const MOST_SCHEMAS = 50;

/**
 * The schema.
 *
 * @param input.within the only experiment the caller may see; null is all
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also for one the caller may not see
 */
export async function getLabelSchema({
  services,
  input,
}: {
  services: LabelSchemaServices;
  input: { schemaId: string; within: string | null };
}): Promise<LabelSchema> {
  const { schemaId, within } = input;
  const schema = await find(services, schemaId);
  if (schema !== null && (within === null || schema.experimentId === within)) return schema;
  throw new AppError(
    'RESOURCE_DOES_NOT_EXIST',
    `Label schema with id '${schemaId.slice(0, 100)}' not found.`,
  );
}

/**
 * The schema of that name.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function getLabelSchemaByName({
  services,
  input,
}: {
  services: LabelSchemaServices;
  input: { experimentId: string; name: string; within: string | null };
}): Promise<LabelSchema> {
  const { experimentId, name, within } = input;
  await checkExperiment(services, experimentId, within);
  const fallback = defaultLabelSchema(experimentId);
  if (name === fallback.name) return fallback;
  const schema = await services.labelSchemas.getByName(experimentId, name);
  if (schema !== null) return schema;
  const shown = name.slice(0, 100);
  throw new AppError(
    'RESOURCE_DOES_NOT_EXIST',
    `Label schema with name '${shown}' not found for experiment '${experimentId}'.`,
  );
}

/**
 * A page of an experiment's schemas, newest first; the default question is the last of all.
 *
 * @param input.offset schemas to leave out
 * @throws AppError RESOURCE_DOES_NOT_EXIST for an experiment the caller may not see
 */
export async function listLabelSchemas({
  services,
  input,
}: {
  services: LabelSchemaServices;
  input: { experimentId: string; offset: number; pageSize: number; within: string | null };
}): Promise<{ schemas: LabelSchema[]; nextOffset: number | null }> {
  const { experimentId, offset, pageSize, within } = input;
  await checkExperiment(services, experimentId, within);
  const page = { offset, pageSize: pageSize + 1 };
  const found = await services.labelSchemas.list(experimentId, page);
  if (found.length > pageSize) return { schemas: found.slice(0, pageSize), nextOffset: offset + pageSize };
  if (found.length === pageSize) return { schemas: found, nextOffset: offset + pageSize };
  return { schemas: [...found, defaultLabelSchema(experimentId)], nextOffset: null };
}

/**
 * The schemas of the ids, in their order; ids that name nothing (any more) are left out.
 */
export async function findLabelSchemas(
  services: Pick<LabelSchemaServices, 'labelSchemas'>,
  schemaIds: string[],
): Promise<LabelSchema[]> {
  const found = await Promise.all(
    schemaIds.slice(0, MOST_SCHEMAS).map((schemaId) => find(services, schemaId)),
  );
  return found.filter((schema) => schema !== null);
}

/**
 * Refuses an experiment that is none, or that the caller may not see.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function checkExperiment(
  services: Pick<LabelSchemaServices, 'hasExperiment'>,
  experimentId: string,
  within: string | null,
): Promise<void> {
  const visible = within === null || within === experimentId;
  if (visible && (await services.hasExperiment(experimentId))) return;
  const shown = experimentId.slice(0, 100);
  throw new AppError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${shown} exists`);
}

async function find(
  services: Pick<LabelSchemaServices, 'labelSchemas'>,
  schemaId: string,
): Promise<LabelSchema | null> {
  const experimentId = experimentOfDefault(schemaId);
  return experimentId === null ? services.labelSchemas.get(schemaId) : defaultLabelSchema(experimentId);
}
