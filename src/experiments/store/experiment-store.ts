/** The port to where experiments are kept. */
import type { Experiment, ExperimentChanges } from '../experiment.ts';

/** Storage of experiments. */
export interface ExperimentStore {
  get(experimentId: string): Promise<Experiment | null>;
  getByName(name: string): Promise<Experiment | null>;
  /** All experiments, deleted ones too, newest first. */
  list(): Promise<Experiment[]>;
  /** Creates an experiment; null when the name is taken. */
  create(name: string, atMs: number, tags?: Record<string, string>): Promise<Experiment | null>;
  /**
   * Creates an experiment because a recorded call named it; null when the name is taken, or when the caller has made as
   * many that way as it may.
   */
  createNamed(name: string, asked: { atMs: number; by: string; most: number }): Promise<Experiment | null>;
  /** Changes an experiment; null when there is none. Rejects with RESOURCE_ALREADY_EXISTS when the name is taken. */
  update(experimentId: string, changes: ExperimentChanges, atMs: number): Promise<Experiment | null>;
  /** Sets tags and, where the value is null, removes them; other tags stay whatever others write meanwhile. */
  patchTags(experimentId: string, tags: Record<string, string | null>, atMs: number): Promise<void>;
}
