/** Commands that documents and pages tell people to run are ours: of a name that is not, a registry sends a stranger's program. */
import { describe, expect, it } from 'vitest';

const texts = Object.entries({
  ...import.meta.glob<string>(['../../*.md', '../../docs/**/*.md', '../../examples/**/*.{md,mjs,js,html}'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>(
    ['../../{src,bin,scripts,bench}/**/*.{ts,mjs}', '../../{dashboard,review,widget}/src/**/*.{ts,tsx}'],
    { query: '?raw', import: 'default', eager: true },
  ),
}).filter(([file]) => !file.endsWith('CHANGELOG.md'));

/** Whoever runs a package by its name, and our names. `npm exec --no` runs what is installed, and fetches nothing. */
const runners = String.raw`(?:npx|npm exec|npm x|pnpm dlx|pnpx|bunx|yarn dlx|deno run -A npm:)`;
const runsByName = new RegExp(String.raw`${runners}(?:\s+(?!--no\b)-\S*)*\s*(?:\s|npm:)weir(?:-\w+)?\b`);
const installsByName =
  /(?:npm|pnpm|yarn|bun) (?:i|install|add)(?:\s+-\S+)*\s+weir(?:-\w+)?\b|pip install (?:\S+ )*weir\b/;

const strangers = (text: string) => runsByName.test(text) || installsByName.test(text);

describe('commands that people are told to run', () => {
  it.each([
    'npx weir evaluate',
    'npx --yes weir',
    'npm exec -- weir prompts',
    'npm install weir-widget',
    'bunx weir',
  ])('F233 finds "%s"', (command) => {
    expect(strangers(command)).toBe(true);
  });

  it.each([
    'npm exec --no -- weir evaluate',
    'node bin/weir.mjs',
    'npx wrangler d1 create weir-traces',
    'npm install ../weir/widget',
  ])('F233 lets "%s" stand', (command) => {
    expect(strangers(command)).toBe(false);
  });

  it('F233 are no commands that fetch a package of our name', () => {
    expect(texts.length).toBeGreaterThan(300);
    const found = texts.flatMap(([file, text]) =>
      text
        .split('\n')
        .filter(strangers)
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});
