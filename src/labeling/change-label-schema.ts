/** Creates, changes and deletes label schemas. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { randomHex } from '../core/ids.ts';
import {
  checkLabelSchema,
  experimentOfDefault,
  isSameKind,
  type LabelInput,
  type LabelSchema,
} from './label-schema.ts';
import { checkExperiment, getLabelSchema, type LabelSchemaServices } from './label-schemas.ts';

/** A schema as somebody asks for it. */
export type NewLabelSchema = Pick<
  LabelSchema,
  'experimentId' | 'name' | 'type' | 'title' | 'instruction' | 'enableComment' | 'input' | 'createdBy'
>;

/** What may change of a schema; absent members stay. */
export interface LabelSchemaChanges {
  name?: string;
  title?: string | null;
  instruction?: string | null;
  enableComment?: boolean;
  input?: LabelInput;
}

/**
 * Creates a schema.
 *
 * @param input.within the only experiment the caller may see; null is all
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST for an unknown experiment; RESOURCE_ALREADY_EXISTS
 */
export async function createLabelSchema({
  services,
  input,
}: {
  services: LabelSchemaServices;
  input: { schema: NewLabelSchema; within: string | null };
}): Promise<LabelSchema> {
  const wanted = input.schema;
  checkLabelSchema(wanted);
  await checkExperiment(services, wanted.experimentId, input.within);
  const atMs = services.now();
  const schema: LabelSchema = {
    ...wanted,
    schemaId: `ls-${randomHex(16)}`,
    isDefault: false,
    createdAtMs: atMs,
    updatedAtMs: atMs,
  };
  if (await services.labelSchemas.insert(schema)) return schema;
  throw nameTaken(schema);
}

/**
 * Changes a schema. Its type and the kind of its input stay: answers were given under them.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST; RESOURCE_ALREADY_EXISTS
 */
export async function updateLabelSchema({
  services,
  input,
}: {
  services: LabelSchemaServices;
  input: { schemaId: string; changes: LabelSchemaChanges; within: string | null };
}): Promise<LabelSchema> {
  const schema = await getLabelSchema({ services, input });
  if (schema.isDefault) throw invalidParameter('schema_id', 'a schema other than the default question');
  const changed = { ...schema, ...input.changes, updatedAtMs: services.now() };
  checkLabelSchema(changed);
  if (!isSameKind(schema.input, changed.input)) {
    throw invalidParameter('input', `input of the kind the schema was created with (${schema.input.kind})`);
  }
  if (await services.labelSchemas.update(changed)) return changed;
  throw nameTaken(changed);
}

/**
 * Deletes a schema; one that is gone is no mistake. Answers given under it stay on their traces.
 *
 * @returns whether there was one
 * @throws AppError INVALID_PARAMETER_VALUE for the default question
 */
export async function deleteLabelSchema({
  services,
  input,
}: {
  services: LabelSchemaServices;
  input: { schemaId: string; within: string | null };
}): Promise<boolean> {
  if (experimentOfDefault(input.schemaId) !== null) {
    throw invalidParameter('schema_id', 'a schema other than the default question');
  }
  const schema = await services.labelSchemas.get(input.schemaId);
  if (schema === null || (input.within !== null && schema.experimentId !== input.within)) return false;
  await services.labelSchemas.delete(schema.schemaId);
  return true;
}

function nameTaken({ name, experimentId }: LabelSchema): AppError {
  return new AppError(
    'RESOURCE_ALREADY_EXISTS',
    `Label schema with name '${name}' already exists for experiment '${experimentId}'.`,
  );
}
