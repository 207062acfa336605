/** Placing a prompt, whatever the caller sends: order, roles, images, tool messages, and the body that was given. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asArray, asObject, type Json } from '../../../src/core/json.ts';
import { chat, cohere, converse, messages, ollama, prompt } from '../../helpers/prompt-editors.ts';

/** Any messages a caller may send: every role, texts, lists of parts, images, tool calls and their results. */
const anyPart = fc.oneof(
  fc.record({
    type: fc.constant('text'),
    text: fc.string(),
    cache_control: fc.constant({ type: 'ephemeral' }),
  }),
  fc.record({ type: fc.constant('image_url'), image_url: fc.record({ url: fc.webUrl() }) }),
);
const anyMessage = fc.oneof(
  fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: fc.string() }),
  fc.record({ role: fc.constant('user'), content: fc.array(anyPart, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    role: fc.constant('assistant'),
    content: fc.constant(null),
    tool_calls: fc.array(fc.record({ id: fc.string() })),
  }),
  fc.record({ role: fc.constant('tool'), tool_call_id: fc.string(), content: fc.string() }),
);
const anyPrompt = fc
  .oneof(
    fc.string(),
    fc.array(fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: fc.string() }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map((content) => prompt(content));

describe('placing, whatever the caller sends', () => {
  const editors = { chat, messages, cohere, ollama };

  it.each(Object.entries(editors))(
    '%s: the prompt comes first, the caller’s messages follow as they were',
    (_name, editor) => {
      fc.assert(
        fc.property(fc.array(anyMessage, { maxLength: 8 }), anyPrompt, (own, given) => {
          const body = { messages: own as unknown as Json[], other: 1 };
          const before = JSON.stringify(body);
          const placed = editor.injectPrompt(body, given, null);
          expect(JSON.stringify(body)).toBe(before);
          const after = asArray(placed.messages);
          expect(after.slice(after.length - own.length)).toEqual(own);
          expect(placed.other).toBe(1);
        }),
      );
    },
  );

  it.each(Object.entries(editors))(
    '%s: a URI is replaced, everything before and after it stays in order',
    (_name, editor) => {
      fc.assert(
        fc.property(fc.array(anyMessage), fc.array(anyMessage), anyPrompt, (left, right, given) => {
          const own = [...left, { role: 'user', content: '\u0000URI' }, ...right] as unknown as Json[];
          const body = { messages: own };
          const site = editor.sites(body).find(({ text }) => text === '\u0000URI');
          const after = asArray(editor.injectPrompt(body, given, site ?? null).messages);
          expect(after.slice(0, left.length)).toEqual(left);
          expect(after.slice(after.length - right.length)).toEqual(right);
          expect(JSON.stringify(after)).not.toContain('\\u0000URI');
        }),
      );
    },
  );

  it('Converse: roles take turns, and no part is lost or moved', () => {
    const anyTurn = fc.record({
      role: fc.constantFrom('user', 'assistant'),
      content: fc.array(fc.record({ text: fc.string() }), { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(anyTurn), anyPrompt, (own, given) => {
        const after = asArray(converse.injectPrompt({ messages: own }, given, null).messages).map(asObject);
        expect(after.some(({ role }, index) => index > 0 && after[index - 1]?.role === role)).toBe(false);
        const parts = after.flatMap(({ content }) => asArray(content));
        const ownParts = own.flatMap(({ content }) => content);
        expect(parts.slice(parts.length - ownParts.length)).toEqual(ownParts);
      }),
    );
  });
});
