/** A store of experiments that keeps no credential in what is said of one. Names stay: experiments are found by them. */
import { redactTags } from '../../core/redaction.ts';
import type { ExperimentStore } from './experiment-store.ts';

/** The store, with tags that hold no credential. */
export function redactExperiments(store: ExperimentStore): ExperimentStore {
  return {
    ...store,
    create: (name, atMs, tags) =>
      tags === undefined ? store.create(name, atMs) : store.create(name, atMs, redactTags(tags)),
    update: (experimentId, { tags, ...changes }, atMs) =>
      store.update(experimentId, tags === undefined ? changes : { ...changes, tags: redactTags(tags) }, atMs),
    patchTags: (experimentId, tags, atMs) => store.patchTags(experimentId, redactTags(tags), atMs),
  };
}
