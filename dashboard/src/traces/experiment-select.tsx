/** Chooses the experiment that is looked at. */
import { useQuery } from '@tanstack/react-query';
import { experimentsQuery } from '../api/queries.ts';
import { Select } from '../components/field.tsx';

interface ExperimentSelectProps {
  value: string | undefined;
  onChange: (experiment: string | undefined) => void;
  /** Whether all can be looked at at once. */
  all?: boolean;
}

export function ExperimentSelect({ value, onChange, all = true }: ExperimentSelectProps) {
  const { data: experiments = [] } = useQuery(experimentsQuery);
  if (experiments.length < 2 && value === undefined) return null;
  return (
    <Select
      aria-label="Experiment"
      className="max-w-44"
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
    >
      {all && <option value="">All experiments</option>}
      {experiments.map(({ experiment_id: id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
