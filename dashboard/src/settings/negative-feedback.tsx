/** When feedback makes a trace a test case, and in which dataset: one rule per experiment. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { datasetsQuery, experimentsQuery, testCaseRuleQuery } from '../api/queries.ts';
import type { TestCaseRule } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Failure, Skeleton } from '../components/states.tsx';

export function NegativeFeedback() {
  const experiments = useQuery(experimentsQuery);
  const [chosen, setChosen] = useState('0');
  const rule = useQuery(testCaseRuleQuery(chosen));
  const experiment = experiments.data?.find(({ experiment_id: id }) => id === chosen);
  return (
    <div className="max-w-3xl space-y-4 p-4">
      <p className="text-sm text-muted">
        A trace that people did not like becomes a record of a dataset, once, with what they said; later
        corrections become its expectations.
      </p>
      <Field label="Experiment">
        <Select className="w-full sm:w-72" value={chosen} onChange={({ target }) => setChosen(target.value)}>
          {experiments.data?.map(({ experiment_id: id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {rule.isError && <Failure cause={rule.error} onRetry={() => void rule.refetch()} />}
      {rule.isPending && <Skeleton rows={4} />}
      {rule.isSuccess && (
        <RuleForm
          key={`${chosen} ${JSON.stringify(rule.data)}`}
          experimentId={chosen}
          experimentName={experiment?.name ?? 'Default'}
          rule={rule.data.rule}
          isDefault={rule.data.is_default}
        />
      )}
    </div>
  );
}

interface RuleFormProps {
  experimentId: string;
  experimentName: string;
  rule: TestCaseRule;
  isDefault: boolean;
}

/** One kind of feedback while it is written. */
interface NegativeDraft {
  name: string;
  below: string;
  equals: string;
}

/** The rule while it is written. */
interface Draft {
  enabled: boolean;
  /** Empty: the one named after the experiment. */
  dataset: string;
  negative: NegativeDraft[];
}

function RuleForm({ experimentId, experimentName, rule, isDefault }: RuleFormProps) {
  const client = useQueryClient();
  const mayWrite = useMay('write');
  const [draft, setDraft] = useState<Draft>(() => ({
    enabled: rule.enabled,
    dataset: rule.dataset ?? '',
    negative: rule.negative.map(toDraft),
  }));
  const path = `/api/v1/experiments/${encodeURIComponent(experimentId)}/test-case-rule`;
  const known = () => client.invalidateQueries({ queryKey: testCaseRuleQuery(experimentId).queryKey });
  const save = useMutation({
    mutationFn: () => {
      const { enabled, dataset, negative } = draft;
      return call(path, {
        method: 'PUT',
        body: { enabled, dataset: dataset === '' ? null : dataset, negative: negative.map(toNegative) },
      });
    },
    onSuccess: known,
  });
  const reset = useMutation({ mutationFn: () => call(path, { method: 'DELETE' }), onSuccess: known });
  const failed = save.error ?? reset.error;
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <fieldset disabled={!mayWrite} className="space-y-4">
        <RuleFields
          draft={draft}
          experimentName={experimentName}
          isDefault={isDefault}
          onChange={(changes) => setDraft({ ...draft, ...changes })}
        />
      </fieldset>
      {failed !== null && <Failure cause={failed} />}
      {mayWrite && (
        <div className="flex gap-2">
          <Button look="primary" type="submit" disabled={save.isPending}>
            Save
          </Button>
          {!isDefault && (
            <Button disabled={reset.isPending} onClick={() => reset.mutate()}>
              Back to the default
            </Button>
          )}
        </div>
      )}
    </form>
  );
}

interface RuleFieldsProps {
  draft: Draft;
  experimentName: string;
  isDefault: boolean;
  onChange: (changes: Partial<Draft>) => void;
}

function RuleFields({ draft, experimentName, isDefault, onChange }: RuleFieldsProps) {
  const { data: datasets = [] } = useQuery(datasetsQuery);
  const mayWrite = useMay('write');
  const { enabled, dataset, negative } = draft;
  return (
    <>
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          role="switch"
          className="accent-accent"
          checked={enabled}
          onChange={({ target }) => onChange({ enabled: target.checked })}
        />
        Collect test cases from negative feedback
        {isDefault && <Badge>the default</Badge>}
      </label>
      <Field label="Into the dataset" hint="Made when it is not there.">
        <Input
          list="datasets"
          maxLength={500}
          placeholder={`negative-feedback-${experimentName}`}
          value={dataset}
          onChange={({ target }) => onChange({ dataset: target.value })}
        />
      </Field>
      <datalist id="datasets">
        {datasets.map(({ dataset_id: id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      <fieldset className="space-y-2">
        <legend className="mb-1 text-sm font-medium">Negative is</legend>
        {negative.map((one, index) => (
          <NegativeRow
            key={index}
            draft={one}
            onChange={(next) => onChange({ negative: negative.with(index, next) })}
            onRemove={mayWrite ? () => onChange({ negative: negative.toSpliced(index, 1) }) : null}
          />
        ))}
        {mayWrite && (
          <Button
            icon={<Plus size={14} />}
            onClick={() => onChange({ negative: [...negative, { name: '', below: '', equals: '' }] })}
          >
            Another kind of feedback
          </Button>
        )}
      </fieldset>
    </>
  );
}

interface NegativeRowProps {
  draft: NegativeDraft;
  onChange: (draft: NegativeDraft) => void;
  /** Null: it cannot be taken away. */
  onRemove: (() => void) | null;
}

function NegativeRow({ draft, onChange, onRemove }: NegativeRowProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md border border-line p-2">
      <Input
        required
        aria-label="Name of the feedback"
        placeholder="rating"
        className="!w-40"
        value={draft.name}
        onChange={({ target }) => onChange({ ...draft, name: target.value })}
      />
      <span className="text-sm text-muted">under</span>
      <Input
        type="number"
        step="any"
        aria-label="Under the number"
        className="!w-20"
        required={draft.equals === ''}
        value={draft.below}
        onChange={({ target }) => onChange({ ...draft, below: target.value })}
      />
      <span className="text-sm text-muted">or one of</span>
      <Input
        aria-label="One of the values"
        placeholder="down, false"
        className="!w-auto min-w-32 flex-1"
        value={draft.equals}
        onChange={({ target }) => onChange({ ...draft, equals: target.value })}
      />
      {onRemove !== null && (
        <Button look="quiet" aria-label={`Remove ${draft.name}`} icon={<X size={14} />} onClick={onRemove} />
      )}
    </div>
  );
}

type Negative = TestCaseRule['negative'][number];

function toDraft({ name, below, equals = [] }: Negative): NegativeDraft {
  return { name, below: below === undefined ? '' : String(below), equals: equals.map(String).join(', ') };
}

function toNegative({ name, below, equals }: NegativeDraft): Negative {
  const values = equals.split(',').flatMap((one) => (one.trim() === '' ? [] : [toValue(one.trim())]));
  return {
    name: name.trim(),
    ...(below === '' ? {} : { below: Number(below) }),
    ...(values.length === 0 ? {} : { equals: values }),
  };
}

/** Numbers and truth as what they are; anything else is text. */
function toValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
