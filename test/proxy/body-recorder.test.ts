import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BodyRecorder } from '../../src/proxy/body-recorder.ts';
import { createMemoryBudget } from '../../src/proxy/memory-budget.ts';

const EVENTS = ': ping\n\ndata: {"choices":[]}\n\ndata: [DONE]\n\n';

async function record(parts: Uint8Array[]) {
  const recorder = new BodyRecorder({
    contentType: 'application/octet-stream',
    contentEncoding: '',
    limitBytes: 1024,
    allowed: true,
    budget: createMemoryBudget(1024 * 1024),
  });
  for (const part of parts) recorder.add(part);
  return recorder.finish();
}

describe('a body declared as any bytes', () => {
  it('F115 is kept as a stream of events when it begins as one, wherever it is cut', async () => {
    for (const text of [EVENTS, `\uFEFF${EVENTS}`, 'data: 1\n\n', 'id:1\n']) {
      const bytes = new TextEncoder().encode(text);
      for (let cut = 0; cut <= bytes.byteLength; cut++) {
        const body = await record([bytes.subarray(0, cut), bytes.subarray(cut)]);
        expect(body).toMatchObject({ contentType: 'text/event-stream', omitted: null, sha256: null });
        expect(body.bytes).toEqual(bytes);
      }
    }
  });

  it('is told by its digest when it is anything else', async () => {
    for (const text of ['\u0000\u0001', 'data', 'PK and a longer body of any bytes']) {
      const bytes = new TextEncoder().encode(text);
      const digest = createHash('sha256').update(bytes).digest('hex');
      for (let cut = 0; cut <= bytes.byteLength; cut++) {
        const body = await record([bytes.subarray(0, cut), bytes.subarray(cut)]);
        expect(body).toMatchObject({
          contentType: 'application/octet-stream',
          omitted: 'binary',
          sha256: digest,
        });
        expect(body.byteLength).toBe(bytes.byteLength);
      }
    }
  });
});
