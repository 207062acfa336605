/** Asks before something is gone for good. */
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Failure } from './states.tsx';

interface ConfirmProps {
  title: string;
  /** What will be, and what stays. */
  children: ReactNode;
  /** What the button says. */
  verb: string;
  act: () => Promise<unknown>;
  onClose: () => void;
}

/** Closes once it is done; a failure stays to be read. */
export function Confirm({ title, children, verb, act, onClose }: ConfirmProps) {
  const run = useMutation({ mutationFn: act, onSuccess: onClose });
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="mb-4 text-sm">{children}</p>
      {run.isError && <Failure cause={run.error} />}
      <Button look="danger" disabled={run.isPending} onClick={() => run.mutate()}>
        {verb}
      </Button>
    </Dialog>
  );
}
