/** What traces are linked to, prompt versions and runs: SQL and rows. A link may come before its trace. */
import { asArray, asString, parseJson } from '../../core/json.ts';
import type { PromptLink } from '../trace.ts';
import { keptId, WAITED_FOR } from './trace-aliases.ts';

/** SQL of a trace's links as a JSON array of pairs of kind and target. */
export function linksOf(trace: string): string {
  return `(SELECT json_group_array(json_array(l.kind, l.target)) FROM trace_links AS l
    WHERE l.trace_id = ${trace}.trace_id)`;
}

/**
 * Adds links. ?1: JSON array of arrays of trace id, kind and target, ?2: Unix ms, ?3: the only experiment that is meant, or
 * null.
 */
export const insertLinks = `
INSERT INTO trace_links (trace_id, kind, target, linked_at_ms, experiment_id, request_time_ms)
SELECT link.kept, link.kind, link.target, ?2, t.experiment_id, t.request_time_ms
FROM (SELECT ${keptId('one.value ->> 0', '?3')} AS kept, one.value ->> 1 AS kind, one.value ->> 2 AS target
  FROM json_each(?1) AS one) AS link LEFT JOIN traces AS t ON t.trace_id = link.kept
WHERE true ON CONFLICT DO NOTHING`;

/**
 * Lets links be found by what their traces say, now that these are there. ?1: `toParameter` of `trace-aliases.ts`. One that
 * waited for the trace and is there already under its id stays where it waited, until it is too old.
 */
export const joinLinks = `
UPDATE OR IGNORE trace_links SET trace_id = t.trace_id, experiment_id = t.experiment_id, request_time_ms = t.request_time_ms
FROM (${WAITED_FOR}) AS t
WHERE trace_links.trace_id IN (t.trace_id, t.waiting) AND (trace_links.experiment_id IS NOT t.experiment_id
  OR trace_links.request_time_ms IS NOT t.request_time_ms)`;

/** Deletes links. ?1: JSON array of trace ids. */
export const deleteLinks = 'DELETE FROM trace_links WHERE trace_id IN (SELECT value FROM json_each(?1))';

/** Deletes links made before ?1 (Unix ms) whose trace never came, at most ?2, and returns a row for each. */
export const expireEarlyLinks = `
DELETE FROM trace_links WHERE (trace_id, kind, target) IN (
  SELECT trace_id, kind, target FROM trace_links INDEXED BY trace_links_early
  WHERE experiment_id IS NULL AND linked_at_ms < ?1 ORDER BY linked_at_ms LIMIT ?2)
RETURNING trace_id`;

/** A prompt version as links name it. */
export function toPromptTarget({ name, version }: PromptLink): string {
  return `${name}/${version}`;
}

/** What a trace is linked to, from {@link linksOf}. */
export function toLinks(json: string): { prompts: PromptLink[]; runIds: string[] } {
  const prompts: PromptLink[] = [];
  const runIds: string[] = [];
  for (const link of asArray(parseJson(json))) {
    const [kind, target] = asArray(link).map((part) => asString(part) ?? '');
    if (target === undefined) continue;
    const slash = target.lastIndexOf('/');
    if (kind === 'run') runIds.push(target);
    else prompts.push({ name: target.slice(0, slash), version: target.slice(slash + 1) });
  }
  return { prompts, runIds };
}
