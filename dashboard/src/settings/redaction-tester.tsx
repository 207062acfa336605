/** Shows what a text would become, while it is typed: by a rule that is being written, or by the rules that hold. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, describeFailure } from '../api/call.ts';
import { Badge } from '../components/badge.tsx';
import { Field, TextArea } from '../components/field.tsx';

const SETTLE_MS = 250;
const example =
  'I am Ann, ann@example.org, +49 30 1234567. My card 4111 1111 1111 1111 was charged twice.\n' +
  '{"password": "hunter2", "key": "sk-abcdefghijklmnopqrstuvwx"}';

interface Tried {
  text: string;
  found: { marker: string; count: number }[];
}

/** `masks` null tries the rules that hold everywhere. */
export function RedactionTester({ masks }: { masks: object | null }) {
  const [text, setText] = useState(example);
  const question = useSettled(JSON.stringify({ text, ...(masks === null ? {} : { masks }) }));
  const tried = useQuery({
    queryKey: ['redaction-test', question],
    queryFn: ({ signal }) =>
      call<Tried>('/api/v1/redaction-rules/test', {
        method: 'POST',
        body: JSON.parse(question) as unknown,
        signal,
      }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="What is said">
        <TextArea
          rows={6}
          maxLength={100_000}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </Field>
      <div className="min-w-0">
        <p className="mb-1 flex min-h-5 flex-wrap items-center gap-1 text-sm font-medium">
          What is stored
          {tried.data?.found.map(({ marker, count }) => (
            <Badge key={marker} tone="accent">
              {marker} {count}×
            </Badge>
          ))}
        </p>
        <div
          aria-live="polite"
          data-testid="what-is-stored"
          className="min-h-35 rounded-md border border-line bg-wash px-2.5 py-2 text-sm wrap-anywhere whitespace-pre-wrap"
        >
          {tried.isError ? (
            <span role="alert" className="text-bad">
              {describeFailure(tried.error)}
            </span>
          ) : (
            <Marked
              text={tried.data?.text ?? ''}
              markers={tried.data?.found.map(({ marker }) => marker) ?? []}
            />
          )}
        </div>
      </div>
    </div>
  );
}

/** The text with its markers standing out. */
function Marked({ text, markers }: { text: string; markers: string[] }) {
  if (markers.length === 0) return text;
  const pieces = text.split(
    new RegExp(
      `(${markers.map((marker) => marker.replaceAll(/[^\p{L}\p{N}_ -]/gu, '\\$&')).join('|')})`,
      'u',
    ),
  );
  return pieces.map((piece, index) =>
    markers.includes(piece) ? (
      <mark key={index} className="rounded bg-accent-wash px-0.5 font-medium text-accent">
        {piece}
      </mark>
    ) : (
      piece
    ),
  );
}

/** The value, once it has not changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
