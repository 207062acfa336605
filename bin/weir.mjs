#!/usr/bin/env node
/** `npx weir`: commands for working with a Weir server from a shell. */
import { parseArgs } from 'node:util';
import { promptCommands, promptOptions, runPromptCommand } from './prompts/commands.mjs';
import { openFolder } from './prompts/folder.mjs';

const usage = `weir prompts pull|push|diff [name …] [options]\n\n${promptCommands}\n`;
const [topic, ...rest] = process.argv.slice(2);
try {
  if (topic !== 'prompts' || rest.length === 0) throw new Error('expected a command');
  const { values: options, positionals } = parseArgs({
    args: rest,
    options: promptOptions,
    allowPositionals: true,
  });
  process.exitCode = await runPromptCommand(
    { positionals, options },
    {
      fetch,
      openFolder,
      environment: process.env,
      print: (text) => process.stdout.write(`${text}\n`),
      complain: (text) => process.stderr.write(`${text}\n`),
    },
  );
} catch (cause) {
  process.stderr.write(`${cause.message}\n\n${usage}`);
  process.exitCode = 2;
}
