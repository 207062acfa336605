import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>('../../src/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/**
 * Where a promise, or what settles one, is kept in something that outlives a statement: each belongs to one invocation, for
 * the reason given. What several invocations share is plain state (`src/core/wait-until.ts` says why).
 */
const ofOneInvocation: Record<string, string> = {
  'core/in-time.ts': 'The time-out of one wait, by its own timer.',
  'core/connections.ts': 'Who waits for a connection waits for a call of the same invocation.',
  'feedback/consume-feedback.ts': 'The votes of one batch, in one invocation of the consumer.',
  'prompts/version-routes.ts': 'What one request leaves to its own waitUntil.',
  'proxy/exchange-recording.ts': 'One call, in the invocation that passes it.',
  'proxy/capture/decoding-condenser.ts': 'The body of one call.',
  'proxy/providers/demo/pause.ts': 'A pause of one stream, by its own timer.',
  'proxy/tap-stream.ts': 'The stream of one call.',
  'proxy/whole-answer.ts': 'The answer of one call.',
  'scoring/models/call-proxy.ts': 'What one call inside the process leaves to be recorded.',
  'tracing/store/d1-trace-store.ts': 'Pieces of content that one read asks for.',
};

/** Ways to keep a promise, or the means to settle one later. */
const kept = [
  // A variable, a field or a member: `let turn: Promise<void>`, `readonly #done: Promise<void>`, `written: Promise<void>;`
  /^\s*(?:let|const|var)\s+\w+\s*:\s*(?:null \| )?Promise</,
  /^\s*(?:readonly |private |#)*[#\w]+\??:\s*(?:null \| )?Promise<[^=]*;$/,
  // In a collection or an object: `Map<string, Promise<…>>`, `Promise<void>[]`, `{ value: Promise<Known>; … }`
  /(?:Map|Set|Array|WeakMap)<[^()]*Promise</,
  /^(?!.*\): Promise<)(?!.*=>).*Promise<[^()]*>\[\]/,
  /\{[^()]*\w+: Promise</,
  // The means to settle one.
  /withResolvers/,
  /new Promise\b(?!.*setTimeout)/,
];

/** Promises that a value of another isolate's life may hold, by file. */
function keptPromises(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:\*|\/\/|\/\*)/.test(line))
    .filter((line) => kept.some((pattern) => pattern.test(line)));
}

describe('promises', () => {
  it('F248 are kept where one invocation alone can wait for them', () => {
    const found = Object.entries(sources)
      .map(([path, text]) => ({ path: path.replace('../../src/', ''), lines: keptPromises(text) }))
      .filter(({ lines }) => lines.length > 0);
    const unknown = found.filter(({ path }) => ofOneInvocation[path] === undefined);
    expect(unknown.map(({ path, lines }) => `${path}: ${lines.join(' | ')}`)).toEqual([]);
    const gone = Object.keys(ofOneInvocation).filter((path) => !found.some((one) => one.path === path));
    expect(gone).toEqual([]);
  });

  it.each([
    'let known: { value: Promise<Known>; untilMs: number } | null = null;',
    'let imported: Promise<CryptoKey> | null = null;',
    'const inFlight = new Map<string, Promise<string>>();',
    'const waiting: Promise<void>[] = [];',
    '  written: Promise<void>;',
    'const { promise, resolve } = Promise.withResolvers<void>();',
    'await new Promise<void>((resolve) => waiting.push(resolve));',
  ])('are found: %s', (line) => {
    expect(keptPromises(line)).toEqual([line]);
  });

  it.each([
    'async function read(): Promise<Known> {',
    'const sleep = (durationMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, durationMs));',
    'get(key: string): Promise<string>;',
    'const key = async () => (imported ??= await importKey(signingKey));',
  ])('of a function are its own: %s', (line) => {
    expect(keptPromises(line)).toEqual([]);
  });
});
