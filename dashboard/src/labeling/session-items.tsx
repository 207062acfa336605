/** The items of a session with what each person said: where people differ is marked. */
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EllipsisVertical } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { AskedQuestion, ReviewedItem } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Select } from '../components/field.tsx';
import { Menu, MenuItem } from '../components/menu.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatValue } from '../format/format.ts';
import { reviewedItemsQuery, sessionPath } from './labeling-queries.ts';

type Review = ReviewedItem['reviews'][number];
type Said = Review['answers'][number];

const statuses: Record<ReviewedItem['status'], { word: string; tone: Tone }> = {
  PENDING: { word: 'pending', tone: 'plain' },
  COMPLETE: { word: 'complete', tone: 'good' },
  DECLINED: { word: 'declined', tone: 'warn' },
};

interface SessionItemsProps {
  sessionId: string;
  status: string | undefined;
  onStatus: (status: string | undefined) => void;
}

export function SessionItems({ sessionId, status, onStatus }: SessionItemsProps) {
  const mayWrite = useMay('write');
  const found = useInfiniteQuery(reviewedItemsQuery(sessionId, status));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const questions = found.data?.pages[0]?.questions ?? [];
  const columns: Column<ReviewedItem>[] = [
    {
      head: 'Trace',
      cell: (item) => (
        <div className="max-w-80 min-w-32 space-y-1">
          <TraceLink item={item} />
          <Status item={item} questions={questions} />
        </div>
      ),
    },
    { head: 'Verdicts', cell: ({ reviews }) => <Verdicts reviews={reviews} questions={questions} /> },
  ];
  const change = (item: ReviewedItem) => <ItemMenu sessionId={sessionId} item={item} />;
  return (
    <>
      <div className="px-4 py-2">
        <Select
          aria-label="Status of items"
          value={status ?? ''}
          onChange={({ target }) => onStatus(target.value === '' ? undefined : target.value)}
        >
          <option value="">All items</option>
          {Object.entries(statuses).map(([value, { word }]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </Select>
      </div>
      {found.isError && items.length === 0 && (
        <Failure cause={found.error} onRetry={() => void found.refetch()} />
      )}
      {found.isPending && <Skeleton rows={8} />}
      {found.isSuccess && items.length === 0 && (
        <Empty title={status === undefined ? 'No traces yet' : 'No item is like that'}>
          {status === undefined ? 'Add some with “Add traces”, or from the page of traces.' : undefined}
        </Empty>
      )}
      {items.length > 0 && (
        <DataTable
          label="Items"
          columns={columns}
          change={mayWrite ? change : undefined}
          rows={items}
          keyOf={({ trace_id: id }) => id}
        />
      )}
      {found.hasNextPage && (
        <div className="p-4">
          <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            More
          </Button>
        </div>
      )}
    </>
  );
}

function TraceLink({ item }: { item: ReviewedItem }) {
  const { trace_id: traceId, request_preview: preview } = item;
  return (
    <Link
      to="/traces/$traceId"
      params={{ traceId }}
      title={traceId}
      className="line-clamp-2 wrap-anywhere text-accent hover:underline"
    >
      {preview ?? traceId}
    </Link>
  );
}

function Status({ item, questions }: { item: ReviewedItem; questions: AskedQuestion[] }) {
  const { word, tone } = statuses[item.status];
  return (
    <span className="flex flex-wrap gap-1">
      <Badge tone={tone}>{word}</Badge>
      {differs(item, questions) && <Badge tone="bad">people differ</Badge>}
    </span>
  );
}

/** True when two people answered a question of how it was in two ways. */
function differs({ reviews }: ReviewedItem, questions: AskedQuestion[]): boolean {
  return questions
    .filter(({ type }) => type === 'FEEDBACK')
    .some(({ schema_id: id }) => {
      const said = reviews.flatMap(({ answers }) => answers.filter((one) => one.schema_id === id));
      return new Set(said.map(({ value }) => keyOf(value))).size > 1;
    });
}

/** The order of several choices does not count. */
function keyOf(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).sort() : value);
}

function Verdicts({ reviews, questions }: { reviews: Review[]; questions: AskedQuestion[] }) {
  if (reviews.length === 0) return <span className="text-muted">nobody yet</span>;
  return (
    <ul className="min-w-56 space-y-1.5">
      {reviews.map(({ reviewer, state, answers }) => (
        <li key={reviewer}>
          <span className="font-medium wrap-anywhere">{reviewer}</span>
          {state === 'skipped' && <span className="text-muted"> skipped it</span>}
          {state === null && <span className="text-muted"> has not finished</span>}
          <ul className="flex flex-wrap items-baseline gap-x-5 gap-y-0.5">
            {questions.map((question) => {
              const said = answers.find((one) => one.schema_id === question.schema_id);
              return (
                said !== undefined && <Answer key={question.schema_id} question={question} said={said} />
              );
            })}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function Answer({ question, said }: { question: AskedQuestion; said: Said }) {
  const { value, comment } = said;
  const tone = value === true ? 'good' : value === false ? 'bad' : 'plain';
  const isWritten = typeof value === 'string' && question.type === 'EXPECTATION';
  return (
    <li className="max-w-prose">
      <span className="text-xs wrap-anywhere text-muted">{question.title}</span>{' '}
      {isWritten ? (
        <span className="line-clamp-3 wrap-anywhere">{value}</span>
      ) : (
        <Badge tone={tone}>{wordOf(question, value)}</Badge>
      )}
      {comment !== null && <span className="line-clamp-3 wrap-anywhere text-muted">“{comment}”</span>}
    </li>
  );
}

function wordOf({ labels }: AskedQuestion, value: unknown): string {
  if (labels !== null && typeof value === 'boolean') return value ? labels.positive : labels.negative;
  return Array.isArray(value) ? value.map(formatValue).join(', ') : formatValue(value);
}

function ItemMenu({ sessionId, item }: { sessionId: string; item: ReviewedItem }) {
  const client = useQueryClient();
  const { trace_id: traceId } = item;
  const [failure, setFailure] = useState<unknown>(null);
  const act = useMutation({
    mutationFn: (kind: 'reopen' | 'remove') =>
      kind === 'remove'
        ? call(`${sessionPath(sessionId)}/items`, { method: 'DELETE', query: { trace_id: traceId } })
        : call(`${sessionPath(sessionId)}/items/${encodeURIComponent(traceId)}/status`, {
            method: 'PUT',
            body: { status: 'PENDING' },
          }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['labeling-sessions'] }),
    onError: setFailure,
  });
  return (
    <>
      <Menu
        button={
          <Button
            look="quiet"
            aria-label={`Change ${item.request_preview ?? traceId}`}
            icon={<EllipsisVertical size={14} />}
          />
        }
      >
        <MenuItem onSelect={() => act.mutate('reopen')}>Ask reviewers again</MenuItem>
        <MenuItem onSelect={() => act.mutate('remove')}>Remove from the session</MenuItem>
      </Menu>
      {failure !== null && (
        <Dialog title="The item was not changed" onClose={() => setFailure(null)}>
          <Failure cause={failure} />
        </Dialog>
      )}
    </>
  );
}
