/** A store of labeling sessions that masks what is said of them; their items are traces, which are masked themselves. */
import type { ContentMasking } from '../../redaction/content-masking.ts';
import type { LabelingStore } from './labeling-store.ts';

/** The store, masking. It rejects when the rules cannot be read. */
export function redactLabeling(store: LabelingStore, masking: ContentMasking): LabelingStore {
  const mask = async (text: string | null, experimentIds: string[]): Promise<string | null> =>
    text === null ? null : masking.maskText(text, experimentIds);
  return {
    ...store,
    async insertSession(session) {
      const description = await mask(session.description, [session.experimentId]);
      return store.insertSession({ ...session, description });
    },
    async updateSession(sessionId, changes, atMs) {
      if (changes.description === undefined) return store.updateSession(sessionId, changes, atMs);
      const session = await store.getSession(sessionId);
      const experimentIds = session === null ? [] : [session.experimentId];
      const description = await mask(changes.description, experimentIds);
      return store.updateSession(sessionId, { ...changes, description }, atMs);
    },
  };
}
