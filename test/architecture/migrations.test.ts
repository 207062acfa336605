import { describe, expect, it } from 'vitest';

const migrations = Object.entries(
  import.meta.glob<string>('../../migrations/*/*.sql', { query: '?raw', import: 'default', eager: true }),
).map(([file, sql]) => ({ file: file.replace('../../', ''), sql }));

/** What stands in comments, and the statements without them. Strings of our migrations hold no `--`. */
function readMigration(sql: string): { comments: string[]; code: string } {
  const comments = [...sql.matchAll(/--.*$|\/\*[\s\S]*?\*\//gm)].map(([comment]) => comment);
  return { comments, code: sql.replaceAll(/--.*$|\/\*[\s\S]*?\*\//gm, '') };
}

/** D1's endpoint for whole files has cut statements at marks in comments: workers-sdk issues 3892 and 4713. */
describe('F256 migrations go through endpoints that split at every semicolon', () => {
  it('finds them', () => {
    expect(migrations.length).toBeGreaterThan(15);
  });

  it.each(migrations)('$file has no semicolon and no quotes in comments', ({ sql }) => {
    expect(readMigration(sql).comments.filter((comment) => /[;'"`]/.test(comment))).toEqual([]);
  });

  it.each(migrations)('$file has no semicolon within a statement, and no carriage return', ({ sql }) => {
    const { code } = readMigration(sql);
    const strings = code.split("'").filter((_, place) => place % 2 === 1);
    expect(strings.filter((text) => text.includes(';'))).toEqual([]);
    expect(code).not.toMatch(/\bTRIGGER\b/i);
    expect(sql).not.toContain('\r');
  });
});
