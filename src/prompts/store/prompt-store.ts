/** The port to where prompts are kept. */
import type {
  AliasArm,
  NewPromptVersion,
  Prompt,
  PromptAlias,
  PromptChanges,
  PromptVersion,
  VersionChanges,
} from '../prompt.ts';
import type { PromptReference } from '../prompt-reference.ts';

/** A version an alias leads to, with its share. */
export interface ResolvedArm {
  version: PromptVersion;
  weight: number;
}

/** How a deletion went: `aliased` means an alias leads there, and nothing was deleted. */
export type Deletion = 'deleted' | 'missing' | 'aliased';

/** A page of a search: rows are passed over and counted, newest first. */
export interface PageOf {
  offset: number;
  limit: number;
}

/** Storage of prompts. Names and aliases arrive checked. */
export interface PromptStore {
  /** Creates a prompt, over one that was deleted; null when there is one. */
  create(
    prompt: { name: string; description: string | null; tags: Record<string, string> },
    atMs: number,
  ): Promise<Prompt | null>;
  get(name: string): Promise<Prompt | null>;
  /** All prompts, by name. */
  list(): Promise<Prompt[]>;
  /** Null when there is none. */
  update(name: string, changes: PromptChanges, atMs: number): Promise<Prompt | null>;
  /** Deletes a prompt with its versions, unless an alias leads to one of them. */
  delete(name: string, atMs: number): Promise<Deletion>;
  /** Adds a version under the next number; concurrent calls get distinct numbers. Null when there is no such prompt. */
  addVersion(version: NewPromptVersion, atMs: number): Promise<PromptVersion | null>;
  getVersion(name: string, version: number): Promise<PromptVersion | null>;
  /** The versions of a prompt, highest first. */
  listVersions(name: string, page: PageOf): Promise<PromptVersion[]>;
  /** Null when there is none. */
  updateVersion(
    name: string,
    version: number,
    changes: VersionChanges & { atMs: number },
  ): Promise<PromptVersion | null>;
  deleteVersion(name: string, version: number): Promise<Deletion>;
  /** Points an alias at versions, all at once; null when one of them does not exist. */
  setAlias(
    name: string,
    alias: { alias: string; arms: AliasArm[] },
    atMs: number,
  ): Promise<PromptAlias | null>;
  /** False when there was none. */
  deleteAlias(name: string, alias: string): Promise<boolean>;
  /** The versions a reference leads to, in one query; empty when it leads nowhere. */
  resolve(reference: PromptReference): Promise<ResolvedArm[]>;
}
