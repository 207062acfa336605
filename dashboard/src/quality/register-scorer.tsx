/** Registers a scorer, or the next version of one that is there. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { scorerKindsQuery, scorersQuery } from '../api/quality-queries.ts';
import type { Scorer, ScorerKinds } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Button } from '../components/button.tsx';
import { Choice } from '../components/choice.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input } from '../components/field.tsx';
import { Failure, Skeleton } from '../components/states.tsx';
import { asksModel, kindNames } from './read-scorer.ts';
import { SamplingFields, toPercent, toSampling, type Sampling } from './sampling-fields.tsx';
import { draftOf, emptyDraft, toDescription, type ScorerDraft } from './scorer-draft.ts';
import { ScorerFields } from './scorer-fields.tsx';
import { useExperimentName } from './use-experiment.ts';

interface RegisterScorerProps {
  experiment: string;
  /** The scorer that gets its next version. */
  base?: Scorer;
  onClose: () => void;
  onDone: (scorer: Scorer) => void;
}

export function RegisterScorer(props: RegisterScorerProps) {
  const kinds = useQuery(scorerKindsQuery);
  const nameOf = useExperimentName();
  const { experiment, base } = props;
  return (
    <Dialog
      title={base === undefined ? `New scorer in ${nameOf(experiment)}` : `Next version of ${base.name}`}
      onClose={props.onClose}
    >
      {kinds.isPending && <Skeleton />}
      {kinds.isError && <Failure cause={kinds.error} onRetry={() => void kinds.refetch()} />}
      {kinds.isSuccess && <RegisterForm {...props} kinds={kinds.data} />}
    </Dialog>
  );
}

const kindOptions = (['builtin', 'instructions', 'code', 'http'] as const).map((value) => ({
  value,
  label: kindNames[value],
}));

function RegisterForm({ experiment, base, kinds, onDone }: RegisterScorerProps & { kinds: ScorerKinds }) {
  const client = useQueryClient();
  const mayCall = useMay('proxy');
  const offered = kindOptions.filter(({ value }) => mayCall || !asksModel({ kind: value }));
  const [draft, setDraft] = useState<ScorerDraft>(
    base === undefined ? { ...emptyDraft, kind: offered[0]?.value ?? 'code' } : draftOf(base),
  );
  const [sampling, setSampling] = useState<Sampling>({
    percent: base === undefined ? '10' : toPercent(base.sample_rate),
    filter: base?.filter ?? '',
  });
  const usualName = usualNameOf(draft, kinds);
  const register = useMutation({
    mutationFn: () =>
      call<Scorer>('/api/v1/scorers', {
        method: 'POST',
        body: {
          experiment,
          name: draft.name.trim() === '' ? usualName : draft.name.trim(),
          scorer: toDescription(draft),
          ...toSampling(sampling),
        },
      }),
    async onSuccess(scorer) {
      await client.invalidateQueries({ queryKey: scorersQuery(experiment).queryKey });
      onDone(scorer);
    },
  });
  const change = (changes: Partial<ScorerDraft>) => setDraft({ ...draft, ...changes });
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        register.mutate();
      }}
    >
      <Choice
        label="Kind"
        value={draft.kind}
        options={offered}
        onChange={(kind) => change({ kind, ...(kind === 'http' ? {} : { resultType: 'yes-no' }) })}
      />
      <ScorerFields draft={draft} onChange={change} kinds={kinds} />
      {base === undefined && (
        <Field label="Name" hint="Its verdicts are found under it.">
          <Input
            required={usualName === ''}
            maxLength={250}
            placeholder={usualName}
            value={draft.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        </Field>
      )}
      <SamplingFields value={sampling} onChange={setSampling} />
      {register.isError && <Failure cause={register.error} />}
      <Button look="primary" type="submit" disabled={register.isPending}>
        Register
      </Button>
    </form>
  );
}

/** Built-in judges and checks have names of their own. */
function usualNameOf({ kind, builtin, code }: ScorerDraft, kinds: ScorerKinds): string {
  if (kind === 'code') return code;
  if (kind !== 'builtin') return '';
  return kinds.builtin.find((one) => one.builtin === builtin)?.default_name ?? '';
}
