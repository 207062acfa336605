/**
 * Uses of a response's tools that are billed beside its tokens (developers.openai.com/api/docs/pricing, Built-in tools).
 * They are told as items of the output.
 */
import { asObject, asString, type JsonObject } from '../../../core/json.ts';
import type { Usage } from '../contract.ts';
import { objectsIn } from './begin-reading.ts';

/**
 * The usage with its tools' uses in `extra`: searches in the web (of its actions only `search` is billed, opening a page
 * is not), in files, containers that code ran in, pictures that were made. Calls of functions and of MCP servers, and
 * the use of a computer, cost their tokens alone.
 */
export function withToolUses(usage: Usage | null, response: JsonObject): Usage | null {
  if (usage === null) return null;
  const items = objectsIn(response.output);
  const extra = { ...usage.extra };
  const note = (name: string, count: number) => {
    if (count > 0) extra[name] = count;
  };
  const ofType = (wanted: string) => items.filter(({ type }) => type === wanted);
  const searches = ofType('web_search_call').filter(
    ({ action }) => (asObject(action).type ?? 'search') === 'search',
  );
  note(isPreview(response) ? 'web_search_preview_requests' : 'web_search_requests', searches.length);
  note('file_search_requests', ofType('file_search_call').length);
  note('containers', containersIn(items));
  note('image_generation_calls', ofType('image_generation_call').length);
  return { ...usage, extra };
}

/** The older tool has a price of its own. */
function isPreview({ tools }: JsonObject): boolean {
  return objectsIn(tools).some(({ type }) => asString(type)?.startsWith('web_search_preview') === true);
}

/** Containers that code or a shell ran in; they are billed by the session, which may have begun before. */
function containersIn(items: readonly JsonObject[]): number {
  const ids = items
    .filter(({ type }) => type === 'code_interpreter_call' || type === 'shell_call')
    .map(({ container_id: id, environment }) => asString(id) ?? asString(asObject(environment).container_id))
    .filter((id) => id !== null);
  return new Set(ids).size;
}
