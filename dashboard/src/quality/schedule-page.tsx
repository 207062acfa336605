/** One schedule: what it does, its runs with their progress, and running it over a time that has passed. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { History, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { scheduleQuery, scheduleRunsQuery } from '../api/quality-queries.ts';
import type { Schedule, ScheduleRun } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/confirm.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input } from '../components/field.tsx';
import { Card, Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatCount, formatTime } from '../format/format.ts';
import { PauseButton, RunProgress, RunState, Source } from './schedules.tsx';
import { ScorerLink } from './scorers.tsx';
import { FactList } from './fact-list.tsx';
import { useExperimentName } from './use-experiment.ts';
import { useMayRunAll } from './use-may-run.ts';

const pathOf = (scheduleId: string) => `/api/v1/schedules/${encodeURIComponent(scheduleId)}`;
const WEEK_MS = 7 * 86_400_000;

export function SchedulePage() {
  const { scheduleId } = useParams({ from: '/signed-in/quality/schedules/$scheduleId' });
  const schedule = useQuery(scheduleQuery(scheduleId));
  const mayWrite = useMay('write');
  return (
    <Page
      title={
        <span className="flex items-center gap-2">
          <Link to="/quality" search={{ tab: 'schedules' }} className="text-muted hover:underline">
            Schedules
          </Link>
          <span className="text-muted" aria-hidden>
            /
          </span>
          <span className="truncate">{schedule.data?.name ?? '…'}</span>
        </span>
      }
      tabTitle={schedule.data?.name ?? 'Schedule'}
      actions={mayWrite && schedule.isSuccess && <Actions schedule={schedule.data} />}
    >
      {schedule.isError && <Failure cause={schedule.error} onRetry={() => void schedule.refetch()} />}
      {schedule.isPending && <Skeleton rows={8} />}
      {schedule.isSuccess && (
        <div className="mx-auto max-w-7xl space-y-4 p-4">
          <Facts schedule={schedule.data} />
          <Runs scheduleId={scheduleId} />
        </div>
      )}
    </Page>
  );
}

function Facts({ schedule }: { schedule: Schedule }) {
  const nameOf = useExperimentName();
  const { experiment_id: experiment, next_run: next } = schedule;
  const facts: [string, React.ReactNode][] = [
    ['When (UTC)', <code key="c">{schedule.cron}</code>],
    ['Over', <Source key="s" schedule={schedule} />],
    ['Experiment', nameOf(experiment)],
    ['Next run', next === null ? <Badge key="n">paused</Badge> : formatTime(next)],
    [
      'Scorers',
      <span key="l" className="flex flex-wrap gap-x-3">
        {schedule.scorers.map((name) => (
          <ScorerLink key={name} experiment={experiment} name={name} />
        ))}
      </span>,
    ],
  ];
  return (
    <Card title="What it does">
      <FactList facts={facts} />
    </Card>
  );
}

function Runs({ scheduleId }: { scheduleId: string }) {
  const runs = useQuery(scheduleRunsQuery(scheduleId));
  return (
    <Card title="Runs" flush>
      {runs.isError && <Failure cause={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isPending && <Skeleton rows={4} />}
      {runs.isSuccess && runs.data.length === 0 && (
        <Empty title="It has not run yet">
          It runs when its time comes. Back-fill lets it judge a time that has passed.
        </Empty>
      )}
      {runs.isSuccess && runs.data.length > 0 && (
        <DataTable label="Runs" columns={runColumns} rows={runs.data} keyOf={({ run_id: id }) => id} />
      )}
    </Card>
  );
}

const runColumns: Column<ScheduleRun>[] = [
  {
    head: 'Begun',
    cell: ({ creation_time: time }) => <span className="whitespace-nowrap">{formatTime(time)}</span>,
  },
  {
    head: 'Over the time',
    cell: ({ from, to }) => (
      <span className="whitespace-nowrap text-muted">
        {formatTime(from)} – {formatTime(to)}
      </span>
    ),
  },
  { head: 'State', cell: (run) => <RunState run={run} /> },
  { head: 'Found', numeric: true, cell: ({ found }) => formatCount(found) },
  { head: 'New work', numeric: true, cell: ({ added }) => formatCount(added) },
  { head: 'Progress', cell: (run) => <RunProgress run={run} /> },
  {
    head: 'Result',
    cell: ({ evaluation_id: evaluationId, error }) => {
      if (error !== null) return <span className="wrap-anywhere text-bad">{error}</span>;
      if (evaluationId === null) return null;
      return (
        <Link
          to="/evaluations/$evaluationId"
          params={{ evaluationId }}
          className="text-accent hover:underline"
        >
          evaluation
        </Link>
      );
    },
  },
];

function Actions({ schedule }: { schedule: Schedule }) {
  const [open, setOpen] = useState<'backfill' | 'delete' | null>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { schedule_id: scheduleId, name } = schedule;
  const mayRun = useMayRunAll(schedule.experiment_id, schedule.scorers);
  return (
    <>
      <PauseButton schedule={schedule} />
      {mayRun && (
        <Button icon={<History size={14} />} onClick={() => setOpen('backfill')}>
          Back-fill
        </Button>
      )}
      <Button
        look="danger"
        aria-label={`Delete ${name}`}
        icon={<Trash2 size={14} />}
        onClick={() => setOpen('delete')}
      />
      {open === 'backfill' && <Backfill scheduleId={scheduleId} onClose={() => setOpen(null)} />}
      {open === 'delete' && (
        <Confirm
          title={`Delete ${name}?`}
          verb="Delete for good"
          act={async () => {
            await call(pathOf(scheduleId), { method: 'DELETE' });
            await navigate({ to: '/quality', search: { tab: 'schedules' } });
            await client.invalidateQueries({ queryKey: ['schedules'] });
          }}
          onClose={() => setOpen(null)}
        >
          Work that it asked for is still done, and verdicts stay.
        </Confirm>
      )}
    </>
  );
}

function Backfill({ scheduleId, onClose }: { scheduleId: string; onClose: () => void }) {
  const client = useQueryClient();
  const [from, setFrom] = useState(() => toLocal(Date.now() - WEEK_MS));
  const [to, setTo] = useState(() => toLocal(Date.now()));
  const begin = useMutation({
    mutationFn: () =>
      call(`${pathOf(scheduleId)}/backfill`, {
        method: 'POST',
        body: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
      }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['schedules'] });
      onClose();
    },
  });
  return (
    <Dialog title="Run it over a past time" onClose={onClose}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          begin.mutate();
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="From">
            <Input
              type="datetime-local"
              required
              max={to}
              value={from}
              onChange={({ target }) => setFrom(target.value)}
            />
          </Field>
          <Field label="To">
            <Input
              type="datetime-local"
              required
              min={from}
              value={to}
              onChange={({ target }) => setTo(target.value)}
            />
          </Field>
        </div>
        <p className="text-sm text-muted">
          In your own time zone. What was scored by the same version is not scored again. It begins within a
          minute.
        </p>
        {begin.isError && <Failure cause={begin.error} />}
        <Button look="primary" type="submit" disabled={begin.isPending}>
          Begin
        </Button>
      </form>
    </Dialog>
  );
}

/** A time as the browser's field takes it: the viewer's own, to the minute. */
function toLocal(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
