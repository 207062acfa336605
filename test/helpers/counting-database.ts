/** A database that counts the rows it reads. */
export function counting(database: D1Database, count: { rowsRead: number }): D1Database {
  const note = <Result extends D1Result>(result: Result): Result => {
    count.rowsRead += result.meta.rows_read;
    return result;
  };
  const real = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const counted = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all: async () => note(await statement.all()),
      run: async () => note(await statement.run()),
      async first(column?: string) {
        const [row] = note(await statement.all()).results;
        return row === undefined ? null : column === undefined ? row : row[column];
      },
    } as unknown as D1PreparedStatement;
    real.set(counted, statement);
    return counted;
  };
  return {
    prepare: (sql: string) => wrap(database.prepare(sql)),
    async batch(statements: D1PreparedStatement[]) {
      const results = await database.batch(statements.map((one) => real.get(one) ?? one));
      for (const result of results) note(result);
      return results;
    },
  } as unknown as D1Database;
}
