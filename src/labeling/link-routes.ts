/** Review links over REST. Their secrets are shown once, when they are made. */
import { createRoute, z } from '@hono/zod-openapi';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../http/open-api.ts';
import {
  createReviewLinks,
  listReviewLinks,
  revokeReviewLink,
  type ReviewLinkServices,
} from './review-links.ts';
import { referenceOf, requireAlso, sessionParameter } from './route-parameters.ts';
import { linkSchema, newLinkSchema, toLinkJson } from './session-json.ts';
import { getSession } from './sessions.ts';

const path = '/api/v1/labeling-sessions/{session_id}/links';
const params = z.object({ session_id: sessionParameter });

const create = createRoute({
  method: 'post',
  path,
  operationId: 'createReviewLinks',
  tags: ['Labeling'],
  summary: 'Make links for reviewers',
  description:
    'Whoever holds a link reads the traces of the session and answers as the reviewer, and nothing else. It lets others ' +
    'read, so the key needs the scope `read` too.',
  ...secured('write'),
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        reviewer: z.string().max(300).optional().openapi({
          example: 'ada@shop.example',
          description: 'Absent: one for everybody who is assigned.',
        }),
        expires_in_hours: z.number().int().min(1).max(2160).default(336).openapi({ example: 336 }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('The links.', z.object({ links: z.array(newLinkSchema) })),
    ...namedErrors,
  },
});

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listReviewLinks',
  tags: ['Labeling'],
  summary: 'List links',
  description: 'Newest first, without their secrets.',
  ...secured('read'),
  request: { params },
  responses: {
    200: jsonAnswer('The links.', z.object({ links: z.array(linkSchema) })),
    ...namedErrors,
  },
});

const revoke = createRoute({
  method: 'delete',
  path: `${path}/{link_id}`,
  operationId: 'revokeReviewLink',
  tags: ['Labeling'],
  summary: 'Revoke a link',
  description: 'At once, also for pages that it opened.',
  ...secured('write'),
  request: { params: z.object({ session_id: sessionParameter, link_id: z.string().min(1).max(100) }) },
  responses: {
    200: jsonAnswer('The link as it is now.', z.object({ link: linkSchema })),
    ...namedErrors,
  },
});

/** Routes under `/api/v1/labeling-sessions/{session_id}/links`. */
export function createLinkRoutes(services: ReviewLinkServices): Api {
  const api = newApi();
  api.openapi(create, async (context) => {
    const identity = context.get('identity');
    const input = referenceOf(context.req.valid('param'), identity);
    await getSession({ services, input });
    requireAlso(identity, 'read');
    const { reviewer = null, expires_in_hours: hours } = context.req.valid('json');
    const links = await createReviewLinks({ services, input: { ...input, reviewer, hours } });
    const base = `${services.publicUrl ?? new URL(context.req.url).origin}/review/${input.sessionId}`;
    // After the hash, where no log and no other site ever sees it.
    const rendered = links.map((link) => ({ ...toLinkJson(link), url: `${base}#${link.token}` }));
    return context.json({ links: rendered }, 200);
  });
  api.openapi(list, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity'));
    return context.json({ links: (await listReviewLinks({ services, input })).map(toLinkJson) }, 200);
  });
  api.openapi(revoke, async (context) => {
    const { link_id: linkId } = context.req.valid('param');
    const session = referenceOf(context.req.valid('param'), context.get('identity'));
    const link = await revokeReviewLink({ services, input: { ...session, linkId } });
    return context.json({ link: toLinkJson(link) }, 200);
  });
  return api;
}
