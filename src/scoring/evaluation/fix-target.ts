/** The target of an evaluation, checked and fixed when it begins: every row asks the same version of the prompt. */
import { invalidParameter } from '../../core/app-error.ts';
import { checkOutboundUrl, type OutboundRules } from '../../core/outbound-url.ts';
import { noSuchReference } from '../../prompts/no-such-prompt.ts';
import { formatReference, parseReference } from '../../prompts/prompt-reference.ts';
import type { PromptStore } from '../../prompts/store/prompt-store.ts';
import type { ProviderTable } from '../../proxy/providers/table.ts';
import type { Target } from './evaluation.ts';

/** What fixing needs. */
export interface FixTargetServices {
  prompts: PromptStore;
  proxy: { providers: ProviderTable };
  /** What may be called. */
  outbound: OutboundRules;
}

/**
 * The target; an alias of a prompt becomes the version it leads to. An alias that is split stays an alias, and each row gets
 * a version by the weights, as calls do.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for a URL, a provider or a prompt that cannot be; RESOURCE_DOES_NOT_EXIST for a
 *   prompt that is not there
 */
export async function fixTarget(target: Target | null, services: FixTargetServices): Promise<Target | null> {
  if (target === null) return null;
  if (target.kind === 'http') {
    checkOutboundUrl('target.url', target.url, services.outbound);
    return target;
  }
  const { providers } = services.proxy;
  if (providers.get(target.provider) === undefined)
    throw invalidParameter('target.model', `a provider of ${providers.names().join(', ')}`);
  if (target.kind !== 'model' || target.prompt === null) return target;
  return { ...target, prompt: await fixPrompt(target.prompt, services.prompts) };
}

async function fixPrompt(text: string, prompts: PromptStore): Promise<string> {
  const reference = parseReference(text, 'target.prompt');
  const [arm, ...others] = await prompts.resolve(reference);
  if (arm === undefined) throw await noSuchReference(reference, prompts);
  if (others.length > 0) return formatReference(reference);
  return formatReference({ name: reference.name, selector: { version: arm.version.version } });
}
