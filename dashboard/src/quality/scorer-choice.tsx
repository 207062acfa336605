/** Chooses several scorers: those of an experiment, and where asked also built-in judges that nobody registered. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { scorerKindsQuery, scorersQuery } from '../api/quality-queries.ts';
import { settingsQuery } from '../api/queries.ts';
import { useMay } from '../api/use-may.ts';
import { Input } from '../components/field.tsx';
import { Failure, Skeleton } from '../components/states.tsx';
import { kindNames, readScorer } from './read-scorer.ts';
import { needsGuidelines } from './scorer-draft.ts';
import { useMayRun } from './use-may-run.ts';

interface ScorerChoiceProps {
  experiment: string;
  value: string[];
  onChange: (value: string[]) => void;
  /** Also built-in judges by their name. */
  builtin?: boolean;
}

interface Offer {
  name: string;
  detail: string;
}

/** More than this get a field to search them by. */
const MANY = 8;

export function ScorerChoice({ experiment, value, onChange, builtin = false }: ScorerChoiceProps) {
  const scorers = useQuery(scorersQuery(experiment));
  const mayCall = useMay('proxy');
  const mayRun = useMayRun();
  const { data: settings } = useQuery(settingsQuery);
  const kinds = useQuery({ ...scorerKindsQuery, enabled: builtin });
  const [text, setText] = useState('');
  if (scorers.isError) return <Failure cause={scorers.error} onRetry={() => void scorers.refetch()} />;
  if (scorers.isPending) return <Skeleton rows={3} />;
  const registered: Offer[] = scorers.data
    .filter((scorer) => !scorer.is_default && readScorer(scorer).kind !== 'client' && mayRun(scorer))
    .map((scorer) => ({ name: scorer.name, detail: kindNames[readScorer(scorer).kind] }));
  const others: Offer[] = (builtin && mayCall ? (kinds.data?.builtin ?? []) : [])
    .filter((judge) => !needsGuidelines(judge.builtin))
    .filter((judge) => !registered.some(({ name }) => name === judge.default_name))
    .map((judge) => ({ name: judge.default_name, detail: judge.description }));
  const offers = [...registered, ...others];
  const shown = offers.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">
        Scorers{value.length > 0 && <span className="font-normal text-muted"> ({value.length} chosen)</span>}
      </legend>
      {offers.length === 0 && (
        <p className="text-sm text-muted">
          {scorers.data.length === 0 || mayCall
            ? 'None is registered in this experiment: register one first.'
            : 'Those of this experiment ask a model, which takes the scope proxy.'}
        </p>
      )}
      {offers.length > MANY && (
        <Input
          aria-label="Find a scorer"
          placeholder="Find…"
          className="mb-1"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      )}
      {offers.length > 0 && (
        <ul className="max-h-48 overflow-auto rounded-md border border-line">
          {shown.map(({ name, detail }) => (
            <li key={name} className="border-b border-line last:border-0">
              <label className="flex cursor-pointer items-baseline gap-2 px-2.5 py-1.5 text-sm hover:bg-wash">
                <input
                  type="checkbox"
                  className="translate-y-0.5 accent-accent"
                  checked={value.includes(name)}
                  onChange={({ target }) =>
                    onChange(target.checked ? [...value, name] : value.filter((one) => one !== name))
                  }
                />
                <span className="shrink-0 font-medium">{name}</span>
                <span className="truncate text-xs text-muted" title={detail}>
                  {detail}
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {builtin && mayCall && settings?.judge_model === null && (
        <p className="mt-1 text-xs text-muted">
          Built-in judges need a model: start Weir with <code>WEIR_JUDGE_MODEL</code>, or register one with a
          model of its own.
        </p>
      )}
    </fieldset>
  );
}
