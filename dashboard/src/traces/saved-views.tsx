/** Searches that this browser remembers by name. The address says the same, to send one to somebody else. */
import { Bookmark } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input } from '../components/field.tsx';
import { Menu, MenuItem } from '../components/menu.tsx';
import { useStoredChoice } from './stored-choice.ts';
import type { TraceSearch } from './trace-search.ts';

interface View {
  name: string;
  search: TraceSearch;
}

const examples: View[] = [
  { name: 'Failures of the last day', search: { state: 'ERROR', range: '24h' } },
  { name: 'Slowest of the last week', search: { range: '7d', order: 'slowest' } },
];

function isView(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  return 'name' in item && typeof item.name === 'string' && 'search' in item;
}

function isViews(value: unknown): value is View[] {
  return Array.isArray(value) && value.every(isView);
}

export function SavedViews({
  search,
  onOpen,
}: {
  search: TraceSearch;
  onOpen: (search: TraceSearch) => void;
}) {
  const [views, setViews] = useStoredChoice('weir-trace-views', examples, isViews);
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const save = () => {
    setViews([...views.filter((view) => view.name !== name.trim()), { name: name.trim(), search }]);
    setNaming(false);
    setName('');
  };
  return (
    <>
      <Menu
        button={
          <Button icon={<Bookmark size={15} />} aria-label="Views">
            <span className="hidden md:inline">Views</span>
          </Button>
        }
      >
        {views.map((view) => (
          <MenuItem key={view.name} onSelect={() => onOpen(view.search)}>
            {view.name}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => setNaming(true)}>Save this search…</MenuItem>
        {views.length > 0 && <MenuItem onSelect={() => setViews([])}>Forget all views</MenuItem>}
      </Menu>
      {naming && (
        <Dialog title="Save this search" onClose={() => setNaming(false)}>
          <form
            className="space-y-4"
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <Field label="Name">
              <Input
                required
                autoFocus
                maxLength={80}
                value={name}
                onChange={({ target }) => setName(target.value)}
              />
            </Field>
            <Button look="primary" type="submit" disabled={name.trim() === ''}>
              Save
            </Button>
          </form>
        </Dialog>
      )}
    </>
  );
}
