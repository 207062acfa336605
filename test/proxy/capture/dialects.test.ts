/** Answers of every dialect, many megabytes long: what is kept of them reads like the whole but for the words. */
import { describe, expect, it } from 'vitest';
import { longCalls, meterOfReading, readBoth, toolCallsIn } from '../../helpers/blown-up.ts';

const LIMIT = 256 * 1024;
const LONG = 1024 * 1024;

describe('a long answer that was shortened', () => {
  it.each(longCalls(LONG).map((long) => [long.name, long] as const))(
    'F106 %s keeps its meter',
    async (_name, long) => {
      const { whole, shortened, kept } = await readBoth(long, LIMIT);
      expect(kept.bytes.byteLength).toBeLessThanOrEqual(LIMIT);
      expect(kept.endKept).toBe(true);
      expect(meterOfReading(shortened)).toEqual(meterOfReading(whole));
      expect(toolCallsIn(shortened.outputs)).toEqual(toolCallsIn(whole.outputs));
      expect(shortened.responsePreview === null).toBe(whole.responsePreview === null);
    },
  );
});
