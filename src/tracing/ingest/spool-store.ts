/** The spool in R2. Keys sort by time, so the oldest comes first. */
import type { Spool } from './ports.ts';

const PREFIX = 'spool/';

/** The spool in a bucket. */
export function createR2Spool(bucket: R2Bucket): Spool {
  return {
    async put(key, bytes, reason = '') {
      await bucket.put(PREFIX + key, bytes, { customMetadata: { reason } });
    },
    async get(key) {
      const object = await bucket.get(PREFIX + key);
      return object === null ? null : new Uint8Array(await object.arrayBuffer());
    },
    async delete(keys) {
      await bucket.delete(keys.map((key) => PREFIX + key));
    },
    async list(prefix, cursor) {
      const page = await bucket.list({
        prefix: PREFIX + prefix,
        include: ['customMetadata'],
        ...(cursor === null ? {} : { cursor }),
      });
      return {
        items: page.objects.map((object) => ({
          key: object.key.slice(PREFIX.length),
          storedAtMs: object.uploaded.getTime(),
          reason: object.customMetadata?.reason ?? '',
          byteLength: object.size,
        })),
        cursor: page.truncated ? page.cursor : null,
      };
    },
  };
}
