/**
 * Triggers that mark the minutes in which something changed of what {@link RollupStore} counts, in the transaction that
 * changes it, whoever writes. Each is one statement on one line, made through the binding: other ways to the database cut
 * statements at their semicolons.
 */

/** Columns of a trace that are counted, or say where it is counted. */
const COUNTED = [
  'experiment_id',
  'request_time_ms',
  'end_time_ms',
  'state',
  'duplicate_of',
  'total_cost_usd',
  'unpriced_spans',
  'estimated_tokens',
  'total_tokens',
  'input_tokens',
  'output_tokens',
];

/** Verdicts that stand are decided by these. */
const SAID = [
  'experiment_id',
  'request_time_ms',
  'name',
  'value',
  'numeric_value',
  'error',
  'metadata',
  'valid',
  'overrides',
];

/** Marks the minutes of the rows selected, where somebody counts. A conflict clause would give way to the writer's own. */
function mark(rows: string): string {
  return `INSERT INTO rollup_marks (experiment_id, minute_ms) SELECT DISTINCT c.experiment_id, c.at_ms / 60000 * 60000 FROM (${rows}) AS c WHERE c.experiment_id IN (SELECT experiment_id FROM rollup_watch) AND NOT EXISTS (SELECT 1 FROM rollup_marks AS m WHERE m.experiment_id = c.experiment_id AND m.minute_ms = c.at_ms / 60000 * 60000)`;
}

const own = (row: 'OLD' | 'NEW'): string =>
  `SELECT ${row}.experiment_id AS experiment_id, ${row}.request_time_ms AS at_ms`;
/** A trace by its id, and the one that counts for it. */
const traceOf = (id: string): string =>
  `SELECT experiment_id, request_time_ms AS at_ms FROM traces WHERE trace_id = ${id}`;
const countingFor = (id: string): string =>
  traceOf(`(SELECT duplicate_of FROM traces WHERE trace_id = ${id})`);
const union = (...selects: string[]): string => selects.join(' UNION ALL ');
const changed = (columns: readonly string[]): string =>
  columns.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ');

const bodies = {
  rollup_trace_made: `AFTER INSERT ON traces BEGIN ${mark(union(own('NEW'), traceOf('NEW.duplicate_of')))}; END`,
  rollup_trace_changed: `AFTER UPDATE OF ${COUNTED.join(', ')} ON traces WHEN ${changed(COUNTED)} BEGIN ${mark(
    union(own('OLD'), own('NEW'), traceOf('OLD.duplicate_of'), traceOf('NEW.duplicate_of')),
  )}; END`,
  rollup_trace_gone: `AFTER DELETE ON traces BEGIN ${mark(union(own('OLD'), traceOf('OLD.duplicate_of')))}; END`,
  rollup_verdict_made: `AFTER INSERT ON assessments BEGIN ${mark(
    union(own('NEW'), traceOf('NEW.trace_id'), countingFor('NEW.trace_id')),
  )}; END`,
  rollup_verdict_changed: `AFTER UPDATE OF ${SAID.join(', ')} ON assessments WHEN ${changed(SAID)} BEGIN ${mark(
    union(own('OLD'), own('NEW'), traceOf('NEW.trace_id'), countingFor('NEW.trace_id')),
  )}; END`,
  rollup_verdict_gone: `AFTER DELETE ON assessments BEGIN ${mark(
    union(own('OLD'), traceOf('OLD.trace_id'), countingFor('OLD.trace_id')),
  )}; END`,
};

/** Statements that make them; what is there stays. */
export const makeTriggers = Object.entries(bodies).map(
  ([name, body]) => `CREATE TRIGGER IF NOT EXISTS ${name} ${body}`,
);

/** Statements that drop them. */
export const dropTriggers = Object.keys(bodies).map((name) => `DROP TRIGGER IF EXISTS ${name}`);
