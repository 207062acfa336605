/** A scorer in the registry: MLflow's ScorerVersion entity and its online scoring configuration, in camelCase. */

/** One version of a registered scorer. Times are Unix milliseconds. */
export interface RegisteredScorer {
  scorerId: string;
  experimentId: string;
  name: string;
  /** From 1. */
  version: number;
  /** MLflow's serialised form, as it was registered. */
  serialized: string;
  createdAtMs: number;
}

/** How many traces a scorer judges as they come. */
export interface SamplingConfig {
  samplingId: string;
  scorerId: string;
  experimentId: string;
  /** 0 to 1. */
  sampleRate: number;
  /** A trace filter; null is every trace. */
  filter: string | null;
}

/** A scorer that judges traces as they come: its newest version. */
export interface SampledScorer extends RegisteredScorer {
  sampleRate: number;
  filter: string | null;
  /** The only experiment that whoever set it up may see; null is all. */
  sampledWithin: string | null;
}
