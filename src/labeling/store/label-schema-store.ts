/** The port to where label schemas are kept. One contract suite runs against every implementation. */
import type { LabelSchema } from '../label-schema.ts';

/** Storage of label schemas. */
export interface LabelSchemaStore {
  /** False when the experiment has a schema of that name. */
  insert(schema: LabelSchema): Promise<boolean>;
  get(schemaId: string): Promise<LabelSchema | null>;
  getByName(experimentId: string, name: string): Promise<LabelSchema | null>;
  /** Newest first. */
  list(experimentId: string, page: { offset: number; pageSize: number }): Promise<LabelSchema[]>;
  /**
   * Replaces what can change: name, title, instruction, comment, input, time of the last update.
   *
   * @returns false when another schema of the experiment has the name
   */
  update(schema: LabelSchema): Promise<boolean>;
  delete(schemaId: string): Promise<void>;
}
