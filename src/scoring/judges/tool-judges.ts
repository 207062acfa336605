/** Judges of tool use: whether the right tools were called with the right arguments, and no more often than needed. */
import { asArray, asObject, asString, type Json } from '../../core/json.ts';
import { readableContent } from '../readable-content.ts';
import { yesOrNo, type Subject, type ToolUse } from '../scorer.ts';
import type { JudgeDefinition, JudgeOptions, JudgePlan } from './judge-definition.ts';

const NO_TOOLS = 'a trace with TOOL spans, or an answer with tool calls';

/** Tool calls one a line, as JSON. */
function describeTools(tools: readonly ToolUse[]): string {
  const lines = tools.map(({ name, input, output, failed }, index) =>
    JSON.stringify({ call: index + 1, tool: name, input, output, ...(failed ? { failed } : {}) }),
  );
  return lines.join('\n');
}

/** An expected call: a name, and the arguments when they matter. */
interface ExpectedCall {
  name: string;
  arguments: Json | null;
}

function expectedCalls(subject: Subject): ExpectedCall[] {
  return asArray(subject.expectations.expected_tool_calls).flatMap((entry) => {
    const name = asString(entry) ?? asString(asObject(entry).name);
    const given = asObject(entry).arguments ?? asObject(entry).inputs ?? null;
    return name === null ? [] : [{ name, arguments: given }];
  });
}

const correctness: JudgeDefinition = {
  className: 'ToolCallCorrectness',
  defaultName: 'tool_call_correctness',
  description: 'The right tools were called, with the right arguments.',
  version: 1,
  isSessionLevel: false,
  plan(subject, name, options) {
    const expected = expectedCalls(subject);
    if (subject.tools.length === 0 && expected.length === 0) return { kind: 'missing', what: NO_TOOLS };
    if (expected.length > 0 && options.shouldExactMatch === true) return exactly(subject, expected, options);
    const order = options.shouldConsiderOrdering === true ? ' Their order must be the expected one too.' : '';
    const compare =
      expected.length > 0
        ? `Compare the tool calls with the expected ones: the same tools, with arguments that mean the same.${order}`
        : 'Judge by the request and the tools on offer: each call uses a fitting tool with arguments that the request ' +
          'or an earlier result supports, and no call that was needed is missing.';
    return {
      kind: 'ask',
      questions: [
        {
          name,
          criteria: `${compare} Say "yes" when all calls are right and "no" when one is wrong, missing or invented.`,
          material: {
            request: readableContent(subject.inputs),
            'tools on offer': subject.offeredTools.map((tool) => JSON.stringify(tool)).join('\n'),
            'tool calls': describeTools(subject.tools),
            ...(expected.length > 0
              ? { 'expected tool calls': expected.map((call) => JSON.stringify(call)).join('\n') }
              : {}),
          },
          answer: yesOrNo,
        },
      ],
    };
  },
};

const key = (name: string, input: Json | null): string => `${name} ${stableJson(input)}`;

/** To the letter, so without a model. */
function exactly(subject: Subject, expected: ExpectedCall[], options: JudgeOptions): JudgePlan {
  const withArguments = expected.some((call) => call.arguments !== null);
  const wanted = expected.map((call) => key(call.name, withArguments ? call.arguments : null));
  const made = subject.tools.map((tool) => key(tool.name, withArguments ? tool.input : null));
  if (options.shouldConsiderOrdering !== true) {
    wanted.sort();
    made.sort();
  }
  const same = wanted.length === made.length && wanted.every((call, index) => call === made[index]);
  const rationale = same
    ? 'The tool calls are the expected ones.'
    : `Expected ${wanted.join('; ')}. Made ${made.join('; ') || 'none'}.`;
  return { kind: 'decided', verdicts: [{ value: same ? 'yes' : 'no', rationale }] };
}

/** JSON with its members in order of name, so that equal values have equal texts. */
function stableJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${stableJson(value[name] ?? null)}`);
  return `{${members.join(',')}}`;
}

const efficiency: JudgeDefinition = {
  className: 'ToolCallEfficiency',
  defaultName: 'tool_call_efficiency',
  description: 'No tool was called twice for the same thing, or for nothing.',
  version: 1,
  isSessionLevel: false,
  plan(subject, name) {
    if (subject.tools.length === 0) return { kind: 'missing', what: NO_TOOLS };
    return {
      kind: 'ask',
      questions: [
        {
          name,
          criteria:
            'Decide whether the tools were used without waste. Say "no" when a call repeats an earlier one though nothing ' +
            'had changed, when its result is not needed for the request, or when one call on offer would have done the ' +
            'work of several. Trying again after a failure is no waste. Say "yes" otherwise.',
          material: {
            request: readableContent(subject.inputs),
            'tools on offer': subject.offeredTools.map((tool) => JSON.stringify(tool)).join('\n'),
            'tool calls': describeTools(subject.tools),
          },
          answer: yesOrNo,
        },
      ],
    };
  },
};

/** The judges of tool use. */
export const toolJudges: readonly JudgeDefinition[] = [correctness, efficiency];
