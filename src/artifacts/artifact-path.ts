/**
 * Where an artifact lies: `{experiment}/{run}/artifacts/…` or `{experiment}/traces/{trace}/artifacts/…`, as MLflow's
 * clients resolve `mlflow-artifacts:/…` against the server. Pure.
 */
import { AppError } from '../core/app-error.ts';

/** A checked path and what it tells. */
export interface ArtifactPath {
  /** Without slashes at its ends; empty for the root. */
  path: string;
  /** The experiment it belongs to; null when it names none. */
  experimentId: string | null;
  /** The trace it belongs to; null for artifacts of runs. */
  traceId: string | null;
  /** The part below the trace's folder, such as `traces.json`; null for artifacts of runs. */
  traceFile: string | null;
}

/** R2's bound on keys is 1,024 bytes, and ours has a folder in front. */
const MAX_PATH_BYTES = 900;

/** The folder of a trace's artifacts. */
export function traceFolder(experimentId: string, traceId: string): string {
  return `${experimentId}/traces/${traceId}/artifacts`;
}

/**
 * Checks a path.
 *
 * @param text decoded from its URL
 * @throws AppError INVALID_PARAMETER_VALUE for one that climbs, or is too long
 */
export function readArtifactPath(text: string): ArtifactPath {
  const path = text.replace(/^\/+|\/+$/g, '');
  const parts = path.split('/');
  const climbs = parts.some((part) => part === '..' || part === '.' || (part === '' && path !== ''));
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (climbs || /[\u0000-\u001f\u007f\\]/.test(path)) throw invalidPath('no empty, "." or ".." segment');
  if (new TextEncoder().encode(path).byteLength > MAX_PATH_BYTES) {
    throw invalidPath(`at most ${MAX_PATH_BYTES} bytes`);
  }
  const [first = '', second, third] = parts;
  const experimentId = /^\d{1,10}$/.test(first) ? first : null;
  const isOfTrace = experimentId !== null && second === 'traces' && third !== undefined;
  return {
    path,
    experimentId,
    traceId: isOfTrace ? third : null,
    traceFile: isOfTrace && parts[3] === 'artifacts' ? parts.slice(4).join('/') : null,
  };
}

function invalidPath(expected: string): AppError {
  return new AppError('INVALID_PARAMETER_VALUE', `Invalid path: expected ${expected}.`);
}
