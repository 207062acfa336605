/** Writes `docs/clients.md` from the rows, with the versions that the lock files name. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from './client.ts';
import { clients } from './clients.ts';

const here = import.meta.dirname;
const text = (file: string) => readFileSync(path.join(here, file), 'utf8');

/** Writes the document. */
export function writeDocument(): void {
  writeFileSync(path.join(here, '../../docs/clients.md'), document());
}

/** The document, as Markdown. */
function document(): string {
  const lines = clients.map(
    (row) =>
      `| ${row.language} | \`${row.library}\` | ${versionOf(row)} | ${row.api} | \`${row.change.replaceAll('|', '\\|')}\` |`,
  );
  return `# Clients

Libraries and coding agents that are tried against Weir by \`npm run test:clients\`, each with nothing changed but where its
provider is: plain answers, tools, and streams whose provider ends the body 0, 1 and 50 ms after the last event. In each
call the trace must be right: state, model, tokens with cache, what was said or called. Most libraries close the connection
at the last event and never wait for the end; a caller who has had the last event has had the answer.

The suite installs what it needs (Python, npm, Go, Maven, Cargo and a C compiler with libcurl must be there), takes about a
quarter of an hour the first time, runs every night, and runs part of the rows when their ids, or beginnings of them, are named:
\`npm run test:clients -- python-openai agent\`. After a change of rows or versions \`npm run test:clients -- --document\`
writes this page anew.

| language | library | version | API | what to change |
|---|---|---|---|---|
${lines.join('\n')}
`;
}

function versionOf({ library, driver }: Client): string {
  switch (driver.kind) {
    case 'python':
      return found(text(`python/requirements-${driver.environment}.txt`), `^${library}==(.+)$`);
    case 'node':
      return library === 'fetch' ? 'of Node' : dependencyOf('node', library);
    case 'agent':
      return dependencyOf('agents', library);
    case 'go':
      return found(text('go/go.mod'), `${library} v(\\S+)`);
    case 'rust':
      return found(text('rust/Cargo.lock'), `name = "${library}"\nversion = "(.+)"`);
    case 'java':
      return found(
        text('java/pom.xml'),
        `<artifactId>${library.split(':')[1]}</artifactId>\\s*<version>(.+)</version>`,
      );
    default:
      return 'of the system';
  }
}

function dependencyOf(folder: string, library: string): string {
  const { dependencies } = JSON.parse(text(`${folder}/package.json`)) as {
    dependencies: Record<string, string>;
  };
  return dependencies[library] ?? 'unknown';
}

function found(where: string, pattern: string): string {
  return new RegExp(pattern, 'm').exec(where)?.[1] ?? 'unknown';
}
