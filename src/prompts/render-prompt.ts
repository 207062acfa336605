/** Finds a prompt by reference, chooses the arm of a split, and puts the values in. */
import { randomHex } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import { chooseArm } from './choose-arm.ts';
import { noSuchReference } from './no-such-prompt.ts';
import { formatReference, type PromptReference } from './prompt-reference.ts';
import { renderVersion } from './render-version.ts';
import type { RenderedPrompt } from './rendered-prompt.ts';
import { resolvePrompt, type ResolvePromptServices } from './resolve-prompt.ts';

/** What to render. */
export interface RenderPromptInput {
  reference: PromptReference;
  variables: JsonObject;
  /** Session or user, to whom a split sticks; null draws anew each time. */
  subject: string | null;
  /** Owns what goes on after the answer. */
  background: (work: Promise<unknown>) => void;
}

/**
 * The rendered prompt.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST naming what is missing; INVALID_PARAMETER_VALUE naming a variable without a
 *   value; TEMPORARILY_UNAVAILABLE when the registry is down and nothing is known
 */
export async function renderPrompt({
  services,
  input,
}: {
  services: ResolvePromptServices;
  input: RenderPromptInput;
}): Promise<RenderedPrompt> {
  const { reference, variables } = input;
  const { arms, stale } = await resolvePrompt({ services, input });
  const [first, ...others] = arms;
  if (first === undefined) throw await noSuchReference(reference, services.prompts);
  const subject = input.subject ?? randomHex(8);
  const { version } =
    others.length === 0 ? first : chooseArm([first, ...others], formatReference(reference), subject);
  return {
    name: version.name,
    version: version.version,
    alias: 'alias' in reference.selector ? reference.selector.alias : null,
    arm: others.length === 0 ? null : `v${version.version}`,
    stale,
    content: renderVersion(version, variables),
    responseFormat: version.responseFormat,
    modelConfig: version.modelConfig,
  };
}
