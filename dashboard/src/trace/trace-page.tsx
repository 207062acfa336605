/** One trace: what happened, when, what it cost, what is said of it, and what can be done with it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Database, RotateCw, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ApiError, call } from '../api/call.ts';
import { traceQuery } from '../api/queries.ts';
import type { Span, Trace, TraceInfo } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { StateBadge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { describeMoney, describeTokens } from '../components/amounts.tsx';
import { formatCompact, formatDuration, formatFullTime, formatTime } from '../format/format.ts';
import { AddToDataset } from './add-to-dataset.tsx';
import { Assessments } from './assessments.tsx';
import { canReplay, Replay } from './replay.tsx';
import { SpanDetail } from './span-detail.tsx';
import { placeSpans, SpanTree } from './span-tree.tsx';

export function TracePage() {
  const { traceId } = useParams({ from: '/signed-in/traces/$traceId' });
  const trace = useQuery(traceQuery(traceId));
  if (trace.isSuccess) return <TraceView trace={trace.data} />;
  const isMissing = trace.error instanceof ApiError && trace.error.status === 404;
  return (
    <Page title="Trace">
      {trace.isPending && <Skeleton rows={12} />}
      {isMissing && (
        <Empty title="There is no such trace">
          It may have been deleted, or be too new: a trace appears a moment after its call has ended.
        </Empty>
      )}
      {trace.isError && !isMissing && <Failure cause={trace.error} onRetry={() => void trace.refetch()} />}
    </Page>
  );
}

function TraceView({ trace }: { trace: Trace }) {
  const { info, spans } = trace;
  const search = useSearch({ from: '/signed-in/traces/$traceId' });
  const navigate = useNavigate({ from: '/traces/$traceId' });
  const placed = useMemo(() => placeSpans(spans), [spans]);
  const chosen = spans.find(({ span_id: id }) => id === search.span) ?? placed[0]?.span;
  return (
    <Page
      title={<TraceTitle info={info} />}
      tabTitle={`Trace ${info.trace_id.slice(0, 11)}`}
      actions={<Actions info={info} span={chosen} />}
    >
      {info.duplicate_of !== null && <CountedElsewhere countingId={info.duplicate_of} />}
      <FactsOf info={info} />
      <div className="grid min-h-[calc(100%-3.25rem)] grid-cols-1 lg:grid-cols-[minmax(0,17rem)_minmax(0,1fr)] xl:grid-cols-[minmax(0,17rem)_minmax(0,1fr)_minmax(0,20rem)]">
        <div className="border-b border-line lg:border-r lg:border-b-0">
          <SpanTree
            placed={placed}
            chosen={chosen?.span_id ?? ''}
            onChoose={(span) => void navigate({ search: (before) => ({ ...before, span }), replace: true })}
          />
        </div>
        {chosen === undefined ? (
          <Empty title="No spans are kept of this trace" />
        ) : (
          <SpanDetail
            span={chosen}
            traceId={info.trace_id}
            spans={spans}
            view={search.view}
            onView={(view) => void navigate({ search: (before) => ({ ...before, view }), replace: true })}
          />
        )}
        <aside className="border-t border-line lg:col-span-2 xl:col-span-1 xl:border-t-0 xl:border-l">
          <Assessments traceId={info.trace_id} assessments={info.assessments} />
          <Labels info={info} />
        </aside>
      </div>
    </Page>
  );
}

/** Leads to the trace that tells the same calls and counts. */
function CountedElsewhere({ countingId }: { countingId: string }) {
  return (
    <p role="note" className="border-b border-line bg-wash px-4 py-2 text-sm">
      Counted elsewhere: another trace tells the same calls, and sums leave this one out.{' '}
      <Link
        to="/traces/$traceId"
        params={{ traceId: countingId }}
        className="font-medium text-accent hover:underline"
      >
        Open the trace that counts
      </Link>
    </p>
  );
}

function TraceTitle({ info }: { info: TraceInfo }) {
  return (
    <span className="flex items-center gap-2">
      <span className="truncate font-mono text-sm font-medium">{info.trace_id}</span>
      <CopyButton text={info.trace_id} label="Copy id" />
      <StateBadge state={info.state} />
    </span>
  );
}

function FactsOf({ info }: { info: TraceInfo }) {
  const tokens = describeTokens({ total: info.usage.total_tokens, estimated: info.estimated_tokens });
  const money = describeMoney({
    cost: info.cost.total_cost,
    unpriced: info.unpriced_span_count,
    estimatedCost: info.estimated_cost_usd,
  });
  const facts: [string, React.ReactNode][] = [
    [
      'Time',
      <time key="t" title={formatFullTime(info.request_time)}>
        {formatTime(info.request_time)}
      </time>,
    ],
    ['Model', `${info.provider ?? '–'}/${info.model ?? '–'}`],
    ['Latency', formatDuration(info.execution_duration_ms)],
    ['First token', formatDuration(info.time_to_first_token_ms)],
    ['Speed', info.tokens_per_second === null ? '–' : `${info.tokens_per_second} tokens/s`],
    [
      'Tokens',
      <span key="n" title={tokens.title}>
        {tokens.title === undefined ? '' : '≈ '}
        {formatCompact(info.usage.input_tokens)} in, {formatCompact(info.usage.output_tokens)} out
      </span>,
    ],
    [
      'Cost',
      <span key="c" title={money.title}>
        {info.cost.total_cost === null && info.estimated_cost_usd === null ? 'no known price' : money.text}
      </span>,
    ],
  ];
  const masked = Number(info.metadata['weir.redacted'] ?? 0);
  if (masked > 0) facts.push(['Masked', `${masked} ${masked === 1 ? 'piece' : 'pieces'}`]);
  if (info.status !== null) facts.push(['HTTP', info.status]);
  if (info.user !== null)
    facts.push([
      'User',
      <Link key="u" to="/traces" search={{ user: info.user }} className="text-accent hover:underline">
        {info.user}
      </Link>,
    ]);
  if (info.session !== null) {
    facts.push([
      'Session',
      <Link
        key="s"
        to="/sessions/$sessionId"
        params={{ sessionId: info.session }}
        search={{ experiment: info.experiment_id }}
        className="text-accent hover:underline"
      >
        {info.session}
      </Link>,
    ]);
  }
  for (const { name, version } of promptsOf(info)) {
    facts.push([
      'Prompt',
      <Link
        key="p"
        to="/prompts/$name"
        params={{ name }}
        search={{ version }}
        className="text-accent hover:underline"
      >{`${name}/${version}`}</Link>,
    ]);
  }
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1.5 border-b border-line bg-wash px-4 py-2 text-sm">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="numeric wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The prompt versions a trace was made with, as its tags tell. */
function promptsOf(info: TraceInfo): { name: string; version: string }[] {
  try {
    const linked: unknown = JSON.parse(info.tags['mlflow.linkedPrompts'] ?? '[]');
    return Array.isArray(linked)
      ? linked.filter((one) => typeof one?.name === 'string' && typeof one.version === 'string')
      : [];
  } catch {
    return [];
  }
}

function Labels({ info }: { info: TraceInfo }) {
  const tags = Object.entries(info.tags).filter(([key]) => !key.startsWith('mlflow.'));
  if (tags.length === 0) return null;
  return (
    <section aria-label="Tags" className="border-t border-line p-3">
      <h2 className="mb-2 text-sm font-semibold">Tags</h2>
      <dl className="space-y-1 text-sm">
        {tags.map(([key, value]) => (
          <div key={key} className="flex gap-2">
            <dt className="text-muted">{key}</dt>
            <dd className="min-w-0 wrap-anywhere">
              <Link to="/traces" search={{ tag: [`${key}:${value}`] }} className="hover:underline">
                {value}
              </Link>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

type OpenDialog = 'dataset' | 'replay' | 'delete' | null;

function Actions({ info, span }: { info: TraceInfo; span: Span | undefined }) {
  const mayWrite = useMay('write');
  const mayCall = useMay('proxy');
  const [open, setOpen] = useState<OpenDialog>(null);
  const close = () => setOpen(null);
  return (
    <>
      {span !== undefined && canReplay(span) && mayCall && (
        <Button icon={<RotateCw size={14} />} onClick={() => setOpen('replay')}>
          Replay
        </Button>
      )}
      {mayWrite && (
        <>
          <Button icon={<Database size={14} />} onClick={() => setOpen('dataset')}>
            Add to dataset
          </Button>
          <Button
            look="danger"
            aria-label="Delete"
            icon={<Trash2 size={14} />}
            onClick={() => setOpen('delete')}
          />
        </>
      )}
      {open === 'dataset' && <AddToDataset traceIds={[info.trace_id]} onClose={close} />}
      {open === 'replay' && span !== undefined && <Replay span={span} onClose={close} />}
      {open === 'delete' && <DeleteTrace traceId={info.trace_id} onClose={close} />}
    </>
  );
}

function DeleteTrace({ traceId, onClose }: { traceId: string; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => call(`/api/v1/traces/${encodeURIComponent(traceId)}`, { method: 'DELETE' }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['traces'] });
      await navigate({ to: '/traces' });
    },
  });
  return (
    <Dialog title="Delete this trace?" onClose={onClose}>
      <p className="mb-4 text-sm">With its spans, tags and assessments. Nobody can bring its content back.</p>
      {remove.isError && <Failure cause={remove.error} />}
      <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
        Delete for good
      </Button>
    </Dialog>
  );
}
