/** How the stores of scoring ask D1: one statement with bound values, its rows or how many it changed. */

/** Asks one database. */
export interface Statements {
  /** How many rows changed. */
  run: (sql: string, ...values: unknown[]) => Promise<number>;
  all: <Row>(sql: string, ...values: unknown[]) => Promise<Row[]>;
}

/** Statements of a database. */
export function statementsOf(database: D1Database): Statements {
  const prepare = (sql: string, values: unknown[]) => database.prepare(sql).bind(...values);
  return {
    run: async (sql, ...values) => (await prepare(sql, values).run()).meta.changes,
    all: async <Row>(sql: string, ...values: unknown[]) => (await prepare(sql, values).all<Row>()).results,
  };
}
