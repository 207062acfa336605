/** The port to where artifacts are kept. Paths are those of `artifact-path.ts`. */

/** An artifact as it is read. */
export interface StoredArtifact {
  body: ReadableStream<Uint8Array>;
  sizeBytes: number;
}

/** An entry of a folder. */
export interface ArtifactEntry {
  /** Relative to the folder. */
  path: string;
  isFolder: boolean;
  /** Null for folders. */
  sizeBytes: number | null;
}

/** An artifact as a sweep sees it. */
export interface AgedArtifact {
  path: string;
  /** Unix milliseconds. */
  storedAtMs: number;
}

/** Storage of artifacts. */
export interface ArtifactStore {
  /** Keeps the body, over what is there. A stream must have a known length. */
  put(path: string, body: ReadableStream<Uint8Array> | Uint8Array): Promise<void>;
  get(path: string): Promise<StoredArtifact | null>;
  /** Entries directly in the folder, by name; at most some thousands. */
  list(folder: string): Promise<ArtifactEntry[]>;
  /** Deletes the artifact, or everything in the folder of that name. */
  delete(path: string): Promise<void>;
  /**
   * Artifacts in the order of their paths, a thousand at most, and whether there are more.
   *
   * @param after those behind this path; null is from the first
   */
  listAged(after: string | null): Promise<{ artifacts: AgedArtifact[]; more: boolean }>;
  deleteAll(paths: string[]): Promise<void>;
}

/** Where a sweep that looks at a part of all artifacts goes on. */
export interface SweepPlace {
  /** The path that was looked at last; null at the beginning. */
  get(): Promise<string | null>;
  set(after: string | null): Promise<void>;
}
