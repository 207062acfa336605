/** What is said of a trace: by people, judges and code, with their reasons; and a form to say more. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { traceQuery } from '../api/queries.ts';
import type { Assessment } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select, TextArea } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { formatTime, formatValue } from '../format/format.ts';
import { toneOf } from '../traces/trace-columns.tsx';

const sources: Record<string, string> = { HUMAN: 'person', LLM_JUDGE: 'judge', CODE: 'code' };

interface AssessmentsProps {
  traceId: string;
  assessments: Assessment[];
}

export function Assessments({ traceId, assessments }: AssessmentsProps) {
  const mayWrite = useMay('write');
  const [adding, setAdding] = useState(false);
  return (
    <section aria-label="Assessments" className="p-3">
      <header className="mb-2 flex items-center justify-between">
        <h2 className="text-sm font-semibold">Assessments</h2>
        {mayWrite && (
          <Button icon={<Plus size={14} />} onClick={() => setAdding(true)}>
            Add
          </Button>
        )}
      </header>
      {assessments.length === 0 && <p className="text-sm text-muted">Nothing has been said of this trace.</p>}
      <ul className="space-y-2">
        {assessments.map((assessment) => (
          <AssessmentItem key={assessment.assessment_id} assessment={assessment} />
        ))}
      </ul>
      {adding && <AddAssessment traceId={traceId} onClose={() => setAdding(false)} />}
    </section>
  );
}

function AssessmentItem({ assessment }: { assessment: Assessment }) {
  const { name, feedback, expectation, source, rationale, valid } = assessment;
  const said = feedback ?? expectation;
  return (
    <li className={`rounded-lg border border-line p-2 text-sm ${valid ? '' : 'opacity-60'}`}>
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="font-medium wrap-anywhere">{name}</span>
        {expectation !== undefined && <Badge>expected</Badge>}
        {!valid && <Badge tone="warn">overridden</Badge>}
        {said?.error ? (
          <Badge tone="bad">{said.error.error_code}</Badge>
        ) : (
          <span className="ml-auto max-w-full">
            <Badge tone={feedback === undefined ? 'plain' : toneOf(feedback.value)}>
              {formatValue(said?.value)}
            </Badge>
          </span>
        )}
      </div>
      {rationale !== null && <p className="mt-1 wrap-anywhere whitespace-pre-wrap text-muted">{rationale}</p>}
      <p className="mt-1 text-xs wrap-anywhere text-muted">
        {sources[source.source_type] ?? source.source_type} {source.source_id} ·{' '}
        {formatTime(assessment.create_time)}
      </p>
    </li>
  );
}

function AddAssessment({ traceId, onClose }: { traceId: string; onClose: () => void }) {
  const client = useQueryClient();
  const [kind, setKind] = useState<'feedback' | 'expectation'>('feedback');
  const [name, setName] = useState('correctness');
  const [value, setValue] = useState('yes');
  const [rationale, setRationale] = useState('');
  const add = useMutation({
    mutationFn: () =>
      call(`/api/v1/traces/${encodeURIComponent(traceId)}/assessments`, {
        method: 'POST',
        body: {
          name,
          [kind]: { value: readValue(value) },
          source: 'human',
          rationale: rationale === '' ? null : rationale,
        },
      }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: traceQuery(traceId).queryKey });
      await client.invalidateQueries({ queryKey: ['traces'] });
      onClose();
    },
  });
  return (
    <Dialog title="Say something of this trace" onClose={onClose}>
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Field label="Kind">
          <Select
            className="w-full"
            value={kind}
            onChange={({ target }) => setKind(target.value === 'expectation' ? 'expectation' : 'feedback')}
          >
            <option value="feedback">Feedback: how it was</option>
            <option value="expectation">Expectation: what it should have been</option>
          </Select>
        </Field>
        <Field label="Name">
          <Input required maxLength={250} value={name} onChange={({ target }) => setName(target.value)} />
        </Field>
        <Field label="Value" hint="A word, a number, true or false, or JSON.">
          <TextArea required rows={2} value={value} onChange={({ target }) => setValue(target.value)} />
        </Field>
        <Field label="Why">
          <TextArea rows={3} value={rationale} onChange={({ target }) => setRationale(target.value)} />
        </Field>
        {add.isError && <Failure cause={add.error} />}
        <Button look="primary" type="submit" disabled={add.isPending}>
          Add
        </Button>
      </form>
    </Dialog>
  );
}

/** JSON where it is JSON, else the text. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
