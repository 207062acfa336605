/** The reference: complete, self-contained, and safe to show. */
import { describe, expect, it } from 'vitest';
import { asArray, asObject, asString } from '../../src/core/json.ts';
import { createReferenceRoutes, makeDocument, renderReferencePage } from '../../src/http/reference-page.ts';
import { managementApp } from '../helpers/management-app.ts';

const app = managementApp();
const document = makeDocument(app);
const reference = createReferenceRoutes(app, { publicUrl: null });

describe('the OpenAPI document', () => {
  it('describes every operation: id, summary, group, answers', () => {
    const operations = Object.values(asObject(document['paths'])).flatMap((methods) =>
      Object.values(asObject(methods)).map(asObject),
    );
    const ids = operations.map((operation) => asString(operation['operationId']));
    expect(new Set(ids).size).toBe(operations.length);
    for (const operation of operations) {
      expect(asString(operation['summary'])).toBeTruthy();
      expect(asArray(operation['tags'])).toHaveLength(1);
      expect(Object.keys(asObject(operation['responses']))).toEqual(
        expect.arrayContaining(['200', '401', '403', '500']),
      );
    }
  });

  it('describes repeatable parameters as lists', () => {
    const search = asObject(asObject(asObject(document['paths'])['/api/v1/traces'])['get']);
    const tag = asArray(search['parameters'])
      .map(asObject)
      .find((parameter) => parameter['name'] === 'tag');
    expect(tag).toMatchObject({
      in: 'query',
      required: false,
      schema: { type: 'array', items: { type: 'string' } },
    });
  });

  it('names the place people reach it at', async () => {
    const at = async (publicUrl: string | null) => {
      const answer = await createReferenceRoutes(app, { publicUrl }).request('/openapi.json');
      return asObject(await answer.json())['servers'];
    };
    expect(await at(null)).toEqual([{ url: '/' }]);
    expect(await at('https://llm.example')).toEqual([{ url: '/' }]);
    expect(await at('https://llm.example/weir')).toEqual([{ url: '/weir/' }]);
  });

  it('is served', async () => {
    const response = await reference.request('/openapi.json');
    expect(await response.json()).toEqual(document);
    expect(document['openapi']).toBe('3.1.0');
  });
});

describe('the reference page', () => {
  it('shows every operation and schema, and links within itself only to what is there', async () => {
    const response = await reference.request('/reference');
    const html = await response.text();
    const anchors = [...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1] ?? '');
    const ids = new Set([...html.matchAll(/id="([^"]+)"/g)].map((match) => match[1] ?? ''));
    expect(anchors.length).toBeGreaterThan(20);
    expect(anchors.filter((anchor) => !ids.has(anchor))).toEqual([]);
    for (const id of ['searchTraces', 'createKey', 'listExperiments', 'schema-Trace', 'schema-Error'])
      expect(ids).toContain(id);
  });

  it('loads nothing from anywhere and runs nothing', async () => {
    const response = await reference.request('/reference');
    const html = await response.text();
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|\son[a-z]+=|style="|https?:\/\//i);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='/);
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style));
    expect(policy).toContain(btoa(String.fromCharCode(...new Uint8Array(digest))));
  });

  it('escapes whatever a description holds', () => {
    const evil = '<script>alert("x")</script>';
    const schema = {
      type: 'object',
      description: evil,
      properties: { [evil]: { enum: [evil], example: evil } },
    };
    const html = renderReferencePage({
      info: { title: evil },
      paths: {
        [`/${evil}`]: {
          get: {
            summary: evil,
            description: evil,
            tags: [evil],
            responses: { 200: { description: evil, content: { [evil]: { schema } } } },
          },
        },
      },
    });
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
  });
});
