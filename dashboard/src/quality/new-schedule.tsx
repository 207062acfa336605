/** Makes a schedule: when, over what, by which scorers. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { datasetsQuery } from '../api/queries.ts';
import type { Schedule } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Choice } from '../components/choice.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { ScorerChoice } from './scorer-choice.tsx';
import { useExperimentName } from './use-experiment.ts';

const usualTimes = [
  { cron: '*/15 * * * *', label: 'Every 15 minutes' },
  { cron: '0 * * * *', label: 'Every hour' },
  { cron: '0 6 * * *', label: 'Every day at 6:00' },
  { cron: '0 6 * * 1', label: 'Mondays at 6:00' },
];

/** Over what, as the form holds it. */
interface ScheduleSource {
  over: 'traces' | 'dataset';
  filter: string;
  /** Empty: the first there is. */
  dataset: string;
}

interface NewScheduleProps {
  experiment: string;
  onClose: () => void;
}

export function NewSchedule({ experiment, onClose }: NewScheduleProps) {
  const nameOf = useExperimentName();
  const client = useQueryClient();
  const navigate = useNavigate();
  const datasets = useQuery(datasetsQuery);
  const [name, setName] = useState('');
  const [cron, setCron] = useState('0 6 * * *');
  const [source, setSource] = useState<ScheduleSource>({ over: 'traces', filter: '', dataset: '' });
  const [scorers, setScorers] = useState<string[]>([]);
  const dataset = source.dataset === '' ? (datasets.data?.[0]?.dataset_id ?? '') : source.dataset;
  const create = useMutation({
    mutationFn: () =>
      call<Schedule>('/api/v1/schedules', {
        method: 'POST',
        body: {
          experiment,
          name,
          cron,
          scorers,
          ...(source.over === 'dataset'
            ? { dataset }
            : { filter: source.filter.trim() === '' ? null : source.filter.trim() }),
        },
      }),
    async onSuccess({ schedule_id: scheduleId }) {
      await client.invalidateQueries({ queryKey: ['schedules'] });
      await navigate({ to: '/quality/schedules/$scheduleId', params: { scheduleId } });
    },
  });
  return (
    <Dialog title={`New schedule in ${nameOf(experiment)}`} onClose={onClose}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Field label="Name">
          <Input required maxLength={250} value={name} onChange={({ target }) => setName(target.value)} />
        </Field>
        <CronFields cron={cron} onChange={setCron} />
        <SourceFields
          value={{ ...source, dataset }}
          onChange={(next) => {
            // Built-in judges that nobody registered can judge datasets only.
            if (next.over !== source.over) setScorers([]);
            setSource(next);
          }}
        />
        <ScorerChoice
          experiment={experiment}
          value={scorers}
          onChange={setScorers}
          builtin={source.over === 'dataset'}
        />
        {create.isError && <Failure cause={create.error} />}
        <Button look="primary" type="submit" disabled={create.isPending || scorers.length === 0}>
          Create
        </Button>
      </form>
    </Dialog>
  );
}

interface SourceFieldsProps {
  value: ScheduleSource;
  onChange: (value: ScheduleSource) => void;
}

function SourceFields({ value, onChange }: SourceFieldsProps) {
  const { data: datasets } = useQuery(datasetsQuery);
  return (
    <>
      <Choice
        label="Over"
        value={value.over}
        options={[
          { value: 'traces', label: 'Traces since the run before' },
          { value: 'dataset', label: 'A dataset' },
        ]}
        onChange={(over) => onChange({ ...value, over })}
      />
      {value.over === 'traces' ? (
        <Field label="Only traces where" hint="Empty: every trace of the experiment.">
          <Input
            placeholder="status = 'OK'"
            value={value.filter}
            onChange={({ target }) => onChange({ ...value, filter: target.value })}
          />
        </Field>
      ) : (
        <Field label="Dataset" hint={datasets?.length === 0 ? 'There is none yet.' : undefined}>
          <Select
            required
            className="w-full"
            value={value.dataset}
            onChange={({ target }) => onChange({ ...value, dataset: target.value })}
          >
            {datasets?.map(({ dataset_id: id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </>
  );
}

/** Times that are usual, or any cron expression. */
function CronFields({ cron, onChange }: { cron: string; onChange: (cron: string) => void }) {
  const isUsual = usualTimes.some((time) => time.cron === cron);
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="When">
        <Select
          className="w-full"
          value={isUsual ? cron : 'own'}
          onChange={({ target }) => target.value !== 'own' && onChange(target.value)}
        >
          {usualTimes.map((time) => (
            <option key={time.cron} value={time.cron}>
              {time.label}
            </option>
          ))}
          <option value="own">Other, as written</option>
        </Select>
      </Field>
      <Field label="Cron" hint="Minute, hour, day, month, weekday; UTC.">
        <Input
          required
          className="font-mono"
          value={cron}
          onChange={({ target }) => onChange(target.value)}
        />
      </Field>
    </div>
  );
}
