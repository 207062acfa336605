/** Renders JSON schemas as definition lists, for the reference page. */
import { asArray, asObject, asString, type Json, type JsonObject } from '../core/json.ts';

const REFERENCE_PREFIX = '#/components/schemas/';

/** Text made safe inside HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A description as a paragraph, with text between backticks as code; nothing for none. */
export function renderProse(text: string | null): string {
  if (text === null || text === '') return '';
  return `<p>${escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>`;
}

/** A schema: its type, its description, and its members. */
export function renderSchema(schema: JsonObject): string {
  return `<p class="type">${typeOf(schema)}</p>${renderProse(asString(schema['description']))}${exampleOf(schema)}${membersOf(schema)}`;
}

function membersOf(schema: JsonObject): string {
  const items = asObject(schema['items']);
  const inner = asString(schema['type']) === 'array' ? items : schema;
  const members = Object.entries(asObject(inner['properties']));
  if (members.length === 0) return '';
  const required = new Set(asArray(inner['required']));
  const rows = members.map(([name, value]) => {
    const member = asObject(value);
    const optional = required.has(name) ? '' : ' <i>optional</i>';
    return `<dt><code>${escapeHtml(name)}</code> <small>${typeOf(member)}${optional}</small></dt>
<dd>${renderProse(asString(member['description']))}${exampleOf(member)}${membersOf(member)}</dd>`;
  });
  return `<dl>${rows.join('')}</dl>`;
}

/** The type in words, with links to named schemas; HTML. */
function typeOf(schema: JsonObject): string {
  const reference = asString(schema['$ref']);
  if (reference !== null) {
    const name = escapeHtml(reference.replace(REFERENCE_PREFIX, ''));
    return `<a href="#schema-${name}">${name}</a>`;
  }
  const values = asArray(schema['enum']);
  if (values.length > 0)
    return values
      .map((value) => asString(value) ?? JSON.stringify(value))
      .map((value) => `<code>${escapeHtml(value)}</code>`)
      .join(' or ');
  const alternatives = [...asArray(schema['anyOf']), ...asArray(schema['oneOf'])].map(asObject);
  if (alternatives.length > 0) return alternatives.map(typeOf).join(' or ');
  const all = asArray(schema['allOf']).map(asObject);
  if (all.length > 0) return all.map(typeOf).join(' and ');
  return asTypes(schema['type'])
    .map((type) => (type === 'array' ? `list of ${typeOf(asObject(schema['items']))}` : escapeHtml(type)))
    .join(' or ');
}

function asTypes(type: Json | undefined): string[] {
  const types = asArray(type).map((item) => asString(item) ?? '');
  return types.length > 0 ? types : [asString(type) ?? 'any'];
}

function exampleOf(schema: JsonObject): string {
  const example = schema['example'];
  if (example === undefined || example === null) return '';
  return `<p class="example">Example: <code>${escapeHtml(typeof example === 'string' ? example : JSON.stringify(example))}</code></p>`;
}
