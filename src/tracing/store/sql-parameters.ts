/** Values of a statement that is put together from parts. Nothing that came from outside enters its text. */

/** A statement with the values of its numbered parameters. */
export interface Statement {
  sql: string;
  values: (string | number | null)[];
}

/** Collects the values of a statement. */
export interface Parameters {
  values: (string | number | null)[];
  /** Adds a value; returns its mark in the statement. Equal values share one: D1 takes a hundred. */
  add(value: string | number | null): string;
}

/** No values yet. */
export function createParameters(): Parameters {
  const values: (string | number | null)[] = [];
  return {
    values,
    add(value) {
      const index = values.indexOf(value);
      return `?${index === -1 ? values.push(value) : index + 1}`;
    },
  };
}
