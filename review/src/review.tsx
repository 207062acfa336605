/** The review itself: one item at a time, its questions, and the way through the list. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Answer, ReviewItem, Work } from '../../src/labeling/review-wire.ts';
import type { Api, Failure } from './api.ts';
import { ConversationView } from './conversation.tsx';
import { Header, Help, Notice } from './frame.tsx';
import { commandOf } from './keys.ts';
import type { Outbox } from './outbox.ts';
import { choicesOf, choose, QuestionCard } from './question.tsx';
import { readFlag, writeFlag } from './settings.ts';
import { SummaryView } from './summary.tsx';

/** While somebody types, what they wrote goes out in pieces of at least this length of time. */
const TYPING_PAUSE_MS = 700;
const CORRECTION = 'correction';
const END = -1;

/** What the review needs. */
export interface ReviewProps {
  api: Api;
  work: Work;
  outbox: Outbox;
  notice: string | null;
  onNoticeRead(): void;
}

/** The review. */
export function Review({ api, work, outbox, notice, onNoticeRead }: ReviewProps) {
  const [, redraw] = useState(0);
  useEffect(() => outbox.subscribe(() => redraw((count) => count + 1)), [outbox]);
  const stateOf = (index: number) => {
    const item = work.items[index];
    return item === undefined ? null : (outbox.stateOf(item.traceId) ?? item.state);
  };
  const [position, setPosition] = useState(() => startAt(work, stateOf));
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [singleKeys, setSingleKeys] = useState(() => readFlag('single-keys', true));
  const done = work.items.filter((_, index) => stateOf(index) !== null).length;
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
            // The server's list was read once; what was done since is noted here.
            item.state = state;
            go(nextOf(work, position, stateOf));
          }}
          onMove={(step) => go(Math.min(work.items.length - 1, Math.max(0, position + step)))}
          onEnd={() => go(END)}
        />
      )}
      {isHelpOpen && (
        <Help
          singleKeys={singleKeys}
          onSingleKeys={(on) => {
            setSingleKeys(on);
            writeFlag('single-keys', on);
          }}
          onClose={() => setHelpOpen(false)}
        />
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

interface ItemProps {
  api: Api;
  work: Work;
  outbox: Outbox;
  position: number;
  state: ReviewItem['state'];
  keysFor: 'all' | 'modified' | 'nobody';
  onHelp(): void;
  onSettle(state: 'complete' | 'skipped'): void;
  onMove(step: number): void;
  onEnd(): void;
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
    // The next one is there before it is asked for.
    const next = work.items[position + 1]?.traceId;
    if (next === undefined || cache.has(next)) return;
    const ahead = await api.item(next);
    if (ahead.ok) cache.set(next, ahead.value);
  }, [api, traceId]);
  useEffect(() => void load(), [load]);
  useEffect(() => {
    const retry = () => void load();
    addEventListener('online', retry);
    return () => removeEventListener('online', retry);
  }, [load]);
  const remember = (answers: ReviewItem['answers']): void => {
    const known = cache.get(traceId);
    if (known !== undefined) cache.set(traceId, { ...known, answers });
  };
  return { item, failure, load, traceId, remember };
}

function ItemView(props: ItemProps) {
  const { work, outbox, state, position } = props;
  const { item, failure, load, traceId, remember } = useItem(props);
  const shown = item === null ? null : outbox.apply(item);
  const isClosed = work.status === 'closed';
  const answers = shown?.answers ?? {};
  const isGone = item !== null && item.conversation === null;
  const say = (schemaId: string, answer: Answer | null, typing: boolean): void => {
    if (item === null) return;
    outbox.say(traceId, { answers: { [schemaId]: answer } }, typing ? TYPING_PAUSE_MS : 0);
    const next = { ...answers };
    if (answer === null) delete next[schemaId];
    else next[schemaId] = answer;
    remember(next);
    item.answers = next;
  };
  const settle = (as: 'complete' | 'skipped'): void => {
    if (isClosed || item === null) return;
    outbox.say(traceId, { state: as });
    props.onSettle(as);
  };
  const canFinish = Object.keys(answers).length > 0 && !isGone;
  const panel = useRef<HTMLDivElement>(null);
  const { current, setCurrent } = useKeys({ ...props, answers, say, panel, canFinish, settle, isClosed });
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  return (
    <main class="item" ref={panel} tabIndex={-1} aria-label={`Item ${position + 1} of ${work.items.length}`}>
      <div class="reading">
        <h2 class="where">
          Item {position + 1} of {work.items.length}
          {state !== null && (
            <span class={`badge ${state}`}>{state === 'complete' ? 'done' : 'skipped'}</span>
          )}
        </h2>
        {item === null && failure === null && (
          <p class="muted" role="status">
            Loading…
          </p>
        )}
        {failure !== null && (
          <div class="panel" role="alert">
            <p>
              {failure.kind === 'unreachable'
                ? 'This item cannot be fetched right now. What you answered is kept and is sent when the network is back.'
                : failure.message}
            </p>
            <button type="button" onClick={() => void load()}>
              Try again
            </button>
          </div>
        )}
        {isGone && <p class="panel">This conversation is not kept any more. Skip it.</p>}
        {item?.conversation != null && <ConversationView conversation={item.conversation} />}
      </div>
      <aside class="asking" aria-label="Questions">
        {isClosed && (
          <p class="panel">This session is closed. Your answers are kept; new ones are not taken.</p>
        )}
        <Questions
          work={work}
          answers={answers}
          current={current}
          disabled={isClosed || item === null || isGone}
          onAnswer={say}
          onFocus={setCurrent}
        />
      </aside>
      <footer class="actions">
        <button type="button" disabled={position === 0} onClick={() => props.onMove(-1)}>
          Back
        </button>
        <button type="button" disabled={isClosed || item === null} onClick={() => settle('skipped')}>
          Skip
        </button>
        <button
          type="button"
          class="primary"
          disabled={isClosed || item === null || !canFinish}
          onClick={() => settle('complete')}
        >
          Done, next
        </button>
        {state !== null && (
          <button
            type="button"
            onClick={() => (position + 1 < work.items.length ? props.onMove(1) : props.onEnd())}
          >
            Forward
          </button>
        )}
      </footer>
    </main>
  );
}

interface QuestionsProps {
  work: Work;
  answers: ReviewItem['answers'];
  current: number;
  disabled: boolean;
  onAnswer(schemaId: string, answer: Answer | null, typing: boolean): void;
  onFocus(index: number): void;
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
          <details class="correction" key={schemaId} open={answers[schemaId] !== undefined}>
            <summary>Correct the answer</summary>
            {card}
          </details>
        );
      })}
    </>
  );
}

interface KeysOptions extends ItemProps {
  answers: ReviewItem['answers'];
  say: QuestionsProps['onAnswer'];
  panel: { current: HTMLDivElement | null };
  canFinish: boolean;
  isClosed: boolean;
  settle(as: 'complete' | 'skipped'): void;
}

/** Answers by keys, and which question they answer. */
function useKeys(options: KeysOptions) {
  const [current, setCurrent] = useState(0);
  const latest = useRef({ ...options, current });
  latest.current = { ...options, current };
  const count = useMemo(
    () => options.work.questions.filter(({ schemaId }) => schemaId !== CORRECTION).length,
    [options.work],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const now = latest.current;
      if (now.keysFor === 'nobody') return;
      if (event.key === 'Escape' && document.activeElement instanceof HTMLElement) {
        document.activeElement.blur();
        return;
      }
      const command = commandOf(event, now.keysFor === 'all');
      if (command === null) return;
      event.preventDefault();
      const mark = (index: number): void => {
        const next = Math.min(count - 1, Math.max(0, index));
        setCurrent(next);
        cardOf(now, next)?.scrollIntoView({ block: 'nearest' });
      };
      switch (command.kind) {
        case 'choose':
          if (answerByKey(now, command.key)) mark(now.current + 1);
          break;
        case 'next-question':
          mark(now.current + 1);
          break;
        case 'previous-question':
          mark(now.current - 1);
          break;
        case 'done':
          if (now.canFinish) now.settle('complete');
          break;
        case 'skip':
          now.settle('skipped');
          break;
        case 'back':
          now.onMove(-1);
          break;
        case 'forward':
          now.onMove(1);
          break;
        case 'comment':
          cardOf(now, now.current)?.querySelector<HTMLElement>('[data-role=comment]')?.focus();
          break;
        case 'correct':
          openCorrection(now);
          break;
        default:
          now.onHelp();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [count]);
  return { current, setCurrent };
}

function cardOf({ panel, work }: KeysOptions, index: number): HTMLElement | null {
  const schemaId = work.questions[index]?.schemaId ?? '';
  return panel.current?.querySelector<HTMLElement>(`[data-schema="${CSS.escape(schemaId)}"]`) ?? null;
}

/** True when the question is answered and the next one is meant by what follows. */
function answerByKey(now: KeysOptions & { current: number }, key: string): boolean {
  const question = now.work.questions[now.current];
  if (question === undefined || now.isClosed) return false;
  const choice = choicesOf(question).find((one) => one.key === key);
  if (choice === undefined) {
    // Numbers and texts are written where they stand.
    cardOf(now, now.current)?.querySelector<HTMLElement>('input, textarea')?.focus();
    return false;
  }
  const answer = choose(question, now.answers[question.schemaId], choice.value);
  now.say(question.schemaId, answer, false);
  const isMany = question.input.kind === 'categorical' && question.input.multiSelect;
  return answer !== null && !isMany && !question.enableComment;
}

function openCorrection({ panel }: KeysOptions): void {
  const details = panel.current?.querySelector<HTMLDetailsElement>('details.correction');
  if (details === null || details === undefined) return;
  details.open = true;
  details.querySelector<HTMLElement>('textarea')?.focus();
}
