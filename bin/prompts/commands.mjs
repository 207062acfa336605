/**
 * `weir prompts pull|push|diff`: keeps a folder of Markdown files in step with a server, so that prompts are reviewed like
 * code. Neither side is overwritten when it changed behind the other's back.
 */
import { createTwoFilesPatch } from 'diff';
import { formatPromptFile, parsePromptFile, saysTheSame } from './prompt-file.mjs';
import { openServer, ServerFailure } from './server.mjs';

/** What the commands and options are, for people. */
export const promptCommands = `  pull   write the latest version of each prompt to a file
  push   register each file that says something new as the next version
  diff   show what push would change; ends with 1 when there is something

  --dir prompts       the folder
  --url               the server; else WEIR_URL, else http://127.0.0.1:8787
  --key               a key with scope read, and write to push; else WEIR_KEY
  --message "…"       push: the commit message
  --alias production  push: point this alias at the new versions
  --force             overwrite what changed on the other side`;

/** The options, as `parseArgs` of Node takes them. */
export const promptOptions = {
  dir: { type: 'string', default: 'prompts' },
  url: { type: 'string' },
  key: { type: 'string' },
  message: { type: 'string' },
  alias: { type: 'string' },
  force: { type: 'boolean', default: false },
};

/**
 * Runs one command.
 *
 * @param {{positionals: string[], options: Record<string, string | boolean | undefined>}} words what follows
 *   `weir prompts`: command and names, and {@link promptOptions}
 * @param {{fetch: typeof fetch, openFolder: (path: string) => object, environment: Record<string, string | undefined>,
 *   print: (text: string) => void, complain: (text: string) => void}} surroundings
 * @returns {Promise<number>} the exit code: 0 well, 1 a difference or a conflict, 2 a mistake
 */
export async function runPromptCommand(
  { positionals, options },
  { fetch, openFolder, environment, print, complain },
) {
  try {
    const [command, ...wanted] = positionals;
    const run = { pull, push, diff }[command];
    if (run === undefined) throw new Error(`expected pull, push or diff\n\n${promptCommands}`);
    const url = options.url ?? environment.WEIR_URL ?? 'http://127.0.0.1:8787';
    const server = openServer({ fetch, url, key: options.key ?? environment.WEIR_KEY });
    const folder = openFolder(options.dir);
    return await run({ server, folder, options, wanted, print, complain });
  } catch (cause) {
    complain(cause instanceof ServerFailure ? `The server refuses: ${cause.message}` : cause.message);
    return 2;
  }
}

async function pull({ server, folder, options, wanted, print, complain }) {
  let conflicts = 0;
  for (const name of choose(await server.names(), wanted)) {
    const latest = await server.version(name, 'latest');
    if (latest === null) continue;
    const text = await folder.read(name);
    const local = text === null ? null : parsePromptFile(name, text);
    if (local !== null && saysTheSame(local, latest) && local.version === latest.version) continue;
    if (local !== null && !options.force && !saysTheSame(local, latest) && (await isEdited(server, local))) {
      complain(`${name}: the file has changes that are not on the server; push them, or pull with --force`);
      conflicts++;
      continue;
    }
    await folder.write(name, formatPromptFile(latest));
    print(`${name}: version ${latest.version}`);
  }
  return conflicts === 0 ? 0 : 1;
}

/** True when a file says something else than the version it was pulled as. */
async function isEdited(server, local) {
  const origin = local.version === null ? null : await server.version(local.name, local.version);
  return origin === null || !saysTheSame(local, origin);
}

async function push({ server, folder, options, wanted, print, complain }) {
  let conflicts = 0;
  for (const name of choose(await folder.names(), wanted)) {
    const local = parsePromptFile(name, (await folder.read(name)) ?? '');
    const latest = await server.version(name, 'latest');
    if (latest !== null && saysTheSame(local, latest)) continue;
    if (latest !== null && latest.version !== local.version && !options.force) {
      complain(
        `${name}: the server has version ${latest.version}, the file is of ${local.version ?? 'none'}; pull first, or push with --force`,
      );
      conflicts++;
      continue;
    }
    const { prompt_version: version, warnings } = await server.register(
      name,
      toRegister(local, latest, options),
    );
    if (options.alias !== undefined) await server.setAlias(name, options.alias, version.version);
    await folder.write(name, formatPromptFile(version));
    print(
      `${name}: registered version ${version.version}${options.alias === undefined ? '' : ` as ${options.alias}`}`,
    );
    for (const { text } of warnings) complain(`${name}: ${text}`);
  }
  return conflicts === 0 ? 0 : 1;
}

/** A commit message in the file is of the version it was pulled as, unless it was changed since. */
function toRegister({ name: _name, version: _version, ...local }, latest, options) {
  const isNew = latest === null || local.commit_message !== latest.commit_message;
  return { ...local, commit_message: options.message ?? (isNew ? local.commit_message : null) };
}

async function diff({ server, folder, wanted, print }) {
  let differences = 0;
  for (const name of choose(await folder.names(), wanted)) {
    const text = (await folder.read(name)) ?? '';
    const latest = await server.version(name, 'latest');
    if (latest !== null && saysTheSame(parsePromptFile(name, text), latest)) continue;
    differences++;
    const before = latest === null ? '' : formatPromptFile(latest);
    print(createTwoFilesPatch(`server/${name}`, `${name}.md`, before, text).replace(/^=+\n/, '').trimEnd());
  }
  return differences === 0 ? 0 : 1;
}

/**
 * The prompts that are meant: all, or those named.
 *
 * @throws Error naming one that is not there
 */
function choose(names, wanted) {
  const missing = wanted.find((name) => !names.includes(name));
  if (missing !== undefined) throw new Error(`there is no prompt ${missing} to work on`);
  return wanted.length === 0 ? names.toSorted() : wanted;
}
