/**
 * A worker whose invocations share places and a group commit, as the real one's do. `/work?call=&ms=` works in one of two
 * places; `/write?item=` writes to a store that takes a while; `/state` tells what came. With `end-after=` the invocation ends
 * after so many milliseconds, whatever it has under way: the platform cancels that.
 */
import { createPlaces } from '../../src/core/places.ts';
import { createGroupCommit } from '../../src/tracing/ingest/group-commit.ts';

const sleep = (durationMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, durationMs));

const places = createPlaces({ width: 2, leaseMs: 1500, now: Date.now, sleep });
let working = 0;
let mostWorking = 0;
const begun: string[] = [];
const stored: string[] = [];
const submit = createGroupCommit<string>({
  async write(items) {
    await sleep(400);
    stored.push(...items);
  },
  sizeOf: () => 1,
  largestGroup: 100,
  gatherMs: 200,
  patienceMs: 5000,
  // Nothing sees a write through here: who hangs up is gone, with the group that it leads.
  keepAlive: () => undefined,
});

export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const work = url.pathname === '/work' ? workIn(url) : url.pathname === '/write' ? write(url) : null;
    if (work === null) return Response.json({ begun, mostWorking, stored });
    const endAfter = url.searchParams.get('end-after');
    const ended = sleep(Number(endAfter)).then(() => 'ended');
    return new Response(await (endAfter === null ? work : Promise.race([work, ended])));
  },
};

async function workIn(url: URL): Promise<string> {
  await places.take(async () => {
    begun.push(url.searchParams.get('call') ?? '');
    working++;
    mostWorking = Math.max(mostWorking, working);
    await sleep(Number(url.searchParams.get('ms')));
    working--;
  });
  return 'done';
}

async function write(url: URL): Promise<string> {
  const item = url.searchParams.get('item') ?? '';
  await submit([item]);
  return stored.includes(item) ? 'stored' : 'lost';
}
