/**
 * `node scripts/secret-rules.mjs path/to/gitleaks.toml`: turns the rules of gitleaks (https://github.com/gitleaks/gitleaks,
 * MIT licence, Copyright (c) 2019 Zachary Rice) into `src/redaction/secret-rules.json`, which the detector of secrets reads.
 * Go's expressions become JavaScript's; what cannot be one is told and left out.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';

const target = fileURLToPath(new URL('../src/redaction/secret-rules.json', import.meta.url));
/** Rules that go by a word and any value: the detector has its own for names. Private keys have a shape of their own. */
const LEFT_OUT = new Set([
  'generic-api-key',
  'private-key',
  'curl-auth-user',
  'kubernetes-secret-yaml',
  'jwt-base64',
]);

/** Go's `(?i)` holds to the end of its group; JavaScript wants a group of its own. */
function scopeFlags(source) {
  const flag = /\(\?(i|-i)\)/.exec(source);
  if (flag === null) return source;
  const from = flag.index + flag[0].length;
  let depth = 0;
  let inClass = false;
  let end = source.length;
  for (let at = from; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (inClass) inClass = source[at] !== ']';
    else if (source[at] === '[') inClass = true;
    else if (source[at] === '(') depth++;
    else if (source[at] === ')' && --depth < 0) {
      end = at;
      break;
    }
  }
  const inner = scopeFlags(source.slice(from, end));
  return `${source.slice(0, flag.index)}(?${flag[1]}:${inner})${scopeFlags(source.slice(end))}`;
}

function toJavaScript(source) {
  return scopeFlags(source.replaceAll('(?P<', '(?<'))
    .replaceAll('[:alnum:]', 'A-Za-z0-9')
    .replaceAll('[:alpha:]', 'A-Za-z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('\\z', '$');
}

const { rules } = parse(await readFile(process.argv[2], 'utf8'));
const kept = [];
for (const { id, regex, keywords = [], entropy = 0, secretGroup = 0 } of rules) {
  if (LEFT_OUT.has(id) || regex === undefined || keywords.length === 0) continue;
  const expression = toJavaScript(regex);
  try {
    RegExp(expression, 'g');
    const words = keywords.map((keyword) => keyword.toLowerCase());
    kept.push({ id, expression, words, leastEntropy: entropy, group: secretGroup });
  } catch (cause) {
    console.error(`${id} is left out: ${cause.message}`);
  }
}
const about =
  'Rules of gitleaks (https://github.com/gitleaks/gitleaks), made by scripts/secret-rules.mjs. MIT licence, Copyright (c) 2019 ' +
  'Zachary Rice: https://github.com/gitleaks/gitleaks/blob/master/LICENSE. Each: its expression, the words one of which ' +
  'stands in what it matches, the least entropy of the secret in bits a character, and the group that is the secret.';
await writeFile(target, `${JSON.stringify({ about, rules: kept }, null, 2)}\n`);
console.log(`${kept.length} rules`);
