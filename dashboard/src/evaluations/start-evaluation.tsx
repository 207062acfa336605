/** Starts an evaluation: over what, by which scorers, and maybe what answers anew; then shows how far it is. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { datasetsQuery, experimentsQuery } from '../api/queries.ts';
import type { Evaluation } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Choice } from '../components/choice.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { isRange, ranges } from '../format/time-range.ts';
import { ScorerChoice } from '../quality/scorer-choice.tsx';
import { emptyDraft, toNewEvaluation, type EvaluationDraft } from './evaluation-draft.ts';
import { TargetFields } from './target-fields.tsx';

interface StartEvaluationProps {
  /** Where it starts unless another is chosen. */
  experiment: string;
  /** The dataset it is over unless another is chosen; empty: the first there is. */
  dataset: string;
  onClose: () => void;
}

interface PartProps {
  draft: EvaluationDraft;
  onChange: (changes: Partial<EvaluationDraft>) => void;
}

export function StartEvaluation({ experiment: first, dataset: wanted, onClose }: StartEvaluationProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const datasets = useQuery(datasetsQuery);
  const [experiment, setExperiment] = useState(first);
  const [draft, setDraft] = useState({ ...emptyDraft, dataset: wanted });
  const onChange = (changes: Partial<EvaluationDraft>) => setDraft({ ...draft, ...changes });
  const dataset = draft.dataset === '' ? (datasets.data?.[0]?.dataset_id ?? '') : draft.dataset;
  const start = useMutation({
    mutationFn: async () =>
      call<Evaluation>('/api/v1/evaluations', {
        method: 'POST',
        body: toNewEvaluation({ ...draft, dataset }, experiment),
      }),
    async onSuccess({ evaluation_id: evaluationId }) {
      await client.invalidateQueries({ queryKey: ['evaluations'] });
      await navigate({ to: '/evaluations/$evaluationId', params: { evaluationId } });
    },
  });
  return (
    <Dialog title="Evaluate" onClose={onClose}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <ExperimentField
            value={experiment}
            onChange={(next) => {
              setExperiment(next);
              onChange({ scorers: [] });
            }}
          />
          <Field label="Name">
            <Input
              maxLength={250}
              placeholder="Made of the time"
              value={draft.name}
              onChange={({ target }) => onChange({ name: target.value })}
            />
          </Field>
        </div>
        <SourceFields draft={{ ...draft, dataset }} onChange={onChange} />
        <ScorerChoice
          key={experiment}
          experiment={experiment}
          value={draft.scorers}
          onChange={(scorers) => onChange({ scorers })}
          builtin
        />
        <TargetFields draft={draft} onChange={onChange} />
        {start.isError && <Failure cause={start.error} />}
        <Button
          look="primary"
          type="submit"
          disabled={
            start.isPending || draft.scorers.length === 0 || (draft.source === 'dataset' && dataset === '')
          }
        >
          Start
        </Button>
      </form>
    </Dialog>
  );
}

function ExperimentField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { data: experiments = [] } = useQuery(experimentsQuery);
  return (
    <Field label="Experiment">
      <Select className="w-full" value={value} onChange={({ target }) => onChange(target.value)}>
        {experiments.map(({ experiment_id: id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function SourceFields({ draft, onChange }: PartProps) {
  return (
    <>
      <Choice
        label="Over"
        value={draft.source}
        options={[
          { value: 'dataset', label: 'A dataset' },
          { value: 'traces', label: 'Traces' },
        ]}
        onChange={(source) => onChange({ source })}
      />
      {draft.source === 'dataset' ? (
        <DatasetField value={draft.dataset} onChange={(dataset) => onChange({ dataset })} />
      ) : (
        <TraceFields draft={draft} onChange={onChange} />
      )}
    </>
  );
}

function DatasetField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const datasets = useQuery(datasetsQuery);
  const isNone = datasets.data?.length === 0;
  return (
    <Field
      label="Dataset"
      hint={isNone ? 'There is none yet: make one of traces, or import a file.' : undefined}
    >
      <Select required className="w-full" value={value} onChange={({ target }) => onChange(target.value)}>
        {datasets.data?.map(({ dataset_id: id, name, record_count: count }) => (
          <option key={id} value={id}>
            {name} ({count})
          </option>
        ))}
      </Select>
    </Field>
  );
}

function TraceFields({ draft, onChange }: PartProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <div className="sm:col-span-2">
        <Field label="Traces where" hint="Empty: every trace of the experiment in that time.">
          <Input
            placeholder="status = 'OK'"
            value={draft.filter}
            onChange={({ target }) => onChange({ filter: target.value })}
          />
        </Field>
      </div>
      <Field label="Of the">
        <Select
          className="w-full"
          value={draft.range}
          onChange={({ target }) => isRange(target.value) && onChange({ range: target.value })}
        >
          {Object.entries(ranges).map(([name, { label }]) => (
            <option key={name} value={name}>
              {label.toLowerCase()}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="At most" hint="The newest first.">
        <Input
          required
          type="number"
          min={1}
          max={10_000}
          value={draft.most}
          onChange={({ target }) => onChange({ most: Number(target.value) })}
        />
      </Field>
    </div>
  );
}
