/**
 * The port to where content lies: opaque bytes, many pieces to one object, so that a batch of traces costs one write.
 * What the bytes mean is `content-piece.ts`; which piece belongs to which span, the trace store knows.
 */

/** Where one piece lies inside an object; bytes. */
export interface ContentRange {
  offset: number;
  length: number;
}

/** Pieces that were written together. */
export interface WrittenContent {
  /** Name of the object that holds them all. */
  object: string;
  /** One per piece, in the order given. */
  ranges: ContentRange[];
}

/** What a sweep did. */
export interface SweepResult {
  deletedObjects: number;
  /** True when another run has more to do. */
  more: boolean;
}

/** Storage of content. */
export interface ContentStore {
  /** Writes the pieces as one object. */
  write(pieces: Uint8Array[]): Promise<WrittenContent>;
  /** The bytes of one range, or null when the object is gone. */
  read(object: string, range: ContentRange): Promise<Uint8Array | null>;
  /** Deletes objects written on days before the one of `beforeMs` (Unix milliseconds), at most `batchSize` of them. */
  sweep(beforeMs: number, batchSize: number): Promise<SweepResult>;
}
