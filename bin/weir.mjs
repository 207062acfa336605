#!/usr/bin/env node
/** `npx weir`: commands for working with a Weir server from a shell. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { evaluateCommands, evaluateOptions, runEvaluateCommand } from './evaluate/command.mjs';

const usage = `weir evaluate [options]\n\n${evaluateCommands}\n`;
const [topic, ...rest] = process.argv.slice(2);
try {
  if (topic !== 'evaluate') throw new Error('expected a command');
  const { values: options } = parseArgs({ args: rest, options: evaluateOptions });
  process.exitCode = await runEvaluateCommand(
    { options },
    {
      fetch,
      sleep,
      environment: process.env,
      print: (text) => process.stdout.write(`${text}\n`),
      complain: (text) => process.stderr.write(`${text}\n`),
    },
  );
} catch (cause) {
  process.stderr.write(`${cause.message}\n\n${usage}`);
  process.exitCode = 2;
}
