import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>('../../src/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const files = Object.entries(sources).map(([path, text]) => ({ path: path.replace('../../src/', ''), text }));

/** What each room may import: data flows downstream, imports point upstream. */
const upstream: Record<string, string[]> = {
  core: [],
  access: ['core'],
  experiments: ['core', 'access', 'http'],
  http: ['core', 'access'],
  prompts: ['core', 'access', 'http'],
  audit: ['core', 'access', 'http'],
  proxy: ['core', 'access', 'prompts'],
  tracing: ['core', 'access', 'http', 'experiments', 'proxy'],
  redaction: ['core', 'access', 'http', 'tracing'],
  feedback: ['core', 'access', 'http', 'tracing'],
  datasets: ['core', 'access', 'http', 'experiments', 'tracing', 'redaction'],
  labeling: ['core', 'access', 'http', 'tracing', 'redaction', 'datasets'],
  runs: ['core', 'access', 'experiments', 'tracing', 'redaction'],
  artifacts: ['core', 'redaction'],
  scoring: [
    'core',
    'access',
    'http',
    'experiments',
    'proxy',
    'tracing',
    'runs',
    'datasets',
    'prompts',
    'redaction',
  ],
  mlflow: [
    'core',
    'access',
    'http',
    'experiments',
    'proxy',
    'tracing',
    'runs',
    'artifacts',
    'datasets',
    'prompts',
    'scoring',
    'labeling',
  ],
};
const entries = new Set([
  'index.ts',
  'app.ts',
  'management.ts',
  'services.ts',
  'create-audit-services.ts',
  'create-consume-services.ts',
  'create-feedback-services.ts',
  'create-health-services.ts',
  'create-scoring-services.ts',
  'create-labeling-services.ts',
  'create-redaction-services.ts',
  'deployment.ts',
  'schedule.ts',
]);

const roomOf = (path: string) => path.split('/')[0] ?? '';

function importsOf(file: { path: string; text: string }): string[] {
  const specifiers = [...file.text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  const base = `https://src.example/${file.path}`;
  return specifiers.map((specifier) => new URL(specifier, base).pathname.slice(1));
}

describe('the house', () => {
  it('knows every room', () => {
    const rooms = new Set(files.map(({ path }) => roomOf(path)).filter((room) => !entries.has(room)));
    expect([...rooms].filter((room) => !(room in upstream))).toEqual([]);
  });

  it('imports point upstream', () => {
    const wrong = files
      .filter(({ path }) => !entries.has(path))
      .flatMap((file) =>
        importsOf(file)
          .filter(
            (target) =>
              roomOf(target) !== roomOf(file.path) &&
              !(upstream[roomOf(file.path)] ?? []).includes(roomOf(target)),
          )
          .map((target) => `${file.path} -> ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('names the platform’s stores and Env only in stores, services.ts and index.ts', () => {
    const wrong = files
      .filter(({ path }) => !entries.has(path) && !/store/.test(path))
      .filter(({ text }) =>
        /\b(?:D1Database|R2Bucket|Env\b(?!ironment)|Queue<|: Queue\b)/.test(
          text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
        ),
      )
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('names a provider only inside its folder and in the table', () => {
    const dialects = ['anthropic', 'bedrock', 'cohere', 'ollama'];
    const wrong = files
      .filter(({ path }) => path !== 'proxy/providers/table.ts' && !entries.has(path))
      .flatMap(({ path, text }) =>
        dialects
          .filter((name) => !path.includes(`providers/${name}/`) && text.includes(`providers/${name}/`))
          .map((name) => `${path} names ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it('opens each file with its job', () => {
    expect(files.filter(({ text }) => !text.startsWith('/**')).map(({ path }) => path)).toEqual([]);
  });

  it('keeps files short', () => {
    const long = files.filter(({ text }) => text.split('\n').length > 400).map(({ path }) => path);
    expect(long).toEqual([]);
  });
});
