/** Runs the rows of `clients.ts`, two at a time, and says what is right and what is not. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Client } from './client.ts';
import { clients } from './clients.ts';
import { prepare, type Program } from './programs.ts';
import { checkCase, type Finding } from './check-case.ts';
import { startPlace, type Place } from './place.ts';

/** Delays between the last event of a stream and the end of its body, which decide whether a library sees the end. */
const STREAM_DELAYS_MS = [0, 1, 50] as const;
const PATIENCE_MS = 180_000;

/** One call that a library makes. */
export interface Case {
  id: string;
  mode: 'plain' | 'stream' | 'tools';
  base: string;
  prompt: string;
}

/** What the library gave, or how it failed. */
export interface Told {
  id: string;
  answer?: string;
  error?: string;
}

/**
 * Runs the rows whose ids begin with one of `wanted`, all without.
 *
 * @param work an empty folder for Weir's data and the programs' words
 * @returns true when every trace is right
 */
export async function runClients(work: string, wanted: readonly string[]): Promise<boolean> {
  const rows = clients.filter(
    ({ id }) => wanted.length === 0 || wanted.some((beginning) => id.startsWith(beginning)),
  );
  const place = await startPlace(work);
  const findings: Finding[] = [];
  try {
    const waiting = [...rows];
    const worker = async () => {
      for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
        const found = await runClient(row, place);
        findings.push(...found);
        report(row, found);
      }
    };
    await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  } finally {
    await place.close();
  }
  const failed = findings.filter(({ wrong }) => wrong.length > 0);
  process.stdout.write(`${findings.length - failed.length} passed, ${failed.length} failed\n`);
  return failed.length === 0 && findings.length > 0;
}

function report({ id }: Client, found: readonly Finding[]): void {
  const wrong = found.filter((finding) => finding.wrong.length > 0);
  process.stdout.write(`${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${id} (${found.length} calls)\n`);
  for (const finding of wrong) process.stdout.write(`     ${finding.case}: ${finding.wrong.join('; ')}\n`);
}

async function runClient(row: Client, place: Place): Promise<Finding[]> {
  const cases = casesOf(row, place.weir);
  const program = await prepare(row.driver).catch((cause: unknown) => String(cause));
  if (typeof program === 'string')
    return cases.map(({ id }) => ({ case: id, wrong: [`not prepared: ${program}`] }));
  const { told, words } = await run(program, cases, place.key);
  const findings: Finding[] = [];
  for (const one of cases) {
    const answer = told.find(({ id }) => id === one.id) ?? { id: one.id, error: words.slice(-600) };
    findings.push(await checkCase(one, answer, place));
  }
  return findings;
}

function casesOf({ id, provider, path, ...row }: Client, weir: string): Case[] {
  const made = (mode: Case['mode'], delayMs: number): Case => {
    const name = `${id} ${mode} ${delayMs}`;
    const wish = mode === 'tools' ? 'What is the weather in Zürich and 東京?' : 'Greet Tokyo.';
    return {
      id: name,
      mode,
      base: `${weir}/${provider}-${delayMs}${path}`,
      prompt: `${wish} [case ${name}]`,
    };
  };
  const streams = STREAM_DELAYS_MS.map((delayMs) => made('stream', delayMs));
  if (row.streamsOnly === true) return streams;
  return [made('plain', 0), ...streams, ...(row.withoutTools === true ? [] : [made('tools', 0)])];
}

/** Runs a program to its end; its lines that begin with CASE are what it tells. */
function run(
  program: Program,
  cases: readonly Case[],
  key: string,
): Promise<{ told: Told[]; words: string }> {
  return new Promise((resolve) => {
    const child = spawn(program.command, program.parameters, {
      cwd: program.folder,
      env: { ...process.env, ...program.environment, CLIENT_CASES: JSON.stringify(cases), WEIR_KEY: key },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE_MS,
    });
    let lines = '';
    let words = '';
    child.stdout.on('data', (chunk) => (lines += chunk));
    child.stderr.on('data', (chunk) => (words += chunk));
    child.once('error', (cause) => (words += String(cause)));
    child.once('close', () => {
      const told = lines
        .split('\n')
        .filter((line) => line.startsWith('CASE '))
        .map((line) => JSON.parse(line.slice(5)) as Told);
      resolve({ told, words: words + lines });
    });
  });
}
