/** Applies the numbered migrations to an embedded database, keeping wrangler's own table of what was applied. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const TABLE = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`;

/**
 * @param {D1Database} database
 * @param {string} directory of numbered `.sql` files
 * @returns {Promise<string[]>} names of the migrations applied now
 */
export async function applyMigrations(database, directory) {
  const { unstable_splitSqlQuery: splitSql } = await import('wrangler');
  await database.prepare(TABLE).run();
  const { results } = await database.prepare('SELECT name FROM d1_migrations').all();
  const applied = new Set(results.map((row) => row.name));
  const pending = (await readdir(directory))
    .filter((name) => name.endsWith('.sql') && !applied.has(name))
    .sort();
  for (const name of pending) {
    const sql = await readFile(path.join(directory, name), 'utf8');
    const statements = splitSql(sql).map((statement) => database.prepare(statement));
    await database.batch([
      ...statements,
      database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name),
    ]);
  }
  return pending;
}
