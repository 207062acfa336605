/** Alerts: what is watched, whether it fires, and whom it tells. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { alertsQuery } from '../api/quality-queries.ts';
import type { Alert } from '../api/types.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/confirm.tsx';
import type { Column } from '../components/data-table.tsx';
import { formatTime } from '../format/format.ts';
import { describeRule } from './alert-words.ts';
import { ListWithNew } from './list-with-new.tsx';
import { NameInExperiment } from './name-in-experiment.tsx';
import { NewAlert } from './new-alert.tsx';
import type { QualitySearch } from './pass-rates.tsx';

interface AlertsProps {
  search: QualitySearch;
  /** Where a new one is made; undefined while that is not known. */
  experiment: string | undefined;
}

export function Alerts({ search, experiment }: AlertsProps) {
  return (
    <ListWithNew
      label="Alerts"
      query={useQuery(alertsQuery(search.experiment))}
      columns={columns}
      change={(alert) => <DeleteAlert alert={alert} />}
      keyOf={({ alert_id: id }) => id}
      emptyTitle="Nobody is told yet when quality falls"
      emptyText="An alert watches a scorer or the calls, against a threshold or the time before, and tells a webhook once when it begins and once when it is over."
      newLabel="New alert"
      experiment={experiment}
      dialog={(within, close) => <NewAlert experiment={within} onClose={close} />}
    />
  );
}

const states: Record<Alert['state'], { tone: Tone; word: string; title: string }> = {
  ok: { tone: 'good', word: 'OK', title: 'The condition does not hold.' },
  firing: { tone: 'bad', word: 'firing', title: 'The condition holds.' },
  unknown: {
    tone: 'plain',
    word: 'too little data',
    title: 'Not checked yet, or too few calls or verdicts.',
  },
};

const columns: Column<Alert>[] = [
  {
    head: 'Name',
    cell: ({ name, experiment_id: experiment }) => (
      <NameInExperiment experiment={experiment}>{name}</NameInExperiment>
    ),
  },
  {
    head: 'State',
    cell: ({ state }) => (
      <Badge tone={states[state].tone} title={states[state].title}>
        {states[state].word}
      </Badge>
    ),
  },
  {
    head: 'Fires when',
    cell: (alert) => <span className="block max-w-prose min-w-48">{describeRule(alert)}</span>,
  },
  { head: 'Now', cell: (alert) => <Now alert={alert} /> },
  { head: 'Tells', cell: (alert) => <Webhook alert={alert} /> },
];

function Now({ alert: { detail, last_check: check } }: { alert: Alert }) {
  return (
    <span className="block min-w-36">
      {detail ?? <span className="text-muted">–</span>}
      {check !== null && <span className="block text-xs text-muted">checked {formatTime(check)}</span>}
    </span>
  );
}

function Webhook({ alert: { webhook_url: url, undelivered, last_error: error } }: { alert: Alert }) {
  return (
    <span className="block min-w-32">
      <span className="wrap-anywhere">{url}</span>
      {undelivered && (
        <span className="block">
          <Badge tone="warn" title={error ?? 'It is tried again.'}>
            not taken yet
          </Badge>
        </span>
      )}
    </span>
  );
}

function DeleteAlert({ alert: { alert_id: id, name } }: { alert: Alert }) {
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  return (
    <>
      <Button
        look="quiet"
        aria-label={`Delete ${name}`}
        icon={<Trash2 size={14} />}
        onClick={() => setOpen(true)}
      />
      {open && (
        <Confirm
          title={`Delete ${name}?`}
          verb="Delete for good"
          act={async () => {
            await call(`/api/v1/alerts/${encodeURIComponent(id)}`, { method: 'DELETE' });
            await client.invalidateQueries({ queryKey: ['alerts'] });
          }}
          onClose={() => setOpen(false)}
        >
          Its webhook is told nothing more.
        </Confirm>
      )}
    </>
  );
}
