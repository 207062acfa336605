/** A list of the quality page, and the dialog that makes a new one of its kind in an experiment. */
import type { UseQueryResult } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useMay } from '../api/use-may.ts';
import { Button } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';

interface ListWithNewProps<Row> {
  label: string;
  query: UseQueryResult<Row[]>;
  columns: Column<Row>[];
  /** What changes a row. */
  change: (row: Row) => ReactNode;
  keyOf: (row: Row) => string;
  /** What is said while there are none: a title, and what they are for. */
  emptyTitle: string;
  emptyText: ReactNode;
  newLabel: string;
  /** Where a new one is made; undefined while that is not known. */
  experiment: string | undefined;
  /** The dialog; `close` ends it. */
  dialog: (experiment: string, close: () => void) => ReactNode;
}

export function ListWithNew<Row>(props: ListWithNewProps<Row>) {
  const { label, query, columns, change, keyOf, emptyTitle, emptyText, newLabel, experiment, dialog } = props;
  const [adding, setAdding] = useState(false);
  const mayWrite = useMay('write');
  const add = mayWrite && (
    <Button
      look="primary"
      icon={<Plus size={15} />}
      disabled={experiment === undefined}
      onClick={() => setAdding(true)}
    >
      {newLabel}
    </Button>
  );
  const isEmpty = query.isSuccess && query.data.length === 0;
  return (
    <div>
      {query.isError && <Failure cause={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={6} />}
      {isEmpty && (
        <Empty title={emptyTitle} action={add}>
          {emptyText}
        </Empty>
      )}
      {query.isSuccess && !isEmpty && (
        <>
          {add && <div className="flex justify-end px-4 py-2">{add}</div>}
          <DataTable
            label={label}
            columns={columns}
            change={mayWrite ? change : undefined}
            rows={query.data}
            keyOf={keyOf}
          />
        </>
      )}
      {adding && experiment !== undefined && dialog(experiment, () => setAdding(false))}
    </div>
  );
}
