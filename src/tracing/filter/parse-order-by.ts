/** From an order's items (`tags.team DESC`) to keys. Pure; what is wrong is told with its place. */
import type { OrderKey, Parsed } from './condition.ts';
import { findOrderField } from './field-names.ts';
import { lex } from './lex.ts';
import { createReader, isWord, readIdentifier } from './parse-filter.ts';

/** More keys than this never decide anything. */
const MAX_KEYS = 10;

/** The key of one item: a field, then ASC (the default) or DESC. */
function parseOrderKey(text: string): Parsed<OrderKey> {
  const lexed = lex(text);
  if (!lexed.ok) return lexed;
  const reader = createReader(lexed.value, text);
  const identifier = readIdentifier(reader, 'a key to sort by, such as timestamp_ms');
  if (!identifier.ok) return identifier;
  const found = findOrderField(identifier.value.prefix, identifier.value.key);
  if (!('field' in found)) return reader.fault(identifier.value.token, found.expected);
  const direction = reader.peek();
  const descending = isWord(direction, 'DESC');
  if (descending || isWord(direction, 'ASC')) reader.next();
  const end = reader.next();
  if (end.kind !== 'end') return reader.fault(end, 'ASC, DESC, or the end');
  return { ok: true, value: { field: found.field, descending } };
}

/** The keys of all items, and the item that is wrong when one is; no field may come twice. */
export function parseOrderBy(items: string[]): Parsed<OrderKey[]> & { item?: string } {
  const keys: OrderKey[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    const parsed = parseOrderKey(item);
    if (!parsed.ok) return { ...parsed, item };
    const name = JSON.stringify(parsed.value.field);
    const expected = seen.has(name)
      ? 'each key once'
      : keys.length === MAX_KEYS
        ? `at most ${MAX_KEYS} keys`
        : null;
    if (expected !== null)
      return { ok: false, item, fault: { position: 0, expected, found: item.slice(0, 60) } };
    seen.add(name);
    keys.push(parsed.value);
  }
  return { ok: true, value: keys };
}
