/**
 * Puts prompts into a request body: finds what the call asks for, gets it rendered, and lets the call's own dialect place it.
 * A call that asks for nothing is told from its text and passes as it came. What cannot be had fails before anything is
 * sent, unless the caller said to go on without.
 */
import { AppError, invalidParameter } from '../../core/app-error.ts';
import { openExactJson, type ExactDocument } from '../../core/exact-json.ts';
import { asObject, asString, isObject, type JsonObject } from '../../core/json.ts';
import { isPromptUri, parseReference, type PromptReference } from '../../prompts/prompt-reference.ts';
import { promptLimits } from '../../prompts/prompt-limits.ts';
import type { RenderedPrompt } from '../../prompts/rendered-prompt.ts';
import type { InjectedPrompt } from '../exchange.ts';
import type { PromptEditor, PromptSite } from '../providers/contract.ts';
import { mayNamePrompt, takeBodyWish } from './body-wish.ts';
import { takeMetadataVariables, withoutUsedMetadata } from './metadata-variables.ts';
import { headerVariables, type PromptHeaders } from './prompt-headers.ts';
import type { PromptSource } from './prompt-source.ts';

/** What is known of the call. */
export interface InjectionInput {
  /** How this kind of call takes prompts; null when it takes none. */
  editor: PromptEditor | null;
  headers: PromptHeaders;
  /** Session or user as headers tell; null: the body is asked. */
  subject: string | null;
  source: PromptSource;
  /** Whether a message that is a prompt's URI stands for the prompt. */
  readsUris: boolean;
  background: (work: Promise<unknown>) => void;
}

/** What became of the body. */
export interface Injection {
  /** The body to send; null: as it came. */
  text: string | null;
  prompts: InjectedPrompt[];
  /** Why the call goes on without the prompt it asked for. */
  problem: string | null;
}

/** Nothing was asked for. */
export const noInjection: Injection = { text: null, prompts: [], problem: null };

/** True when the headers alone ask for a prompt. */
function headersAsk({ reference, label }: PromptHeaders): boolean {
  return reference !== null || label !== null;
}

/**
 * Puts the prompts of a call into its body.
 *
 * @param text the whole body as the caller sent it
 * @throws AppError INVALID_PARAMETER_VALUE, RESOURCE_DOES_NOT_EXIST or TEMPORARILY_UNAVAILABLE, naming what is missing
 */
export async function injectPrompts(text: string, input: InjectionInput): Promise<Injection> {
  if (!headersAsk(input.headers) && (input.editor === null || !mayNamePrompt(text))) return noInjection;
  try {
    return await inject(text, input);
  } catch (cause) {
    return withoutPrompt(cause, input.headers);
  }
}

/**
 * The call as it is, where that is what its caller wants of a failure.
 *
 * @throws the failure otherwise
 */
export function withoutPrompt(cause: unknown, headers: PromptHeaders): Injection {
  const isSoft = headers.fallback === 'pass' || (headers.reference === null && headers.label !== null);
  if (!(cause instanceof AppError)) {
    // A defect of ours is no reason to stop a call, except one that is not to go on without its prompt.
    if (headers.reference === null || isSoft) throw cause;
    throw new AppError('INVALID_PARAMETER_VALUE', 'The prompt could not be put into this body.', { cause });
  }
  if (!isSoft) throw cause;
  return { text: null, prompts: [], problem: cause.message };
}

async function inject(text: string, input: InjectionInput): Promise<Injection> {
  const { editor, headers } = input;
  if (editor === null) throw invalidParameter('x-weir-prompt', 'a chat call: this one takes no prompt');
  const document = openExactJson(text);
  const body = document?.value;
  if (document === undefined || !isObject(body)) {
    if (headersAsk(headers)) throw invalidParameter('x-weir-prompt', 'a body that is a JSON object');
    return noInjection;
  }
  const wish = takeBodyWish(body);
  const metadata = takeMetadataVariables(wish.body);
  const reference = headerReference(headers) ?? wish.reference;
  const request = {
    subject: input.subject ?? subjectOf(body),
    background: input.background,
  };
  const variables = {
    ...metadata.candidates,
    ...metadata.variables,
    ...wish.variables,
    ...headerVariables(headers),
  };
  const render = (one: PromptReference) => input.source.render({ ...request, reference: one, variables });
  if (reference !== null) {
    const prompt = await render(reference);
    return injected(document, editor.injectPrompt(metadata.body, prompt, null), [prompt]);
  }
  const sites = input.readsUris ? editor.sites(metadata.body).filter(({ text }) => isPromptUri(text)) : [];
  if (sites.length === 0) return noInjection;
  if (sites.length > promptLimits.promptsPerCall) {
    throw invalidParameter('messages', `at most ${promptLimits.promptsPerCall} prompts in one call`);
  }
  const prompts = await Promise.all(sites.map(({ text }) => render(parseReference(text, 'messages'))));
  return injected(document, placeAll(metadata.body, { editor, sites, prompts }), prompts);
}

interface Placing {
  editor: PromptEditor;
  sites: readonly PromptSite[];
  /** One for each site. */
  prompts: readonly RenderedPrompt[];
}

/** Texts first, which leave every place where it is; then the one prompt of messages there may be. */
function placeAll(body: JsonObject, { editor, sites, prompts }: Placing): JsonObject {
  const pairs = sites.flatMap((site, index) => {
    const prompt = prompts[index];
    return prompt === undefined ? [] : [{ site, prompt }];
  });
  const texts = pairs.filter(({ prompt }) => prompt.content.type === 'text');
  const chats = pairs.filter(({ prompt }) => prompt.content.type === 'chat');
  if (chats.length > 1) throw invalidParameter('messages', 'at most one chat prompt in one call');
  return [...texts, ...chats].reduce(
    (placed, { site, prompt }) => editor.injectPrompt(placed, prompt, site),
    body,
  );
}

function injected(document: ExactDocument, body: JsonObject, prompts: readonly RenderedPrompt[]): Injection {
  const used = withoutUsedMetadata(
    body,
    prompts.flatMap(({ variableNames }) => variableNames),
  );
  return {
    text: document.write(used),
    prompts: prompts.map(({ name, version, alias, arm, stale }) => ({ name, version, alias, arm, stale })),
    problem: null,
  };
}

/** Ours, else a label of another product's. */
function headerReference({ reference, label, labelVersion }: PromptHeaders): PromptReference | null {
  if (reference !== null) return parseReference(reference, 'x-weir-prompt');
  if (label === null) return null;
  const isNumber = labelVersion !== null && /^\d+$/.test(labelVersion);
  return parseReference(isNumber ? `${label}/${labelVersion}` : label, 'helicone-prompt-id');
}

/** Who the call is for, as bodies tell it. */
function subjectOf(body: JsonObject): string | null {
  const metadata = asObject(body.metadata);
  const told = [metadata.session_id, body.user, body.safety_identifier, metadata.user_id];
  return told.map(asString).find((value) => value !== null && value !== '') ?? null;
}
