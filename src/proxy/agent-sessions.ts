/**
 * The session that a coding agent tells its provider of in a header of its own. Unlike the headers of other gateways these
 * are the provider's business too (Codex's lead it to its cache), so they are read and pass on untouched.
 */
import { decodeHeader } from './decode-header.ts';

/**
 * By header, the more telling first: a thread of Codex lives as long as the conversation, also when it is taken up again.
 * Codex wrote `conversation_id` and `session_id` before (openai/codex, `build_conversation_headers`); opencode and others
 * write `x-session-affinity`.
 */
const SESSION_HEADERS = [
  'x-claude-code-session-id',
  'thread-id',
  'session-id',
  'conversation_id',
  'conversation-id',
  'session_id',
  'x-codex-session-id',
  'x-opencode-session',
  'x-session-affinity',
  'x-qwen-code-session-id',
] as const;

const MOST_CHARACTERS = 256;

/** The session named in the headers; null when none is. */
export function agentSession(headers: Headers): string | null {
  for (const name of SESSION_HEADERS) {
    const value = headers.get(name)?.trim() ?? '';
    if (value !== '' && value.length <= MOST_CHARACTERS) return decodeHeader(value);
  }
  return null;
}
