/** Makes an alert: what is watched, when it fires, and whom it tells. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { call } from '../api/call.ts';
import { scorersQuery } from '../api/quality-queries.ts';
import type { Alert, NewAlert as NewAlertBody } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { alertMetrics, alertWindows, type MetricName } from './alert-words.ts';
import { useExperimentName } from './use-experiment.ts';

interface Draft {
  name: string;
  metric: MetricName;
  scorer: string;
  condition: 'below' | 'above' | 'drop' | 'rise';
  /** A threshold in the metric's own unit; for changes percent. */
  amount: string;
  windowSeconds: number;
  baselineSeconds: number;
  minimumCount: number;
  webhookUrl: string;
}

const emptyDraft: Draft = {
  name: '',
  metric: 'score',
  scorer: '',
  condition: 'below',
  amount: '0.9',
  windowSeconds: 3600,
  baselineSeconds: 604_800,
  minimumCount: 20,
  webhookUrl: '',
};

const conditions = {
  below: 'is below',
  above: 'is above',
  drop: 'drops against the time before',
  rise: 'rises against the time before',
};

const isChange = ({ condition }: Draft): boolean => condition === 'drop' || condition === 'rise';
const isOfScorer = ({ metric }: Draft): boolean => metric === 'score' || metric === 'scorer_errors';

function toBody(draft: Draft, experiment: string): NewAlertBody {
  const { metric, condition } = draft;
  return {
    experiment,
    name: draft.name,
    metric:
      metric === 'score' || metric === 'scorer_errors'
        ? { of: metric, scorer: draft.scorer }
        : { of: metric },
    condition:
      condition === 'below' || condition === 'above'
        ? { kind: condition, threshold: Number(draft.amount) }
        : { kind: condition, share: Number(draft.amount) / 100, baseline_seconds: draft.baselineSeconds },
    window_seconds: draft.windowSeconds,
    minimum_count: draft.minimumCount,
    webhook_url: draft.webhookUrl,
  };
}

interface NewAlertProps {
  experiment: string;
  onClose: () => void;
}

interface PartProps {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
}

export function NewAlert({ experiment, onClose }: NewAlertProps) {
  const nameOf = useExperimentName();
  const client = useQueryClient();
  const [draft, setDraft] = useState(emptyDraft);
  const onChange = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes });
  const create = useMutation({
    mutationFn: () => call<Alert>('/api/v1/alerts', { method: 'POST', body: toBody(draft, experiment) }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['alerts'] });
      onClose();
    },
  });
  return (
    <Dialog title={`New alert in ${nameOf(experiment)}`} onClose={onClose}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Field label="Name">
          <Input
            required
            maxLength={250}
            placeholder="Safety falls"
            value={draft.name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        </Field>
        <MetricFields draft={draft} onChange={onChange} experiment={experiment} />
        <ConditionFields draft={draft} onChange={onChange} />
        <Field
          label="Webhook"
          hint="Told once when it begins and once when it is over; signed, and tried again until taken."
        >
          <Input
            required
            type="url"
            placeholder="https://hooks.example/quality"
            value={draft.webhookUrl}
            onChange={({ target }) => onChange({ webhookUrl: target.value })}
          />
        </Field>
        {create.isError && <Failure cause={create.error} />}
        <Button look="primary" type="submit" disabled={create.isPending}>
          Create
        </Button>
      </form>
    </Dialog>
  );
}

function MetricFields({ draft, onChange, experiment }: PartProps & { experiment: string }) {
  const { data: scorers = [] } = useQuery(scorersQuery(experiment));
  const listId = useId();
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Watch">
        <Select
          className="w-full"
          value={draft.metric}
          onChange={({ target }) => onChange({ metric: target.value as MetricName })}
        >
          {alertMetrics.map(({ of, label }) => (
            <option key={of} value={of}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {isOfScorer(draft) && (
        <Field label="Scorer">
          <Input
            required
            list={listId}
            placeholder={scorers[0]?.name ?? 'safety'}
            value={draft.scorer}
            onChange={({ target }) => onChange({ scorer: target.value })}
          />
          <datalist id={listId}>
            {scorers.map(({ name }) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </Field>
      )}
    </div>
  );
}

function ConditionFields({ draft, onChange }: PartProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Fires when it">
        <Select
          className="w-full"
          value={draft.condition}
          onChange={({ target }) => {
            const condition = target.value as Draft['condition'];
            const wasChange = isChange(draft);
            const next = { ...draft, condition };
            onChange({
              condition,
              ...(wasChange === isChange(next) ? {} : { amount: wasChange ? '0.9' : '20' }),
            });
          }}
        >
          {Object.entries(conditions).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label={isChange(draft) ? 'By, %' : 'Threshold'}
        hint={isChange(draft) ? undefined : unitOf(draft)}
      >
        <Input
          required
          type="number"
          step="any"
          value={draft.amount}
          onChange={({ target }) => onChange({ amount: target.value })}
        />
      </Field>
      <Seconds
        label="Over the last"
        value={draft.windowSeconds}
        onChange={(windowSeconds) => onChange({ windowSeconds })}
      />
      {isChange(draft) && (
        <Seconds
          label="Against the time before, of"
          value={draft.baselineSeconds}
          onChange={(baselineSeconds) => onChange({ baselineSeconds })}
        />
      )}
      <Field label="With at least" hint="Calls or verdicts; with fewer it says nothing.">
        <Input
          required
          type="number"
          min={1}
          value={draft.minimumCount}
          onChange={({ target }) => onChange({ minimumCount: Number(target.value) })}
        />
      </Field>
    </div>
  );
}

/** The unit of a threshold. */
function unitOf({ metric }: Draft): string {
  if (metric === 'latency_ms') return 'Milliseconds.';
  if (metric === 'cost_usd') return 'USD.';
  return metric === 'calls' ? 'Calls.' : '0.9 is 90%.';
}

interface SecondsProps {
  label: string;
  value: number;
  onChange: (seconds: number) => void;
}

function Seconds({ label, value, onChange }: SecondsProps) {
  return (
    <Field label={label}>
      <Select className="w-full" value={value} onChange={({ target }) => onChange(Number(target.value))}>
        {alertWindows.map(({ seconds, label: words }) => (
          <option key={seconds} value={seconds}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
}
