/** Lines of the log: what each carries, and what none does. */
import { afterEach, expect, it, vi } from 'vitest';
import { createLog, type LogOptions } from '../../src/core/log.ts';

afterEach(() => void vi.restoreAllMocks());

function lines(options: Partial<LogOptions>): string[] {
  const written: string[] = [];
  for (const name of ['log', 'error'] as const)
    vi.spyOn(console, name).mockImplementation((line: string) => void written.push(line));
  const log = createLog({ format: 'json', level: 'info', now: () => Date.UTC(2026, 9, 6, 9), ...options });
  log.info('trace-recorded', { traceId: 'tr-1', model: 'a "b"', user: null });
  log.error('request-failed', new Error('refused Bearer sk-live-0123456789abcdefghijklmnop'), {
    requestId: '9f86d081884c7d65',
  });
  return written;
}

it('F241 are JSON with time, level and ids', () => {
  const [info, error] = lines({}).map((line) => JSON.parse(line) as object);
  expect(info).toEqual({
    time: '2026-10-06T09:00:00.000Z',
    level: 'info',
    event: 'trace-recorded',
    traceId: 'tr-1',
    model: 'a "b"',
    user: null,
  });
  expect(error).toMatchObject({ level: 'error', event: 'request-failed', requestId: '9f86d081884c7d65' });
});

it('F241 are text by choice, each on one line', () => {
  const [info, error] = lines({ format: 'text' });
  expect(info).toBe('2026-10-06T09:00:00.000Z info trace-recorded traceId="tr-1" model="a \\"b\\""');
  expect(error).toMatch(
    /^2026-10-06T09:00:00.000Z error request-failed requestId="9f86d081884c7d65" cause="/,
  );
});

it('F241 are errors alone by choice', () => {
  expect(lines({ level: 'error' })).toHaveLength(1);
});

it.each(['json', 'text'] as const)('F241 hold no secret as %s', (format) => {
  expect(lines({ format }).join('\n')).not.toContain('0123456789abcdef');
});
