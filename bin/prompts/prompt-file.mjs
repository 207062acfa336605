/**
 * A prompt as a Markdown file: front matter for what is said about it, below it the template, character by character. The
 * messages of a chat prompt stand under comments that name their roles.
 */
import { parse, stringify } from 'yaml';

const FRONT_MATTER = /^---\n([^]*?)\n---\n/;
const ROLE_LINE = /^<!-- ([a-z_]+) -->$/m;

/**
 * Writes a version as a file.
 *
 * @param {{name: string, version: number | null, template: string | {role: string, content: string}[],
 *   commit_message?: string | null, tags: Record<string, string>, response_format?: unknown, model_config?: unknown}} prompt
 * @returns {string}
 */
export function formatPromptFile(prompt) {
  const isChat = typeof prompt.template !== 'string';
  const inFront = isChat && !prompt.template.every(fitsUnderLine);
  const head = withoutEmpty({
    name: prompt.name,
    version: prompt.version,
    type: isChat ? 'chat' : undefined,
    commit_message: prompt.commit_message,
    tags: prompt.tags,
    model_config: prompt.model_config,
    response_format: prompt.response_format,
    messages: inFront ? prompt.template : undefined,
  });
  return `---\n${stringify(head, { lineWidth: 0 })}---\n${inFront ? '' : formatBody(prompt.template)}`;
}

/**
 * Reads a file.
 *
 * @param {string} name the file's name, without its ending
 * @param {string} text
 * @returns what {@link formatPromptFile} takes
 * @throws Error that says what is wrong
 */
export function parsePromptFile(name, text) {
  const given = text.startsWith('---\r\n') ? text.replaceAll('\r\n', '\n') : text;
  const match = FRONT_MATTER.exec(given);
  if (match === null) throw new Error(`${name}.md: expected front matter between two lines of ---`);
  const head = readHead(name, match[1]);
  const body = given.slice(match[0].length);
  return {
    name,
    version: head.version ?? null,
    template: readTemplate(name, head, body),
    commit_message: head.commit_message ?? null,
    tags: head.tags ?? {},
    model_config: head.model_config ?? null,
    response_format: head.response_format ?? null,
  };
}

/**
 * True when two prompts say the same: versions and commit messages aside.
 *
 * @param {ReturnType<typeof parsePromptFile>} one
 * @param {ReturnType<typeof parsePromptFile>} other
 */
export function saysTheSame(one, other) {
  return contentOf(one) === contentOf(other);
}

function contentOf({ template, tags, model_config: config, response_format: format }) {
  return JSON.stringify(sorted([template, tags, config ?? null, format ?? null]));
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, sorted(member)]);
  return Object.fromEntries(entries.toSorted(([one], [two]) => (one < two ? -1 : 1)));
}

/** A role and a text, as a line and what stands under it tell; tool calls and parts need the front matter. */
function fitsUnderLine({ role, content, ...others }) {
  const isPlain = typeof content === 'string' && Object.keys(others).length === 0;
  return isPlain && /^[a-z_]+$/.test(role) && !ROLE_LINE.test(content);
}

function formatBody(template) {
  if (typeof template === 'string') return `${template}\n`;
  return template.map(({ role, content }) => `<!-- ${role} -->\n${content}\n`).join('');
}

function readHead(name, yaml) {
  let head;
  try {
    head = parse(yaml);
  } catch (cause) {
    throw new Error(`${name}.md: the front matter is not YAML: ${cause.message}`, { cause });
  }
  if (typeof head !== 'object' || head === null || Array.isArray(head)) {
    throw new Error(`${name}.md: expected members such as name: ${name} in the front matter`);
  }
  if (head.name !== undefined && head.name !== name) {
    throw new Error(`${name}.md: its front matter names another prompt, ${head.name}`);
  }
  return head;
}

function readTemplate(name, head, body) {
  if (head.type !== 'chat') return body.replace(/\n$/, '');
  if (head.messages !== undefined) return head.messages;
  const [before, ...pieces] = body.split(/^<!-- ([a-z_]+) -->\n/m);
  if (before.trim() !== '' || pieces.length === 0) {
    throw new Error(`${name}.md: expected the first message under a line such as <!-- system -->`);
  }
  const messages = [];
  for (let index = 0; index < pieces.length; index += 2) {
    messages.push({ role: pieces[index], content: (pieces[index + 1] ?? '').replace(/\n$/, '') });
  }
  return messages;
}

const isEmpty = (value) =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

function withoutEmpty(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isEmpty(value)));
}
