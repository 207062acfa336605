/**
 * What a reviewer needs to go on without a network: their list, and the conversations that were opened or are next. Kept in
 * this browser until the link ends, the session is closed or all of it is done; a browser that keeps nothing goes on with
 * what is on the page.
 */
import type { ReviewItem, Submission, Work } from '../../src/labeling/review-wire.ts';
import { withSaid } from './said.ts';

const MOST_ITEMS = 60;

/** What is kept of one session. */
export class Kept {
  readonly #name: string;
  /** Changes go one after the other: each reads what the one before wrote. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(sessionId: string) {
    this.#name = `weir-review ${sessionId}`;
  }

  /** The list as it was last known, or null. One whose link has ended is forgotten. */
  async work(): Promise<Work | null> {
    const work = await this.#read<Work>('work');
    if (work === null || work.expiresAtMs > Date.now()) return work;
    await this.forget();
    return null;
  }

  /** The item as it was last known, or null. */
  item(traceId: string): Promise<ReviewItem | null> {
    return this.#read<ReviewItem>(itemKey(traceId));
  }

  /** Keeps the list. Of somebody else nothing stays, nor of a session that takes no more answers. */
  keepWork(work: Work): Promise<void> {
    return this.#inTurn(async () => {
      const before = await this.#read<Work>('work');
      if ((before !== null && before.reviewer !== work.reviewer) || work.status === 'closed')
        await this.#drop();
      if (work.status === 'open') await this.#write('work', work);
    });
  }

  /** Keeps an item; of very many the ones kept longest go. */
  keepItem(item: ReviewItem): Promise<void> {
    return this.#inTurn(async () => {
      await this.#write(itemKey(item.traceId), item);
      const cache = await caches.open(this.#name);
      const items = (await cache.keys()).filter(({ url }) => url.includes('/item/'));
      for (const old of items.slice(0, Math.max(0, items.length - MOST_ITEMS))) await cache.delete(old);
    });
  }

  /** Notes what was sent: what is kept is older. */
  applySent(traceId: string, said: Submission): Promise<void> {
    return this.#inTurn(async () => {
      const [work, item] = [await this.#read<Work>('work'), await this.item(traceId)];
      if (item !== null) await this.#write(itemKey(traceId), withSaid(item, said));
      if (work === null || said.state === null) return;
      const items = work.items.map((one) => (one.traceId === traceId ? { ...one, state: said.state } : one));
      await this.#write('work', { ...work, items });
    });
  }

  /** Forgets the conversations: all is done and sent. */
  forgetItems(): Promise<void> {
    return this.#inTurn(async () => {
      const work = await this.#read<Work>('work');
      await this.#drop();
      if (work !== null) await this.#write('work', work);
    });
  }

  /** Forgets everything. */
  forget(): Promise<void> {
    return this.#inTurn(() => this.#drop());
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const next = this.#last.then(change).catch(() => undefined);
    this.#last = next;
    return next;
  }

  async #drop(): Promise<void> {
    await caches.delete(this.#name);
  }

  async #read<Value>(key: string): Promise<Value | null> {
    try {
      const found = await (await caches.open(this.#name)).match(addressOf(key));
      // Written by `#write` below.
      return found === undefined ? null : ((await found.json()) as Value);
    } catch {
      return null;
    }
  }

  async #write(key: string, value: unknown): Promise<void> {
    const body = new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });
    await (await caches.open(this.#name)).put(addressOf(key), body);
  }
}

/** Nothing is ever asked of it: a cache names things by address. */
function addressOf(key: string): string {
  return new URL(`/kept/${key}`, location.origin).href;
}

function itemKey(traceId: string): string {
  return `item/${encodeURIComponent(traceId)}`;
}
