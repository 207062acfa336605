/** Personal links of a session: made, copied once, revoked. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link as LinkIcon } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { settingsQuery } from '../api/queries.ts';
import type { LabelingSession, NewReviewLink, ReviewLink } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatFullTime, formatTime } from '../format/format.ts';
import { reviewLinksQuery, sessionPath } from './labeling-queries.ts';

const lifetimes: [number, string][] = [
  [24, 'a day'],
  [168, 'a week'],
  [336, 'two weeks'],
  [720, '30 days'],
  [2160, '90 days'],
];
const USUAL_HOURS = 336;

export function SessionLinks({ session }: { session: LabelingSession }) {
  const mayWrite = useMay('write');
  const links = useQuery(reviewLinksQuery(session.session_id));
  const [revoking, setRevoking] = useState<ReviewLink | null>(null);
  const columns: Column<ReviewLink>[] = [
    {
      head: 'Reviewer',
      cell: ({ reviewer }) => <span className="table-name">{reviewer}</span>,
    },
    { head: 'State', cell: (link) => <State link={link} session={session} /> },
    { head: 'Made', cell: ({ create_time: time }) => <Time time={time} /> },
    { head: 'Expires', cell: ({ expire_time: time }) => <Time time={time} /> },
  ];
  const change = (link: ReviewLink) =>
    stateOf(link, session) === 'open' && (
      <Button look="quiet" onClick={() => setRevoking(link)}>
        Revoke
      </Button>
    );
  return (
    <div className="space-y-4 py-4">
      {mayWrite && <MakeLinks session={session} />}
      {links.isError && <Failure cause={links.error} onRetry={() => void links.refetch()} />}
      {links.isPending && <Skeleton rows={4} />}
      {links.isSuccess && links.data.length === 0 && (
        <Empty title="No links yet">
          A link lets one person read the traces of this session and answer as themselves, and nothing else.
          They need no account.
        </Empty>
      )}
      {links.isSuccess && links.data.length > 0 && (
        <DataTable
          label="Review links"
          columns={columns}
          change={mayWrite ? change : undefined}
          rows={links.data}
          keyOf={({ link_id: id }) => id}
        />
      )}
      {revoking !== null && <Revoke session={session} link={revoking} onClose={() => setRevoking(null)} />}
    </div>
  );
}

function Time({ time }: { time: string }) {
  return (
    <time dateTime={time} title={formatFullTime(time)} className="numeric whitespace-nowrap">
      {formatTime(time)}
    </time>
  );
}

/** A link also ends with the assignment of its reviewer. */
function stateOf(link: ReviewLink, { reviewers }: LabelingSession): 'open' | 'revoked' | 'expired' {
  const isAssigned = reviewers.length === 0 || reviewers.includes(link.reviewer);
  if (link.revoke_time !== null || !isAssigned) return 'revoked';
  return Date.parse(link.expire_time) <= Date.now() ? 'expired' : 'open';
}

function State({ link, session }: { link: ReviewLink; session: LabelingSession }) {
  const state = stateOf(link, session);
  return <Badge tone={state === 'open' ? 'good' : 'plain'}>{state}</Badge>;
}

function MakeLinks({ session }: { session: LabelingSession }) {
  const client = useQueryClient();
  const { data: settings } = useQuery(settingsQuery);
  const isAssigned = session.reviewers.length > 0;
  const [reviewer, setReviewer] = useState('');
  const [hours, setHours] = useState(USUAL_HOURS);
  const make = useMutation({
    mutationFn: () =>
      call<{ links: NewReviewLink[] }>(`${sessionPath(session.session_id)}/links`, {
        method: 'POST',
        body: { ...(reviewer === '' ? {} : { reviewer }), expires_in_hours: hours },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: reviewLinksQuery(session.session_id).queryKey }),
  });
  if (settings?.has_signing_key === false) {
    return (
      <p className="px-4 text-sm">
        Links are signed, and this deployment has no signing key. Set one:{' '}
        <code>wrangler secret put WEIR_SIGNING_KEY</code>
      </p>
    );
  }
  return (
    <form
      className="flex flex-wrap items-end gap-3 px-4"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <div className="w-64 max-w-full">
        <Field label="For">
          {isAssigned ? (
            <Select className="w-full" value={reviewer} onChange={({ target }) => setReviewer(target.value)}>
              <option value="">everybody who is assigned</option>
              {session.reviewers.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Select>
          ) : (
            <Input
              required
              maxLength={250}
              placeholder="ada@shop.example"
              value={reviewer}
              onChange={({ target }) => setReviewer(target.value)}
            />
          )}
        </Field>
      </div>
      <Field label="Good for">
        <Select value={hours} onChange={({ target }) => setHours(Number(target.value))}>
          {lifetimes.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Button look="primary" type="submit" icon={<LinkIcon size={14} />} disabled={make.isPending}>
        Make links
      </Button>
      {make.isError && <Failure cause={make.error} />}
      {make.isSuccess && <NewLinks links={make.data.links} onClose={() => make.reset()} />}
    </form>
  );
}

/** The secrets, shown once. */
function NewLinks({ links, onClose }: { links: NewReviewLink[]; onClose: () => void }) {
  const all = links.map(({ reviewer, url }) => `${reviewer}\t${url}`).join('\n');
  return (
    <Dialog title="Send each person their own link" onClose={onClose} wide>
      <p className="mb-3 text-sm text-muted">
        Copy them now: they are shown once. Whoever holds one answers in that person’s name.
      </p>
      <ul className="mb-4 divide-y divide-line rounded-md border border-line">
        {links.map(({ link_id: id, reviewer, url }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 px-3 py-2 text-sm sm:flex-nowrap">
            <span className="w-full shrink-0 font-medium wrap-anywhere sm:w-1/4">{reviewer}</span>
            <code className="min-w-0 flex-1 truncate text-xs" data-testid="review-link">
              {url}
            </code>
            <CopyButton text={url} label={`Copy the link of ${reviewer}`} />
          </li>
        ))}
      </ul>
      <div className="flex items-center gap-1 text-sm">
        <CopyButton text={all} label="Copy all" /> all, with names
      </div>
    </Dialog>
  );
}

function Revoke({
  session,
  link,
  onClose,
}: {
  session: LabelingSession;
  link: ReviewLink;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call(`${sessionPath(session.session_id)}/links/${link.link_id}`, { method: 'DELETE' }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: reviewLinksQuery(session.session_id).queryKey });
      onClose();
    },
  });
  return (
    <Dialog title={`Revoke the link of ${link.reviewer}?`} onClose={onClose}>
      <p className="mb-4 text-sm">It opens nothing from now on. What was answered stays.</p>
      {revoke.isError && <Failure cause={revoke.error} />}
      <Button look="danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
        Revoke
      </Button>
    </Dialog>
  );
}
