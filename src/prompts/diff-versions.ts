/** What changed between two versions: the texts line by line, and everything else by name. */
import { createTwoFilesPatch } from 'diff';
import type { Json } from '../core/json.ts';
import { noSuchVersion } from './no-such-prompt.ts';
import { toModelConfigJson } from './model-config.ts';
import type { PromptTemplate, PromptVersion } from './prompt.ts';
import type { PromptStore } from './store/prompt-store.ts';

/** A member besides the template that differs. */
export interface ChangedMember {
  member: 'type' | 'response_format' | 'model_config' | 'tags';
  from: Json;
  to: Json;
}

/** The difference. */
export interface VersionDiff {
  /** A unified diff of the templates; null when they are the same. */
  patch: string | null;
  changed: ChangedMember[];
}

/** Beyond this many differing lines a diff is no longer for reading, and costs more than it tells. */
const MOST_EDITS = 5000;

/**
 * The difference between two versions of a prompt.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function diffVersions({
  services,
  input,
}: {
  services: { prompts: PromptStore };
  input: { name: string; from: number; to: number };
}): Promise<VersionDiff> {
  const { name } = input;
  const [from, to] = await Promise.all(
    [input.from, input.to].map(async (version) => {
      const found = await services.prompts.getVersion(name, version);
      if (found === null) throw noSuchVersion(name, version);
      return found;
    }),
  );
  if (from === undefined || to === undefined) throw noSuchVersion(name, input.from);
  const [before, after] = [templateText(from.template), templateText(to.template)];
  return { patch: before === after ? null : patchOf(from, to), changed: changedMembers(from, to) };
}

/** A template as lines for people: messages under headings of their roles. */
function templateText(template: PromptTemplate): string {
  if (template.type === 'text') return template.text;
  return template.messages
    .map(({ role, content, whole }) => {
      const text = whole === undefined ? content : JSON.stringify(whole, null, 2);
      return `[${role}]\n${text}\n`;
    })
    .join('\n');
}

const lines = (text: string, mark: string): string => text.replaceAll(/^/gm, mark);
const config = ({ modelConfig }: PromptVersion): Json =>
  modelConfig === null ? null : toModelConfigJson(modelConfig);

function patchOf(from: PromptVersion, to: PromptVersion): string {
  const [before, after] = [templateText(from.template), templateText(to.template)];
  const [one, two] = [`${from.name}/${from.version}`, `${to.name}/${to.version}`];
  const options = { context: 3, maxEditLength: MOST_EDITS };
  const patch = createTwoFilesPatch(one, two, before, after, undefined, undefined, options);
  if (patch !== undefined) return patch.replace(/^=+\n/, '');
  return `--- ${one}\n+++ ${two}\n${lines(before, '-')}\n${lines(after, '+')}\n`;
}

function changedMembers(from: PromptVersion, to: PromptVersion): ChangedMember[] {
  const members: ChangedMember[] = [
    { member: 'type', from: from.template.type, to: to.template.type },
    { member: 'response_format', from: from.responseFormat, to: to.responseFormat },
    { member: 'model_config', from: config(from), to: config(to) },
    { member: 'tags', from: from.tags, to: to.tags },
  ];
  return members.filter((member) => JSON.stringify(member.from) !== JSON.stringify(member.to));
}
