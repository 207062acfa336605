/** The port to where scorers are registered. One contract suite runs against every implementation. */
import type { RegisteredScorer, SampledScorer, SamplingConfig } from '../registered-scorer.ts';

/** A scorer by its place in the registry. */
export interface ScorerName {
  experimentId: string;
  name: string;
}

/** Storage of scorers. */
export interface ScorerStore {
  /**
   * Adds a version, the first or the next; two callers at once get two versions. What samples the name runs it from now on:
   * a caller who may see one experiment alone has then set that up.
   */
  register(
    scorer: ScorerName & { serialized: string; within: string | null },
    atMs: number,
  ): Promise<RegisteredScorer>;
  /** The newest version of each scorer, by name; null is all experiments. */
  list(experimentId: string | null): Promise<RegisteredScorer[]>;
  /** All versions, oldest first; empty when there is no such scorer. */
  listVersions(scorer: ScorerName): Promise<RegisteredScorer[]>;
  /** One version; null for the newest. */
  get(scorer: ScorerName, version: number | null): Promise<RegisteredScorer | null>;
  /** Deletes one version, or all with their sampling; returns how many there were. */
  delete(scorer: ScorerName, version: number | null): Promise<number>;
  /** Sets rate, filter and who set them up; null when there is no such scorer. */
  setSampling(
    scorer: ScorerName,
    sampling: Pick<SampledScorer, 'sampleRate' | 'filter' | 'sampledWithin'>,
  ): Promise<SamplingConfig | null>;
  /** The configurations of these scorers; scorers without one are left out. */
  listSampling(scorerIds: readonly string[]): Promise<SamplingConfig[]>;
  /** The experiments that have a scorer of that name. */
  listExperimentsWith(name: string): Promise<string[]>;
  /** One version by the scorer's id. */
  getById(scorerId: string, version: number): Promise<RegisteredScorer | null>;
  /** Scorers whose rate is above zero, newest version of each. */
  listSampled(): Promise<SampledScorer[]>;
}
