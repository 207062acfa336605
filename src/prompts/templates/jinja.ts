/**
 * Templates with control blocks, by a maintained interpreter of Jinja that needs no `eval` (@huggingface/jinja), with
 * bounds it does not have itself: on steps, nesting, lists and text. No clock, no includes.
 */
import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';
import { AppError } from '../../core/app-error.ts';
import type { Json } from '../../core/json.ts';
import { promptLimits } from '../prompt-limits.ts';
import { checkTree, outputNodes, type JinjaNode, type JinjaProgram } from './jinja-tree.ts';
import { missingVariable } from './missing-variable.ts';
import type { Variables } from './variables.ts';

type Statement = NonNullable<Parameters<Interpreter['evaluate']>[0]>;
type Scope = Parameters<Interpreter['evaluate']>[1];
type Value = ReturnType<Interpreter['evaluate']>;

/** A parsed template, and what of it is written out as it is. */
export interface JinjaTemplate {
  program: JinjaProgram;
  outputs: Set<object>;
}

/**
 * Parses a template.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for syntax that is not understood, and for what is refused
 */
export function parseJinja(template: string): JinjaTemplate {
  const including = /\{%[-+]?\s*(include|import|from|extends|block)\b/.exec(template);
  if (including !== null) {
    throw invalidTemplate(`"${including[1]}" is not supported: a prompt cannot contain another one`);
  }
  let program: JinjaProgram;
  try {
    program = parse(tokenize(template));
  } catch (cause) {
    const why = cause instanceof RangeError ? 'it is nested too deeply' : describe(cause);
    throw invalidTemplate(`it cannot be parsed: ${why}`, cause);
  }
  checkTree(program);
  return { program, outputs: outputNodes(program) };
}

/**
 * Renders a template.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming a variable without a value, or the bound that was passed
 */
export function renderJinja(template: JinjaTemplate, variables: Variables): string {
  checkValues(variables);
  const globals = new Environment();
  const builtins: Record<string, unknown> = {
    ...{ true: true, false: false, none: null, True: true, False: false, None: null },
    range: boundedRange,
    raise_exception: (message: unknown) => {
      throw invalidTemplate(`it refuses these values: ${String(message).slice(0, 200)}`);
    },
  };
  for (const [name, value] of Object.entries(builtins)) globals.set(name, value);
  const scope = new Environment(globals);
  for (const [name, value] of Object.entries(variables)) scope.set(name, value);
  const interpreter = new BoundedInterpreter(scope, template.outputs);
  try {
    return String(interpreter.run(template.program).value);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const { lastUndefined } = interpreter;
    if (lastUndefined !== null && /undefined/i.test(describe(cause))) throw missingVariable(lastUndefined);
    throw invalidTemplate(`it cannot be rendered: ${describe(cause)}`, cause);
  }
}

/** Counts what the interpreter does, and stops it when it is too much. */
class BoundedInterpreter extends Interpreter {
  /** Path of the variable that was last found to have no value. */
  lastUndefined: string | null = null;
  readonly #outputs: Set<object>;
  #steps = 0;
  #depth = 0;

  constructor(scope: Environment, outputs: Set<object>) {
    super(scope);
    this.#outputs = outputs;
  }

  override evaluate(statement: Statement | undefined, scope: Scope): Value {
    this.#count(1);
    if (++this.#depth > promptLimits.controlDepth) throw invalidTemplate('it is nested too deeply');
    const value = super.evaluate(statement, scope);
    this.#depth--;
    if (statement === undefined) return value;
    this.#check(statement, value);
    return value;
  }

  #check(statement: Statement, value: Value): void {
    if (value.type === 'StringValue') {
      const { length } = String(value.value);
      if (length > promptLimits.controlTextCharacters) throw invalidTemplate('it makes too long a text');
      this.#count(length / 64);
    } else if (value.type === 'ArrayValue' && Array.isArray(value.value)) {
      if (value.value.length > promptLimits.controlListItems)
        throw invalidTemplate('it makes too long a list');
    } else if (value.type === 'UndefinedValue') {
      const path = pathOf(statement);
      if (path !== null) this.lastUndefined = path;
      if (path !== null && this.#outputs.has(statement)) throw missingVariable(path);
    } else if (value.type === 'FunctionValue' && statement.type === 'MemberExpression') {
      if ('computed' in statement && statement.computed === true)
        throw invalidTemplate('it calls by a computed name');
    }
  }

  #count(steps: number): void {
    this.#steps += steps;
    if (this.#steps > promptLimits.controlSteps) throw invalidTemplate('it takes too many steps');
  }
}

function pathOf(statement: Statement): string | null {
  // The library's nodes are plain objects with a `type`.
  const node = statement as unknown as JinjaNode;
  if (node.type === 'Identifier') return String(node.value);
  if (node.type !== 'MemberExpression') return null;
  const object = pathOf(node.object as Statement);
  const property = node.property as JinjaNode | undefined;
  return object === null ? null : `${object}.${String(property?.value)}`;
}

function boundedRange(start: number, stop?: number, step = 1): number[] {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (!(length <= promptLimits.controlListItems)) throw invalidTemplate('its range is too long');
  return Array.from({ length }, (_, index) => from + index * step);
}

function checkValues(variables: Variables): void {
  let count = 0;
  const waiting: Json[] = [variables];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (++count > promptLimits.controlValues) {
      throw invalidTemplate(`it takes at most ${promptLimits.controlValues} values`);
    }
    if (typeof value === 'object' && value !== null) waiting.push(...Object.values(value));
  }
}

function describe(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).slice(0, 200);
}

function invalidTemplate(what: string, cause?: unknown): AppError {
  return new AppError('INVALID_PARAMETER_VALUE', `The prompt's template is refused: ${what}.`, {
    cause,
    details: { field: 'template', expected: 'a template that can be rendered' },
  });
}
