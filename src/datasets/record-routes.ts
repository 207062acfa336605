/** Records of datasets over REST: merged, read, removed, imported and exported. */
import { exactJson } from '../http/bounded-json.ts';
import { createRoute, z } from '@hono/zod-openapi';
import { limits } from '../core/limits.ts';
import { downloadHeaders } from '../http/download.ts';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../http/open-api.ts';
import { datasetParameter } from './dataset-routes.ts';
import { exportRecords } from './export-records.ts';
import { formatNames, formatOf, formatOfBody } from './formats/index.ts';
import { importRecords } from './import-records.ts';
import { deleteRecords, listRecords } from './list-records.ts';
import { mergeRecords, type MergeRecordsServices, type MergeResult } from './merge-records.ts';
import { fromRecordJson, newRecordSchema, recordSchema, toRecordJson } from './record-json.ts';

// Typed as any media type: the typed handlers know JSON and text only, and files are neither.
const FILE_TYPES: string[] = ['application/x-ndjson', 'text/csv', 'application/vnd.apache.parquet'];
const fileContent = Object.fromEntries(FILE_TYPES.map((type) => [type, { schema: z.string() }]));

const mergedSchema = z
  .object({
    inserted_count: z.number().int(),
    updated_count: z.number().int(),
    record_ids: z.array(z.string()).openapi({ description: 'One per record, in their order.' }),
  })
  .openapi('MergedRecords');
const merged = {
  200: jsonAnswer('What merging did.', mergedSchema),
};
const format = z.enum(formatNames).optional().openapi({ example: 'csv' });

const merge = createRoute({
  method: 'post',
  path: '/api/v1/datasets/{dataset}/records',
  operationId: 'mergeRecords',
  tags: ['Datasets'],
  summary: 'Merge records',
  description:
    'The same inputs are the same record: its expectations and tags gain members, its outputs are replaced.',
  ...secured('write'),
  request: {
    params: z.object({ dataset: datasetParameter }),
    body: jsonBody(z.strictObject({ records: z.array(newRecordSchema).max(10_000) })),
  },
  responses: { ...merged, ...namedErrors },
});

const list = createRoute({
  method: 'get',
  path: '/api/v1/datasets/{dataset}/records',
  operationId: 'listRecords',
  tags: ['Datasets'],
  summary: 'List records',
  description: 'In the order they arrived.',
  ...secured('read'),
  request: {
    params: z.object({ dataset: datasetParameter }),
    query: z.object({
      page_size: z.coerce.number().int().min(1).max(limits.pageSize).default(100),
      page_token: z.string().max(20).optional(),
    }),
  },
  responses: {
    200: jsonAnswer(
      'A page of records.',
      z.object({ records: z.array(recordSchema), next_page_token: z.string().nullable() }),
    ),
    ...namedErrors,
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/v1/datasets/{dataset}/records',
  operationId: 'deleteRecords',
  tags: ['Datasets'],
  summary: 'Delete records',
  ...secured('write'),
  request: {
    params: z.object({ dataset: datasetParameter }),
    query: z.object({
      record_id: z
        .union([z.string().max(100), z.array(z.string().max(100)).max(500)])
        .openapi({ description: 'Repeat it for several.', example: 'dr-77a0b1f3577b34da6a3ce929d0e0e473' }),
    }),
  },
  responses: {
    200: jsonAnswer('How many there were.', z.object({ deleted_count: z.number().int() })),
    ...namedErrors,
  },
});

const importFile = createRoute({
  method: 'post',
  path: '/api/v1/datasets/{dataset}/import',
  operationId: 'importRecords',
  tags: ['Datasets'],
  summary: 'Import a file',
  description:
    'JSON lines, CSV or Parquet, told by `format` or by the content type. CSV takes columns with JSON (`inputs`) and ' +
    'columns with plain text (`inputs.question`). Everything is imported or, when a row is wrong, nothing.',
  ...secured('write'),
  request: {
    params: z.object({ dataset: datasetParameter }),
    query: z.object({ format }),
    body: { required: true, content: fileContent },
  },
  responses: { ...merged, ...namedErrors },
});

const exportFile = createRoute({
  method: 'get',
  path: '/api/v1/datasets/{dataset}/export',
  operationId: 'exportRecords',
  tags: ['Datasets'],
  summary: 'Export a file',
  description: 'What is exported can be imported again, and nothing is lost on the way.',
  ...secured('read'),
  request: {
    params: z.object({ dataset: datasetParameter }),
    query: z.object({ format: z.enum(formatNames).default('jsonl').openapi({ example: 'parquet' }) }),
  },
  responses: { 200: { description: 'The file.', content: fileContent }, ...namedErrors },
});

/** Routes on the records of a dataset. */
export function createRecordRoutes(services: MergeRecordsServices): Api {
  const api = newApi();
  api.use('/api/v1/datasets/:dataset/records', exactJson);
  api.openapi(merge, async (context) => {
    const records = context.req.valid('json').records.map(fromRecordJson);
    const input = { nameOrId: context.req.valid('param').dataset, ...callerOf(context), records, by: null };
    return context.json(render(await mergeRecords({ services, input })), 200);
  });
  api.openapi(list, async (context) => {
    const { page_size: pageSize, page_token: pageToken } = context.req.valid('query');
    const nameOrId = context.req.valid('param').dataset;
    const input = { nameOrId, ...callerOf(context), pageSize, pageToken: pageToken ?? null };
    const page = await listRecords({ services, input });
    return context.json(
      { records: page.records.map(toRecordJson), next_page_token: page.nextPageToken },
      200,
    );
  });
  api.openapi(remove, async (context) => {
    const ids = context.req.valid('query').record_id;
    const recordIds = Array.isArray(ids) ? ids : [ids];
    const nameOrId = context.req.valid('param').dataset;
    const deleted = await deleteRecords({ services, input: { nameOrId, ...callerOf(context), recordIds } });
    return context.json({ deleted_count: deleted }, 200);
  });
  api.openapi(importFile, async (context) => {
    const format = formatOfBody(context.req.valid('query').format, context.req.header('content-type'));
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    const nameOrId = context.req.valid('param').dataset;
    const input = { nameOrId, ...callerOf(context), format, bytes, by: null };
    return context.json(render(await importRecords({ services, input })), 200);
  });
  api.openapi(exportFile, async (context) => {
    const nameOrId = context.req.valid('param').dataset;
    const format = formatOf(context.req.valid('query').format);
    const file = await exportRecords({ services, input: { nameOrId, ...callerOf(context), format } });
    return context.body(file.stream, 200, downloadHeaders(file));
  });
  return api;
}

function callerOf(context: { get(key: 'identity'): { experimentId: string | null } }): {
  within: string | null;
} {
  return { within: context.get('identity').experimentId };
}

function render(result: MergeResult): z.infer<typeof mergedSchema> {
  return {
    inserted_count: result.insertedCount,
    updated_count: result.updatedCount,
    record_ids: result.recordIds,
  };
}
