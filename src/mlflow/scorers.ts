/** Scorers on MLflow's wire (API 3.0): the registry, and how many traces a scorer judges as they come. */
import { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import { outboundFor } from '../core/outbound-url.ts';
import type { SampledScorers } from '../scoring/online/sampled-scorers.ts';
import type { RegisteredScorer, SamplingConfig } from '../scoring/registered-scorer.ts';
import {
  deleteScorer,
  getScorer,
  listScorers,
  listScorerVersions,
  registerScorer,
  type ScorerServices,
} from '../scoring/registry/scorer-access.ts';
import { listSampling, setSampling } from '../scoring/registry/set-sampling.ts';
import { double, experimentIdField, integer, queryList, requiredText, text } from './message-fields.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export interface ScorerEndpointServices extends ScorerServices {
  sampled: SampledScorers;
}

const V3 = ['3.0'] as const;
const named = { experiment_id: experimentIdField(), name: requiredText() };
const maybeVersion = integer()
  .refine((value) => value >= 1, 'expected a version from 1 on')
  .optional();

/** Endpoints under `/scorers`. */
export function addScorerEndpoints(surface: Surface, services: ScorerEndpointServices): void {
  addRegistry(surface, services);
  addReading(surface, services);
  addSampling(surface, services);
  refuseJobs(surface);
}

function addRegistry(surface: Surface, services: ScorerEndpointServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: '/scorers/register',
      scopes: ['write'],
      message: z.object({ ...named, serialized_scorer: requiredText() }),
    },
    async ({ message, within, identity }) => {
      const { experiment_id: experimentId, name, serialized_scorer: serialized } = message;
      const input = { experimentId, name, serialized, within, scopes: identity.scopes };
      const outbound = outboundFor(services.outbound, identity);
      const scorer = await registerScorer({ services: { ...services, outbound }, input });
      services.sampled.clear();
      return {
        version: scorer.version,
        scorer_id: scorer.scorerId,
        experiment_id: scorer.experimentId,
        name: scorer.name,
        serialized_scorer: scorer.serialized,
        creation_time: scorer.createdAtMs,
      };
    },
  );
  surface.on(
    {
      method: 'DELETE',
      versions: V3,
      path: '/scorers/delete',
      scopes: ['write'],
      message: z.object({ ...named, version: maybeVersion }),
    },
    async ({ message, within, identity: { scopes } }) => {
      const { experiment_id: experimentId, name, version = null } = message;
      await deleteScorer({ services, input: { experimentId, name, version, within, scopes } });
      services.sampled.clear();
      return {};
    },
  );
}

function addReading(surface: Surface, services: ScorerEndpointServices): void {
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: '/scorers/list',
      scopes: ['read'],
      // Empty is all experiments.
      message: z.object({ experiment_id: text().optional() }),
    },
    async ({ message, within }) => {
      const wanted = message.experiment_id;
      const experimentId = wanted === undefined || wanted === '' ? null : wanted;
      const scorers = await listScorers({ services, input: { experimentId, within } });
      return { scorers: scorers.map(renderScorer) };
    },
  );
  surface.on(
    { method: 'GET', versions: V3, path: '/scorers/versions', scopes: ['read'], message: z.object(named) },
    async ({ message, within }) => {
      const { experiment_id: experimentId, name } = message;
      const scorers = await listScorerVersions({ services, input: { experimentId, name, within } });
      return { scorers: scorers.map(renderScorer) };
    },
  );
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: '/scorers/get',
      scopes: ['read'],
      message: z.object({ ...named, version: maybeVersion }),
    },
    async ({ message, within }) => {
      const { experiment_id: experimentId, name, version = null } = message;
      const scorer = await getScorer({ services, input: { experimentId, name, version, within } });
      return { scorer: renderScorer(scorer) };
    },
  );
}

function addSampling(surface: Surface, services: ScorerEndpointServices): void {
  surface.on(
    {
      method: 'PUT',
      versions: V3,
      path: '/scorers/online-config',
      scopes: ['write'],
      message: z.object({ ...named, sample_rate: double(), filter_string: text().optional() }),
    },
    async ({ message, within, identity: { scopes } }) => {
      const { experiment_id: experimentId, name, sample_rate: sampleRate, filter_string: filter } = message;
      const input = { experimentId, name, sampleRate, filter: filter ?? null, within, scopes };
      const config = await setSampling({ services, input });
      services.sampled.clear();
      return { config: renderSampling(config) };
    },
  );
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: '/scorers/online-configs',
      scopes: ['read'],
      message: z.object({ scorer_ids: queryList(text()).optional() }),
    },
    async ({ message, within }) => {
      const scorerIds = message.scorer_ids ?? [];
      if (scorerIds.length > 1000)
        throw new AppError('INVALID_PARAMETER_VALUE', 'At most 1000 scorer_ids can be asked for.');
      const configs = await listSampling({ services, input: { scorerIds, within } });
      return { configs: configs.map(renderSampling) };
    },
  );
}

/** What MLflow's own pages have its server do in the background; Weir's evaluations do the same. */
function refuseJobs(surface: Surface): void {
  for (const path of ['/scorer/invoke', '/genai/evaluate/invoke']) {
    surface.on({ method: 'POST', versions: V3, path, scopes: ['write'], message: z.object({}) }, () =>
      Promise.reject(
        new AppError(
          'NOT_IMPLEMENTED',
          'Weir runs no jobs of MLflow’s pages: POST /api/v1/evaluations with rows of trace_id and the scorers.',
        ),
      ),
    );
  }
}

/** MLflow's message `Scorer`; its experiment id is a number there. */
function renderScorer(scorer: RegisteredScorer): object {
  return {
    experiment_id: Number(scorer.experimentId),
    scorer_name: scorer.name,
    scorer_version: scorer.version,
    serialized_scorer: scorer.serialized,
    creation_time: scorer.createdAtMs,
    scorer_id: scorer.scorerId,
  };
}

function renderSampling(config: SamplingConfig): object {
  return {
    online_scoring_config_id: config.samplingId,
    scorer_id: config.scorerId,
    sample_rate: config.sampleRate,
    experiment_id: config.experimentId,
    ...(config.filter === null ? {} : { filter_string: config.filter }),
  };
}
