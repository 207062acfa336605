/** Opens the session that the address names: the link's secret becomes a cookie, the list is read, the review begins. */
import { render } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Submission, Work } from '../../src/labeling/review-wire.ts';
import { createApi, keeping, type Failure } from './api.ts';
import { Message } from './frame.tsx';
import { Kept } from './kept.ts';
import { Outbox } from './outbox.ts';
import { sessionId } from './place.ts';
import { registerServiceWorker } from './register-service-worker.ts';
import { Review } from './review.tsx';

const kept = new Kept(sessionId);
const api = keeping(createApi(sessionId), kept);

const onSent = (traceId: string, said: Submission): void => void kept.applySent(traceId, said);

/** The secret is taken out of the address as soon as it is a cookie: no history and no screenshot has it. */
async function open(): Promise<{ ok: true; work: Work } | { ok: false; failure: Failure }> {
  const token = /^#(wr1\.[\w.-]+)$/.exec(location.hash)?.[1];
  if (token !== undefined) {
    const signedIn = await api.signIn(token);
    if (!signedIn.ok) return signedIn;
    history.replaceState(null, '', location.pathname);
  }
  const outcome = await api.work();
  return outcome.ok ? { ok: true, work: outcome.value } : outcome;
}

function App() {
  const [opened, setOpened] = useState<{ work: Work; outbox: Outbox } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const onRefused = useCallback((message: string) => setNotice(`An answer was not taken: ${message}`), []);
  const begin = async (): Promise<void> => {
    setFailure(null);
    const outcome = await open();
    if (!outcome.ok) {
      setFailure(outcome.failure);
      return;
    }
    const { work } = outcome;
    document.title = `${work.name} · Review`;
    const { reviewer } = work;
    const outbox = new Outbox(api, { sessionId, reviewer, onSent, onRefused });
    setOpened({ work, outbox });
  };
  useEffect(() => {
    void begin();
    // Another link, opened in this tab, changes nothing of the address but what follows the hash.
    const onHash = (): void => {
      if (location.hash.startsWith('#wr1.')) location.reload();
    };
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);
  if (opened !== null) {
    return (
      <Review
        {...opened}
        api={api}
        notice={notice}
        onNoticeRead={() => setNotice(null)}
        onAllSent={() => void kept.forgetItems()}
      />
    );
  }
  if (failure === null) return <Message title="Opening…" />;
  if (failure.kind === 'unreachable') {
    return (
      <Message title="Weir cannot be reached">
        <p>What you answered before is kept in this browser and is sent when the network is back.</p>
        <button type="button" class="primary" onClick={() => void begin()}>
          Try again
        </button>
      </Message>
    );
  }
  return (
    <Message title="This review does not open">
      <p>{failure.message}</p>
      <p class="muted">Ask whoever sent it for a new link.</p>
    </Message>
  );
}

const root = document.querySelector('#app');
if (root !== null) {
  root.replaceChildren();
  render(<App />, root);
  void registerServiceWorker();
}
