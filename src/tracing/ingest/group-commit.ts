/**
 * Group commit: writes that come while another one is under way wait for it and then go together. A store's write costs
 * much whatever it holds, so many small writers at once cost little more than one; a lone writer waits for nobody.
 *
 * Groups are of one isolate, and a group is written by the invocation that opened it. The others wait for it, but never on
 * its mercy: each looks by a timer of its own whether the group is written, and whoever waits too long, or whose group
 * failed, writes what is its own by itself. So items must be such that writing them twice changes nothing.
 */
import { sleep, waitUntil } from '../../core/wait-until.ts';

/** What grouping needs. */
export interface GroupCommitOptions<Item> {
  /** Writes all items or none. Writing an item again changes nothing. */
  write(items: Item[]): Promise<void>;
  /** Of one item, in any unit. */
  sizeOf(item: Item): number;
  /** A group takes no more once it is as large as this. */
  largestGroup: number;
  /** Where writes come one upon another, a group waits this long for those on their way, in milliseconds. */
  gatherMs: number;
  /** How long a write of others may take before nobody waits for it any more, in milliseconds. */
  patienceMs: number;
  /** Sees a group's write through after the caller that leads it has hung up. */
  keepAlive(promise: Promise<void>): void;
}

/** A group is plain state: its writers are other invocations, which look at it by timers of their own. */
interface Group<Item> {
  items: Item[];
  size: number;
  writers: number;
  state: 'under way' | 'written' | 'failed';
  /** Unix milliseconds: nobody joins or waits for a group that is not written by then. */
  untilMs: number;
}

/** Between looks at a group that others write, milliseconds: as long as a quick write takes, then growing. */
const SHORTEST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 50;

/**
 * Creates a writer that groups.
 *
 * @returns writes items; resolves when they are stored, rejects when these items could not be
 */
export function createGroupCommit<Item>(options: GroupCommitOptions<Item>): (items: Item[]) => Promise<void> {
  /** The group that still takes items. */
  let open: Group<Item> | null = null;
  /** The group that was opened last; null when no write is under way. */
  let latest: Group<Item> | null = null;
  /** Whether the last group had several writers: then the next ones are likely on their way. */
  let crowded = false;

  const run = async (group: Group<Item>, before: Group<Item> | null): Promise<void> => {
    try {
      if (before !== null) await hasEnded(before, Date.now() + options.patienceMs);
      if (open === group) await sleep(options.gatherMs);
      if (open === group) open = null;
      crowded = group.writers > 1;
      await options.write(group.items);
      group.state = 'written';
    } catch (cause) {
      group.state = 'failed';
      throw cause;
    } finally {
      if (latest === group) latest = null;
    }
  };

  const lead = async (items: Item[], size: number): Promise<void> => {
    const before = latest !== null && Date.now() < latest.untilMs ? latest : null;
    // Its leader may wait for the group before, and then writes.
    const untilMs = Date.now() + 2 * options.patienceMs;
    const group: Group<Item> = { items: [...items], size, writers: 1, state: 'under way', untilMs };
    // A lone writer's write begins at once, and takes nobody along.
    open = before !== null || crowded ? group : null;
    latest = group;
    const written = run(group, before);
    options.keepAlive(written.catch(() => undefined));
    try {
      await written;
    } catch (cause) {
      if (group.writers === 1) throw cause;
      await options.write(items);
    }
  };

  return async (items) => {
    if (items.length === 0) return;
    const size = items.reduce((sum, item) => sum + options.sizeOf(item), 0);
    const group = open;
    if (group === null || group.size + size > options.largestGroup || Date.now() >= group.untilMs) {
      await lead(items, size);
      return;
    }
    group.items.push(...items);
    group.size += size;
    group.writers++;
    await hasEnded(group, group.untilMs);
    if (group.state === 'written') return;
    // Nobody else shall wait for a leader that is gone.
    if (open === group) open = null;
    await options.write(items);
  };
}

/** Resolves when the group is written or failed, or at that time. */
async function hasEnded(group: Group<unknown>, untilMs: number): Promise<void> {
  await waitUntil({
    isSo: () => group.state !== 'under way',
    pauseMs: (looks) => Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * looks),
    atMostMs: untilMs - Date.now(),
    now: Date.now,
    sleep,
  });
}
