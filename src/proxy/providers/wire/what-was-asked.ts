/**
 * What a person asked, among what a coding agent writes in their name: reminders, the state of the machine, instructions of
 * the project. Agents send these as texts of the user, before the question, after it, or in messages of their own.
 */

/**
 * Tags of blocks that agents write: Claude Code's reminders and local commands, Codex's contexts and instructions
 * (openai/codex, `codex-rs/protocol`), Gemini CLI's session, what Cline, Cursor and IDEs tell of themselves.
 */
const TAGS = new Set([
  'system-reminder',
  'system_reminder',
  'session_context',
  'environment_context',
  'environment_details',
  'user_instructions',
  'user_info',
  'user_rules',
  'project_context',
  'project_layout',
  'workspace_context',
  'workspace_info',
  'git_status',
  'open_and_recently_viewed_files',
  'additional_data',
  'permissions',
  'collaboration_mode',
  'apps_instructions',
  'skills_instructions',
  'plugins_instructions',
  'personality_spec',
  'turn_aborted',
  'subagent_notification',
  'task-notification',
  'local-command-caveat',
  'local-command-stdout',
  'local-command-stderr',
  'bash-stdout',
  'bash-stderr',
  'command-message',
  'command-name',
  'available-deferred-tools',
  'ide_opened_file',
  'ide_selection',
  'ide_diagnostics',
  'INSTRUCTIONS',
  'skill',
]);

/** Tags in which agents put the question itself. */
const QUESTION = /^\s*<(user_query|task|user_message|command-args)>([^]*)<\/\1>\s*$/;
const OPENING = /^\s*<([A-Za-z][\w-]{1,40})(?:\s[^<>]{0,500})?>/;
const CLOSING = /<\/([A-Za-z][\w-]{1,40})(?:\s[^<>]{0,100})?>$/;
/** The heading under which Codex sends a project's AGENTS.md; a block with its content follows. */
const AGENTS_FILE = /^\s*# (?:AGENTS|CLAUDE|GEMINI)\.md instructions[^\n]*\n/;
/** What stands before the question where an editor tells of itself first (openai/codex, `USER_MESSAGE_BEGIN`). */
const REQUEST_HEADING = '## My request for Codex:';
/** Gemini CLIs that have no tag for it begin a session so. */
const SETUP = /^\s*This is the (?:Gemini|Qwen) (?:CLI|Code)\. We are setting up the context for our chat\./;

/**
 * The part of a text that its author typed.
 *
 * @returns empty when all of it was written by an agent
 */
export function whatWasAsked(text: string): string {
  if (SETUP.test(text)) return '';
  if (!text.includes('<') && !text.includes(REQUEST_HEADING)) return text;
  let left = text;
  for (let next = withoutBlock(left); next !== left; next = withoutBlock(left)) left = next;
  const heading = left.indexOf(REQUEST_HEADING);
  if (heading !== -1) left = left.slice(heading + REQUEST_HEADING.length).trim();
  return QUESTION.exec(left)?.[2]?.trim() ?? left;
}

/**
 * The last thing a person asked.
 *
 * @param messages the texts of the user's messages, part by part, in order
 * @returns the last that was typed; where nothing was, the last text; empty when there is none
 */
export function lastQuestion(messages: readonly (readonly string[])[], between: string): string {
  for (const parts of messages.toReversed()) {
    const asked = parts.map(whatWasAsked).filter((part) => part.trim() !== '');
    if (asked.length > 0) return asked.join(between);
  }
  const spoken = messages.map((parts) => parts.filter((part) => part !== '').join(between));
  return spoken.findLast((text) => text !== '') ?? '';
}

/** The text without one block at its beginning or at its end. */
function withoutBlock(text: string): string {
  const body = text.replace(AGENTS_FILE, '');
  const opening = OPENING.exec(body);
  if (opening !== null && TAGS.has(opening[1] ?? '')) {
    const end = body.indexOf(`</${opening[1]}`, opening[0].length);
    const close = end === -1 ? -1 : body.indexOf('>', end);
    // A block that was shortened may have lost its end.
    return close === -1 ? '' : body.slice(close + 1).trimStart();
  }
  const trimmed = body.trimEnd();
  const closing = CLOSING.exec(trimmed.slice(-160));
  if (closing !== null && TAGS.has(closing[1] ?? '')) {
    const start = trimmed.lastIndexOf(`<${closing[1]}`);
    if (start !== -1) return trimmed.slice(0, start).trimEnd();
  }
  return body;
}
