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

/** What a retention run did. */
export interface ExpiryResult {
  deletedTraces: number;
  /** True when the batch was full and another run has more to do. */
  more: boolean;
}

/** Storage of traces. All writes are idempotent by trace and span id. */
export interface TraceStore {
  /**
   * Writes traces with their spans. A trace that exists gains the new spans; spans already there are left unchanged,
   * and sums are made over the spans kept, so a redelivered write changes nothing. Facts of the root span outrank those
   * of other spans whatever comes first; null overwrites nothing; a tag or metadata key that is there stays.
   */
  write(traces: Trace[]): Promise<void>;
  /**
   * States traces as a whole, without spans: what a client says when its trace has ended. It outranks what spans told
   * before or tell later, in any order; null overwrites nothing; other tags and metadata stay. Assessments are left out.
   */
  writeInfos(infos: TraceInfo[]): Promise<void>;
  /** Links traces to prompt versions and runs; a trace may still be on its way, then the link joins it. */
  link(links: TraceLink[]): Promise<void>;
  /** The trace with all content, or null. Spans in start order. */
  get(traceId: string): Promise<Trace | null>;
  /** The traces with all content, in the order asked for; unknown ids are left out. */
  getMany(traceIds: string[]): Promise<Trace[]>;
  /** The trace without content, or null. */
  getInfo(traceId: string): Promise<TraceInfo | null>;
  /** The traces without content, in the order asked for; unknown ids are left out. */
  getInfos(traceIds: string[]): Promise<TraceInfo[]>;
  /** The experiment a trace lies in, or null when it has not come. */
  getExperimentId(traceId: string): Promise<string | null>;
  search(query: TraceQuery): Promise<TracePage>;
  /** Deletes index rows, which makes the content unreadable at once. Returns how many traces there were. */
  delete(traceIds: string[]): Promise<number>;
  /** Sets a tag; the trace may still be on its way, then the tag joins it. */
  setTag(traceId: string, key: string, value: string): Promise<void>;
  deleteTag(traceId: string, key: string): Promise<void>;
  /** Deletes up to `batchSize` traces of the experiment that began before `beforeMs`. */
  expire(experimentId: string, beforeMs: number, batchSize: number): Promise<ExpiryResult>;
  /** Deletes tags set before `beforeMs` whose trace never came. Returns how many there were. */
  expireEarlyTags(beforeMs: number): Promise<number>;
  /** Deletes up to `batchSize` links made before `beforeMs` whose trace never came. Returns how many there were. */
  expireEarlyLinks(beforeMs: number, batchSize: number): Promise<number>;
  /** Ids of the experiments that have traces, whether or not the registry knows them. */
  listExperimentIds(): Promise<string[]>;
  /** Notes models that could not be priced. */
  noteUnpriced(models: { provider: string; model: string }[]): Promise<void>;
  listUnpriced(): Promise<{ provider: string; model: string; lastSeenAtMs: number }[]>;
  /** Size of the index in bytes, as the database reports it. */
  sizeBytes(): Promise<number>;
  /** How many traces there are and how fast they come, about. */
  readPace(nowMs: number): Promise<IndexPace>;
}
