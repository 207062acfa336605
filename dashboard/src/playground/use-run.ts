/** Runs a call and keeps what comes of it; a new run, or leaving, ends the one before. */
import { useEffect, useRef, useState } from 'react';
import { runChat, type ChatRequest } from './run-chat.ts';
import { noRun, type Run } from './run-pane.tsx';

export function useRun(): [Run, (request: Omit<ChatRequest, 'signal'>) => Promise<void>] {
  const [run, setRun] = useState(noRun);
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);
  const start = async (request: Omit<ChatRequest, 'signal'>) => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    setRun({ ...noRun, state: 'running' });
    try {
      const outcome = await runChat({ ...request, signal: controller.signal }, (parts) =>
        setRun({ ...noRun, state: 'running', parts }),
      );
      setRun({ state: 'done', parts: outcome.parts, outcome, cause: null });
    } catch (cause) {
      if (!controller.signal.aborted) setRun((before) => ({ ...before, state: 'failed', cause }));
    }
  };
  return [run, start];
}
