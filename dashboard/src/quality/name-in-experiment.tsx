/** The first cell of a list of things that belong to an experiment: a name, and below it where it belongs. */
import type { ReactNode } from 'react';
import { useExperimentName } from './use-experiment.ts';

interface NameInExperimentProps {
  /** Id of the experiment. */
  experiment: string;
  /** The name, or a link of its name. */
  children: ReactNode;
}

export function NameInExperiment({ experiment, children }: NameInExperimentProps) {
  const nameOf = useExperimentName();
  return (
    <div className="min-w-32">
      <span className="table-name font-medium">{children}</span>
      <span className="block text-xs text-muted">{nameOf(experiment)}</span>
    </div>
  );
}
