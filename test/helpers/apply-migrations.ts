/** Applies the real migrations to the test's own databases: the tests are the migrations' test. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

await applyD1Migrations(env.REGISTRY, env.REGISTRY_MIGRATIONS);
await applyD1Migrations(env.TRACES, env.TRACES_MIGRATIONS);
