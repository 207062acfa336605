/** What can be done with a scorer: sample otherwise, stop, give it another version, delete it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { Scorer } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Menu, MenuItem } from '../components/menu.tsx';
import { Failure } from '../components/states.tsx';
import { readScorer } from './read-scorer.ts';
import { RegisterScorer } from './register-scorer.tsx';
import { useMayRun } from './use-may-run.ts';
import { SamplingFields, toPercent, toSampling } from './sampling-fields.tsx';

const pathOf = (name: string) => `/api/v1/scorers/${encodeURIComponent(name)}`;

type Open = 'sampling' | 'stop' | 'version' | 'delete' | null;

interface ScorerActionsProps {
  scorer: Scorer;
  /** After it is gone. */
  onDeleted?: () => void;
}

export function ScorerActions({ scorer, onDeleted }: ScorerActionsProps) {
  const [open, setOpen] = useState<Open>(null);
  const client = useQueryClient();
  const mayRun = useMayRun()(scorer);
  const { name, experiment_id: experiment } = scorer;
  const close = () => setOpen(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['scorers', experiment] });
  return (
    <>
      <Menu button={<Button look="quiet" aria-label={`Change ${name}`} icon={<Ellipsis size={16} />} />}>
        {mayRun && <MenuItem onSelect={() => setOpen('sampling')}>Sampling…</MenuItem>}
        {(scorer.sample_rate ?? 0) > 0 && <MenuItem onSelect={() => setOpen('stop')}>Stop…</MenuItem>}
        {mayRun && readScorer(scorer).kind !== 'client' && (
          <MenuItem onSelect={() => setOpen('version')}>New version…</MenuItem>
        )}
        <MenuItem onSelect={() => setOpen('delete')}>Delete…</MenuItem>
      </Menu>
      {open === 'sampling' && <EditSampling scorer={scorer} onClose={close} onDone={refresh} />}
      {open === 'stop' && (
        <Confirm
          title={`Stop ${name}?`}
          verb="Stop"
          act={async () => {
            const body = { sample_rate: 0, filter: scorer.filter };
            await call(`${pathOf(name)}/sampling`, { method: 'PUT', query: { experiment }, body });
            await refresh();
          }}
          onClose={close}
        >
          It judges no more traces as they come. Schedules and evaluations may still use it.
        </Confirm>
      )}
      {open === 'version' && (
        <RegisterScorer
          experiment={experiment}
          base={scorer}
          onClose={close}
          onDone={() => {
            void refresh();
            close();
          }}
        />
      )}
      {open === 'delete' && (
        <Confirm
          title={`Delete ${name}?`}
          verb="Delete for good"
          act={async () => {
            await call(pathOf(name), { method: 'DELETE', query: { experiment } });
            onDeleted?.();
            await refresh();
          }}
          onClose={close}
        >
          With all its versions. Its verdicts stay on the traces.
        </Confirm>
      )}
    </>
  );
}

interface EditSamplingProps {
  scorer: Scorer;
  onClose: () => void;
  onDone: () => Promise<unknown>;
}

function EditSampling({ scorer, onClose, onDone }: EditSamplingProps) {
  const [sampling, setSampling] = useState({
    percent: toPercent(scorer.sample_rate),
    filter: scorer.filter ?? '',
  });
  const save = useMutation({
    mutationFn: () =>
      call(`${pathOf(scorer.name)}/sampling`, {
        method: 'PUT',
        query: { experiment: scorer.experiment_id },
        body: toSampling(sampling),
      }),
    async onSuccess() {
      await onDone();
      onClose();
    },
  });
  return (
    <Dialog title={`Sampling of ${scorer.name}`} onClose={onClose}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <SamplingFields value={sampling} onChange={setSampling} />
        <p className="text-sm text-muted">
          Which traces are in the sample follows from the trace and the scorer: it is the same whenever it is
          asked.
        </p>
        {save.isError && <Failure cause={save.error} />}
        <Button look="primary" type="submit" disabled={save.isPending}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}
