/** What is around an item: whose review it is, how far, whether all is saved; help, notices, and pages without an item. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Work } from '../../src/labeling/review-wire.ts';
import { legend } from './keys.ts';
import type { OutboxState } from './outbox.ts';

/** The head of the page. */
export function Header({
  work,
  done,
  outbox,
  onRetry,
  onHelp,
}: {
  work: Work;
  done: number;
  outbox: OutboxState;
  onRetry: () => void;
  onHelp: () => void;
}) {
  const total = work.items.length;
  return (
    <header class="top">
      <div class="title">
        <h1>{work.name}</h1>
        <p class="muted">{work.reviewer}</p>
      </div>
      <div class="progress">
        <progress max={Math.max(1, total)} value={done} aria-label="Items done" />
        <span>
          {done} of {total}
        </span>
      </div>
      <Saved outbox={outbox} onRetry={onRetry} />
      <button type="button" class="quiet help" onClick={onHelp} aria-label="Keyboard shortcuts">
        ?
      </button>
    </header>
  );
}

function Saved({ outbox, onRetry }: { outbox: OutboxState; onRetry: () => void }) {
  const { waiting, failure } = outbox;
  const isShut = failure?.kind === 'closed-to-you';
  const count = waiting === 1 ? 'An answer waits' : `${waiting} answers wait`;
  const late = isShut ? `${failure.message} Your answers are kept in this browser.` : `${count} to be sent`;
  const text = waiting === 0 ? 'Saved' : failure === null ? 'Saving…' : late;
  return (
    <div class={`saved ${failure === null ? '' : 'late'}`}>
      <span role="status">{text}</span>
      {failure !== null && !isShut && (
        <button type="button" class="quiet" onClick={onRetry}>
          Send now
        </button>
      )}
    </div>
  );
}

/** Something a reviewer must know of. */
export function Notice({ text, onRead }: { text: string; onRead: () => void }) {
  return (
    <div class="notice" role="alert">
      <span>{text}</span>
      <button type="button" class="quiet" onClick={onRead}>
        Close
      </button>
    </div>
  );
}

/** The keys. A modal dialog: the platform keeps the focus in it, and Esc closes it. */
export function Help({
  singleKeys,
  onSingleKeys,
  onClose,
}: {
  singleKeys: boolean;
  onSingleKeys: (on: boolean) => void;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Keyboard shortcuts</h2>
      <dl>
        {legend.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label class="switch">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => onSingleKeys(event.currentTarget.checked)}
        />
        <span>Shortcuts of a single key</span>
      </label>
      <button type="button" class="primary" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}

/** A page that says one thing. */
export function Message({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <main class="message">
      <h1>{title}</h1>
      {children}
    </main>
  );
}
