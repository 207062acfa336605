/** Sets a tag of a trace. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { firstCharacters } from '../core/first-characters.ts';
import type { TraceStore } from './store/trace-store.ts';

/** MLflow's own bounds (mlflow/utils/validation.py). */
const MAX_KEY_CHARACTERS = 250;
const MAX_VALUE_CHARACTERS = 8000;
/** Tags that say where a trace lies and whose it is; MLflow refuses to change them too. */
const IMMUTABLE = new Set(['mlflow.user', 'mlflow.artifactLocation']);

/** The tag, and what the caller may see. */
export interface SetTraceTagInput {
  traceId: string;
  key: string;
  value: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * Sets a tag, over the one that is there; its value is cut to its length as MLflow's server does. A trace that has not
 * arrived yet gets it when it does, if it is one of the experiment within which the tag was set. A trace the caller may not
 * see is to them one that has not arrived.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export async function setTraceTag({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: SetTraceTagInput;
}): Promise<void> {
  const { traceId, key, value, within } = input;
  checkTagKey(key);
  await services.traces.setTag({ traceId, key, within }, firstCharacters(value, MAX_VALUE_CHARACTERS));
}

/**
 * Checks the key of a tag that is to be changed.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkTagKey(key: string): void {
  if (key === '' || key.length > MAX_KEY_CHARACTERS) {
    throw invalidParameter('key', `1 to ${MAX_KEY_CHARACTERS} characters`);
  }
  if (IMMUTABLE.has(key)) {
    throw new AppError('INVALID_PARAMETER_VALUE', `Tag '${key}' is immutable and cannot be set or deleted.`);
  }
}
