#!/usr/bin/env node
/** `npm exec --no -- weir`: commands for working with a Weir server from a shell. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { evaluateCommands, evaluateOptions, runEvaluateCommand } from './evaluate/command.mjs';
import { promptCommands, promptOptions, runPromptCommand } from './prompts/commands.mjs';
import { openFolder } from './prompts/folder.mjs';

const topics = {
  prompts: { options: promptOptions, run: runPromptCommand, needsWord: true },
  evaluate: { options: evaluateOptions, run: runEvaluateCommand, needsWord: false },
};
const usage =
  `weir prompts pull|push|diff [name …] [options]\n\n${promptCommands}\n\n` +
  `weir evaluate [options]\n\n${evaluateCommands}\n\n` +
  `In a checkout of Weir: npm exec --no -- weir …; elsewhere: node ${process.argv[1]} …\n`;
const [name, ...rest] = process.argv.slice(2);
try {
  const topic = Object.hasOwn(topics, name ?? '') ? topics[name] : undefined;
  if (topic === undefined || (topic.needsWord && rest.length === 0)) throw new Error('expected a command');
  const { values: options, positionals } = parseArgs({
    args: rest,
    options: topic.options,
    allowPositionals: topic.needsWord,
  });
  process.exitCode = await topic.run(
    { positionals, options },
    {
      fetch,
      sleep,
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
