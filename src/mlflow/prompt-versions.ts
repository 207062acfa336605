/** Versions of prompts on MLflow's wire: what its clients call for model versions (API 2.0). */
import { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import { parseClauses } from '../core/clauses.ts';
import { changeVersion } from '../prompts/change-prompt.ts';
import { deleteVersion } from '../prompts/delete-prompt.ts';
import { getVersion } from '../prompts/get-prompt.ts';
import type { VersionChanges } from '../prompts/prompt.ts';
import { registerVersion } from '../prompts/register-version.ts';
import { authorOf, refuseBound, type PromptRoutesServices } from '../prompts/route-manners.ts';
import { isPromptTag } from '../prompts/search-prompts.ts';
import { searchVersions } from '../prompts/search-versions.ts';
import {
  isReserved,
  readConfig,
  readResponseFormat,
  readVersion,
  renderVersion,
  versionTags,
} from './entities/prompt.ts';
import { integer, queryList, requiredText, tagList, text } from './message-fields.ts';
import { checkMaxResults, createPageToken, readPageToken } from './page-token.ts';
import type { Surface } from './surface.ts';

const V2 = ['2.0'] as const;
/** MLflow's bounds (mlflow/store/model_registry/__init__.py). */
const DEFAULT_MAX_RESULTS = 10_000;
const MAX_RESULTS = 200_000;
const reading = ['read', 'write'] as const;
const writing = ['write'] as const;

/** A version's number; clients send text. */
export const versionField = () =>
  integer().refine((value) => value > 0 && value < 1_000_000_000, 'expected the number of a version');

const named = z.object({ name: requiredText(), version: versionField() });

/** Endpoints under `/model-versions`. */
export function addPromptVersionEndpoints(surface: Surface, services: PromptRoutesServices): void {
  addReading(surface, services);
  addChanging(surface, services);
  addTagging(surface, services);
}

function addReading(surface: Surface, services: PromptRoutesServices): void {
  surface.on(
    { method: 'GET', versions: V2, path: '/model-versions/get', scopes: reading, message: named },
    async ({ message: { name, version } }) => ({
      model_version: renderVersion(await getVersion({ services, input: { name, selector: { version } } })),
    }),
  );
  surface.on(
    {
      method: 'GET',
      versions: V2,
      path: '/model-versions/search',
      scopes: ['read'],
      message: z.object({
        filter: text().optional(),
        max_results: integer().optional(),
        order_by: queryList(text()).optional(),
        page_token: text().optional(),
      }),
    },
    async ({ message }) => {
      const filter = message.filter ?? '';
      const limit = checkMaxResults(message.max_results ?? DEFAULT_MAX_RESULTS, MAX_RESULTS);
      if (!parseClauses(filter).some(({ key }) => key === isPromptTag)) return { model_versions: [] };
      const offset = readPageToken(message.page_token);
      const input = { filter, orderBy: message.order_by ?? [], offset, limit };
      const { versions, more } = await searchVersions({ services, input });
      return {
        model_versions: versions.map(renderVersion),
        ...(more ? { next_page_token: createPageToken(offset + limit) } : {}),
      };
    },
  );
}

function addChanging(surface: Surface, services: PromptRoutesServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/model-versions/create',
      scopes: writing,
      message: z.object({ name: requiredText(), description: text().optional(), tags: tagList().optional() }),
    },
    async ({ message, identity }) => {
      const version = readVersion({
        name: message.name,
        description: message.description ?? null,
        author: authorOf(identity),
        tags: message.tags ?? {},
      });
      const registered = await registerVersion({ services, input: { version, mayCreate: false } });
      return { model_version: renderVersion(registered.version) };
    },
  );
  surface.on(
    {
      method: 'PATCH',
      versions: V2,
      path: '/model-versions/update',
      scopes: writing,
      message: named.extend({ description: text().optional() }),
    },
    async ({ message: { name, version, description }, identity }) => {
      refuseBound(identity);
      const changes = { commitMessage: description ?? null };
      return {
        model_version: renderVersion(await changeVersion({ services, input: { name, version, changes } })),
      };
    },
  );
  surface.on(
    { method: 'DELETE', versions: V2, path: '/model-versions/delete', scopes: writing, message: named },
    async ({ message, identity }) => {
      refuseBound(identity);
      await deleteVersion({ services, input: message });
      return {};
    },
  );
}

function addTagging(surface: Surface, services: PromptRoutesServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/model-versions/set-tag',
      scopes: writing,
      message: named.extend({ key: requiredText(), value: text().optional() }),
    },
    async ({ message: { name, version, key, value }, identity }) => {
      refuseBound(identity);
      await changeVersion({ services, input: { name, version, changes: changesOf(key, value ?? '') } });
      return {};
    },
  );
  surface.on(
    {
      method: 'DELETE',
      versions: V2,
      path: '/model-versions/delete-tag',
      scopes: writing,
      message: named.extend({ key: requiredText() }),
    },
    async ({ message: { name, version, key }, identity }) => {
      refuseBound(identity);
      await changeVersion({ services, input: { name, version, changes: changesOf(key, null) } });
      return {};
    },
  );
}

/**
 * What setting or removing a tag changes.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for the tags that make up the template
 */
function changesOf(key: string, value: string | null): VersionChanges {
  if (!isReserved(key)) return { tags: { [key]: value } };
  if (key === versionTags.modelConfig) return { modelConfig: readConfig(value ?? undefined) };
  if (key === versionTags.responseFormat) return readResponseFormat(value ?? undefined);
  throw new AppError('INVALID_PARAMETER_VALUE', `The tag '${key}' of a prompt version cannot be changed.`);
}
