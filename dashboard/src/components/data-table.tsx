/** A plain table for what fits a screen or a few: keys, datasets, breakdowns. The table of traces is another. */
import type { ReactNode } from 'react';

/** A column: its head, how a cell looks. */
export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  /** Its cells hold buttons or fields, which bring a height of their own. */
  controls?: boolean;
}

interface DataTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  /** What changes a row, in a last column; absent where who is signed in may change none. */
  change?: ((row: Row) => ReactNode) | undefined;
  rows: Row[];
  keyOf: (row: Row, index: number) => string;
}

export function DataTable<Row>({ label, columns: facts, change, rows, keyOf }: DataTableProps<Row>) {
  const columns: Column<Row>[] =
    change === undefined ? facts : [...facts, { head: 'Change', controls: true, cell: change }];
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={label}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            {columns.map(({ head, numeric }) => (
              <th
                key={head}
                scope="col"
                className={`px-3 py-1.5 font-medium whitespace-nowrap first:pl-4 last:pr-4 ${numeric ? 'text-right' : ''}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)} className="border-b border-line last:border-0 hover:bg-wash">
              {columns.map(({ head, cell, numeric, controls }) => (
                <td
                  key={head}
                  className={`px-3 align-top first:pl-4 last:pr-4 ${controls ? '' : 'py-1.5'} ${numeric ? 'numeric text-right whitespace-nowrap' : ''}`}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
