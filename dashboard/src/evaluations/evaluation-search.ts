/** What is looked at of an evaluation, as it stands in the address. */

/** The search. */
export interface EvaluationSearch {
  /** `rows` or `compare`. */
  view?: string | undefined;
  /** The evaluation it is compared with. */
  baseline?: string | undefined;
  /** The row that is open, by its number. */
  row?: number | undefined;
  /** Only rows that fail in this metric. */
  failing?: string | undefined;
}
