/** The experiment that questions and sessions belong to: one, always. */
import { useQuery } from '@tanstack/react-query';
import { experimentsQuery } from '../api/queries.ts';
import { Field, Select } from '../components/field.tsx';
import { useStoredChoice } from '../traces/stored-choice.ts';
import { judgeExperiment } from '../traces/trace-search.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

/** The experiment that the address names, else the one looked at last in this browser, else the newest that is not the judges' own. */
export function useExperiment(named: string | undefined): [string | undefined, (experiment: string) => void] {
  const { data: experiments = [] } = useQuery(experimentsQuery);
  const [last, setLast] = useStoredChoice('weir-labeling-experiment', '', isText);
  const known = experiments.find(({ experiment_id: id, name }) => id === named || name === named);
  const stored = experiments.find(({ experiment_id: id }) => id === last);
  const newest = experiments.find(({ name }) => name !== judgeExperiment);
  return [(known ?? stored ?? newest ?? experiments[0])?.experiment_id, setLast];
}

interface ExperimentFieldProps {
  value: string | undefined;
  onChange: (experiment: string) => void;
}

export function ExperimentField({ value, onChange }: ExperimentFieldProps) {
  const { data: experiments = [] } = useQuery(experimentsQuery);
  return (
    <Field label="Experiment">
      <Select className="w-full" value={value ?? ''} onChange={({ target }) => onChange(target.value)}>
        {experiments.map(({ experiment_id: id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
