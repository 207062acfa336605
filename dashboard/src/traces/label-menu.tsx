/** The way from traces to people who look at them: the chosen ones, or what the search finds, join a labeling session. */
import { Tags } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { TraceInfo } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Menu, MenuItem } from '../components/menu.tsx';
import { formatCount } from '../format/format.ts';
import type { TraceSearch } from './trace-search.ts';

const AddToSession = lazy(async () => ({
  default: (await import('../labeling/add-to-session.tsx')).AddToSession,
}));

interface LabelMenuProps {
  search: TraceSearch;
  chosen: ReadonlyMap<string, TraceInfo>;
  onClear: () => void;
}

export function LabelMenu({ search, chosen, onClear }: LabelMenuProps) {
  const [opened, setOpened] = useState<'chosen' | 'search' | null>(null);
  const count = chosen.size;
  return (
    <>
      <Menu
        button={
          <Button icon={<Tags size={15} />} aria-label="Label" look={count > 0 ? 'primary' : 'plain'}>
            <span className="hidden md:inline">Label</span>
            {count > 0 && formatCount(count)}
          </Button>
        }
      >
        {count > 0 && (
          <MenuItem onSelect={() => setOpened('chosen')}>Add the {formatCount(count)} chosen…</MenuItem>
        )}
        <MenuItem onSelect={() => setOpened('search')}>Add what this search finds…</MenuItem>
        {count > 0 && <MenuItem onSelect={onClear}>Choose none</MenuItem>}
      </Menu>
      {opened !== null && (
        <Suspense>
          <AddToSession
            chosen={opened === 'chosen' ? [...chosen.keys()] : []}
            search={search}
            experiment={opened === 'chosen' ? experimentOf(chosen) : search.experiment}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
    </>
  );
}

/** The experiment of all of them; undefined when they are of several. */
function experimentOf(chosen: ReadonlyMap<string, TraceInfo>): string | undefined {
  const ids = new Set([...chosen.values()].map(({ experiment_id: id }) => id));
  return ids.size === 1 ? [...ids][0] : undefined;
}
