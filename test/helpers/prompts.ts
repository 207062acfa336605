/** Prompts for tests of the proxy: the real registry on the test's database, and the proxy in front of a fixture. */
import { env } from 'cloudflare:workers';
import type { Json } from '../../src/core/json.ts';
import { createPromptCache } from '../../src/prompts/prompt-cache.ts';
import type { AliasArm, NewPromptVersion, PromptTemplate } from '../../src/prompts/prompt.ts';
import { parseModelConfig } from '../../src/prompts/model-config.ts';
import { registerVersion } from '../../src/prompts/register-version.ts';
import { renderPrompt } from '../../src/prompts/render-prompt.ts';
import { setAlias } from '../../src/prompts/set-alias.ts';
import { createD1PromptStore } from '../../src/prompts/store/d1-prompt-store.ts';
import type { PromptStore } from '../../src/prompts/store/prompt-store.ts';
import { noSharedPromptCache, type SharedPromptCache } from '../../src/prompts/store/shared-prompt-cache.ts';
import { createProxy, type ProxyOptions } from './proxy.ts';

export interface RegistryOptions {
  store?: PromptStore;
  shared?: SharedPromptCache;
}

/** A registry with a clock of its own. */
export function createRegistry({ store, shared }: RegistryOptions = {}) {
  let time = 1_000_000;
  const now = () => time;
  const logged: string[] = [];
  const services = {
    prompts: store ?? createD1PromptStore({ database: env.REGISTRY }),
    promptCache: createPromptCache({ now }),
    sharedPromptCache: shared ?? noSharedPromptCache,
    log: { info: () => undefined, error: (event: string) => void logged.push(event) },
    now,
  };
  return {
    services,
    logged,
    wait: (ms: number) => void (time += ms),
    source: {
      render: (input: Parameters<typeof renderPrompt>[0]['input']) => renderPrompt({ services, input }),
    },
    async register(name: string, template: string | { role: string; content: string }[], more: Said = {}) {
      const { modelConfig, ...said } = more;
      const version: NewPromptVersion = {
        name,
        template: toTemplate(template),
        commitMessage: null,
        author: null,
        tags: {},
        responseFormat: null,
        modelConfig: modelConfig === undefined ? null : parseModelConfig(JSON.stringify(modelConfig)),
        ...said,
      };
      return (await registerVersion({ services, input: { version, mayCreate: true } })).version;
    },
    setAlias: (name: string, alias: string, arms: AliasArm[]) =>
      setAlias({ services, input: { name, alias, arms } }),
  };
}

export interface Said {
  responseFormat?: Json;
  modelConfig?: Json;
}

function toTemplate(template: string | { role: string; content: string }[]): PromptTemplate {
  return typeof template === 'string'
    ? { type: 'text', text: template }
    : { type: 'chat', messages: template };
}

/** A proxy with a registry behind it. */
export function createPromptedProxy(
  options: Partial<ProxyOptions> = {},
  registryOptions: RegistryOptions = {},
) {
  const registry = createRegistry(registryOptions);
  const proxy = createProxy({
    upstream: () => Response.json({ id: 'answer', choices: [] }),
    ...options,
    services: { prompts: registry.source, ...options.services },
  });
  /** The answer, read whole, its recording done. */
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await proxy.call(path, init);
    const body = await response.arrayBuffer();
    await proxy.settled();
    return new Response(body, response);
  };
  return { ...proxy, call, registry, sent: () => JSON.parse(proxy.received.at(-1)?.body ?? 'null') };
}
