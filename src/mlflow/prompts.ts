/** Prompts on MLflow's wire: what its clients call for registered models (mlflow/protos/model_registry.proto, API 2.0). */
import { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import { parseClauses } from '../core/clauses.ts';
import { changePrompt } from '../prompts/change-prompt.ts';
import { createPrompt } from '../prompts/create-prompt.ts';
import { deleteAlias } from '../prompts/delete-alias.ts';
import { deletePrompt } from '../prompts/delete-prompt.ts';
import { getPrompt, getVersion } from '../prompts/get-prompt.ts';
import { latestAlias } from '../prompts/prompt.ts';
import type { PromptRoutesServices } from '../prompts/route-manners.ts';
import { refuseBound } from '../prompts/route-manners.ts';
import { isPromptTag, searchPrompts } from '../prompts/search-prompts.ts';
import { setAlias } from '../prompts/set-alias.ts';
import { renderPrompt, renderVersion } from './entities/prompt.ts';
import { integer, queryList, requiredText, tagList, text } from './message-fields.ts';
import { checkMaxResults, createPageToken, readPageToken } from './page-token.ts';
import { addPromptVersionEndpoints, versionField } from './prompt-versions.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export type PromptEndpointServices = PromptRoutesServices;

const V2 = ['2.0'] as const;
/** MLflow's bounds (mlflow/store/model_registry/__init__.py). */
const DEFAULT_MAX_RESULTS = 100;
const MAX_RESULTS = 1000;
/** Clients that only write look a prompt up first. */
const reading = ['read', 'write'] as const;
const writing = ['write'] as const;

/** Endpoints under `/registered-models` and `/model-versions`. */
export function addPromptEndpoints(surface: Surface, services: PromptEndpointServices): void {
  addReading(surface, services);
  addChanging(surface, services);
  addTagging(surface, services);
  addAliases(surface, services);
  addPromptVersionEndpoints(surface, services);
}

function addReading(surface: Surface, services: PromptEndpointServices): void {
  surface.on(
    {
      method: 'GET',
      versions: V2,
      path: '/registered-models/get',
      scopes: reading,
      message: z.object({ name: requiredText() }),
    },
    async ({ message: { name } }) => {
      const prompt = await getPrompt({ services, input: { name } });
      const selector = { alias: latestAlias };
      const latest =
        prompt.latestVersion === null ? null : await getVersion({ services, input: { name, selector } });
      return { registered_model: renderPrompt(prompt, latest) };
    },
  );
  surface.on(
    {
      method: 'GET',
      versions: V2,
      path: '/registered-models/search',
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
      // A search that does not ask for prompts asks for models, of which there are none.
      if (!parseClauses(filter).some(({ key }) => key === isPromptTag)) return { registered_models: [] };
      const offset = readPageToken(message.page_token);
      const { prompts, more } = await searchPrompts({
        services,
        input: { filter, orderBy: message.order_by ?? [], text: '', offset, limit },
      });
      return {
        registered_models: prompts.map((prompt) => renderPrompt(prompt, null)),
        ...(more ? { next_page_token: createPageToken(offset + limit) } : {}),
      };
    },
  );
}

function addChanging(surface: Surface, services: PromptEndpointServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/registered-models/create',
      scopes: writing,
      message: z.object({ name: requiredText(), tags: tagList().optional(), description: text().optional() }),
    },
    async ({ message, identity }) => {
      refuseBound(identity);
      const { [isPromptTag]: isPrompt, ...tags } = message.tags ?? {};
      if (isPrompt?.toLowerCase() !== 'true') {
        throw new AppError('NOT_IMPLEMENTED', 'Weir keeps prompts, and no registered models.');
      }
      const input = { name: message.name, description: message.description ?? null, tags };
      return { registered_model: renderPrompt(await createPrompt({ services, input }), null) };
    },
  );
  surface.on(
    {
      method: 'PATCH',
      versions: V2,
      path: '/registered-models/update',
      scopes: writing,
      message: z.object({ name: requiredText(), description: text().optional() }),
    },
    async ({ message, identity }) => {
      refuseBound(identity);
      const changes = { description: message.description ?? null };
      const changed = await changePrompt({ services, input: { name: message.name, changes } });
      return { registered_model: renderPrompt(changed, null) };
    },
  );
  surface.on(
    {
      method: 'DELETE',
      versions: V2,
      path: '/registered-models/delete',
      scopes: writing,
      message: z.object({ name: requiredText() }),
    },
    async ({ message, identity }) => {
      refuseBound(identity);
      await deletePrompt({ services, input: message });
      return {};
    },
  );
}

function addTagging(surface: Surface, services: PromptEndpointServices): void {
  const change = async (name: string, key: string, value: string | null): Promise<object> => {
    // The tag that makes a prompt one is not kept: every prompt has it.
    const tags = key === isPromptTag ? {} : { [key]: value };
    await changePrompt({ services, input: { name, changes: { tags } } });
    return {};
  };
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/registered-models/set-tag',
      scopes: writing,
      message: z.object({ name: requiredText(), key: requiredText(), value: text().optional() }),
    },
    async ({ message, identity }) => {
      refuseBound(identity);
      return change(message.name, message.key, message.value ?? '');
    },
  );
  surface.on(
    {
      method: 'DELETE',
      versions: V2,
      path: '/registered-models/delete-tag',
      scopes: writing,
      message: z.object({ name: requiredText(), key: requiredText() }),
    },
    async ({ message, identity }) => {
      refuseBound(identity);
      return change(message.name, message.key, null);
    },
  );
}

function addAliases(surface: Surface, services: PromptEndpointServices): void {
  const path = '/registered-models/alias';
  const named = z.object({ name: requiredText(), alias: requiredText() });
  surface.on(
    { method: 'GET', versions: V2, path, scopes: reading, message: named },
    async ({ message: { name, alias } }) => {
      const arms = await services.prompts.resolve({ name, selector: { alias } });
      if (arms.length > 0) {
        return {
          model_version: renderVersion(await getVersion({ services, input: { name, selector: { alias } } })),
        };
      }
      await getPrompt({ services, input: { name } });
      // The code the reference answers with here; clients key on it (mlflow/store/model_registry/sqlalchemy_store.py).
      throw new AppError('INVALID_PARAMETER_VALUE', `Prompt alias ${alias} not found.`);
    },
  );
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path,
      scopes: writing,
      message: named.extend({ version: versionField() }),
    },
    async ({ message: { name, alias, version }, identity }) => {
      refuseBound(identity);
      await setAlias({ services, input: { name, alias, arms: [{ version, weight: 1 }] } });
      return {};
    },
  );
  surface.on(
    { method: 'DELETE', versions: V2, path, scopes: writing, message: named },
    async ({ message, identity }) => {
      refuseBound(identity);
      try {
        await deleteAlias({ services, input: message });
      } catch (cause) {
        // Deleting an alias that is not there is done already, as at the reference.
        const isThere = (await services.prompts.get(message.name)) !== null;
        if (!isThere || !(cause instanceof AppError) || cause.code !== 'RESOURCE_DOES_NOT_EXIST') throw cause;
      }
      return {};
    },
  );
}
