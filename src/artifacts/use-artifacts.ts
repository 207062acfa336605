/** Puts, reads, lists and deletes artifacts, within what the caller may see. */
import { AppError } from '../core/app-error.ts';
import { readArtifactPath, type ArtifactPath } from './artifact-path.ts';
import type { ContentMasking } from '../redaction/content-masking.ts';
import { maskFile } from './mask-file.ts';
import type { ArtifactEntry, ArtifactStore, StoredArtifact } from './store/artifact-store.ts';

/** What the verbs need. */
export interface ArtifactServices {
  artifacts: ArtifactStore;
  masking: ContentMasking;
}

/** Which artifact, and what the caller may see. */
export interface ArtifactInput {
  path: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * The checked path.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST for one the caller may not see
 */
export function resolveArtifactPath({ path, within }: ArtifactInput): ArtifactPath {
  const resolved = readArtifactPath(path);
  if (within !== null && resolved.experimentId !== within) throw noSuchArtifact(resolved.path);
  return resolved;
}

/**
 * Keeps an artifact, over what is there; text is masked.
 *
 * @throws AppError as {@link resolveArtifactPath}, and INVALID_PARAMETER_VALUE for a path that names a root
 */
export async function putArtifact({
  services,
  input,
}: {
  services: ArtifactServices;
  input: ArtifactInput & { body: ReadableStream<Uint8Array> | Uint8Array; byteLength: number };
}): Promise<void> {
  const { path, experimentId } = resolveArtifactPath(input);
  if (!path.includes('/')) {
    throw new AppError('INVALID_PARAMETER_VALUE', 'Invalid path: expected a file within a folder.');
  }
  const { body, byteLength } = input;
  const experimentIds = experimentId === null ? [] : [experimentId];
  const masked = await maskFile({ path, body, byteLength }, (text) =>
    services.masking.maskText(text, experimentIds),
  );
  await services.artifacts.put(path, masked);
}

/**
 * The artifact.
 *
 * @throws AppError as {@link resolveArtifactPath}; RESOURCE_DOES_NOT_EXIST
 */
export async function getArtifact({
  services,
  input,
}: {
  services: ArtifactServices;
  input: ArtifactInput;
}): Promise<StoredArtifact> {
  const { path } = resolveArtifactPath(input);
  const artifact = await services.artifacts.get(path);
  if (artifact === null) throw noSuchArtifact(path);
  return artifact;
}

/**
 * What lies directly in a folder; of one that is not there, nothing.
 *
 * @throws AppError as {@link resolveArtifactPath}
 */
export async function listArtifacts({
  services,
  input,
}: {
  services: ArtifactServices;
  input: ArtifactInput;
}): Promise<ArtifactEntry[]> {
  return services.artifacts.list(resolveArtifactPath(input).path);
}

/**
 * Deletes an artifact, or a folder with all in it; what is not there is deleted already.
 *
 * @throws AppError as {@link resolveArtifactPath}
 */
export async function deleteArtifact({
  services,
  input,
}: {
  services: ArtifactServices;
  input: ArtifactInput;
}): Promise<void> {
  const { path } = resolveArtifactPath(input);
  if (!path.includes('/')) {
    throw new AppError('INVALID_PARAMETER_VALUE', 'Invalid path: expected a file within a folder.');
  }
  await services.artifacts.delete(path);
}

/** The failure for a path that names nothing. */
export function noSuchArtifact(path: string): AppError {
  return new AppError('RESOURCE_DOES_NOT_EXIST', `There is no artifact at '${path.slice(0, 300)}'.`);
}
