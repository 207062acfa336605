/** The state of stores and queues, and what could not be stored, to be tried again. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { useMay } from '../api/use-may.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Card } from '../components/page.tsx';
import { Failure, Skeleton } from '../components/states.tsx';
import { formatBytes, formatCount, formatTime } from '../format/format.ts';

type State = 'ok' | 'warning' | 'down';

interface Health {
  status: State;
  checks: {
    registry: { status: State };
    keys: { status: State; stale_since: string | null };
    traces: { status: State; size_bytes?: number | null; limit_bytes?: number };
    content: { status: State };
    queue: { status: State; waiting?: number | null; dead?: number | null };
  };
  messages: string[];
}

interface DeadLetter {
  key: string;
  reason: string;
  stored_at: string;
  size_bytes: number;
}

const REFRESH_MS = 10_000;
const tones: Record<State, Tone> = { ok: 'good', warning: 'warn', down: 'bad' };

export function HealthPanel() {
  const isAdmin = useMay('admin');
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => call<Health>('/health', { signal }),
    refetchInterval: REFRESH_MS,
  });
  if (health.isError) return <Failure cause={health.error} onRetry={() => void health.refetch()} />;
  if (health.isPending) return <Skeleton />;
  const { checks, messages } = health.data;
  const { limit_bytes: limitBytes, size_bytes: sizeBytes } = checks.traces;
  const { dead, waiting } = checks.queue;
  const parts = [
    {
      name: 'Registry',
      status: checks.registry.status === 'ok' ? checks.keys.status : checks.registry.status,
      detail: 'keys, experiments, prompts, datasets',
    },
    {
      name: 'Index of traces',
      status: checks.traces.status,
      // Told only to those who may read every experiment.
      detail:
        limitBytes === undefined
          ? 'traces and assessments'
          : `${formatBytes(sizeBytes ?? null)} of ${formatBytes(limitBytes)}`,
    },
    { name: 'Content', status: checks.content.status, detail: 'inputs and outputs' },
    {
      name: 'Queue',
      status: checks.queue.status,
      detail:
        dead === undefined
          ? 'calls on their way to becoming traces'
          : `${formatCount(waiting ?? null)} waiting, ${formatCount(dead)} could not be stored`,
    },
  ];
  return (
    <div className="space-y-4 p-4">
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {parts.map(({ name, status, detail }) => (
          <li key={name} className="rounded-lg border border-line bg-raised px-4 py-3">
            <p className="flex items-center justify-between text-sm font-semibold">
              {name} <Badge tone={tones[status]}>{status}</Badge>
            </p>
            <p className="mt-1 text-sm text-muted">{detail}</p>
          </li>
        ))}
      </ul>
      {messages.map((message) => (
        <p key={message} className="rounded bg-warn-wash px-3 py-2 text-sm">
          {message}
        </p>
      ))}
      {isAdmin && <DeadLetters />}
    </div>
  );
}

function DeadLetters() {
  const client = useQueryClient();
  const letters = useQuery({
    queryKey: ['dead-letters'],
    queryFn: async ({ signal }) =>
      (await call<{ dead_letters: DeadLetter[] }>('/api/v1/dead-letters', { signal })).dead_letters,
  });
  const replay = useMutation({
    mutationFn: () => call<{ sent: number }>('/api/v1/dead-letters/replay', { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['dead-letters'] }),
  });
  const some = letters.data !== undefined && letters.data.length > 0;
  return (
    <Card
      title="What could not be stored"
      flush
      actions={
        some && (
          <Button disabled={replay.isPending} onClick={() => replay.mutate()}>
            Try all again
          </Button>
        )
      }
    >
      {letters.isError && <Failure cause={letters.error} />}
      {letters.isPending && <Skeleton rows={2} />}
      {letters.isSuccess && !some && (
        <p className="px-4 pb-3 text-sm text-muted">Nothing: every call became a trace.</p>
      )}
      {replay.isSuccess && <p className="px-4 pb-2 text-sm">{replay.data.sent} sent again.</p>}
      {some && (
        <DataTable
          label="What could not be stored"
          rows={letters.data}
          keyOf={({ key }) => key}
          columns={[
            { head: 'Time', cell: (letter) => formatTime(letter.stored_at) },
            { head: 'Why', cell: ({ reason }) => <span className="wrap-anywhere">{reason}</span> },
            { head: 'Size', numeric: true, cell: (letter) => formatBytes(letter.size_bytes) },
          ]}
        />
      )}
    </Card>
  );
}
