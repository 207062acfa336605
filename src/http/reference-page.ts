/**
 * `GET /openapi.json` and `GET /reference`: the description of our REST surface, for programs and for people. The page is
 * one HTML document without scripts or anything from elsewhere; its policy allows its own style sheet, by digest, alone.
 */
import { asArray, asObject, asString, parseJson, type JsonObject } from '../core/json.ts';
import { prefixOf } from '../core/public-url.ts';
import { describeSynonyms } from './describe-synonyms.ts';
import { describeSecurity, documentHead, newApi, type Api } from './open-api.ts';
import { escapeHtml, renderProse, renderSchema } from './reference-schema.ts';
import { referenceStyle } from './reference-style.ts';

/**
 * The OpenAPI document of an app, as JSON.
 *
 * @param publicUrl where people reach this deployment; null: where requests went
 */
export function makeDocument(api: Api, publicUrl: string | null = null): JsonObject {
  describeSecurity(api);
  const head = { ...documentHead, servers: [{ url: `${prefixOf(publicUrl)}/` }] };
  // The generator's own types say less than JSON does, and JSON is what leaves here.
  const document = asObject(parseJson(JSON.stringify(api.getOpenAPI31Document(head), withPlainPatterns)));
  describeSynonyms(document);
  return document;
}

/** The generator writes an expression's flag behind it; JSON Schema's patterns are Unicode's without (its section 6.4). */
function withPlainPatterns(key: string, value: unknown): unknown {
  return key === 'pattern' && typeof value === 'string' ? value.replace(/\/u$/, '') : value;
}

/** Serves the description of `api`, which must have all its routes by the first request. */
export function createReferenceRoutes(api: Api, { publicUrl }: { publicUrl: string | null }): Api {
  const routes = newApi();
  let document: JsonObject | null = null;
  let page: { html: string; policy: string } | null = null;
  const getDocument = (): JsonObject => (document ??= makeDocument(api, publicUrl));
  routes.get('/openapi.json', (context) => context.json(getDocument()));
  routes.get('/reference', async (context) => {
    page ??= await makePage(getDocument());
    const { html, policy } = page;
    return context.html(html, 200, {
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });
  return routes;
}

async function makePage(document: JsonObject): Promise<{ html: string; policy: string }> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(referenceStyle));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(digest)));
  const policy = `default-src 'none'; style-src 'sha256-${base64}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { html: renderReferencePage(document), policy };
}

interface Operation {
  method: string;
  path: string;
  id: string;
  group: string;
  operation: JsonObject;
}

/** The page for an OpenAPI 3.1 document. */
export function renderReferencePage(document: JsonObject): string {
  const info = asObject(document['info']);
  const title = `${asString(info['title']) ?? 'API'} reference`;
  const operations = listOperations(document);
  const groups = [...new Set(operations.map((operation) => operation.group))];
  const schemas = Object.entries(asObject(asObject(document['components'])['schemas']));
  const contents = groups.map((group) => {
    const links = operations
      .filter((operation) => operation.group === group)
      .map(
        ({ id, operation }) =>
          `<li><a href="#${id}">${escapeHtml(asString(operation['summary']) ?? id)}</a></li>`,
      );
    return `<h2>${escapeHtml(group)}</h2><ul>${links.join('')}</ul>`;
  });
  const schemaLinks = schemas.map(([name]) => `<li><a href="#schema-${name}">${escapeHtml(name)}</a></li>`);
  const schemaParts = schemas.map(
    ([name, schema]) =>
      `<section id="schema-${name}"><h3>${escapeHtml(name)}</h3>${renderSchema(asObject(schema))}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${referenceStyle}</style>
</head>
<body>
<nav aria-label="Contents"><p><a href="#top">${escapeHtml(title)}</a></p>${contents.join('')}
<h2>Schemas</h2><ul>${schemaLinks.join('')}</ul></nav>
<main id="top">
<h1>${escapeHtml(title)}</h1>
${renderProse(asString(info['description']))}
<p>For programs: <a href="openapi.json">openapi.json</a>.</p>
${operations.map(renderOperation).join('\n')}
<h2>Schemas</h2>
${schemaParts.join('\n')}
</main>
</body>
</html>`;
}

function listOperations(document: JsonObject): Operation[] {
  return Object.entries(asObject(document['paths'])).flatMap(([path, methods]) =>
    Object.entries(asObject(methods)).map(([method, value]) => {
      const operation = asObject(value);
      const group = asString(asArray(operation['tags'])[0]) ?? 'Other';
      const id = asString(operation['operationId']) ?? `${method}-${path}`.replaceAll(/[^a-z0-9]+/gi, '-');
      return { method: method.toUpperCase(), path, id, group, operation };
    }),
  );
}

function renderOperation({ method, path, id, operation }: Operation): string {
  const scope = asArray(operation['security']).flatMap((item) =>
    Object.values(asObject(item)).flatMap((scopes) => asArray(scopes).map((scope) => asString(scope) ?? '')),
  );
  const needs =
    scope.length === 0 ? 'No key needed.' : `Needs the scope <code>${escapeHtml(scope.join(', '))}</code>.`;
  return `<section id="${id}">
<h3>${escapeHtml(asString(operation['summary']) ?? id)}</h3>
<p class="path"><b class="${method.toLowerCase()}">${method}</b> <code>${escapeHtml(path)}</code></p>
${renderProse(asString(operation['description']))}
<p class="needs">${needs}</p>
${renderParameters(asArray(operation['parameters']).map(asObject))}
${renderContent('Body', asObject(operation['requestBody']))}
${Object.entries(asObject(operation['responses']))
  .map(([status, response]) => renderResponse(status, asObject(response)))
  .join('')}
</section>`;
}

function renderParameters(parameters: JsonObject[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map((parameter) => {
    const schema = asObject(parameter['schema']);
    const required = parameter['required'] === true ? ' <i>required</i>' : '';
    const description = asString(parameter['description']) ?? asString(schema['description']);
    return `<dt><code>${escapeHtml(asString(parameter['name']) ?? '')}</code> <small>${escapeHtml(
      asString(parameter['in']) ?? '',
    )}${required}</small></dt><dd>${renderProse(description)}${renderSchema({ ...schema, description: null })}</dd>`;
  });
  return `<h4>Parameters</h4><dl>${rows.join('')}</dl>`;
}

function renderResponse(status: string, response: JsonObject): string {
  // Every failure has the same shape: the description says it all.
  const description = escapeHtml(asString(response['description']) ?? '');
  if (!status.startsWith('2')) return `<p class="failure"><b>${status}</b> ${description}</p>`;
  return renderContent(`${status}: ${description}`, response);
}

function renderContent(title: string, holder: JsonObject): string {
  const parts = Object.entries(asObject(holder['content'])).map(
    ([type, media]) =>
      `<p><small>${escapeHtml(type)}</small></p>${renderSchema(asObject(asObject(media)['schema']))}`,
  );
  return parts.length === 0 ? '' : `<h4>${title}</h4>${parts.join('')}`;
}
