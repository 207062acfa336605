/** A JSON value as a tree that folds: long ones open only as far as somebody looks. */
import { useState } from 'react';

const OPEN_DEPTH = 2;
const MAX_ITEMS = 200;
const MAX_TEXT = 4000;

/** The tree of a value. */
export function JsonView({ value, depth = 0 }: { value: unknown; depth?: number }) {
  if (value === null || typeof value !== 'object') return <Leaf value={value} />;
  const entries = Object.entries(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return <span className="text-muted">{`${open}${close}`}</span>;
  return (
    <details open={depth < OPEN_DEPTH} className="font-mono text-xs leading-5">
      <summary className="w-fit rounded text-muted">
        {open} {entries.length} {close}
      </summary>
      <Members entries={entries} depth={depth} />
    </details>
  );
}

function Members({ entries, depth }: { entries: [string, unknown][]; depth: number }) {
  const [shown, setShown] = useState(MAX_ITEMS);
  return (
    <div className="border-l border-line pl-4">
      {entries.slice(0, shown).map(([key, member]) => (
        <div key={key} className="flex gap-1.5">
          <span className="shrink-0 text-accent">{key}:</span>
          <div className="min-w-0">
            <JsonView value={member} depth={depth + 1} />
          </div>
        </div>
      ))}
      {entries.length > shown && (
        <button type="button" className="text-accent underline" onClick={() => setShown(shown + MAX_ITEMS)}>
          {entries.length - shown} more
        </button>
      )}
    </div>
  );
}

function Leaf({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false);
  if (typeof value !== 'string') return <span className="text-warn">{String(value)}</span>;
  const isCut = !whole && value.length > MAX_TEXT;
  return (
    <span className="wrap-anywhere whitespace-pre-wrap text-good">
      {JSON.stringify(isCut ? value.slice(0, MAX_TEXT) : value)}
      {isCut && (
        <button type="button" className="ml-1 text-accent underline" onClick={() => setWhole(true)}>
          {value.length - MAX_TEXT} more characters
        </button>
      )}
    </span>
  );
}
