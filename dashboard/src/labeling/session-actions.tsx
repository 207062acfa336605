/** What can be done with a session: more traces, close and reopen, edit, send what people expect into a dataset, delete. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { EllipsisVertical, Lock, LockOpen, Plus } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { LabelingSession } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Menu, MenuItem } from '../components/menu.tsx';
import { Failure } from '../components/states.tsx';
import { formatAmount, formatCount } from '../format/format.ts';
import { sessionPath } from './labeling-queries.ts';
import { toSessionBody, toSessionDraft } from './session-draft.ts';
import { SessionFields } from './session-fields.tsx';
import { DatasetField, TraceSourceField } from './trace-source-field.tsx';
import { isComplete, toItems, type TraceSource } from './trace-source.ts';

type Opened = 'add' | 'edit' | 'send' | 'delete';

interface DialogProps {
  session: LabelingSession;
  onClose: () => void;
}

export function SessionActions({ session }: { session: LabelingSession }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const onClose = () => setOpened(null);
  const isOpen = session.status === 'open';
  const client = useQueryClient();
  const turn = useMutation({
    mutationFn: () =>
      call(sessionPath(session.session_id), {
        method: 'PATCH',
        body: { status: isOpen ? 'closed' : 'open' },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['labeling-sessions'] }),
  });
  return (
    <>
      <Button icon={<Plus size={15} />} onClick={() => setOpened('add')}>
        Add traces
      </Button>
      <Button
        icon={isOpen ? <Lock size={15} /> : <LockOpen size={15} />}
        disabled={turn.isPending}
        onClick={() => turn.mutate()}
      >
        {isOpen ? 'Close' : 'Reopen'}
      </Button>
      <Menu button={<Button aria-label="More" icon={<EllipsisVertical size={15} />} />}>
        {session.kind === 'CUSTOM' && <MenuItem onSelect={() => setOpened('edit')}>Edit…</MenuItem>}
        <MenuItem onSelect={() => setOpened('send')}>Send expectations into a dataset…</MenuItem>
        <MenuItem onSelect={() => setOpened('delete')}>Delete session…</MenuItem>
      </Menu>
      {turn.isError && (
        <Dialog title="The session was not changed" onClose={() => turn.reset()}>
          <Failure cause={turn.error} />
        </Dialog>
      )}
      {opened === 'add' && <AddTraces session={session} onClose={onClose} />}
      {opened === 'edit' && <EditSession session={session} onClose={onClose} />}
      {opened === 'send' && <SendExpectations session={session} onClose={onClose} />}
      {opened === 'delete' && <DeleteSession session={session} onClose={onClose} />}
    </>
  );
}

const nothingChosen: TraceSource = { kind: 'search', search: {}, most: 100, chosen: '', dataset: '' };

function AddTraces({ session, onClose }: DialogProps) {
  const client = useQueryClient();
  const [source, setSource] = useState(nothingChosen);
  const add = useMutation({
    mutationFn: async () =>
      call<{ added: number; left_out: number; more: boolean }>(`${sessionPath(session.session_id)}/items`, {
        method: 'POST',
        body: await toItems(source, session.experiment_id),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['labeling-sessions'] }),
  });
  return (
    <Dialog title="Add traces" onClose={onClose} wide>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TraceSourceField source={source} experiment={session.experiment_id} onChange={setSource} />
        {add.isError && <Failure cause={add.error} />}
        {add.isSuccess && (
          <p role="status" className="text-sm">
            {formatCount(add.data.added)} added; what was there already stays as it is.
            {add.data.left_out > 0 &&
              ` ${formatCount(add.data.left_out)} did not fit: a session holds 2,000.`}
            {add.data.more && ' There are more traces like that.'}
          </p>
        )}
        <Button look="primary" type="submit" disabled={add.isPending || !isComplete(source)}>
          Add
        </Button>
      </form>
    </Dialog>
  );
}

function EditSession({ session, onClose }: DialogProps) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => toSessionDraft(session));
  const { pending, complete, declined } = session.items;
  const schemasFixed = pending + complete + declined > 0;
  const save = useMutation({
    mutationFn: () =>
      call(sessionPath(session.session_id), {
        method: 'PATCH',
        body: toSessionBody(draft, { withSchemas: !schemasFixed }),
      }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['labeling-sessions'] });
      onClose();
    },
  });
  return (
    <Dialog title="Edit session" onClose={onClose}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <SessionFields
          draft={draft}
          experiment={session.experiment_id}
          schemasFixed={schemasFixed}
          onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))}
        />
        {save.isError && <Failure cause={save.error} />}
        <Button look="primary" type="submit" disabled={save.isPending}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}

interface Sent {
  inserted_count: number;
  updated_count: number;
  missing_count: number;
  next_page_token: string | null;
}

function SendExpectations({ session, onClose }: DialogProps) {
  const client = useQueryClient();
  const [dataset, setDataset] = useState(session.dataset_id ?? '');
  const send = useMutation({
    async mutationFn() {
      const sum = { inserted: 0, updated: 0, missing: 0 };
      let token: string | null = '';
      while (token !== null) {
        const sent: Sent = await call(`${sessionPath(session.session_id)}/send-expectations`, {
          method: 'POST',
          body: { dataset, ...(token === '' ? {} : { page_token: token }) },
        });
        sum.inserted += sent.inserted_count;
        sum.updated += sent.updated_count;
        sum.missing += sent.missing_count;
        token = sent.next_page_token;
      }
      return sum;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['datasets'] }),
  });
  return (
    <Dialog title="Send expectations into a dataset" onClose={onClose}>
      {send.isSuccess ? (
        <p role="status">
          {formatAmount(send.data.inserted, 'new record')}, {formatCount(send.data.updated)} brought up to
          date.
          {send.data.missing > 0 && ` Not kept any more: ${formatAmount(send.data.missing, 'trace')}.`}{' '}
          <Link to="/datasets/$datasetId" params={{ datasetId: dataset }} className="text-accent underline">
            Open the dataset
          </Link>
        </p>
      ) : (
        <form
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate();
          }}
        >
          <DatasetField
            label="Dataset"
            hint="Traces whose answer was corrected, or that got another expectation, become records. Sending again brings them up to date."
            value={dataset}
            onChange={setDataset}
          />
          {send.isError && <Failure cause={send.error} />}
          <Button look="primary" type="submit" disabled={send.isPending || dataset === ''}>
            Send
          </Button>
        </form>
      )}
    </Dialog>
  );
}

function DeleteSession({ session, onClose }: DialogProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <Confirm
      title={`Delete ${session.name}?`}
      verb="Delete for good"
      act={async () => {
        await call(sessionPath(session.session_id), { method: 'DELETE' });
        await navigate({ to: '/labeling' });
        await client.invalidateQueries({ queryKey: ['labeling-sessions', 'list'] });
      }}
      onClose={onClose}
    >
      With its items and links. What reviewers said stays on the traces, as assessments.
    </Confirm>
  );
}
