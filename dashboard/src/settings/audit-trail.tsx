/** The trail: who changed what, when and from where. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../api/call.ts';
import { auditQuery } from '../api/queries.ts';
import type { AuditEntry } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatCount, formatFullTime, formatTime } from '../format/format.ts';

/** What was changed, and how the API names it. */
const objects = [
  ['key', 'Keys'],
  ['session', 'Sign-ins'],
  ['experiment', 'Experiments'],
  ['trace', 'Traces'],
  ['dataset', 'Datasets'],
  ['prompt', 'Prompts'],
  ['prompt_version', 'Versions of prompts'],
  ['prompt_alias', 'Aliases of prompts'],
  ['scorer', 'Scorers'],
  ['evaluation', 'Evaluations'],
  ['labeling_session', 'Labeling sessions'],
  ['review_link', 'Review links'],
  ['redaction_rule', 'Redaction rules'],
  ['feedback_token', 'Feedback tokens'],
] as const;

const actors = {
  admin: 'the admin key',
  open: 'this machine, without a key',
  nobody: 'nobody we know',
} as const;

const columns: Column<AuditEntry>[] = [
  {
    head: 'When',
    cell: ({ time }) => (
      <time className="whitespace-nowrap" dateTime={time} title={formatFullTime(time)}>
        {formatTime(time)}
      </time>
    ),
  },
  { head: 'Who', cell: ({ actor }) => nameOf(actor) },
  { head: 'What', cell: ({ action, count }) => <What action={action} count={count} /> },
  { head: 'To what', cell: ({ target }) => <Target target={target} /> },
  {
    head: 'From',
    cell: ({ address, user_agent: agent }) => <span title={agent ?? undefined}>{address ?? '–'}</span>,
  },
];

export function AuditTrail() {
  const [object, setObject] = useState('');
  const [actor, setActor] = useState('');
  const filter = { action: object, actor: actor.trim() };
  const trail = useInfiniteQuery(auditQuery(filter));
  const entries = trail.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <div>
      <div className="flex flex-wrap items-end gap-3 px-4 py-2">
        <Field label="What">
          <Select value={object} onChange={({ target }) => setObject(target.value)}>
            <option value="">Everything</option>
            {objects.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Who">
          <Input
            placeholder="key-… or admin"
            maxLength={100}
            value={actor}
            onChange={({ target }) => setActor(target.value)}
          />
        </Field>
        <a
          className="ml-auto flex h-8 items-center gap-1.5 rounded-md border border-line-strong px-2.5 text-sm"
          href={addressOf('/api/v1/audit', { ...filter, format: 'ndjson' })}
          download="weir-audit.ndjson"
        >
          <Download size={15} aria-hidden /> Export
        </a>
      </div>
      {trail.isError && <Failure cause={trail.error} onRetry={() => void trail.refetch()} />}
      {trail.isPending && <Skeleton />}
      {trail.isSuccess && entries.length === 0 && <Empty title="Nothing was changed" />}
      {entries.length > 0 && (
        <DataTable label="Audit" columns={columns} rows={entries} keyOf={({ entry_id: id }) => String(id)} />
      )}
      {trail.hasNextPage && (
        <div className="px-4 py-2">
          <Button disabled={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}

function nameOf({ kind, key_id: keyId, key_name: keyName }: AuditEntry['actor']): string {
  return kind === 'key' ? (keyName ?? keyId ?? 'a key') : actors[kind];
}

function What({ action, count }: { action: string; count: number }) {
  return (
    <span className="whitespace-nowrap">
      <code className="text-xs">{action}</code>
      {count > 1 && ` × ${formatCount(count)}`}
    </span>
  );
}

function Target({ target }: { target: AuditEntry['target'] }) {
  return (
    <span className="text-xs wrap-anywhere">
      {Object.entries(target)
        .map(([name, value]) => `${name} ${value}`)
        .join(' · ')}
    </span>
  );
}
