/**
 * The model a path names. It may be an ARN, percent-encoded: those of foundation models and of the cross-region profiles
 * that AWS defines end in the model's id, by which it is known and priced; all others say nothing but their own name.
 */
import { decodePath } from '../wire/read-call.ts';

/** A model as the path names it. */
export interface NamedModel {
  id: string;
  /** True for an ARN that does not say which model answers: provisioned throughput, profiles of the account's own, prompts. */
  opaque: boolean;
}

const MODEL_PATH =
  /\/model\/(.+)\/(?:converse|converse-stream|invoke|invoke-with-response-stream|count-tokens)$/;

/** Resource types whose last part is a model id (docs.aws.amazon.com/service-authorization, Amazon Bedrock). */
const TELLING_ARN = /^arn:[^:]*:bedrock:[^:]*:[^:]*:(?:foundation-model|inference-profile)\/([^/]+)$/;

/** The model of a call's path; null when the path names none. */
export function modelInPath(path: string): NamedModel | null {
  const encoded = MODEL_PATH.exec(path)?.[1];
  return encoded === undefined ? null : nameModel(decodePath(encoded));
}

/** A model id, or what an ARN says of one. */
export function nameModel(name: string): NamedModel {
  const told = TELLING_ARN.exec(name)?.[1];
  return { id: told ?? name, opaque: told === undefined && name.startsWith('arn:') };
}
