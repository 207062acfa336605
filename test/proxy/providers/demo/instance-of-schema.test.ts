import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instanceOfSchema } from '../../../../src/proxy/providers/demo/instance-of-schema.ts';

describe('instanceOfSchema', () => {
  it.each([
    [{ type: 'string', maxLength: 3 }, 'wor'],
    [{ type: 'string', minLength: 8 }, 'words~~~'],
    [{ type: 'string', format: 'date' }, '2026-01-01'],
    [{ type: 'integer', minimum: 5 }, 5],
    [{ type: 'integer', exclusiveMinimum: 5 }, 6],
    [{ type: 'number', maximum: -2 }, -2],
    [{ type: 'integer', minimum: 5, multipleOf: 4 }, 8],
    [{ type: ['string', 'null'] }, 'words'],
    [{ const: 0 }, 0],
    [{ enum: [false, true] }, false],
    [{ type: 'array', items: { type: 'boolean' }, minItems: 3 }, [true, true, true]],
    [{ prefixItems: [{ type: 'null' }, { type: 'integer' }] }, [null, 1]],
    [{ type: 'array', items: { type: 'boolean' }, maxItems: 0 }, []],
    [
      { allOf: [{ properties: { a: { type: 'boolean' } } }, { properties: { b: { type: 'null' } } }] },
      { a: true, b: null },
    ],
    [true, {}],
    [null, {}],
  ])('%j gives %j', (schema, expected) => {
    expect(instanceOfSchema(schema, 'words')).toEqual(expected);
  });

  it('follows references, as SDKs write nested models', () => {
    const schema = {
      $defs: { Step: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } },
      type: 'object',
      properties: { steps: { type: 'array', items: { $ref: '#/$defs/Step' } } },
    };
    expect(instanceOfSchema(schema, 'words')).toEqual({ steps: [{ text: 'words' }] });
  });

  it('ends for schemas that contain themselves, however often they branch', () => {
    const children = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`child${at}`, { $ref: '#' }]));
    const tree = { type: 'object', properties: children, required: Object.keys(children) };
    expect(JSON.stringify(instanceOfSchema(tree, 'words')).length).toBeLessThan(100_000);
    const list = {
      type: 'object',
      properties: { next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
      required: ['next'],
    };
    expect(JSON.stringify(instanceOfSchema(list, 'words'))).toContain('{"next":null}');
    expect(instanceOfSchema({ $ref: '#' }, 'words')).toEqual({});
  });

  it('takes anything for a schema', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (schema) => {
        expect(JSON.stringify(instanceOfSchema(schema, 'words'))).toBeTypeOf('string');
      }),
    );
  });
});
