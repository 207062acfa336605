/** The bindings of wrangler.toml as options of the embedded engine, so that both ways to run have the same. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Reads wrangler.toml, with wrangler, which is loaded only where that is asked for: a server keeps what it loads. */
export function readWorkerConfig() {
  const { unstable_readConfig: readConfig } = createRequire(import.meta.url)('wrangler');
  return readConfig({ config: path.join(root, 'wrangler.toml') });
}

/**
 * Options for one worker.
 *
 * @param {{config: object, scriptPath: string, variables: Record<string, string>}} input
 */
export function workerOptions({ config, scriptPath, variables }) {
  return {
    name: config.name,
    rootPath: path.dirname(scriptPath),
    modules: [{ type: 'ESModule', path: scriptPath }],
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    bindings: variables,
    d1Databases: Object.fromEntries(
      config.d1_databases.map((database) => [database.binding, database.database_id]),
    ),
    r2Buckets: Object.fromEntries(config.r2_buckets.map((bucket) => [bucket.binding, bucket.bucket_name])),
    queueProducers: Object.fromEntries(
      config.queues.producers.map((producer) => [producer.binding, { queueName: producer.queue }]),
    ),
    queueConsumers: Object.fromEntries(
      config.queues.consumers.map((consumer) => [
        consumer.queue,
        {
          maxBatchSize: consumer.max_batch_size,
          maxBatchTimeout: consumer.max_batch_timeout,
          maxRetries: consumer.max_retries,
          ...(consumer.retry_delay ? { retryDelay: consumer.retry_delay } : {}),
          ...(consumer.dead_letter_queue ? { deadLetterQueue: consumer.dead_letter_queue } : {}),
        },
      ]),
    ),
    workflows: Object.fromEntries(
      config.workflows.map((workflow) => [
        workflow.binding,
        { name: workflow.name, className: workflow.class_name },
      ]),
    ),
    ratelimits: Object.fromEntries(
      config.ratelimits.map((limit) => [
        limit.name,
        { namespace_id: limit.namespace_id, simple: limit.simple },
      ]),
    ),
    serviceBindings: {
      [config.assets.binding]: serveAsset(path.join(root, config.assets.directory)),
      PUBLIC_NETWORK: publicNetwork,
    },
  };
}

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
};

/**
 * The network for addresses that callers name: the engine looks at each address when it connects, whatever the name was said
 * to be before. `public` leaves out what is private, of this machine and of the link; the rest are addresses that stand for
 * others, of many, or of nobody (IANA's registries of special-purpose addresses).
 */
const publicNetwork = {
  network: {
    allow: ['public'],
    deny: [
      '0.0.0.0/8',
      '192.0.0.0/24',
      '192.0.2.0/24',
      '192.88.99.0/24',
      '198.18.0.0/15',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '224.0.0.0/4',
      '240.0.0.0/4',
      '64:ff9b::/96',
      '64:ff9b:1::/48',
      '100::/64',
      '2001::/23',
      '2001:db8::/32',
      '2002::/16',
      '3fff::/20',
      '5f00::/16',
      'fec0::/10',
      'ff00::/8',
    ],
    tlsOptions: { trustBrowserCas: true },
  },
};

/** Null for a path that spells no text, and so no file. */
function decodePath(pathname) {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

/** Serves files as the platform's assets binding does: `/` and extensionless paths are HTML pages. */
function serveAsset(directory) {
  return async (request) => {
    const { Response } = await import('miniflare');
    const pathname = decodePath(new URL(request.url).pathname);
    if (pathname === null) return new Response('Not found', { status: 404 });
    const wanted = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    for (const candidate of [wanted, `${wanted}.html`]) {
      const file = path.join(directory, path.normalize(candidate));
      if (!file.startsWith(directory)) break;
      try {
        const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
        return new Response(await readFile(file), { headers: { 'content-type': type } });
      } catch {
        continue;
      }
    }
    return new Response('Not found', { status: 404 });
  };
}
