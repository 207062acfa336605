/** The fields of a session: what it is called, who is asked, what, and where expectations go. */
import { useQuery } from '@tanstack/react-query';
import { ChevronUp, Plus } from 'lucide-react';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { LabelSchema } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Field, Input, TextArea } from '../components/field.tsx';
import { Failure, Skeleton } from '../components/states.tsx';
import { labelSchemasQuery } from './labeling-queries.ts';
import { describeInput } from './schema-draft.ts';
import { SchemaForm } from './schema-form.tsx';
import { namesOf, type SessionDraft } from './session-draft.ts';
import { DatasetField } from './trace-source-field.tsx';

const MOST_REVIEWERS = 10;

interface SessionFieldsProps {
  draft: SessionDraft;
  experiment: string | undefined;
  /** Reviewers answer the questions already. */
  schemasFixed: boolean;
  onChange: (changes: Partial<SessionDraft>) => void;
}

export function SessionFields({ draft, experiment, schemasFixed, onChange }: SessionFieldsProps) {
  const names = namesOf(draft.reviewers);
  return (
    <>
      <Field label="Name">
        <Input
          required
          maxLength={250}
          placeholder="Refund answers, week 42"
          value={draft.name}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      </Field>
      <Field label="Description" hint="Reviewers read it over each item.">
        <TextArea
          rows={2}
          maxLength={5000}
          value={draft.description}
          onChange={({ target }) => onChange({ description: target.value })}
        />
      </Field>
      <Field
        label="Reviewers"
        hint={
          names.length > MOST_REVIEWERS
            ? `At most ${MOST_REVIEWERS}; these are ${names.length}.`
            : 'Names or mail addresses, separated by commas. Empty: whoever is given a link.'
        }
      >
        <Input
          placeholder="ada@shop.example, bo@shop.example"
          value={draft.reviewers}
          onChange={({ target }) => onChange({ reviewers: target.value })}
        />
      </Field>
      {schemasFixed ? (
        <p className="text-xs text-muted">
          The questions are fixed once a session has traces: answers are given under them.
        </p>
      ) : (
        experiment !== undefined && (
          <Questions
            experiment={experiment}
            chosen={draft.schemas}
            onChange={(schemas) => onChange({ schemas })}
          />
        )
      )}
      <DatasetField
        label="Expectations go into"
        none="No dataset"
        hint="A trace whose answer is corrected becomes a record there at once."
        value={draft.dataset}
        onChange={(dataset) => onChange({ dataset })}
      />
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={draft.allowCorrection}
          onChange={({ target }) => onChange({ allowCorrection: target.checked })}
        />
        Reviewers may write what the answer should have been
      </label>
    </>
  );
}

interface QuestionsProps {
  experiment: string;
  chosen: string[];
  onChange: (schemas: string[]) => void;
}

/** The chosen ones first, in the order they are asked. */
function Questions({ experiment, chosen, onChange }: QuestionsProps) {
  const schemas = useQuery(labelSchemasQuery(experiment));
  const [adding, setAdding] = useState(false);
  if (schemas.isError) return <Failure cause={schemas.error} onRetry={() => void schemas.refetch()} />;
  if (schemas.isPending) return <Skeleton rows={3} />;
  // The oldest first: it is asked first where nobody says otherwise.
  const own = schemas.data.filter((schema) => !schema.is_default).toReversed();
  const asked = chosen.flatMap((id) => own.find((schema) => schema.schema_id === id) ?? []);
  const rest = own.filter((schema) => !chosen.includes(schema.schema_id));
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Questions</legend>
      <ul className="mb-2 divide-y divide-line rounded-md border border-line">
        {own.length === 0 && (
          <li className="px-3 py-2 text-sm text-muted">
            None in this experiment yet. Without one, people are asked for “Feedback” in words.
          </li>
        )}
        {[...asked, ...rest].map((schema, index) => (
          <QuestionRow
            key={schema.schema_id}
            schema={schema}
            isAsked={index < asked.length}
            onAsk={(isAsked) =>
              onChange(
                isAsked
                  ? [...asked.map(({ schema_id: id }) => id), schema.schema_id]
                  : chosen.filter((id) => id !== schema.schema_id),
              )
            }
            onEarlier={index > 0 && index < asked.length ? () => onChange(swap(chosen, index)) : null}
          />
        ))}
      </ul>
      <Button icon={<Plus size={14} />} onClick={() => setAdding(true)}>
        New question
      </Button>
      {adding &&
        // Apart from this form: forms do not lie within forms.
        createPortal(
          <SchemaForm
            experiment={experiment}
            fixed
            onClose={() => setAdding(false)}
            onSaved={(schema) => {
              setAdding(false);
              onChange([...chosen, schema.schema_id]);
            }}
          />,
          document.body,
        )}
    </fieldset>
  );
}

function QuestionRow({
  schema,
  isAsked,
  onAsk,
  onEarlier,
}: {
  schema: LabelSchema;
  isAsked: boolean;
  onAsk: (isAsked: boolean) => void;
  onEarlier: (() => void) | null;
}) {
  const name = schema.title ?? schema.name;
  return (
    <li className="flex items-center gap-2 px-3 py-1.5">
      <label className="flex min-w-0 flex-1 items-baseline gap-2 text-sm">
        <input type="checkbox" checked={isAsked} onChange={({ target }) => onAsk(target.checked)} />
        <span className="min-w-0">
          <span className="font-medium wrap-anywhere">{name}</span>{' '}
          <span className="text-xs wrap-anywhere text-muted">{describeInput(schema)}</span>
        </span>
      </label>
      {onEarlier !== null && (
        <Button
          look="quiet"
          aria-label={`Ask ${name} earlier`}
          icon={<ChevronUp size={14} />}
          onClick={onEarlier}
        />
      )}
    </li>
  );
}

function swap(ids: string[], index: number): string[] {
  const moved = [...ids];
  const [id] = moved.splice(index, 1);
  if (id !== undefined) moved.splice(index - 1, 0, id);
  return moved;
}
