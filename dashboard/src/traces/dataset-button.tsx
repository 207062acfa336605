/** The way from chosen traces into a dataset. */
import { Database } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../components/button.tsx';
import { formatAmount } from '../format/format.ts';

const AddToDataset = lazy(async () => ({
  default: (await import('../trace/add-to-dataset.tsx')).AddToDataset,
}));

/** Nothing while no trace is chosen. */
export function DatasetButton({ chosen }: { chosen: ReadonlyMap<string, unknown> }) {
  const [open, setOpen] = useState(false);
  if (chosen.size === 0) return null;
  return (
    <>
      <Button
        icon={<Database size={15} />}
        aria-label="Add to dataset"
        title={`Adds ${formatAmount(chosen.size, 'chosen trace')}`}
        onClick={() => setOpen(true)}
      >
        <span className="hidden md:inline">Add to dataset</span>
      </Button>
      {open && (
        <Suspense>
          <AddToDataset traceIds={[...chosen.keys()]} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
