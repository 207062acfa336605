/**
 * What a filter says, as data: MLflow's search grammar for traces (mlflow/utils/search_utils.py, SearchTraceUtils) after
 * parsing. Conditions are joined by AND; aliases and older spellings are resolved.
 */

/** What a condition looks at. */
export type Field =
  /** A text of the trace itself. `run_id` also sees the runs a trace is linked to. */
  | { of: 'trace'; name: 'request_id' | 'client_request_id' | 'status' | 'name' | 'run_id' }
  /** A fact that only our own parameters ask for. */
  | { of: 'column'; name: 'provider' | 'model' }
  /** Milliseconds. */
  | { of: 'number'; name: 'timestamp_ms' | 'execution_time_ms' | 'end_time_ms' }
  | { of: 'tag'; key: string }
  | { of: 'metadata'; key: string }
  /** All conditions on spans hold on the same span. */
  | { of: 'span'; name: 'name' | 'type' | 'status' }
  | { of: 'span_attribute'; key: string }
  /** The previews. */
  | { of: 'content' }
  /** Valid assessments of that name, those on the whole session included. */
  | { of: 'feedback' | 'expectation'; name: string }
  /** Prompt versions, `name/version`. */
  | { of: 'prompt' };

/** What must hold of it. Patterns: `%` is any text, `_` any one character; RLIKE is a regular expression (RE2). */
export type Test =
  | { operator: '=' | '!='; value: string | number }
  | { operator: '<' | '<=' | '>' | '>='; value: number }
  | { operator: 'LIKE' | 'ILIKE' | 'RLIKE'; pattern: string }
  | { operator: 'IN' | 'NOT IN'; values: string[] }
  | { operator: 'IS NULL' | 'IS NOT NULL' };

/** Any of the grammar's operators. */
export type Operator = Test['operator'];

/** One condition. */
export interface Condition {
  field: Field;
  test: Test;
}

/** What traces are sorted by. Nulls come last either way. */
export interface OrderKey {
  field:
    | { of: 'trace'; name: 'experiment_id' | 'status' | 'request_id' | 'name' | 'run_id' }
    | Extract<Field, { of: 'number' | 'tag' | 'metadata' }>;
  descending: boolean;
}

/** Why a text is no filter: where, and what would have been. */
export interface SyntaxFault {
  /** Characters before the place, from 0. */
  position: number;
  expected: string;
  /** What stands there instead; empty at the end. */
  found: string;
}

/** Bad input is ordinary here: parsers answer with a value. */
export type Parsed<Value> = { ok: true; value: Value } | { ok: false; fault: SyntaxFault };
