/** The filter bar: what the traces are narrowed to, as marks to take away, and a field that understands and offers. */
import { useQuery } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { newestTracesQuery } from '../api/queries.ts';
import { factInHand, mostFrequent, readEntry, suggest, type Entry, type Suggestion } from './suggestions.ts';
import { facts, toFilters, type TraceSearch } from './trace-search.ts';

const VALUES_FRESH_MS = 60_000;

interface FilterBarProps {
  search: TraceSearch;
  onChange: (changes: Partial<TraceSearch>) => void;
}

export function FilterBar({ search, onChange }: FilterBarProps) {
  return (
    <div className="flex min-h-9 min-w-0 basis-full flex-wrap md:flex-1 md:basis-0 items-center gap-1.5 rounded-md border border-line-strong bg-raised px-2 py-1 focus-within:border-accent">
      <Search size={15} className="shrink-0 text-muted" aria-hidden />
      {marksOf(search).map(({ label, without }) => (
        <span
          key={label}
          className="inline-flex max-w-full items-center gap-1 rounded bg-accent-wash py-0.5 pr-0.5 pl-1.5 text-xs text-accent"
        >
          <span className="truncate">{label}</span>
          <button
            type="button"
            aria-label={`Remove ${label}`}
            className="rounded p-0.5 hover:bg-line"
            onClick={() => onChange(without)}
          >
            <X size={12} />
          </button>
        </span>
      ))}
      <Entry search={search} onChange={onChange} />
    </div>
  );
}

function Entry({ search, onChange }: FilterBarProps) {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const listId = useId();
  const values = useValues(text, search.experiment);
  const offers = open ? suggest(text, values) : [];
  const enter = (entered: string) => {
    const entry = readEntry(entered);
    if (entry === null) return;
    onChange(applyEntry(search, entry));
    setText('');
    setChosen(-1);
    setOpen(false);
  };
  const take = (offer: Suggestion) => {
    setChosen(-1);
    if (offer.complete) enter(offer.text);
    else setText(offer.text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const offer = offers[chosen];
    if (event.key === 'Enter' && offer !== undefined) take(offer);
    else if (event.key === 'Enter') enter(text);
    else if (event.key === 'Escape') setOpen(false);
    else if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, offers.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, -1));
    else return;
    event.preventDefault();
  };
  return (
    <div className="relative min-w-40 flex-1">
      <input
        role="combobox"
        aria-label="Filter traces"
        aria-expanded={offers.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
        className="h-6 w-full bg-transparent text-sm outline-none placeholder:text-muted"
        placeholder="Words, state:ERROR, model:…, or a filter such as trace.execution_time_ms > 5000"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          setChosen(-1);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <Offers id={listId} offers={offers} chosen={chosen} onTake={take} />
    </div>
  );
}

interface OffersProps {
  id: string;
  offers: Suggestion[];
  chosen: number;
  onTake: (offer: Suggestion) => void;
}

function Offers({ id, offers, chosen, onTake }: OffersProps) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className={`absolute top-8 left-0 z-30 max-h-80 w-96 max-w-[85vw] overflow-auto rounded-lg border border-line bg-raised p-1 shadow-lg ${offers.length === 0 ? 'hidden' : ''}`}
    >
      {offers.map((offer, index) => (
        <li
          key={offer.text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          // Before the field loses the focus, which would close the list.
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(offer);
          }}
          className="flex cursor-pointer items-baseline justify-between gap-3 rounded px-2 py-1 text-sm hover:bg-wash aria-selected:bg-accent-wash"
        >
          <code className="truncate text-xs">{offer.text}</code>
          <span className="shrink-0 text-xs text-muted">{offer.hint}</span>
        </li>
      ))}
    </ul>
  );
}

/** What the fact in hand can be, from the newest traces: counting all of them would hold up the search that follows. */
function useValues(text: string, experiment: string | undefined): string[] {
  const fact = factInHand(text);
  const { data } = useQuery({
    ...newestTracesQuery(toFilters({ experiment })),
    staleTime: VALUES_FRESH_MS,
    enabled: fact !== null && fact !== 'state',
  });
  if (fact === 'state') return ['OK', 'ERROR', 'IN_PROGRESS'];
  return fact === null || data === undefined ? [] : mostFrequent(data.traces.map((trace) => trace[fact]));
}

function applyEntry(search: TraceSearch, entry: Entry): Partial<TraceSearch> {
  switch (entry.kind) {
    case 'fact':
      return { [entry.fact]: entry.value };
    case 'tag':
      return { tag: [...(search.tag ?? []), entry.value] };
    case 'filter':
      return { filter: search.filter === undefined ? entry.filter : `${search.filter} AND ${entry.filter}` };
    default:
      return { text: search.text === undefined ? entry.text : `${search.text} ${entry.text}` };
  }
}

function marksOf(search: TraceSearch): { label: string; without: Partial<TraceSearch> }[] {
  const marks: { label: string; without: Partial<TraceSearch> }[] = [];
  for (const fact of facts) {
    if (search[fact] !== undefined)
      marks.push({ label: `${fact}:${search[fact]}`, without: { [fact]: undefined } });
  }
  for (const tag of search.tag ?? []) {
    const rest = search.tag?.filter((other) => other !== tag) ?? [];
    marks.push({ label: `tag:${tag}`, without: { tag: rest.length === 0 ? undefined : rest } });
  }
  if (search.text !== undefined) marks.push({ label: `“${search.text}”`, without: { text: undefined } });
  if (search.filter !== undefined) marks.push({ label: search.filter, without: { filter: undefined } });
  return marks;
}
