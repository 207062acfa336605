/** What the routes of prompts share: parameters, answers, and who may change. */
import { z } from '@hono/zod-openapi';
import type { Identity } from '../access/identity.ts';
import { AppError, invalidParameter } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';
import { jsonAnswer } from '../http/open-api.ts';
import { versionJson, versionSchema, warningSchema, warningsJson } from './prompt-json.ts';
import type { ChangePromptServices, Registration } from './register-version.ts';
import type { ResolvePromptServices } from './resolve-prompt.ts';

/** What the routes need. */
export type PromptRoutesServices = ChangePromptServices & ResolvePromptServices;

/** The path parameter of a prompt. */
export const nameParameter = z.object({
  name: z.string().max(250).openapi({ example: 'support', description: "The prompt's name." }),
});

/** A successful answer with one JSON object. */
export const ok = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: jsonAnswer(description, schema),
});

/** The answer to a registration. */
export const registrationSchema = z.object({
  prompt_version: versionSchema,
  warnings: z.array(warningSchema),
});

/** Query parameters of pages. */
export const pageQuery = z.object({
  max_results: z.coerce.number().int().min(1).max(limits.pageSize).default(100),
  page_token: z
    .string()
    .regex(/^\d{1,9}$/, 'expected the token of an answer')
    .optional()
    .openapi({ example: '100' }),
});

/**
 * Prompts belong to the whole deployment: a key that is bound to an experiment may read them, not change what calls of
 * other experiments say.
 *
 * @throws AppError PERMISSION_DENIED
 */
export function refuseBound(identity: Identity): void {
  if (identity.experimentId === null) return;
  throw new AppError('PERMISSION_DENIED', 'This key is bound to an experiment and cannot change prompts.');
}

/**
 * Who registers: the key by its id.
 *
 * @throws AppError PERMISSION_DENIED for a key that may not
 */
export function authorOf(identity: Identity): string | null {
  refuseBound(identity);
  return identity.kind === 'open' ? null : (identity.keyId ?? identity.kind);
}

/** A registration as it is sent. */
export function registrationJson(registered: Registration): z.infer<typeof registrationSchema> {
  return { prompt_version: versionJson(registered.version), warnings: warningsJson(registered.warnings) };
}

/** The members that were sent: absent ones stay as they are, and none at all is a mistake. */
export function definedOnly<Value extends object>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  if (entries.length === 0) throw invalidParameter('the body', 'something to change');
  // The undefined members are gone.
  return Object.fromEntries(entries) as { [Key in keyof Value]: Exclude<Value[Key], undefined> };
}
