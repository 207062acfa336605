/** A store of runs that masks what it is given, by the rules of the run's experiment. */
import { redactSecrets } from '../../core/redaction.ts';
import type { ContentMasking } from '../../redaction/content-masking.ts';
import type { RunDataset } from '../run.ts';
import type { RunStore } from './run-store.ts';

/** The store, masking names, parameters, tags, and where datasets are from. It rejects when the rules cannot be read. */
export function redactRuns(store: RunStore, masking: ContentMasking): RunStore {
  const within = async (runId: string): Promise<string[]> => {
    const run = await store.get(runId);
    return run === null ? [] : [run.experimentId];
  };
  const maskDataset = async (dataset: RunDataset, experimentIds: string[]): Promise<RunDataset> => ({
    ...dataset,
    name: await masking.maskText(dataset.name, experimentIds),
    source: await masking.maskText(dataset.source, experimentIds),
    schema: dataset.schema === null ? null : await masking.maskText(dataset.schema, experimentIds),
    profile: dataset.profile === null ? null : await masking.maskText(dataset.profile, experimentIds),
    tags: await masking.maskTexts(dataset.tags, experimentIds),
  });
  const maskDatasets = (datasets: RunDataset[], experimentIds: string[]): Promise<RunDataset[]> =>
    Promise.all(datasets.map((dataset) => maskDataset(dataset, experimentIds)));
  return {
    ...store,
    async create(run) {
      const experimentIds = [run.experimentId];
      await store.create({
        ...run,
        name: await masking.maskText(run.name, experimentIds),
        params: await masking.maskTexts(run.params, experimentIds),
        tags: await masking.maskTexts(run.tags, experimentIds),
        datasets: await maskDatasets(run.datasets, experimentIds),
      });
    },
    async update(runId, changes) {
      const { name } = changes;
      const masked = name === undefined ? {} : { name: await masking.maskText(name, await within(runId)) };
      await store.update(runId, { ...changes, ...masked });
    },
    async log(runId, batch) {
      const hasTexts = Object.keys(batch.params).length + Object.keys(batch.tags).length > 0;
      const experimentIds = hasTexts ? await within(runId) : [];
      await store.log(runId, {
        ...batch,
        metrics: batch.metrics.map((metric) => ({ ...metric, key: redactSecrets(metric.key) })),
        params: hasTexts ? await masking.maskTexts(batch.params, experimentIds) : batch.params,
        tags: hasTexts ? await masking.maskTexts(batch.tags, experimentIds) : batch.tags,
      });
    },
    async link(runId, links) {
      const { datasets } = links;
      const masked = datasets.length === 0 ? datasets : await maskDatasets(datasets, await within(runId));
      await store.link(runId, { ...links, datasets: masked });
    },
  };
}
