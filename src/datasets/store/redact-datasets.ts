/** A store of datasets that masks their tags; records are masked before their identity is taken (`merge-records.ts`). */
import type { ContentMasking } from '../../redaction/content-masking.ts';
import type { DatasetStore } from './dataset-store.ts';

/** The store, masking. It rejects when the rules cannot be read. */
export function redactDatasets(store: DatasetStore, masking: ContentMasking): DatasetStore {
  return {
    ...store,
    async insert(dataset) {
      const tags = await masking.maskTexts(dataset.tags, dataset.experimentIds);
      await store.insert({ ...dataset, tags });
    },
    async setTags(datasetId, tags, atMs) {
      const dataset = await store.get(datasetId);
      const masked = await masking.maskTexts(tags, dataset?.experimentIds ?? []);
      await store.setTags(datasetId, masked, atMs);
    },
  };
}
