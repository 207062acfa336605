/** Label schemas on MLflow's wire (mlflow/protos/label_schemas.proto, API 3.0). */
import { z } from 'zod';
import {
  createLabelSchema,
  deleteLabelSchema,
  updateLabelSchema,
  type LabelSchemaChanges,
} from '../labeling/change-label-schema.ts';
import {
  getLabelSchema,
  getLabelSchemaByName,
  listLabelSchemas,
  type LabelSchemaServices,
} from '../labeling/label-schemas.ts';
import { inputField, readInput, renderLabelSchema } from './entities/labeling.ts';
import { experimentIdField, flag, integer, requiredText, text } from './message-fields.ts';
import { createPageToken, readPageToken } from './page-token.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export type LabelSchemaEndpointServices = LabelSchemaServices;

const V3 = ['3.0'] as const;
const PATH = '/label-schemas';
const DEFAULT_RESULTS = 100;
/** MLflow's bound (mlflow/store/tracking/__init__.py). */
const MAX_RESULTS = 1000;

/** `max_results`, in the bounds that MLflow's searches share. */
export const maxResults = () =>
  integer().refine((value) => value >= 1 && value <= MAX_RESULTS, `expected 1 to ${MAX_RESULTS}`);

/** Endpoints under `/label-schemas`. */
export function addLabelSchemaEndpoints(surface: Surface, services: LabelSchemaEndpointServices): void {
  addReading(surface, services);
  addCreating(surface, services);
  addChanging(surface, services);
}

function addReading(surface: Surface, services: LabelSchemaEndpointServices): void {
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: `${PATH}/get`,
      scopes: ['read'],
      message: z.object({ schema_id: requiredText() }),
    },
    async ({ message, within }) => {
      const input = { schemaId: message.schema_id, within };
      return { label_schema: renderLabelSchema(await getLabelSchema({ services, input })) };
    },
  );
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: `${PATH}/get-by-name`,
      scopes: ['read'],
      message: z.object({ experiment_id: experimentIdField(), name: requiredText() }),
    },
    async ({ message, within }) => {
      const input = { experimentId: message.experiment_id, name: message.name, within };
      return { label_schema: renderLabelSchema(await getLabelSchemaByName({ services, input })) };
    },
  );
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: `${PATH}/list`,
      scopes: ['read'],
      message: z.object({
        experiment_id: experimentIdField(),
        max_results: maxResults().optional(),
        page_token: text().optional(),
      }),
    },
    async ({ message, within }) => {
      const input = {
        experimentId: message.experiment_id,
        offset: readPageToken(message.page_token),
        pageSize: message.max_results ?? DEFAULT_RESULTS,
        within,
      };
      const { schemas, nextOffset } = await listLabelSchemas({ services, input });
      const next = nextOffset === null ? {} : { next_page_token: createPageToken(nextOffset) };
      return { label_schemas: schemas.map(renderLabelSchema), ...next };
    },
  );
}

function addCreating(surface: Surface, services: LabelSchemaEndpointServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: `${PATH}/create`,
      scopes: ['write'],
      message: z.object({
        experiment_id: experimentIdField(),
        name: requiredText(),
        type: z.enum(['FEEDBACK', 'EXPECTATION'], 'expected FEEDBACK or EXPECTATION'),
        title: text().optional(),
        instruction: text().optional(),
        enable_comment: flag().optional(),
        input: inputField(),
        created_by: text().optional(),
      }),
    },
    async ({ message, within }) => {
      const schema = {
        experimentId: message.experiment_id,
        name: message.name,
        type: message.type,
        title: message.title ?? null,
        instruction: message.instruction ?? null,
        enableComment: message.enable_comment ?? false,
        input: readInput(message.input),
        createdBy: message.created_by ?? null,
      };
      const created = await createLabelSchema({ services, input: { schema, within } });
      return { label_schema: renderLabelSchema(created) };
    },
  );
}

function addChanging(surface: Surface, services: LabelSchemaEndpointServices): void {
  surface.on(
    {
      method: 'PATCH',
      versions: V3,
      path: `${PATH}/update`,
      scopes: ['write'],
      message: z.object({
        schema_id: requiredText(),
        name: text().optional(),
        title: text().optional(),
        instruction: text().optional(),
        enable_comment: flag().optional(),
        input: inputField().optional(),
      }),
    },
    async ({ message, within }) => {
      const changes: LabelSchemaChanges = {};
      if (message.name !== undefined) changes.name = message.name;
      if (message.title !== undefined) changes.title = message.title;
      if (message.instruction !== undefined) changes.instruction = message.instruction;
      if (message.enable_comment !== undefined) changes.enableComment = message.enable_comment;
      if (message.input !== undefined) changes.input = readInput(message.input);
      const input = { schemaId: message.schema_id, changes, within };
      return { label_schema: renderLabelSchema(await updateLabelSchema({ services, input })) };
    },
  );
  surface.on(
    {
      method: 'DELETE',
      versions: V3,
      path: `${PATH}/delete`,
      scopes: ['write'],
      message: z.object({ schema_id: requiredText() }),
    },
    async ({ message, within }) => {
      // Deleting what is not there is no mistake on this wire.
      await deleteLabelSchema({ services, input: { schemaId: message.schema_id, within } });
      return {};
    },
  );
}
