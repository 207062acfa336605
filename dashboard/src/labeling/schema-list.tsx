/** The questions of an experiment. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { LabelSchema } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/confirm.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { ExperimentField, useExperiment } from './experiment-field.tsx';
import { labelSchemasQuery } from './labeling-queries.ts';
import { describeInput } from './schema-draft.ts';
import { SchemaForm } from './schema-form.tsx';

interface SchemaListProps {
  named: string | undefined;
  onExperiment: (experiment: string) => void;
}

export function SchemaList({ named, onExperiment }: SchemaListProps) {
  const [experiment, remember] = useExperiment(named);
  return (
    <>
      <div className="max-w-64 px-4 py-2">
        <ExperimentField
          value={experiment}
          onChange={(value) => {
            remember(value);
            onExperiment(value);
          }}
        />
      </div>
      {experiment !== undefined && <Schemas experiment={experiment} />}
    </>
  );
}

function Schemas({ experiment }: { experiment: string }) {
  const mayWrite = useMay('write');
  const schemas = useQuery(labelSchemasQuery(experiment));
  const [editing, setEditing] = useState<LabelSchema | null>(null);
  const [deleting, setDeleting] = useState<LabelSchema | null>(null);
  if (schemas.isError) return <Failure cause={schemas.error} onRetry={() => void schemas.refetch()} />;
  if (schemas.isPending) return <Skeleton rows={6} />;
  const own = schemas.data.filter((schema) => !schema.is_default);
  if (own.length === 0) {
    return (
      <Empty title="No questions yet">
        A question is answered with pass or fail, a choice, a number or text. Its answers become assessments
        of its name. Without one, sessions ask for “Feedback” in words.
      </Empty>
    );
  }
  const columns: Column<LabelSchema>[] = [
    {
      head: 'Question',
      cell: ({ title, name, instruction }) => (
        <div className="max-w-prose min-w-48">
          <p className="font-medium wrap-anywhere">{title ?? name}</p>
          {instruction !== null && <p className="text-xs wrap-anywhere text-muted">{instruction}</p>}
        </div>
      ),
    },
    { head: 'Name', cell: ({ name }) => <code className="table-name text-xs">{name}</code> },
    {
      head: 'Says',
      cell: ({ type }) => (
        <Badge tone={type === 'EXPECTATION' ? 'accent' : 'plain'}>
          {type === 'EXPECTATION' ? 'what it should be' : 'how it was'}
        </Badge>
      ),
    },
    {
      head: 'Answered with',
      cell: (schema) => <span className="wrap-anywhere">{describeInput(schema)}</span>,
    },
    { head: 'Comment', cell: ({ enable_comment: on }) => (on ? 'yes' : 'no') },
  ];
  const change = (schema: LabelSchema) => (
    <span className="flex">
      <Button
        look="quiet"
        aria-label={`Edit ${schema.name}`}
        icon={<Pencil size={14} />}
        onClick={() => setEditing(schema)}
      />
      <Button
        look="quiet"
        aria-label={`Delete ${schema.name}`}
        icon={<Trash2 size={14} />}
        onClick={() => setDeleting(schema)}
      />
    </span>
  );
  return (
    <>
      <DataTable
        label="Questions"
        columns={columns}
        change={mayWrite ? change : undefined}
        rows={own}
        keyOf={({ schema_id: id }) => id}
      />
      {editing !== null && (
        <SchemaForm
          schema={editing}
          experiment={experiment}
          onClose={() => setEditing(null)}
          onSaved={() => setEditing(null)}
        />
      )}
      {deleting !== null && <DeleteSchema schema={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

function DeleteSchema({ schema, onClose }: { schema: LabelSchema; onClose: () => void }) {
  const client = useQueryClient();
  return (
    <Confirm
      title={`Delete ${schema.name}?`}
      verb="Delete for good"
      act={async () => {
        await call(`/api/v1/label-schemas/${schema.schema_id}`, { method: 'DELETE' });
        await client.invalidateQueries({ queryKey: ['label-schemas'] });
      }}
      onClose={onClose}
    >
      Sessions ask it no more. What was answered stays on the traces, as assessments.
    </Confirm>
  );
}
