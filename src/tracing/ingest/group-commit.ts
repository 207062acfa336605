/**
 * Group commit: writes that come while another one is under way wait for it and then go together. A store's write costs
 * much whatever it holds, so many small writers at once cost little more than one; a lone writer waits for nobody.
 *
 * Groups are of one isolate, and a group is written by the request that opened it. The others wait for that request, but
 * never on its mercy: whoever waits too long, or whose group failed, writes what is its own by itself. So items must be
 * such that writing them twice changes nothing.
 */

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

interface Group<Item> {
  items: Item[];
  size: number;
  writers: number;
  gathers: boolean;
  /** Settles with the group's write. */
  written: Promise<void>;
}

/**
 * Creates a writer that groups.
 *
 * @returns writes items; resolves when they are stored, rejects when these items could not be
 */
export function createGroupCommit<Item>(options: GroupCommitOptions<Item>): (items: Item[]) => Promise<void> {
  /** The group that still takes items. */
  let open: Group<Item> | null = null;
  /** The end of the group that was opened last; null when no write is under way. */
  let latest: Promise<void> | null = null;
  /** Whether the last group had several writers: then the next ones are likely on their way. */
  let crowded = false;

  const run = async (group: Group<Item>, turn: Promise<void> | null): Promise<void> => {
    if (turn !== null) await within(turn, options.patienceMs);
    if (group.gathers) await pause(options.gatherMs);
    if (open === group) open = null;
    crowded = group.writers > 1;
    await options.write(group.items);
  };

  const lead = (items: Item[], size: number): Group<Item> => {
    const { promise: written, resolve, reject } = Promise.withResolvers<void>();
    const turn = latest;
    // A lone writer's write begins at once, and takes nobody along.
    const gathers = turn !== null || crowded;
    const group: Group<Item> = { items: [...items], size, writers: 1, gathers, written };
    open = gathers ? group : null;
    const ended: Promise<void> = run(group, turn)
      .then(resolve, reject)
      .finally(() => {
        if (latest === ended) latest = null;
      });
    latest = ended;
    options.keepAlive(ended);
    return group;
  };

  const writeAlone = async (group: Group<Item>, items: Item[], cause: unknown): Promise<void> => {
    if (group.writers === 1) throw cause;
    await options.write(items);
  };

  return async (items) => {
    if (items.length === 0) return;
    const size = items.reduce((sum, item) => sum + options.sizeOf(item), 0);
    if (open === null || open.size + size > options.largestGroup) {
      const group = lead(items, size);
      return group.written.catch((cause: unknown) => writeAlone(group, items, cause));
    }
    const group = open;
    group.items.push(...items);
    group.size += size;
    group.writers++;
    // Twice, as its leader may have waited for the group before.
    const inTime = await within(group.written, 2 * options.patienceMs).catch(() => false);
    if (!inTime) await options.write(items);
  };
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** Whether the promise resolved in time. The timer is the waiting request's own, which keeps it alive meanwhile. */
async function within(promise: Promise<void>, patienceMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  try {
    return await Promise.race([promise.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
