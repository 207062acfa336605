/** Experiments on MLflow's wire (mlflow/protos/service.proto, API 2.0). */
import { z } from 'zod';
import type { Identity } from '../access/identity.ts';
import { sees } from '../access/identity.ts';
import { AppError } from '../core/app-error.ts';
import {
  deleteExperiment,
  renameExperiment,
  restoreExperiment,
  type ChangeExperimentServices,
} from '../experiments/change-experiment.ts';
import { createExperiment } from '../experiments/create-experiment.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { getExperiment, noSuchExperiment } from '../experiments/get-experiment.ts';
import { searchExperiments } from '../experiments/search-experiments.ts';
import { deleteExperimentTag, setExperimentTag } from '../experiments/tag-experiment.ts';
import {
  experimentIdField,
  integer,
  list,
  queryList,
  renderTags,
  requiredText,
  tagList,
  text,
} from './message-fields.ts';
import { createPageToken, readPageToken } from './page-token.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export type ExperimentEndpointServices = ChangeExperimentServices;

const V2 = ['2.0'] as const;
/** MLflow's bound (mlflow/store/tracking/__init__.py). */
const MAX_RESULTS = 50_000;
const DEFAULT_MAX_RESULTS = 1000;
const ARTIFACT_SCHEME = 'mlflow-artifacts:';

/** The name of a view type, and its number in the proto. */
const lifecycleStagesOf: Record<string, readonly Experiment['lifecycleStage'][]> = {
  ACTIVE_ONLY: ['active'],
  DELETED_ONLY: ['deleted'],
  ALL: ['active', 'deleted'],
  1: ['active'],
  2: ['deleted'],
  3: ['active', 'deleted'],
};

/** A view type as its lifecycle stages. */
export const viewTypeField = () =>
  z
    .union([z.string(), z.number().transform(String)])
    .refine((value) => Object.hasOwn(lifecycleStagesOf, value), 'expected ACTIVE_ONLY, DELETED_ONLY or ALL')
    .transform((value) => lifecycleStagesOf[value] ?? []);

/** Endpoints under `/experiments`. */
export function addExperimentEndpoints(surface: Surface, services: ExperimentEndpointServices): void {
  addReading(surface, services);
  addSearching(surface, services);
  addChanging(surface, services);
  addTagging(surface, services);
}

/** An experiment, as its proto message. */
function renderExperiment(experiment: Experiment): object {
  return {
    experiment_id: experiment.experimentId,
    name: experiment.name,
    artifact_location: `${ARTIFACT_SCHEME}/${experiment.experimentId}`,
    lifecycle_stage: experiment.lifecycleStage,
    creation_time: experiment.createdAtMs,
    last_update_time: experiment.updatedAtMs,
    tags: renderTags(experiment.tags),
  };
}

/** Reading needs no scope `read`: clients that only write look the name up first, and it tells nothing of traces. */
function addReading(surface: Surface, services: ExperimentEndpointServices): void {
  const scopes = ['read', 'write'] as const;
  surface.on(
    {
      method: 'GET',
      versions: V2,
      path: '/experiments/get',
      scopes,
      message: z.object({ experiment_id: requiredText() }),
    },
    async ({ message, identity }) => {
      const experimentId = message.experiment_id;
      const input = { experimentId, within: identity.experimentId };
      return { experiment: renderExperiment(await getExperiment({ services, input })) };
    },
  );
  surface.on(
    {
      method: 'GET',
      versions: V2,
      path: '/experiments/get-by-name',
      scopes,
      message: z.object({ experiment_name: requiredText() }),
    },
    async ({ message, identity }) => {
      const experiment = await services.experiments.getByName(message.experiment_name);
      if (experiment === null || !sees(identity, experiment.experimentId)) {
        throw new AppError(
          'RESOURCE_DOES_NOT_EXIST',
          `Could not find experiment with name '${message.experiment_name}'`,
        );
      }
      return { experiment: renderExperiment(experiment) };
    },
  );
}

function addSearching(surface: Surface, services: ExperimentEndpointServices): void {
  for (const method of ['POST', 'GET'] as const) {
    const message = z.object({
      max_results: integer().optional(),
      page_token: text().optional(),
      filter: text().optional(),
      order_by: (method === 'GET' ? queryList(text()) : list(text())).optional(),
      view_type: viewTypeField().optional(),
    });
    surface.on(
      { method, versions: V2, path: '/experiments/search', scopes: ['read'], message },
      async ({ message: sent, within }) => {
        const limit = sent.max_results ?? DEFAULT_MAX_RESULTS;
        if (limit < 1 || limit > MAX_RESULTS) {
          throw new AppError(
            'INVALID_PARAMETER_VALUE',
            `Invalid value ${limit} for parameter 'max_results' supplied: expected 1 to ${MAX_RESULTS}.`,
          );
        }
        const offset = readPageToken(sent.page_token);
        const { experiments, more } = await searchExperiments({
          services,
          input: {
            filter: sent.filter ?? '',
            orderBy: sent.order_by ?? [],
            lifecycleStages: sent.view_type ?? ['active'],
            offset,
            limit,
            within,
          },
        });
        return {
          experiments: experiments.map(renderExperiment),
          ...(more ? { next_page_token: createPageToken(offset + limit) } : {}),
        };
      },
    );
  }
}

function addChanging(surface: Surface, services: ExperimentEndpointServices): void {
  const create = z.object({
    name: requiredText(),
    artifact_location: text().optional(),
    tags: tagList().optional(),
  });
  surface.on(
    { method: 'POST', versions: V2, path: '/experiments/create', scopes: ['write'], message: create },
    async ({ message, identity }) => {
      refuseBound(identity, 'create others');
      checkArtifactLocation(message.artifact_location ?? '');
      const { name, tags = {} } = message;
      const { experimentId } = await createExperiment({ services, input: { name, tags } });
      return { experiment_id: experimentId };
    },
  );
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/experiments/update',
      scopes: ['write'],
      message: z.object({ experiment_id: experimentIdField(), new_name: requiredText() }),
    },
    async ({ message, identity }) => {
      checkSeen(identity, message.experiment_id);
      refuseBound(
        identity,
        'rename it: names are of the whole deployment, and calls find their experiment by them',
      );
      const input = { experimentId: message.experiment_id, name: message.new_name };
      await renameExperiment({ services, input });
      return {};
    },
  );
  for (const [path, change] of [
    ['/experiments/delete', deleteExperiment],
    ['/experiments/restore', restoreExperiment],
  ] as const) {
    surface.on(
      {
        method: 'POST',
        versions: V2,
        path,
        scopes: ['write'],
        message: z.object({ experiment_id: experimentIdField() }),
      },
      async ({ message, identity }) => {
        checkSeen(identity, message.experiment_id);
        await change({ services, input: { experimentId: message.experiment_id } });
        return {};
      },
    );
  }
}

function addTagging(surface: Surface, services: ExperimentEndpointServices): void {
  const key = z.object({ experiment_id: experimentIdField(), key: requiredText() });
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/experiments/set-experiment-tag',
      scopes: ['write'],
      message: key.extend({ value: text().optional() }),
    },
    async ({ message, identity }) => {
      checkSeen(identity, message.experiment_id);
      const input = { experimentId: message.experiment_id, key: message.key, value: message.value ?? '' };
      await setExperimentTag({ services, input });
      return {};
    },
  );
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/experiments/delete-experiment-tag',
      scopes: ['write'],
      message: key,
    },
    async ({ message, identity }) => {
      checkSeen(identity, message.experiment_id);
      const input = { experimentId: message.experiment_id, key: message.key };
      await deleteExperimentTag({ services, input });
      return {};
    },
  );
}

function checkSeen(identity: Identity, experimentId: string): void {
  if (!sees(identity, experimentId)) throw noSuchExperiment(experimentId);
}

function refuseBound(identity: Identity, what: string): void {
  if (identity.experimentId === null) return;
  throw new AppError('PERMISSION_DENIED', `This key is bound to an experiment and cannot ${what}.`);
}

/** Artifacts lie where the server keeps them: a client that wrote them elsewhere would lose traces Weir can read. */
function checkArtifactLocation(location: string): void {
  if (location === '' || location.startsWith(ARTIFACT_SCHEME)) return;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid artifact_location: Weir keeps artifacts itself; leave it out, or let it begin with ${ARTIFACT_SCHEME}`,
  );
}
