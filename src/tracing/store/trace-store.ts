/** The port to where traces are kept. One contract suite runs against every implementation; D1 and R2 are the default. */
import type { IndexPace } from '../../core/forecast-index.ts';
import type { Condition, OrderKey } from '../filter/condition.ts';
import type { PromptLink, Trace, TraceInfo, TraceState } from '../trace.ts';

/** What a search asks for; absent members do not restrict. Times are Unix milliseconds. */
export interface TraceQuery {
  experimentIds?: string[];
  /** Not in these, whatever `experimentIds` says. */
  withoutExperimentIds?: string[];
  /** Inclusive. */
  fromMs?: number;
  /** Exclusive. */
  toMs?: number;
  state?: TraceState;
  provider?: string;
  model?: string;
  session?: string;
  user?: string;
  tags?: Record<string, string>;
  /** Words that must all occur in the previews. */
  text?: string;
  /** Conditions of a filter; all must hold. */
  filter?: Condition[];
  /** Absent: newest first, then the smaller id. */
  orderBy?: OrderKey[];
  /** At most `limits.pageSize`. */
  pageSize: number;
  /** From the page before; opaque. */
  pageToken?: string;
}

/** A page in the order asked for. It may hold fewer traces than asked for, even none, and still name the next one. */
export interface TracePage {
  traces: TraceInfo[];
  /** Null on the last page. */
  nextPageToken: string | null;
}

/** A link of a trace to a prompt version or to a run. */
export interface TraceLink {
  traceId: string;
  to: { kind: 'prompt'; prompt: PromptLink } | { kind: 'run'; runId: string };
}

/** A tag of a trace. */
export interface TagReference {
  traceId: string;
  key: string;
  /** The only experiment that is meant; null is whichever owns the id. */
  within: string | null;
}

/** A model that was called in an experiment and has no price. */
export interface UnpricedModel {
  experimentId: string;
  provider: string;
  model: string;
}

/** What a retention run did. */
export interface ExpiryResult {
  deletedTraces: number;
  /** True when the batch was full and another run has more to do. */
  more: boolean;
}

/**
 * Storage of traces. All writes are idempotent by trace and span id.
 *
 * An id means a trace of one experiment. The first that writes it owns it; what another writes under the same id is a
 * trace of its own, kept under a new id. `within` is the experiment for which an id is asked: there it means that
 * experiment's trace, whichever id it is kept under, and never another's. Null means the trace that is kept under the id.
 */
export interface TraceStore {
  /**
   * Writes traces with their spans. A trace that exists gains the new spans; spans already there are left unchanged,
   * and sums are made over the spans kept, so a redelivered write changes nothing. Facts of the root span outrank those
   * of other spans whatever comes first; null overwrites nothing; a tag or metadata key that is there stays.
   *
   * @returns the traces as they are kept, in their order: where another experiment owns the id, under one of their own
   */
  write(traces: Trace[]): Promise<Trace[]>;
  /**
   * States traces as a whole, without spans: what a client says when its trace has ended. It outranks what spans told
   * before or tell later, in any order; null overwrites nothing; other tags and metadata stay. Assessments are left out.
   *
   * @returns as {@link TraceStore.write}
   */
  writeInfos(infos: TraceInfo[]): Promise<TraceInfo[]>;
  /** Links traces to prompt versions and runs; a trace may still be on its way, then the link joins it. */
  link(links: TraceLink[], within: string | null): Promise<void>;
  /** The trace with all content, or null. Spans in start order. */
  get(traceId: string, within: string | null): Promise<Trace | null>;
  /** The traces with all content, in the order asked for; unknown ids are left out. */
  getMany(traceIds: string[], within: string | null): Promise<Trace[]>;
  /** The trace without content, or null. */
  getInfo(traceId: string, within: string | null): Promise<TraceInfo | null>;
  /** The traces without content, in the order asked for; unknown ids are left out. */
  getInfos(traceIds: string[], within: string | null): Promise<TraceInfo[]>;
  /** The experiment a trace lies in, or null when it has not come. */
  getExperimentId(traceId: string, within: string | null): Promise<string | null>;
  search(query: TraceQuery): Promise<TracePage>;
  /** Deletes index rows, which makes the content unreadable at once. Returns how many traces there were. */
  delete(traceIds: string[], within: string | null): Promise<number>;
  /** Sets a tag; the trace may still be on its way, then the tag joins it. */
  setTag(tag: TagReference, value: string): Promise<void>;
  deleteTag(tag: TagReference): Promise<void>;
  /** Deletes up to `batchSize` traces of the experiment that began before `beforeMs`. */
  expire(experimentId: string, beforeMs: number, batchSize: number): Promise<ExpiryResult>;
  /** Deletes tags set before `beforeMs` whose trace never came. Returns how many there were. */
  expireEarlyTags(beforeMs: number): Promise<number>;
  /** Deletes up to `batchSize` links made before `beforeMs` whose trace never came. Returns how many there were. */
  expireEarlyLinks(beforeMs: number, batchSize: number): Promise<number>;
  /** Ids of the experiments that have traces, whether or not the registry knows them. */
  listExperimentIds(): Promise<string[]>;
  /** Notes models that could not be priced. */
  noteUnpriced(models: UnpricedModel[]): Promise<void>;
  /** Those of an experiment, or of all; the last seen first. */
  listUnpriced(within: string | null): Promise<{ provider: string; model: string; lastSeenAtMs: number }[]>;
  /** Size of the index in bytes, as the database reports it. */
  sizeBytes(): Promise<number>;
  /** How many traces there are and how fast they come, about. */
  readPace(nowMs: number): Promise<IndexPace>;
}
