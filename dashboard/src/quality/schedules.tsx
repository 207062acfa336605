/** Scorers by the clock: what runs when, how the last run went, when the next is. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../api/call.ts';
import { schedulesQuery } from '../api/quality-queries.ts';
import type { Schedule, ScheduleRun } from '../api/types.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import type { Column } from '../components/data-table.tsx';
import { Progress } from '../components/progress.tsx';
import { formatTime } from '../format/format.ts';
import { ListWithNew } from './list-with-new.tsx';
import { NameInExperiment } from './name-in-experiment.tsx';
import { NewSchedule } from './new-schedule.tsx';
import type { QualitySearch } from './pass-rates.tsx';
import { useMayRunAll } from './use-may-run.ts';

interface SchedulesProps {
  search: QualitySearch;
  /** Where a new one is made; undefined while that is not known. */
  experiment: string | undefined;
}

export function Schedules({ search, experiment }: SchedulesProps) {
  return (
    <ListWithNew
      label="Schedules"
      query={useQuery(schedulesQuery(search.experiment))}
      columns={columns}
      change={(schedule) => <PauseButton schedule={schedule} />}
      keyOf={({ schedule_id: id }) => id}
      emptyTitle="Nothing runs by the clock yet"
      emptyText="A schedule lets scorers judge what came since the run before, or a dataset again and again."
      newLabel="New schedule"
      experiment={experiment}
      dialog={(within, close) => <NewSchedule experiment={within} onClose={close} />}
    />
  );
}

const columns: Column<Schedule>[] = [
  {
    head: 'Name',
    cell: ({ schedule_id: scheduleId, name, experiment_id: experiment }) => (
      <NameInExperiment experiment={experiment}>
        <Link
          to="/quality/schedules/$scheduleId"
          params={{ scheduleId }}
          className="text-accent hover:underline"
        >
          {name}
        </Link>
      </NameInExperiment>
    ),
  },
  {
    head: 'When (UTC)',
    cell: ({ cron }) => <code className="text-xs whitespace-nowrap">{cron}</code>,
  },
  { head: 'Over', cell: (schedule) => <Source schedule={schedule} /> },
  {
    head: 'Scorers',
    cell: ({ scorers }) => <span className="block min-w-36 wrap-anywhere">{scorers.join(', ')}</span>,
  },
  {
    head: 'Last run',
    cell: ({ last_run: run }) =>
      run === null ? (
        <span className="text-muted">none yet</span>
      ) : (
        <span className="flex items-center gap-2 whitespace-nowrap">
          {formatTime(run.creation_time)} <RunState run={run} />
        </span>
      ),
  },
  {
    head: 'Next run',
    cell: ({ next_run: next }) =>
      next === null ? <Badge>paused</Badge> : <span className="whitespace-nowrap">{formatTime(next)}</span>,
  },
];

/** What it runs over. */
export function Source({ schedule }: { schedule: Schedule }) {
  if (schedule.dataset !== null) {
    return <span className="wrap-anywhere">the dataset {schedule.dataset}</span>;
  }
  return schedule.filter === null ? (
    <span>new traces</span>
  ) : (
    <span className="block min-w-32">
      new traces where <code className="text-xs wrap-anywhere">{schedule.filter}</code>
    </span>
  );
}

const tones: Record<ScheduleRun['state'], Tone> = {
  collecting: 'accent',
  running: 'accent',
  finished: 'good',
  failed: 'bad',
};

/** How a run goes. */
export function RunState({ run }: { run: ScheduleRun }) {
  return (
    <Badge tone={tones[run.state]} {...(run.error === null ? {} : { title: run.error })}>
      {run.state}
    </Badge>
  );
}

/** How far a run is; what is not yet collected has no total. */
export function RunProgress({ run }: { run: ScheduleRun }) {
  const total = run.done + run.failed + run.pending;
  if (run.state === 'collecting') return <span className="text-muted">{run.found} traces found so far</span>;
  if (total === 0) return <span className="text-muted">nothing new</span>;
  return <Progress label="Progress of the run" done={run.done} failed={run.failed} total={total} />;
}

/** Holds a schedule, or lets it go on. */
export function PauseButton({ schedule }: { schedule: Schedule }) {
  const client = useQueryClient();
  const mayRun = useMayRunAll(schedule.experiment_id, schedule.scorers);
  const change = useMutation({
    mutationFn: () =>
      call(`/api/v1/schedules/${encodeURIComponent(schedule.schedule_id)}`, {
        method: 'PATCH',
        body: { paused: !schedule.paused },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['schedules'] }),
  });
  if (schedule.paused && !mayRun) return null;
  return (
    <Button
      disabled={change.isPending}
      aria-label={`${schedule.paused ? 'Resume' : 'Pause'} ${schedule.name}`}
      onClick={() => change.mutate()}
    >
      {schedule.paused ? 'Resume' : 'Pause'}
    </Button>
  );
}
