/** Prompts in the registry's D1 database. Numbers are given, and guards kept, by the database itself. */
import { createNearby, type Nearby, type Statements } from '../../core/store/nearby.ts';
import type { NewPromptVersion, Prompt, PromptVersion, VersionChanges } from '../prompt.ts';
import type { PromptReference } from '../prompt-reference.ts';
import { latestAlias } from '../prompt.ts';
import { modelConfigSource, responseFormatSource, templateSource } from '../registered-json.ts';
import { toAliases, toPrompt, toVersion, type PromptRow, type VersionRow } from './prompt-rows.ts';
import type { Deletion, PromptStore } from './prompt-store.ts';

const ARMS = `(SELECT json_group_array(json_array(a.alias, a.version, a.weight, a.updated_at_ms))
  FROM prompt_alias_arms AS a WHERE a.name = p.name)`;
const SELECT_PROMPT = `SELECT p.name, p.description, p.tags, p.created_at_ms, p.updated_at_ms,
  (SELECT max(version) FROM prompt_versions AS v WHERE v.name = p.name) AS latest_version, ${ARMS} AS arms
  FROM prompts AS p WHERE p.deleted_at_ms IS NULL`;
const VERSION_COLUMNS = `v.*, (SELECT json_group_array(a.alias) FROM prompt_alias_arms AS a
  WHERE a.name = v.name AND a.version = v.version) AS aliases`;
const SELECT_VERSION = `SELECT ${VERSION_COLUMNS} FROM prompt_versions AS v`;

/** The database, and its nearest copy: what leads somewhere else is changed and looked up through that. */
interface Access {
  database: D1Database;
  nearby: Nearby;
}

/** Creates the prompt store on D1. */
export function createD1PromptStore({
  database,
  nearby = createNearby(database),
}: {
  database: D1Database;
  nearby?: Nearby;
}): PromptStore {
  const access = { database, nearby };
  return { ...promptVerbs(access), ...versionVerbs(access), ...aliasVerbs(access) };
}

type Verbs<Name extends keyof PromptStore> = Pick<PromptStore, Name>;

function promptVerbs({ database, nearby }: Access): Verbs<'create' | 'get' | 'list' | 'update' | 'delete'> {
  const get = async (name: string): Promise<Prompt | null> => {
    const row = await database.prepare(`${SELECT_PROMPT} AND p.name = ?1`).bind(name).first<PromptRow>();
    return row === null ? null : toPrompt(row);
  };
  return {
    get,
    async create({ name, description, tags }, atMs) {
      const created = await database
        .prepare(
          `INSERT INTO prompts (name, description, tags, created_at_ms, updated_at_ms) VALUES (?1, ?2, ?3, ?4, ?4)
           ON CONFLICT (name) DO UPDATE SET description = ?2, tags = ?3, created_at_ms = ?4, updated_at_ms = ?4,
             deleted_at_ms = NULL WHERE deleted_at_ms IS NOT NULL RETURNING name`,
        )
        .bind(name, description, JSON.stringify(tags), atMs)
        .first();
      return created === null ? null : get(name);
    },
    async list() {
      const rows = await database.prepare(`${SELECT_PROMPT} ORDER BY p.name`).all<PromptRow>();
      return rows.results.map(toPrompt);
    },
    async update(name, changes, atMs) {
      const changed = await database
        .prepare(
          `UPDATE prompts SET tags = json_patch(tags, ?2), description = iif(?3, ?4, description), updated_at_ms = ?5
           WHERE name = ?1 AND deleted_at_ms IS NULL`,
        )
        .bind(
          name,
          JSON.stringify(changes.tags ?? {}),
          changes.description === undefined ? 0 : 1,
          changes.description ?? null,
          atMs,
        )
        .run();
      return changed.meta.changes === 0 ? null : get(name);
    },
    async delete(name, atMs) {
      return guarded(async () => {
        // The versions go first: the foreign key of an alias stops the whole batch.
        const [, prompts] = await nearby.run((statements) =>
          statements.batch([
            statements.prepare('DELETE FROM prompt_versions WHERE name = ?1').bind(name),
            statements
              .prepare(
                `UPDATE prompts SET deleted_at_ms = ?2, description = NULL, tags = '{}'
                 WHERE name = ?1 AND deleted_at_ms IS NULL`,
              )
              .bind(name, atMs),
          ]),
        );
        return prompts?.meta.changes ?? 0;
      });
    },
  };
}

function versionVerbs({
  database,
  nearby,
}: Access): Verbs<
  'addVersion' | 'getVersion' | 'listVersions' | 'updateVersion' | 'deleteVersion' | 'resolve'
> {
  const getVersion = async (name: string, version: number): Promise<PromptVersion | null> => {
    const row = await database
      .prepare(`${SELECT_VERSION} WHERE v.name = ?1 AND v.version = ?2`)
      .bind(name, version)
      .first<VersionRow>();
    return row === null ? null : toVersion(row);
  };
  return {
    getVersion,
    async addVersion(version, atMs) {
      // A batch is one transaction: the number is taken and used, or neither.
      const [, inserted] = await nearby.run((statements) =>
        statements.batch<{ version: number }>([
          statements
            .prepare(
              `UPDATE prompts SET last_version = last_version + 1, updated_at_ms = ?2
               WHERE name = ?1 AND deleted_at_ms IS NULL`,
            )
            .bind(version.name, atMs),
          insertVersion(statements, version, atMs),
        ]),
      );
      const number = inserted?.results[0]?.version;
      return number === undefined ? null : getVersion(version.name, number);
    },
    async listVersions(name, { offset, limit }) {
      const rows = await database
        .prepare(`${SELECT_VERSION} WHERE v.name = ?1 ORDER BY v.version DESC LIMIT ?2 OFFSET ?3`)
        .bind(name, limit, offset)
        .all<VersionRow>();
      return rows.results.map(toVersion);
    },
    updateVersion: async (name, version, changes) => {
      const changed = await nearby.run((statements) =>
        updateVersion(statements, { name, version, changes }).run(),
      );
      return changed.meta.changes === 0 ? null : getVersion(name, version);
    },
    deleteVersion: (name, version) =>
      guarded(async () => {
        const sql = 'DELETE FROM prompt_versions WHERE name = ?1 AND version = ?2';
        const deleted = await nearby.run((statements) => statements.prepare(sql).bind(name, version).run());
        return deleted.meta.changes;
      }),
    async resolve(reference) {
      const ask = async (statements: Statements) =>
        (await resolveQuery(statements, reference).all<VersionRow & { weight: number }>()).results;
      const found = await nearby.run(ask);
      // A copy may not have heard of what is new.
      const rows = found.length > 0 ? found : await ask(database);
      return rows.map(({ weight, ...row }) => ({ version: toVersion(row), weight }));
    },
  };
}

function aliasVerbs({ nearby }: Access): Verbs<'setAlias' | 'deleteAlias'> {
  return {
    async setAlias(name, { alias, arms }, atMs) {
      const insert = `INSERT INTO prompt_alias_arms (name, alias, version, weight, updated_at_ms)
        VALUES (?1, ?2, ?3, ?4, ?5)`;
      try {
        await nearby.run((statements) =>
          statements.batch([
            statements
              .prepare('DELETE FROM prompt_alias_arms WHERE name = ?1 AND alias = ?2')
              .bind(name, alias),
            ...arms.map(({ version, weight }) =>
              statements.prepare(insert).bind(name, alias, version, weight, atMs),
            ),
            statements.prepare('UPDATE prompts SET updated_at_ms = ?2 WHERE name = ?1').bind(name, atMs),
          ]),
        );
      } catch (cause) {
        if (isForeignKeyFailure(cause)) return null;
        throw cause;
      }
      const rows = arms.map(({ version, weight }) => [alias, version, weight, atMs]);
      return toAliases(JSON.stringify(rows))[0] ?? null;
    },
    async deleteAlias(name, alias) {
      const sql = 'DELETE FROM prompt_alias_arms WHERE name = ?1 AND alias = ?2';
      const deleted = await nearby.run((statements) => statements.prepare(sql).bind(name, alias).run());
      return deleted.meta.changes > 0;
    },
  };
}

function updateVersion(
  statements: Statements,
  { name, version, changes }: { name: string; version: number; changes: VersionChanges & { atMs: number } },
): D1PreparedStatement {
  const { commitMessage, modelConfig, responseFormat } = changes;
  return statements
    .prepare(
      `UPDATE prompt_versions SET tags = json_patch(tags, ?3), commit_message = iif(?4, ?5, commit_message),
         model_config = iif(?6, ?7, model_config), response_format = iif(?8, ?9, response_format), updated_at_ms = ?10
       WHERE name = ?1 AND version = ?2`,
    )
    .bind(
      name,
      version,
      JSON.stringify(changes.tags ?? {}),
      commitMessage === undefined ? 0 : 1,
      commitMessage ?? null,
      modelConfig === undefined ? 0 : 1,
      modelConfigSource(modelConfig ?? null),
      responseFormat === undefined ? 0 : 1,
      responseFormatSource(changes),
      changes.atMs,
    );
}

function insertVersion(statements: Statements, version: NewPromptVersion, atMs: number): D1PreparedStatement {
  return statements
    .prepare(
      `INSERT INTO prompt_versions (name, version, type, template, commit_message, author, tags, response_format,
         model_config, created_at_ms, updated_at_ms)
       SELECT name, last_version, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9 FROM prompts
       WHERE name = ?1 AND deleted_at_ms IS NULL RETURNING version`,
    )
    .bind(
      version.name,
      version.template.type,
      templateSource(version.template),
      version.commitMessage,
      version.author,
      JSON.stringify(version.tags),
      responseFormatSource(version),
      modelConfigSource(version.modelConfig),
      atMs,
    );
}

function resolveQuery(statements: Statements, { name, selector }: PromptReference): D1PreparedStatement {
  if ('version' in selector) {
    const sql = `SELECT ${VERSION_COLUMNS}, 1 AS weight FROM prompt_versions AS v WHERE v.name = ?1 AND v.version = ?2`;
    return statements.prepare(sql).bind(name, selector.version);
  }
  if (selector.alias === latestAlias) {
    const sql = `SELECT ${VERSION_COLUMNS}, 1 AS weight FROM prompt_versions AS v WHERE v.name = ?1
      ORDER BY v.version DESC LIMIT 1`;
    return statements.prepare(sql).bind(name);
  }
  const sql = `SELECT ${VERSION_COLUMNS}, arm.weight FROM prompt_alias_arms AS arm
    JOIN prompt_versions AS v ON v.name = arm.name AND v.version = arm.version
    WHERE arm.name = ?1 AND arm.alias = ?2 ORDER BY v.version`;
  return statements.prepare(sql).bind(name, selector.alias);
}

/** Runs a deletion that answers with the number of rows; an alias that leads to one of them stops it. */
async function guarded(run: () => Promise<number>): Promise<Deletion> {
  try {
    return (await run()) > 0 ? 'deleted' : 'missing';
  } catch (cause) {
    if (isForeignKeyFailure(cause)) return 'aliased';
    throw cause;
  }
}

function isForeignKeyFailure(cause: unknown): boolean {
  return String(cause).includes('FOREIGN KEY constraint failed');
}
