/**
 * What a template with control blocks may hold, told from its syntax tree before it is ever run: filters that cannot
 * multiply their input, no calls by computed name. Also finds the variables it reads.
 */
import { parse } from '@huggingface/jinja';
import { AppError } from '../../core/app-error.ts';

/** A parsed template. */
export type JinjaProgram = ReturnType<typeof parse>;

/** A node; the library's classes, read by their members. */
export type JinjaNode = { type: string } & Record<string, unknown>;

/** `replace` and `indent` multiply lengths; `strftime_now` and the like are not there at all. */
const FILTERS = new Set(
  (
    'abs bool capitalize default dictsort first float int items join keys last length list lower map reject rejectattr ' +
    'reverse safe select selectattr sort string title tojson trim unique upper values'
  ).split(' '),
);
const REFUSED_METHODS = new Set(['replace', 'split', 'join', 'format']);
const GLOBALS = new Set([
  'true',
  'false',
  'none',
  'True',
  'False',
  'None',
  'range',
  'loop',
  'namespace',
  'caller',
]);
const MAX_SEPARATOR_CHARACTERS = 32;

/** The names a template reads and does not set itself, in order of appearance. */
export function variablesOf(program: JinjaProgram): string[] {
  const read = new Set<string>();
  const set = new Set<string>(GLOBALS);
  walk(program, (node, parent) => {
    if (node.type === 'Set') namesIn(node.assignee, set);
    if (node.type === 'For') namesIn(node.loopvar, set);
    if (node.type === 'Macro') {
      namesIn(node.name, set);
      namesIn(node.args, set);
    }
    if (node.type === 'Identifier' && isRead(node, parent)) read.add(String(node.value));
  });
  return [...read].filter((name) => !set.has(name));
}

/**
 * Refuses what could make a small template cost much.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the filter or method
 */
export function checkTree(program: JinjaProgram): void {
  walk(program, (node, parent) => {
    if (node.type === 'FilterExpression' || node.type === 'FilterStatement') checkFilter(toNode(node.filter));
    if (node.type === 'MemberExpression') {
      const method = node.computed === true ? null : String(toNode(node.property)?.value);
      const called = parent?.type === 'CallExpression' && parent.callee === node;
      if (method !== null && REFUSED_METHODS.has(method) && called) throw refused(`.${method}()`);
      if (method === null && called) throw refused('a call by a computed name');
    }
    if (node.type === 'Spread' || node.type === 'SpreadExpression')
      throw refused('arguments unpacked with *');
  });
}

/** The nodes whose value is written out as it is: there an undefined variable is a mistake, in a test it is not. */
export function outputNodes(program: JinjaProgram): Set<object> {
  const found = new Set<object>();
  walk(program, (node) => {
    for (const block of [node.body, node.alternate, node.defaultBlock]) {
      if (!Array.isArray(block)) continue;
      for (const child of block) found.add(child as object);
    }
  });
  return found;
}

function checkFilter(filter: JinjaNode | null): void {
  if (filter === null) return;
  const isCall = filter.type === 'CallExpression';
  const name = String((isCall ? toNode(filter.callee) : filter)?.value);
  if (!FILTERS.has(name)) throw refused(`the filter "${name}"`);
  const parameters = isCall && Array.isArray(filter.args) ? (filter.args as JinjaNode[]) : [];
  if (name !== 'join' && name !== 'tojson') return;
  for (const parameter of parameters) {
    const value = parameter.type === 'KeywordArgumentExpression' ? toNode(parameter.value) : parameter;
    const isShort = String(value?.value).length <= MAX_SEPARATOR_CHARACTERS;
    const isSmall = value?.type === 'IntegerLiteral' && Number(value.value) <= 8;
    const isFlag = value?.type === 'Identifier' && /^(?:true|false)$/i.test(String(value.value));
    if (!(value?.type === 'StringLiteral' && isShort) && !isSmall && !isFlag) {
      throw refused(`"${name}" with an argument other than a short literal`);
    }
  }
}

function refused(what: string): AppError {
  return new AppError('INVALID_PARAMETER_VALUE', `A prompt template cannot use ${what}.`, {
    details: { field: 'template', expected: 'control blocks with plain filters' },
  });
}

/** An identifier that is a value, and not the name of a member, a filter, a test or a keyword. */
function isRead(node: JinjaNode, parent: JinjaNode | null): boolean {
  if (parent === null) return true;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed === true;
  if (parent.type === 'FilterExpression' || parent.type === 'FilterStatement') return parent.filter !== node;
  if (parent.type === 'TestExpression') return parent.test !== node;
  if (parent.type === 'KeywordArgumentExpression') return parent.key !== node;
  return !(parent.type === 'CallExpression' && parent.callee === node);
}

function namesIn(value: unknown, into: Set<string>): void {
  for (const item of Array.isArray(value) ? value : [value]) {
    const node = toNode(item);
    if (node?.type === 'Identifier') into.add(String(node.value));
    else if (node?.type === 'TupleLiteral') namesIn(node.value, into);
    else if (node?.type === 'KeywordArgumentExpression') namesIn(node.key, into);
  }
}

type Visit = (node: JinjaNode, parent: JinjaNode | null) => void;

function walk(root: JinjaProgram, visit: Visit): void {
  const waiting: [unknown, JinjaNode | null][] = [[root, null]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, parent] = next;
    if (Array.isArray(value))
      waiting.push(...value.map((item): [unknown, JinjaNode | null] => [item, parent]).reverse());
    else if (value instanceof Map) waiting.push([[...value].flat(), parent]);
    const node = toNode(value);
    if (node === null) continue;
    visit(node, parent);
    const children = Object.values(node).filter((child) => typeof child === 'object' && child !== null);
    waiting.push(...children.map((child): [unknown, JinjaNode | null] => [child, node]).reverse());
  }
}

function toNode(value: unknown): JinjaNode | null {
  const isNode =
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
  // Every node of the library's tree is an object with a `type`.
  return isNode ? (value as JinjaNode) : null;
}
