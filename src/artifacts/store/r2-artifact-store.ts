/** Artifacts in an R2 bucket, each as one object under its own path. */
import type { ArtifactEntry, ArtifactStore } from './artifact-store.ts';

const FOLDER = 'artifacts/v1/';
/** Pages of a listing, a thousand entries each. */
const MOST_PAGES = 10;

/** Creates the artifact store on R2. */
export function createR2ArtifactStore({ bucket }: { bucket: R2Bucket }): ArtifactStore {
  return {
    async put(path, body) {
      await bucket.put(FOLDER + path, body);
    },
    async get(path) {
      const object = await bucket.get(FOLDER + path);
      return object === null ? null : { body: object.body, sizeBytes: object.size };
    },
    async list(folder) {
      const prefix = folder === '' ? FOLDER : `${FOLDER}${folder}/`;
      const entries: ArtifactEntry[] = [];
      for await (const page of pagesOf(bucket, { prefix, delimiter: '/' })) {
        for (const { key, size } of page.objects) {
          entries.push({ path: key.slice(prefix.length), isFolder: false, sizeBytes: size });
        }
        for (const key of page.delimitedPrefixes) {
          entries.push({ path: key.slice(prefix.length, -1), isFolder: true, sizeBytes: null });
        }
      }
      return entries.toSorted((one, two) => (one.path < two.path ? -1 : 1));
    },
    async delete(path) {
      await bucket.delete(FOLDER + path);
      for await (const page of pagesOf(bucket, { prefix: `${FOLDER}${path}/` })) {
        const keys = page.objects.map(({ key }) => key);
        if (keys.length > 0) await bucket.delete(keys);
      }
    },
    async listAged(after) {
      const from = after === null ? {} : { startAfter: FOLDER + after };
      const page = await bucket.list({ prefix: FOLDER, ...from });
      const artifacts = page.objects.map(({ key, uploaded }) => ({
        path: key.slice(FOLDER.length),
        storedAtMs: uploaded.getTime(),
      }));
      return { artifacts, more: page.truncated };
    },
    async deleteAll(paths) {
      if (paths.length > 0) await bucket.delete(paths.map((path) => FOLDER + path));
    },
  };
}

async function* pagesOf(bucket: R2Bucket, options: R2ListOptions): AsyncGenerator<R2Objects> {
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await bucket.list(cursor === undefined ? options : { ...options, cursor });
    yield page;
    if (!page.truncated) return;
    cursor = page.cursor;
  }
}
