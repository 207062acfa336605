/** The review itself: one item at a time, and the way through the list. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Work } from '../../src/labeling/review-wire.ts';
import type { Api } from './api.ts';
import { Header, Help, Notice } from './frame.tsx';
import { ItemView } from './item.tsx';
import type { Outbox } from './outbox.ts';
import { useFlag } from './settings.ts';
import { SummaryView } from './summary.tsx';

const END = -1;

/** What the review needs. */
export interface ReviewProps {
  api: Api;
  work: Work;
  outbox: Outbox;
  notice: string | null;
  onNoticeRead: () => void;
  /** Every item is done, and nothing waits. */
  onAllSent: () => void;
}

/** The review. */
export function Review({ api, work, outbox, notice, onNoticeRead, onAllSent }: ReviewProps) {
  const [, redraw] = useState(0);
  useEffect(() => outbox.subscribe(() => redraw((count) => count + 1)), [outbox]);
  const stateOf = (index: number) => {
    const item = work.items[index];
    return item === undefined ? null : (outbox.stateOf(item.traceId) ?? item.state);
  };
  const [position, setPosition] = useState(() => startAt(work, stateOf));
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [singleKeys, setSingleKeys] = useFlag('single-keys');
  const done = work.items.filter((_, index) => stateOf(index) !== null).length;
  const isAllSent = done === work.items.length && outbox.state().waiting === 0;
  useEffect(() => {
    if (isAllSent) onAllSent();
  }, [isAllSent]);
  const go = useCallback(
    (to: number) => {
      setPosition(to);
      history.replaceState(null, '', to === END ? location.pathname : `#${to + 1}`);
      scrollTo(0, 0);
    },
    [setPosition],
  );
  const item = work.items[position];
  return (
    <>
      <Header
        work={work}
        done={done}
        outbox={outbox.state()}
        onRetry={outbox.flush}
        onHelp={() => setHelpOpen(true)}
      />
      {notice !== null && <Notice text={notice} onRead={onNoticeRead} />}
      {item === undefined ? (
        <SummaryView api={api} work={work} done={done} outbox={outbox} onLook={() => go(0)} />
      ) : (
        <ItemView
          key={item.traceId}
          api={api}
          work={work}
          outbox={outbox}
          position={position}
          state={stateOf(position)}
          keysFor={isHelpOpen ? 'nobody' : singleKeys ? 'all' : 'modified'}
          onHelp={() => setHelpOpen(true)}
          onSettle={(state) => {
            outbox.say(item.traceId, { state });
            go(nextOf(work, position, stateOf));
          }}
          onMove={(step) => go(Math.min(work.items.length - 1, Math.max(0, position + step)))}
          onEnd={() => go(END)}
        />
      )}
      {isHelpOpen && (
        <Help singleKeys={singleKeys} onSingleKeys={setSingleKeys} onClose={() => setHelpOpen(false)} />
      )}
    </>
  );
}

/** The item the address names, else the first that is not done, else the end. */
function startAt(work: Work, stateOf: (index: number) => unknown): number {
  const named = /^#(\d{1,5})$/.exec(location.hash)?.[1];
  if (named !== undefined && work.items[Number(named) - 1] !== undefined) return Number(named) - 1;
  return work.items.findIndex((_, index) => stateOf(index) === null);
}

/** The next item that is not done, after this one or from the beginning; the end when there is none. */
function nextOf(work: Work, position: number, stateOf: (index: number) => unknown): number {
  const isOpen = (index: number): boolean => index !== position && stateOf(index) === null;
  const after = work.items.findIndex((_, index) => index > position && isOpen(index));
  return after === END ? work.items.findIndex((_, index) => isOpen(index)) : after;
}
