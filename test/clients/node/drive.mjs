/**
 * Runs one client library: `node drive.mjs <module>`. The module exports `plain`, `stream` and `tools`; each takes a base
 * URL and a prompt and resolves with what the library gave. One JSON line a call goes to standard output.
 */
const calls = await import(`./${process.argv[2]}.mjs`);

for (const { id, mode, base, prompt } of JSON.parse(process.env.CLIENT_CASES)) {
  const told = await calls[mode](base, prompt).then(
    (answer) => ({ id, answer: typeof answer === 'string' ? answer : JSON.stringify(answer) }),
    (cause) => ({ id, error: String(cause?.stack ?? cause).slice(0, 800) }),
  );
  process.stdout.write(`CASE ${JSON.stringify(told)}\n`);
}
process.exit(0);
