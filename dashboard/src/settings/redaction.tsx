/** Rules that mask what is about to be stored: what holds, for whom, and how to change it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { experimentsQuery, redactionRulesQuery } from '../api/queries.ts';
import type { Experiment, RedactionRule } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Card } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { detectorLabels } from './redaction-draft.ts';
import { RedactionEditor } from './redaction-editor.tsx';
import { RedactionTester } from './redaction-tester.tsx';

export function Redaction() {
  const rules = useQuery(redactionRulesQuery);
  const { data: experiments = [] } = useQuery(experimentsQuery);
  const [editing, setEditing] = useState<RedactionRule | 'new' | null>(null);
  const [deleting, setDeleting] = useState<RedactionRule | null>(null);
  const mayChange = useMay('admin');
  const add = mayChange && (
    <Button look="primary" icon={<Plus size={15} />} onClick={() => setEditing('new')}>
      New rule
    </Button>
  );
  const change = (rule: RedactionRule) => (
    <span className="flex gap-2">
      <Button onClick={() => setEditing(rule)}>Edit</Button>
      <Button look="danger" onClick={() => setDeleting(rule)}>
        Delete
      </Button>
    </span>
  );
  return (
    <div className="space-y-4 p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-2xl text-sm text-muted">
          What a rule finds is replaced before a trace or feedback is stored: in messages, tool calls,
          attributes, previews and comments. Callers and providers see every byte as it was. What is stored
          already stays.
        </p>
        {rules.data !== undefined && rules.data.length > 0 && add}
      </div>
      {rules.isError && <Failure cause={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.isPending && <Skeleton />}
      {rules.data?.length === 0 && (
        <Empty title="Everything is stored as it was said" action={add}>
          Rules mask mail addresses, card numbers, keys, what a pattern of yours finds, or members by name.
        </Empty>
      )}
      {rules.data !== undefined && rules.data.length > 0 && (
        <>
          <Card flush>
            <DataTable
              label="Redaction rules"
              rows={rules.data}
              keyOf={({ rule_id: id }) => id}
              columns={columnsFor({ experiments, mayChange })}
              change={mayChange ? change : undefined}
            />
          </Card>
          <Card title="Try the rules that hold">
            <RedactionTester masks={null} />
          </Card>
        </>
      )}
      {editing !== null && (
        <RedactionEditor
          rule={editing === 'new' ? null : editing}
          experiments={experiments}
          onClose={() => setEditing(null)}
        />
      )}
      {deleting !== null && <DeleteRule rule={deleting} onClose={() => setDeleting(null)} />}
    </div>
  );
}

interface ColumnOptions {
  experiments: Experiment[];
  mayChange: boolean;
}

function columnsFor({ experiments, mayChange }: ColumnOptions): Column<RedactionRule>[] {
  return [
    { head: 'Rule', cell: ({ name }) => <span className="font-medium table-name">{name}</span> },
    { head: 'Masks', cell: (rule) => <MasksSummary rule={rule} /> },
    {
      head: 'Experiment',
      cell: ({ experiment_id: id }) =>
        id === null ? 'all' : (experiments.find((one) => one.experiment_id === id)?.name ?? id),
    },
    {
      head: 'On',
      cell: (rule) => (mayChange ? <Toggle rule={rule} /> : <Badge>{rule.enabled ? 'on' : 'off'}</Badge>),
    },
  ];
}

function MasksSummary({ rule: { masks, includes_identifiers: identifiers } }: { rule: RedactionRule }) {
  return (
    <span className="flex flex-wrap items-center gap-1">
      {masks.type === 'detectors' &&
        masks.detectors.map((kind) => <Badge key={kind}>{detectorLabels[kind]}</Badge>)}
      {masks.type === 'attributes' && masks.names.map((name) => <Badge key={name}>“{name}”</Badge>)}
      {masks.type === 'pattern' && <code className="text-xs wrap-anywhere">{masks.pattern}</code>}
      {masks.type !== 'detectors' && <span className="text-xs text-muted">→ [{masks.marker}]</span>}
      {identifiers && <span className="text-xs text-muted">also user, session, request id</span>}
    </span>
  );
}

function Toggle({ rule }: { rule: RedactionRule }) {
  const client = useQueryClient();
  // The switch moves at once, and back when the change fails.
  const [wanted, setWanted] = useState<boolean | null>(null);
  const change = useMutation({
    mutationFn: (enabled: boolean) =>
      call(`/api/v1/redaction-rules/${rule.rule_id}`, { method: 'PATCH', body: { enabled } }),
    onSuccess: () => client.invalidateQueries({ queryKey: redactionRulesQuery.queryKey }),
    onSettled: () => setWanted(null),
  });
  return (
    <>
      <input
        type="checkbox"
        role="switch"
        className="accent-accent"
        aria-label={`${rule.name} is on`}
        checked={wanted ?? rule.enabled}
        disabled={wanted !== null}
        onChange={({ target }) => {
          setWanted(target.checked);
          change.mutate(target.checked);
        }}
      />
      {change.isError && <Failure cause={change.error} />}
    </>
  );
}

function DeleteRule({ rule, onClose }: { rule: RedactionRule; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(`/api/v1/redaction-rules/${rule.rule_id}`, { method: 'DELETE' }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: redactionRulesQuery.queryKey });
      onClose();
    },
  });
  return (
    <Dialog title={`Delete “${rule.name}”?`} onClose={onClose}>
      <p className="mb-4 text-sm">
        What comes from now on is stored without it. What it masked stays masked: nobody kept it.
      </p>
      {remove.isError && <Failure cause={remove.error} />}
      <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
        Delete
      </Button>
    </Dialog>
  );
}
