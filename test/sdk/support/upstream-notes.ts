/** What the fixture upstream noted of the calls it received. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallNote } from '../upstream/server.ts';
import { directOrigin } from './origins.ts';

/** All notes so far, in order. */
export async function readNotes(): Promise<CallNote[]> {
  const answer = await fetch(`${directOrigin}/fixture/calls`);
  return (await answer.json()) as CallNote[];
}

const PATIENCE_MS = 30_000;

/** The notes from `start` on, once all of their calls have ended. */
export async function readEndedNotes(start: number): Promise<CallNote[]> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const notes = (await readNotes()).slice(start);
    if (notes.every(({ end }) => end !== 'open')) return notes;
    if (Date.now() > until)
      throw new Error(`still open: ${notes.map(({ path, end }) => `${path} ${end}`).join(', ')}`);
    await sleep(20);
  }
}
