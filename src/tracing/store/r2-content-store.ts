/** Content in an R2 bucket, under a folder per day: what is too old is found by its name, without an index. */
import { randomHex } from '../../core/ids.ts';
import type { ContentRange, ContentStore, SweepResult, WrittenContent } from './content-store.ts';

const FOLDER = 'content/v1/';

/** What the R2 store needs. */
export interface R2ContentStoreOptions {
  bucket: R2Bucket;
  /** Unix milliseconds; names the day's folder. */
  now: () => number;
}

/** Creates the content store on R2. */
export function createR2ContentStore({ bucket, now }: R2ContentStoreOptions): ContentStore {
  return {
    async write(pieces): Promise<WrittenContent> {
      const object = `${FOLDER}${dayOf(now())}/${randomHex(16)}`;
      const ranges: ContentRange[] = [];
      let length = 0;
      for (const piece of pieces) {
        ranges.push({ offset: length, length: piece.byteLength });
        length += piece.byteLength;
      }
      const bytes = new Uint8Array(length);
      for (const [index, piece] of pieces.entries()) bytes.set(piece, ranges[index]?.offset ?? 0);
      await bucket.put(object, bytes);
      return { object, ranges };
    },

    async read(object, range): Promise<Uint8Array | null> {
      const found = await bucket.get(object, { range });
      return found === null ? null : new Uint8Array(await found.arrayBuffer());
    },

    async sweep(beforeMs, batchSize): Promise<SweepResult> {
      const firstKept = `${FOLDER}${dayOf(beforeMs)}/`;
      // R2 lists in the order of names, so the oldest days come first.
      const page = await bucket.list({ prefix: FOLDER, limit: Math.min(batchSize, 1000) });
      const old = page.objects.map((object) => object.key).filter((key) => key < firstKept);
      if (old.length > 0) await bucket.delete(old);
      return { deletedObjects: old.length, more: page.truncated && old.length === page.objects.length };
    },
  };
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
