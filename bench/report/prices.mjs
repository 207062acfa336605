/** Cloudflare's public prices of the paid plan, beyond what it includes. */

/** Where the prices are published. */
export const PRICE_SOURCES = [
  'https://developers.cloudflare.com/workers/platform/pricing/',
  'https://developers.cloudflare.com/d1/platform/pricing/',
  'https://developers.cloudflare.com/r2/pricing/',
  'https://developers.cloudflare.com/queues/pricing/',
];

/** Each line of the bill: dollars per million units, and how many units one call takes. */
const bill = [
  { title: 'Workers requests', dollarsPerMillion: 0.3, units: () => 1 },
  { title: 'Workers CPU ms', dollarsPerMillion: 0.02, units: ({ cpuMs }) => cpuMs },
  { title: 'D1 rows written', dollarsPerMillion: 1, units: ({ operations }) => operations.d1RowsWritten },
  { title: 'D1 rows read', dollarsPerMillion: 0.001, units: ({ operations }) => operations.d1RowsRead },
  {
    title: 'R2 class A (writes, lists)',
    dollarsPerMillion: 4.5,
    units: ({ operations }) => operations.r2ClassA,
  },
  { title: 'R2 class B (reads)', dollarsPerMillion: 0.36, units: ({ operations }) => operations.r2ClassB },
  {
    title: 'Queue operations',
    dollarsPerMillion: 0.4,
    units: ({ operations }) => operations.queueOperations,
  },
];

/**
 * The bill for a million calls. A line whose units were not measured (NaN) is left out of the sum.
 *
 * @param {{cpuMs: number, operations: Record<string, number>}} perCall
 */
export function priceMillionCalls(perCall) {
  const lines = bill.map(({ title, dollarsPerMillion, units }) => {
    const unitsPerCall = units(perCall);
    return { title, dollarsPerMillion, unitsPerCall, dollars: unitsPerCall * dollarsPerMillion };
  });
  const known = lines.filter(({ dollars }) => !Number.isNaN(dollars));
  return { lines, dollars: known.reduce((sum, line) => sum + line.dollars, 0) };
}
