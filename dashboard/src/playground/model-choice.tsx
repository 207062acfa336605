/** Chooses a provider that is ready, and a model by name; names that were called before are offered. */
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { settingsQuery, statisticsQuery } from '../api/queries.ts';
import { Input, Select } from '../components/field.tsx';

/** Whom to call. */
export interface Model {
  provider: string;
  model: string;
}

export function ModelChoice({ value, onChange }: { value: Model; onChange: (model: Model) => void }) {
  const { data: settings } = useQuery(settingsQuery);
  const { data: known } = useQuery(
    statisticsQuery({ group_by: 'model', provider: value.provider, limit: 50 }),
  );
  const listId = useId();
  const ready =
    settings?.providers.filter(({ configured, has_stored_key: hasKey }) => configured && hasKey !== false) ??
    [];
  return (
    <div className="flex min-w-0 gap-2">
      <Select
        aria-label="Provider"
        className="shrink-0"
        value={value.provider}
        onChange={({ target }) =>
          onChange({ provider: target.value, model: target.value === 'demo' ? 'demo' : '' })
        }
      >
        {!ready.some(({ name }) => name === value.provider) && (
          <option value={value.provider}>{value.provider}</option>
        )}
        {ready.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <Input
        aria-label="Model"
        list={listId}
        placeholder="Model"
        value={value.model}
        onChange={({ target }) => onChange({ ...value, model: target.value })}
      />
      <datalist id={listId}>
        {known?.statistics.map(({ group }) => group !== null && <option key={group} value={group} />)}
      </datalist>
    </div>
  );
}
