/** `npm run accuracy -- redaction`: the table of docs/redaction.md, and what was missed or found wrongly with `--misses`. */
import { measureDetectors, tableOf } from './measure-detectors.ts';

const VALUES = 120;

const measured = measureDetectors(VALUES);
process.stdout.write(tableOf(measured));
if (process.argv.includes('--misses')) {
  for (const { kind, locale, missed, wrong } of measured) {
    if (missed.length > 0)
      process.stdout.write(`\n${kind} ${locale} missed: ${missed.slice(0, 8).join(' § ')}\n`);
    if (wrong.length > 0)
      process.stdout.write(`\n${kind} ${locale} wrong: ${wrong.slice(0, 8).join(' § ')}\n`);
  }
}
