/** One item: the conversation, its questions, and what a reviewer does with it. */
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, ReviewItem, Work } from '../../src/labeling/review-wire.ts';
import type { Api, Failure } from './api.ts';
import { ConversationView } from './conversation.tsx';
import type { Outbox } from './outbox.ts';
import { QuestionCard } from './question.tsx';
import { useKeys } from './use-keys.ts';

/** While somebody types, what they wrote goes out in pieces of at least this length of time. */
const TYPING_PAUSE_MS = 700;
/** Conversations that are there before they are asked for, also should the network go. */
const ITEMS_AHEAD = 5;
const CORRECTION = 'correction';

/** What an item needs. */
export interface ItemProps {
  api: Api;
  work: Work;
  outbox: Outbox;
  position: number;
  state: ReviewItem['state'];
  keysFor: 'all' | 'modified' | 'nobody';
  onHelp: () => void;
  onSettle: (state: 'complete' | 'skipped') => void;
  onMove: (step: number) => void;
  onEnd: () => void;
}

const cache = new Map<string, ReviewItem>();

function useItem({ api, work, position }: Pick<ItemProps, 'api' | 'work' | 'position'>) {
  const traceId = work.items[position]?.traceId ?? '';
  const [item, setItem] = useState<ReviewItem | null>(() => cache.get(traceId) ?? null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = useCallback(async () => {
    setFailure(null);
    const outcome = await api.item(traceId);
    if (!outcome.ok) {
      if (!cache.has(traceId)) setFailure(outcome.failure);
      return;
    }
    cache.set(traceId, outcome.value);
    setItem(outcome.value);
    for (const next of work.items.slice(position + 1, position + 1 + ITEMS_AHEAD)) {
      if (cache.has(next.traceId)) continue;
      const ahead = await api.item(next.traceId);
      if (!ahead.ok) return;
      cache.set(next.traceId, ahead.value);
    }
  }, [api, traceId]);
  useEffect(() => void load(), [load]);
  useEffect(() => {
    const retry = () => void load();
    addEventListener('online', retry);
    return () => removeEventListener('online', retry);
  }, [load]);
  return { item, failure, load, traceId };
}

/** An item. */
export function ItemView(props: ItemProps) {
  const { work, outbox, state, position } = props;
  const { item, failure, load, traceId } = useItem(props);
  const panel = useRef<HTMLElement>(null);
  const isClosed = work.status === 'closed';
  const isGone = item !== null && item.conversation === null;
  const read = (): ReviewItem['answers'] => (item === null ? {} : outbox.apply(item).answers);
  const canFinish = (): boolean => !isGone && Object.keys(read()).length > 0;
  const say = (schemaId: string, answer: Answer | null, typing: boolean): void => {
    if (item === null || isClosed) return;
    outbox.say(traceId, { answers: { [schemaId]: answer } }, typing ? TYPING_PAUSE_MS : 0);
  };
  const settle = (as: 'complete' | 'skipped'): void => {
    if (!isClosed && item !== null && (as === 'skipped' || canFinish())) props.onSettle(as);
  };
  const { current, setCurrent } = useKeys({ ...props, read, say, panel, settle, isClosed });
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  const where = `Item ${position + 1} of ${work.items.length}`;
  return (
    <main class="item" ref={panel} tabIndex={-1} aria-label={where}>
      <div class="reading">
        <h2 class="where">
          {where}
          {state !== null && (
            <span class={`badge ${state}`}>{state === 'complete' ? 'done' : 'skipped'}</span>
          )}
        </h2>
        {work.description !== null && <p class="description muted">{work.description}</p>}
        <Reading item={item} failure={failure} onRetry={() => void load()} />
      </div>
      <aside class="asking" aria-label="Questions">
        {isClosed && (
          <p class="panel">This session is closed. Your answers are kept; new ones are not taken.</p>
        )}
        <Questions
          work={work}
          answers={read()}
          current={current}
          disabled={isClosed || item === null || isGone}
          onAnswer={say}
          onFocus={setCurrent}
        />
      </aside>
      <Actions {...props} isOff={isClosed || item === null} canFinish={canFinish()} onSettle={settle} />
    </main>
  );
}

function Reading({
  item,
  failure,
  onRetry,
}: {
  item: ReviewItem | null;
  failure: Failure | null;
  onRetry: () => void;
}) {
  if (failure !== null) {
    const text =
      failure.kind === 'unreachable'
        ? 'This item cannot be fetched right now. What you answered is kept and is sent when the network is back.'
        : failure.message;
    return (
      <div class="panel" role="alert">
        <p>{text}</p>
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      </div>
    );
  }
  if (item === null) {
    return (
      <p class="muted" role="status">
        Loading…
      </p>
    );
  }
  if (item.conversation === null)
    return <p class="panel">This conversation is not kept any more. Skip it.</p>;
  return <ConversationView conversation={item.conversation} />;
}

function Actions({
  work,
  position,
  state,
  isOff,
  canFinish,
  onSettle,
  onMove,
  onEnd,
}: ItemProps & { isOff: boolean; canFinish: boolean }) {
  const isLast = position + 1 === work.items.length;
  return (
    <footer class="actions">
      <button type="button" disabled={position === 0} onClick={() => onMove(-1)}>
        Back
      </button>
      {(state !== null || work.status === 'closed') && (
        <button type="button" onClick={() => (isLast ? onEnd() : onMove(1))}>
          Forward
        </button>
      )}
      <button type="button" disabled={isOff} onClick={() => onSettle('skipped')}>
        Skip
      </button>
      <button
        type="button"
        class="primary"
        disabled={isOff || !canFinish}
        onClick={() => onSettle('complete')}
      >
        Done, next
      </button>
    </footer>
  );
}

interface QuestionsProps {
  work: Work;
  answers: ReviewItem['answers'];
  current: number;
  disabled: boolean;
  onAnswer: (schemaId: string, answer: Answer | null, typing: boolean) => void;
  onFocus: (index: number) => void;
}

/** The questions; the correction is folded until it is wanted. */
function Questions({ work, answers, current, disabled, onAnswer, onFocus }: QuestionsProps) {
  return (
    <>
      {work.questions.map((question, index) => {
        const { schemaId } = question;
        const card = (
          <QuestionCard
            key={schemaId}
            question={question}
            answer={answers[schemaId]}
            isCurrent={index === current}
            disabled={disabled}
            onAnswer={(answer, typing) => onAnswer(schemaId, answer, typing)}
            onFocus={() => onFocus(index)}
          />
        );
        if (schemaId !== CORRECTION) return card;
        return (
          <Correction key={schemaId} isGiven={answers[schemaId] !== undefined}>
            {card}
          </Correction>
        );
      })}
    </>
  );
}

/** Open once it holds something, and as somebody left it after that. */
function Correction({ isGiven, children }: { isGiven: boolean; children: ComponentChildren }) {
  const [isOpen, setOpen] = useState(isGiven);
  useEffect(() => {
    if (isGiven) setOpen(true);
  }, [isGiven]);
  return (
    <details class="correction" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Correct the answer</summary>
      {children}
    </details>
  );
}
