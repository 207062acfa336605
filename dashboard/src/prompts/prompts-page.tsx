/** The prompts there are, and making a new one. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { promptsQuery } from '../api/queries.ts';
import type { Prompt } from '../api/types.ts';
import { useMayChangeShared } from '../api/use-may.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatTime } from '../format/format.ts';
import { VersionEditor } from './version-editor.tsx';

const columns: Column<Prompt>[] = [
  {
    head: 'Name',
    cell: ({ name }) => (
      <Link
        to="/prompts/$name"
        params={{ name }}
        className="font-medium table-name text-accent hover:underline"
      >
        {name}
      </Link>
    ),
  },
  { head: 'What it is for', cell: ({ description }) => <span className="text-muted">{description}</span> },
  { head: 'Latest', numeric: true, cell: ({ latest_version: latest }) => latest ?? '–' },
  {
    head: 'Aliases',
    cell: ({ aliases }) => (
      <span className="flex flex-wrap gap-1">
        {aliases.map(({ alias, split }) => (
          <Badge key={alias} tone="accent">
            {alias} → {split.map(({ version }) => version).join(' | ')}
          </Badge>
        ))}
      </span>
    ),
  },
  {
    head: 'Changed',
    cell: (prompt) => <span className="whitespace-nowrap">{formatTime(prompt.last_update_time)}</span>,
  },
];

export function PromptsPage() {
  const prompts = useQuery(promptsQuery);
  const [adding, setAdding] = useState(false);
  const newButton = useMayChangeShared() && (
    <Button look="primary" icon={<Plus size={15} />} onClick={() => setAdding(true)}>
      New prompt
    </Button>
  );
  return (
    <Page title="Prompts" actions={newButton}>
      {prompts.isError && <Failure cause={prompts.error} onRetry={() => void prompts.refetch()} />}
      {prompts.isPending && <Skeleton rows={8} />}
      {prompts.isSuccess && prompts.data.length === 0 && (
        <Empty title="No prompts yet">
          A prompt has versions, and names such as <code>production</code> that point at one, so that its text
          changes without a release.
        </Empty>
      )}
      {prompts.isSuccess && prompts.data.length > 0 && (
        <DataTable label="Prompts" columns={columns} rows={prompts.data} keyOf={({ name }) => name} />
      )}
      {adding && <VersionEditor name={null} base={null} onClose={() => setAdding(false)} />}
    </Page>
  );
}
