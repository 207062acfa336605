/**
 * A store of prompts that keeps no credential in what is said of one. Templates stay as they are: what an application sends
 * is not changed behind its back.
 */
import { redactSecrets, redactTags } from '../../core/redaction.ts';
import type { PromptStore } from './prompt-store.ts';

/** The store, with descriptions, commit messages and tags that hold no credential. */
export function redactPrompts(store: PromptStore): PromptStore {
  return {
    ...store,
    create: ({ description, tags, ...prompt }, atMs) =>
      store.create({ ...prompt, description: redactText(description), tags: redactTags(tags) }, atMs),
    update: (name, changes, atMs) => store.update(name, { ...changes, ...redactChanges(changes) }, atMs),
    addVersion: (version, atMs) =>
      store.addVersion(
        {
          ...version,
          commitMessage: redactText(version.commitMessage),
          tags: redactTags(version.tags),
        },
        atMs,
      ),
    updateVersion: (name, version, { commitMessage, ...changes }) =>
      store.updateVersion(name, version, {
        ...changes,
        ...redactChanges(changes),
        ...(commitMessage === undefined ? {} : { commitMessage: redactText(commitMessage) }),
      }),
  };
}

function redactText(text: string | null): string | null {
  return text === null ? null : redactSecrets(text);
}

interface Said {
  description?: string | null;
  tags?: Record<string, string | null>;
}

function redactChanges({ description, tags }: Said): Said {
  return {
    ...(description === undefined ? {} : { description: redactText(description) }),
    ...(tags === undefined ? {} : { tags: redactTags(tags) }),
  };
}
